import * as l10n from '@vscode/l10n';
import { CutOff, type DumpSource } from '../../records/source';
import { bytesSource, inSmallParts } from './bytesSource';
import type { DumpFile } from '../../worker/protocol';

/** A dump's bytes as the host has read them: a worker in a browser sees no files. */
export async function openDumpFile({ name, bytes }: DumpFile): Promise<DumpSource> {
  if (!bytes) throw new Error(`${name}: a browser's worker is handed bytes, not a path`);
  return bytesSource(name, bytes, gunzip);
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const feed = (async () => {
    for await (const chunk of inSmallParts(chunks)) await writer.write(chunk as Uint8Array<ArrayBuffer>);
    await writer.close();
  })();
  // Reading fails with the same reason.
  feed.catch(() => undefined);
  const reader = stream.readable.getReader();
  try {
    for (let part = await reader.read(); !part.done && !signal.aborted; part = await reader.read())
      yield part.value;
  } catch (error) {
    // The data ends where nobody reads on.
    if (signal.aborted) return;
    throw new CutOff(l10n.t('the gzip data is truncated or damaged'), { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
