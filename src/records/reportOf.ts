import * as l10n from '@vscode/l10n';
import type { Problems } from './problems';
import type { DumpProblem, DumpReport } from './types';

interface Counted {
  records: number;
  rows: number;
  classes: number;
  blankLines: number;
  problems: Problems;
}

/**
 * What came of reading a file. Throws where no record could be read.
 *
 * @param unit what a problem's line counts: "line", or "record" where a file has none
 */
export function reportOf(
  name: string,
  { records, rows, classes, blankLines, problems }: Counted,
  bytes: number,
  unit: 'line' | 'record',
): DumpReport {
  if (rows === 0) {
    const why = problems.listed.find(({ skipped }) => skipped);
    throw new Error(why ? nothingRead(name, why, unit) : l10n.t('{0}: no records found', name));
  }
  return {
    records,
    rows,
    classes,
    skipped: problems.skipped,
    ...(problems.widest > 0 && { widest: problems.widest }),
    blankLines,
    bytes,
    counts: problems.counts(),
    problems: problems.listed,
  };
}

function nothingRead(name: string, { line, message }: DumpProblem, unit: 'line' | 'record'): string {
  return unit === 'line'
    ? l10n.t('{0}: no record could be read. Line {1}: {2}', name, line, message)
    : l10n.t('{0}: no record could be read. Record {1}: {2}', name, line, message);
}
