import * as l10n from '@vscode/l10n';
import { areWrittenShares } from '../../arrays/shares';
import { sharedName, type columnGroups } from '../fields/columnGroups';
import type { FieldCandidate } from '../types';
import { areParts, readingOf } from './reading';
import { previewOf } from './values';

type Group = ReturnType<typeof columnGroups>[number];

/**
 * The classes of a row side by side in columns of their own. `valuesIn` has a column's numbers in the first records.
 *
 * @param areNamed labels name the columns, and nothing else says what their numbers are
 * @param areShares they are probabilities, whatever they are called
 */
export function groupCandidate(
  { name, columns }: Group,
  valuesIn: (column: string) => readonly number[],
  { areNamed = false, areShares = false } = {},
): Omit<FieldCandidate, 'score'> {
  const values = columns.map(valuesIn);
  const rows = values[0].map((_, row) => values.map((column) => column[row]));
  return {
    path: columns,
    name,
    shape: l10n.t('{0} columns', columns.length),
    preview: previewOf(values.slice(0, 8).map(([first]) => first)),
    ...readingOf(rows, areShares || (areNamed && areParts(rows)) ? 'probs' : sharedName(columns), name),
    ...(areWrittenShares(rows.flat()) && { areShares: true }),
  };
}

export const groupScore = ({ name, columns }: Group): number =>
  nameScore(name) + Math.min(columns.length, 100) / 100;

/** How telling a column's name is. */
export function nameScore(name: string): number {
  return /logit/i.test(name)
    ? 10
    : /score|out|pred|prob|decision|margin|raw_?formula|(?:^|[^a-z])ovr(?:[^a-z]|$)/i.test(name)
      ? 5
      : 1;
}
