import { createHash } from 'node:crypto';
import type { FileRequest } from '../worker/protocol';
import type { CallContext } from './callContext';
import { openByteFile } from './byteFile';

const CHUNK = 1 << 20;

/** A file's size and SHA-256, by which a pipeline tells that it looks at the same one. Browsers get `fileHash.web.ts`. */
export async function fileHash(
  file: FileRequest,
  { signal }: CallContext,
): Promise<{ bytes: number; sha256: string }> {
  const opened = await openByteFile(file);
  try {
    const hash = createHash('sha256');
    for (let at = 0; at < opened.size; at += CHUNK) {
      signal.throwIfAborted();
      hash.update(await opened.read(at, Math.min(CHUNK, opened.size - at)));
    }
    return { bytes: opened.size, sha256: hash.digest('hex') };
  } finally {
    await opened.close();
  }
}
