import * as l10n from '@vscode/l10n';
import { readSync } from 'node:fs';
import path from 'node:path';
import { createGunzip, type Gunzip } from 'node:zlib';
import { isGzip } from '../../bytes/gzip';
import { CutOff, type DumpSource } from '../../records/source';
import type { DumpFile } from '../../worker/protocol';
import { bytesSource, CHUNK, inSmallParts } from './bytesSource';
import { PACKED_HEAD, refuseOtherPacking } from './packed';
import { endsEarly } from './fileState';
import { SharedHandle } from './sharedHandle';

/** A dump's bytes from disk, by path; bytes that the host has read are taken as they are. Browsers get `fileSource.web.ts`. */
export async function openDumpFile(file: DumpFile): Promise<DumpSource> {
  if (file.bytes) return bytesSource(file.name, file.bytes, gunzip);
  const shared = new SharedHandle(file.path!);
  const name = path.basename(file.path!);
  const head = new Uint8Array(PACKED_HEAD);
  await shared.reading((handle) => handle.read(head, 0, PACKED_HEAD, 0));
  refuseOtherPacking(name, head);
  return fileSource(name, shared, isGzip(head));
}

/** Bytes read at once where the reader hardly wants more. */
const BEYOND = 1 << 14;
let partBuffer: Uint8Array | undefined;

function fileSource(name: string, shared: SharedHandle, gzip: boolean): DumpSource {
  const { size } = shared;
  // Some file systems don't say how long a file is.
  const end = size || Infinity;
  async function* raw(signal: AbortSignal, read?: (bytes: number) => void): AsyncIterable<Uint8Array> {
    try {
      const handle = await shared.take();
      // Two buffers for the whole file: a stream's pile up faster than they are collected. One fills while the other is used.
      const buffers = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
      const at = (offset: number, turn: number) => {
        const reading = handle.read(buffers[turn & 1], 0, Math.min(CHUNK, end - offset), offset);
        // Where the use of the chunk before throws, nobody waits for this one.
        reading.catch(() => undefined);
        return reading;
      };
      let next = at(0, 0);
      try {
        for (let offset = 0, turn = 1; !signal.aborted; turn++) {
          const { bytesRead, buffer } = await next;
          if (bytesRead === 0) return await shared.check(handle);
          offset += bytesRead;
          next = at(offset, turn);
          read?.(offset);
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await next.catch(() => undefined);
      }
    } finally {
      await shared.release();
    }
  }
  /** For threads that have nothing else to do while they wait: the detour through other threads is spared. */
  async function* part(signal: AbortSignal, { from, to }: { from: number; to: number }) {
    try {
      const { fd } = await shared.take();
      partBuffer ??= new Uint8Array(CHUNK);
      for (let offset = from; offset < end && !signal.aborted;) {
        const length = offset < to ? Math.min(CHUNK, to - offset) : BEYOND;
        const bytes = readSync(fd, partBuffer, 0, length, offset);
        if (bytes === 0) return;
        offset += bytes;
        yield partBuffer.subarray(0, bytes);
      }
    } finally {
      await shared.release();
    }
  }
  if (gzip) return { name, size, chunks: (signal, read) => gunzip(raw(signal, read), signal) };
  return {
    name,
    size,
    chunks: (signal, read, range) => (range ? part(signal, range) : raw(signal, read)),
    slice: (offset, length, into) =>
      shared.reading(async (handle) => {
        const bytes = into ?? new Uint8Array(length);
        for (let at = 0; at < length;) {
          const { bytesRead } = await handle.read(bytes, at, length - at, offset + at);
          if (bytesRead === 0) throw endsEarly(name);
          at += bytesRead;
        }
        return bytes;
      }),
    unchanged: () => shared.reading(() => Promise.resolve()),
  };
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const stream = createGunzip({ chunkSize: CHUNK });
  const feed = (async () => {
    try {
      for await (const chunk of inSmallParts(chunks)) await write(stream, chunk);
      stream.end();
    } catch (error) {
      stream.destroy(error as Error);
    }
  })();
  try {
    // What was read of the file may be a thousand times as long when it is unpacked.
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (signal.aborted) return;
      yield chunk;
    }
    await feed;
  } catch (error) {
    // The data ends where nobody reads on.
    if (signal.aborted) return;
    throw isDamage(error) ? new CutOff(l10n.t('the gzip data is truncated or damaged')) : (error as Error);
  } finally {
    stream.destroy();
    // Whoever stops early leaves no file open.
    await feed;
  }
}

/** Resolves once the chunk is used, so that its memory may take the next. A stream that damage ends says nothing more of it. */
function write(stream: Gunzip, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('closed'));
    stream.once('close', closed);
    stream.write(chunk, (error) => {
      stream.off('close', closed);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** An error of zlib, and not of the file that feeds it. */
function isDamage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
