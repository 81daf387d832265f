/** Unpacking deflate with the stream that Node and browsers bring along. */
import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import { damaged } from './checkedSource';
import { crc32 } from './crc32';

const CHUNK = 1 << 20;

/** What a member promises of its unpacked bytes. */
interface Promised {
  size: number;
  crc?: number;
}

/**
 * All of it, into memory taken once; what unpacks to other bytes than promised is an error. Ends soon after the signal
 * aborts: every chunk comes by a task of its own.
 */
export async function inflate(
  packed: ByteSource,
  { size, crc }: Promised,
  what: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  // Grown as the data comes: a size that lies costs no memory.
  let result = new Uint8Array(Math.min(size, 16 * CHUNK));
  let at = 0;
  let sum = 0;
  for await (const chunk of inflated(packed, CHUNK, { what, signal })) {
    signal?.throwIfAborted();
    if (at + chunk.length > size)
      throw new Error(l10n.t('{0}: decompresses to more than the {1} bytes it claims', what, size));
    if (at + chunk.length > result.length) {
      const larger = new Uint8Array(Math.min(size, Math.max(2 * result.length, at + chunk.length)));
      larger.set(result.subarray(0, at));
      result = larger;
    }
    result.set(chunk, at);
    at += chunk.length;
    if (crc !== undefined) sum = crc32(chunk, sum);
  }
  if (at !== size)
    throw new Error(l10n.t('{0}: decompresses to {1} bytes, not the {2} it claims', what, at, size));
  if (crc !== undefined && sum !== crc) throw new Error(damaged(what));
  return result;
}

/** The first bytes alone; no more of the member is read than they need. */
export async function inflateStart(packed: ByteSource, length: number): Promise<Uint8Array> {
  const result = new Uint8Array(length);
  let at = 0;
  for await (const chunk of inflated(packed, 1 << 13)) {
    const part = chunk.subarray(0, length - at);
    result.set(part, at);
    at += part.length;
    if (at === length) break;
  }
  return result.subarray(0, at);
}

async function* inflated(
  packed: ByteSource,
  step: number,
  { what, signal }: { what?: string; signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  let at = 0;
  let ofFile: { error: unknown } | undefined;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      // Node 20 reads far ahead of what is taken.
      signal?.throwIfAborted();
      if (at >= packed.size) return controller.close();
      const length = Math.min(step, packed.size - at);
      const bytes = await packed.read(at, length).catch((error: unknown) => {
        ofFile = { error };
        throw error;
      });
      at += length;
      controller.enqueue(bytes as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal?.throwIfAborted();
        if (ofFile) throw ofFile.error;
        // What engines say of it differs, and says nothing to a person.
        const problem = l10n.t('its compressed data is damaged or incomplete');
        throw new Error(what === undefined ? problem : `${what}: ${problem}`, { cause: error });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
