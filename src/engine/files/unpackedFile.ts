import * as l10n from '@vscode/l10n';
import { bufferSource } from '../../bytes/byteSource';
import { isGzip } from '../../bytes/gzip';
import type { FileRequest } from '../../worker/protocol';
import { giveWay } from '../giveWay';
import { openByteFile, type ByteFile } from './byteFile';
import { openDumpFile } from './fileSource';

/** Arrays are read at any place, which packed bytes don't have: they are unpacked into memory, up to here. */
const MOST = 1 << 30;

/** A file of arrays, unpacked where it is packed with gzip, and its name without the packing. */
export async function openUnpacked(
  request: FileRequest,
  signal: AbortSignal,
): Promise<{ file: ByteFile; name: string }> {
  const file = await openByteFile(request);
  const { name } = request;
  try {
    if (!isGzip(await file.read(0, Math.min(2, file.size)))) return { file: readUntil(signal, file), name };
    const bytes = await unpacked(request, signal);
    await file.close();
    return {
      file: readUntil(signal, { ...bufferSource(bytes), close: () => Promise.resolve() }),
      name: name.replace(/\.gz$/i, ''),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The same file for as long as the call that opens it goes on: a list of its arrays may have to be read piece by piece. */
function readUntil(signal: AbortSignal, file: ByteFile): ByteFile {
  return {
    ...file,
    async read(offset, length, own) {
      // Bytes in memory come at once, and nobody else would be heard.
      if (!file.state) await giveWay(signal);
      signal.throwIfAborted();
      return file.read(offset, length, own);
    },
  };
}

async function unpacked(request: FileRequest, signal: AbortSignal): Promise<Uint8Array> {
  const source = await openDumpFile(request);
  let bytes = new Uint8Array(1 << 16);
  let at = 0;
  for await (const chunk of source.chunks(signal)) {
    if (at + chunk.length > MOST)
      throw new Error(
        l10n.t('{0} decompresses to more than {1} MiB. Decompress it first.', request.name, MOST >> 20),
      );
    if (at + chunk.length > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, at + chunk.length));
      larger.set(bytes.subarray(0, at));
      bytes = larger;
    }
    bytes.set(chunk, at);
    at += chunk.length;
  }
  signal.throwIfAborted();
  return bytes.subarray(0, at);
}
