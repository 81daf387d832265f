import { createHash } from 'node:crypto';
import type { FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { openByteFile } from './byteFile';
import { checkUnchanged } from './fileState';

/** A file's name, size and SHA-256, by which a pipeline tells that it looks at the same one. */
export interface HashedFile {
  name: string;
  bytes: number;
  sha256: string;
}

const CHUNK = 1 << 20;

/**
 * Hashes a file before it is read. What is read afterwards is of those bytes where `check` doesn't throw; a file that is gone by
 * then has been read. Browsers get `fileHash.web.ts`.
 */
export async function hashFile(
  file: FileRequest,
  { signal }: CallContext,
): Promise<{ hashed: HashedFile; check(): Promise<void> }> {
  const opened = await openByteFile(file);
  try {
    const hash = createHash('sha256');
    for (let at = 0; at < opened.size; at += CHUNK) {
      signal.throwIfAborted();
      hash.update(await opened.read(at, Math.min(CHUNK, opened.size - at)));
    }
    const { path } = file;
    const { state } = opened;
    return {
      hashed: { name: file.name, bytes: opened.size, sha256: hash.digest('hex') },
      check: async () => {
        if (path !== undefined && state) await checkUnchanged(path, state);
      },
    };
  } finally {
    await opened.close();
  }
}
