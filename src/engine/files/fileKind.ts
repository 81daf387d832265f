import { isArrayFile, TELLING_BYTES } from '../../bytes/arrayFile';
import type { FileRequest } from '../../worker/protocol';
import { openByteFile } from './byteFile';

/** Which reader a file is for, by its first bytes and its name: the one of arrays, or those of texts. */
export async function fileKind(request: FileRequest): Promise<'arrays' | 'text'> {
  const file = await openByteFile(request);
  try {
    const head = await file.read(0, Math.min(TELLING_BYTES, file.size));
    return isArrayFile(head, request.name) ? 'arrays' : 'text';
  } finally {
    await file.close();
  }
}
