import { bufferSource, type ByteSource } from '../../bytes/byteSource';
import type { FileRequest } from '../../worker/protocol';

export interface ByteFile extends ByteSource {
  close(): Promise<void>;
}

/** A file's bytes as the host has read them: a worker in a browser sees no files. */
export function openByteFile({ name, bytes }: FileRequest): Promise<ByteFile> {
  if (!bytes) return Promise.reject(new Error(`${name}: a browser's worker is handed bytes, not a path`));
  return Promise.resolve({ ...bufferSource(bytes), close: () => Promise.resolve() });
}
