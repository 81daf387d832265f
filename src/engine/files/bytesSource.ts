import { isGzip } from '../../bytes/gzip';
import type { DumpSource } from '../../records/source';
import { giveWay } from '../giveWay';
import { refuseOtherPacking } from './packed';

/** Bytes handed on at once: read in a fraction of the time within which a cancellation has to be heard. */
export const CHUNK = 1 << 19;

/** Bytes that are unpacked at once: where one is damaged, what the others of its part stood for is lost. */
const SMALL = 1 << 12;
const LARGE = 1 << 16;

/** A checksum and a length stand at the end, and may be all that is wrong. */
const TRAILER = 8;

/** Packed bytes as they are unpacked: finely at first, for in a small file each record counts, and the last ones apart. */
export async function* inSmallParts(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let total = 0;
  let last = new Uint8Array(0);
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + (total < CHUNK ? SMALL : LARGE));
      at += part.length;
      total += part.length;
      if (last.length > 0) yield last;
      const rest = Math.max(0, part.length - TRAILER);
      if (rest > 0) yield part.subarray(0, rest);
      // Whoever gives chunks may fill them again.
      last = part.slice(rest);
    }
  if (last.length > 0) yield last;
}

/** A dump whose bytes the host has read whole. */
export function bytesSource(
  name: string,
  bytes: Uint8Array,
  gunzip: (chunks: AsyncIterable<Uint8Array>, signal: AbortSignal) => AsyncIterable<Uint8Array>,
): DumpSource {
  async function* raw(
    signal: AbortSignal,
    read?: (bytes: number) => void,
    { from }: { from: number } = { from: 0 },
  ): AsyncIterable<Uint8Array> {
    for (let at = from; at < bytes.length && !signal.aborted; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      read?.(at + chunk.length);
      yield chunk;
      await giveWay();
    }
  }
  refuseOtherPacking(name, bytes);
  const size = bytes.length;
  if (isGzip(bytes)) return { name, size, chunks: (signal, read) => gunzip(raw(signal, read), signal) };
  return {
    name,
    size,
    chunks: raw,
    slice: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
