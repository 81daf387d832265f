import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { plainNumber } from '../text/numbers';

/** The first record of a table, its header, and some that follow. */
export interface FirstRecords {
  delimiter: string;
  records: readonly FirstRecord[];
}

export interface FirstRecord {
  cells: readonly string[];
  /** As it is written. */
  text: string;
  /** The first is 1. */
  line: number;
  /** Where it ends in the file. */
  end: number;
}

/** What stands in place of the first lines. */
export interface Header {
  text: string;
  /** The last record that it replaces. */
  last: FirstRecord;
  /** What is said of the file. */
  encoding: string;
}

/** pandas has no more levels than people give it. */
const MOST_LEVELS = 4;
/** What pandas calls a name that isn't there. */
const UNNAMED = /^Unnamed: \d+_level_\d+$/;

/** One header of the names of several levels, one below the other, as pandas writes them: `prob_cat` of `cat` below `prob`. */
export function headerOver({ delimiter, records }: FirstRecords): Header | undefined {
  const lines = records.map(({ cells }) => cells.map((cell) => (UNNAMED.test(cell) ? '' : cell)));
  const [first] = lines;
  const isSeveral = first.map((name, at) => name !== '' && [first[at - 1], first[at + 1]].includes(name));
  const areEven = lines.every(({ length }) => length === first.length);
  if (!areEven || !isSeveral.includes(true)) return undefined;
  const several = [...first.keys()].filter((at) => isSeveral[at]);
  const levels = levelsOf(lines, several);
  if (levels < 2) return undefined;
  const names = first.map((_, at) =>
    lines
      .slice(0, levels)
      .map((line) => line[at])
      .filter((name) => name !== '')
      .join('_'),
  );
  // What the rows are called stands below.
  const below = lines[levels];
  const isOfRows = several.every((at) => below[at] === '') && below[0] !== '';
  const whole = isOfRows ? names.map((name, at) => below[at] || name) : names;
  const [at] = several;
  const shown = printable(whole[at], 80);
  return {
    text: whole.map((name) => `"${name.replaceAll('"', '""')}"`).join(delimiter),
    last: records[isOfRows ? levels : levels - 1],
    encoding: l10n.t(
      'written with a header of several lines, as pandas does: “{0}” is one of its names',
      shown,
    ),
  };
}

/** How many lines are names: below those that stand there twice each is another one, until they differ. */
function levelsOf(lines: readonly (readonly string[])[], several: readonly number[]): number {
  const joined = several.map((at) => lines[0][at]);
  for (let level = 1; level < Math.min(MOST_LEVELS, lines.length - 1); level++) {
    const line = lines[level];
    const cells = several.map((at) => line[at]);
    const areTexts = cells.every((cell) => cell !== '' && plainNumber(cell) === undefined);
    // Names that are numbers count, and stand below nothing that is called otherwise.
    const areCounted = cells.every((cell) => /^\d+$/.test(cell)) && line.includes('');
    if (!areTexts && !areCounted) return 0;
    cells.forEach((cell, at) => (joined[at] += `\0${cell}`));
    if (new Set(joined).size < joined.length) continue;
    const isRow = (one: readonly string[]) =>
      several.every((at) => one[at] === '' || plainNumber(one[at]) !== undefined);
    const isBlank = (one: readonly string[]) => several.every((at) => one[at] === '');
    const rows = isBlank(lines[level + 1]) ? lines.slice(level + 2) : lines.slice(level + 1);
    return rows.length > 0 && rows.every(isRow) ? level + 1 : 0;
  }
  return 0;
}
