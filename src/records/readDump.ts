import * as l10n from '@vscode/l10n';
import { DumpReader } from './dumpReader';
import type { Problems } from './problems';
import type { ReadOptions } from './recordSource';
import { reportOf } from './reportOf';
import type { RowBlock } from './rowBlocks';
import { CutOff, type Utf8Source } from './source';
import type { DumpFields, DumpReport } from './types';

/**
 * Reads a dump once, block by block, in memory that does not grow with it. Gives way between chunks, so that a
 * cancellation arrives. Throws where no record at all could be read.
 */
export async function readDump(
  source: Utf8Source,
  fields: DumpFields,
  onBlock: (block: RowBlock) => void,
  { signal, onProgress }: ReadOptions,
): Promise<DumpReport> {
  const reader = new DumpReader(fields, onBlock);
  let bytes = 0;
  let onDisk = 0;
  let cutOff: string | undefined;
  tellEncoding(source, reader.problems);
  try {
    for await (const chunk of source.chunks(signal, (read) => (onDisk = read))) {
      signal.throwIfAborted();
      reader.push(chunk);
      bytes += chunk.length;
      onProgress?.(onDisk, reader.rows);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CutOff)) throw error;
    cutOff = error.message;
  }
  signal.throwIfAborted();
  reader.end(cutOff);
  return reportOf(source.name, reader, bytes, 'line');
}

/** That a file is of another encoding than UTF-8, or has a byte order mark; it is read all the same. */
export function tellEncoding({ encoding }: Pick<Utf8Source, 'encoding'>, problems: Problems): void {
  if (encoding === undefined) return;
  problems.add({
    skipped: false,
    kind: 'encoding',
    line: 1,
    offset: 0,
    length: 0,
    message: () => l10n.t('the file is {0}', encoding),
  });
}
