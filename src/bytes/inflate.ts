/** Unpacking deflate with the stream that Node and browsers bring along. */
import type { ByteSource } from './byteSource';

const CHUNK = 1 << 20;

/** All of it, into memory taken once; what unpacks to more or less than `size` bytes is an error. */
export async function inflate(packed: ByteSource, size: number, what: string): Promise<Uint8Array> {
  // Grown as the data comes: a size that lies costs no memory.
  let result = new Uint8Array(Math.min(size, 16 * CHUNK));
  let at = 0;
  for await (const chunk of inflated(packed)) {
    if (at + chunk.length > size)
      throw new Error(`${what}: unpacks to more than the ${size} bytes it promises`);
    if (at + chunk.length > result.length) {
      const larger = new Uint8Array(Math.min(size, Math.max(2 * result.length, at + chunk.length)));
      larger.set(result.subarray(0, at));
      result = larger;
    }
    result.set(chunk, at);
    at += chunk.length;
  }
  if (at !== size) throw new Error(`${what}: unpacks to ${at} bytes, not the ${size} it promises`);
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

async function* inflated(packed: ByteSource, step = CHUNK): AsyncGenerator<Uint8Array> {
  let at = 0;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (at >= packed.size) return controller.close();
      const length = Math.min(step, packed.size - at);
      const bytes = await packed.read(at, length);
      at += length;
      controller.enqueue(bytes as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
