import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../../bytes/byteSource';
import { bufferSource } from '../../bytes/byteSource';
import { checkUnchanged, endsEarly, type FileState } from './fileState';
import { openToRead } from './openToRead';
import type { FileRequest } from '../../worker/protocol';

export interface ByteFile extends ByteSource {
  close(): Promise<void>;
  /** Of a file on disk when it was opened. */
  state?: FileState;
}

/** A file on disk, read by ranges; bytes that the host has read are taken as they are. Browsers get `byteFile.web.ts`. */
export async function openByteFile({ name, path, bytes }: FileRequest): Promise<ByteFile> {
  if (bytes) return { ...bufferSource(bytes), close: () => Promise.resolve() };
  if (path === undefined) throw new Error(`${name}: expected a path or bytes`);
  const { handle, state: opened } = await openToRead(path);
  const { size } = opened;
  return {
    size,
    state: opened,
    async read(offset, length) {
      if (offset + length > size)
        throw new Error(
          l10n.t(
            '{0}: expected {1} bytes at offset {2}, but the file ends at {3}',
            name,
            length,
            offset,
            size,
          ),
        );
      const buffer = new Uint8Array(length);
      for (let at = 0; at < length;) {
        const { bytesRead } = await handle.read(buffer, at, length - at, offset + at);
        if (bytesRead === 0) throw endsEarly(name);
        at += bytesRead;
      }
      // Behind it: what is written meanwhile may be half of what was read.
      await checkUnchanged(path, opened);
      return buffer;
    },
    close: () => handle.close(),
  };
}
