import * as l10n from '@vscode/l10n';
import { DumpReader, type RowBlock } from './dumpReader';
import type { Utf8Source } from './source';
import type { DumpFields, DumpReport } from './types';

export interface ReadOptions {
  signal: AbortSignal;
  /** Bytes on disk read so far, and rows found. */
  onProgress?(bytes: number, rows: number): void;
}

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
  if (source.encoding !== undefined) {
    reader.problems.add({
      skipped: false,
      kind: 'encoding',
      line: 1,
      offset: 0,
      length: 0,
      message: () => l10n.t('the file is {0}', source.encoding!),
    });
  }
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
  const { records, rows, classes, blankLines, problems } = reader;
  if (rows === 0) {
    const why = problems.listed.find(({ skipped }) => skipped);
    throw new Error(
      why
        ? l10n.t('{0}: no record could be read. Line {1}: {2}', source.name, why.line, why.message)
        : l10n.t('{0}: no records found', source.name),
    );
  }
  return {
    records,
    rows,
    classes,
    skipped: problems.skipped,
    blankLines,
    bytes,
    counts: problems.counts(),
    problems: problems.listed,
  };
}

/** Thrown by a source whose bytes end early, as a truncated gzip does: what came before is used. */
export class CutOff extends Error {}
