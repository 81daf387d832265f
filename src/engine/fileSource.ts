import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import type { DumpSource } from '../records/source';
import { CutOff } from '../records/readDump';
import type { DumpFile } from '../worker/protocol';
import { bytesSource, isGzip } from './bytesSource';

/** Large enough that a chunk's overhead does not count, small enough to stay out of the memory bound's way. */
const CHUNK = 1 << 20;

/** A dump's bytes from disk, by path; bytes that the host has read are taken as they are. Browsers get `fileSource.web.ts`. */
export async function openDumpFile(file: DumpFile): Promise<DumpSource> {
  if (file.bytes) return bytesSource(file.name, file.bytes, gunzip);
  const handle = await open(file.path!, 'r');
  try {
    const head = new Uint8Array(2);
    await handle.read(head, 0, 2, 0);
    const { size } = await stat(file.path!);
    return fileSource(file.path!, size, isGzip(head));
  } finally {
    await handle.close();
  }
}

function fileSource(file: string, size: number, gzip: boolean): DumpSource {
  async function* raw(signal: AbortSignal, read?: (bytes: number) => void): AsyncIterable<Uint8Array> {
    const handle = await open(file, 'r');
    try {
      // One buffer for the whole file: a stream's buffers pile up faster than they are collected.
      const buffer = new Uint8Array(CHUNK);
      for (let bytes = 0; !signal.aborted;) {
        const { bytesRead } = await handle.read(buffer, 0, CHUNK);
        if (bytesRead === 0) return;
        bytes += bytesRead;
        read?.(bytes);
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  }
  const name = path.basename(file);
  if (gzip) return { name, size, chunks: (signal, read) => gunzip(raw(signal, read)) };
  return {
    name,
    size,
    chunks: raw,
    async slice(offset, length) {
      const handle = await open(file, 'r');
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await handle.read(bytes, 0, length, offset);
        if (bytesRead < length) throw new Error(`${name} has become shorter since it was read`);
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const stream = createGunzip({ chunkSize: CHUNK });
  const feed = (async () => {
    try {
      for await (const chunk of chunks)
        if (!stream.write(chunk))
          await new Promise((resolve) => stream.once('drain', resolve).once('close', resolve));
      stream.end();
    } catch (error) {
      stream.destroy(error as Error);
    }
  })();
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
    await feed;
  } catch (error) {
    throw new CutOff(
      `the gzip stream ends early or is damaged (${error instanceof Error ? error.message : String(error)})`,
    );
  } finally {
    stream.destroy();
  }
}
