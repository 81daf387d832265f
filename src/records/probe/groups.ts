import * as l10n from '@vscode/l10n';
import { sharedName, type columnGroups } from '../columnGroups';
import type { FieldCandidate } from '../types';
import { readingOf } from './reading';
import { previewOf } from './values';

type Group = ReturnType<typeof columnGroups>[number];

/** The classes of a row side by side in columns of their own. `valuesIn` has a column's numbers in the first records. */
export function groupCandidate(
  { name, columns }: Group,
  valuesIn: (column: string) => readonly number[],
): FieldCandidate {
  const values = columns.map(valuesIn);
  return {
    path: columns,
    name,
    shape: l10n.t('{0} columns', columns.length),
    preview: previewOf(values.slice(0, 8).map(([first]) => first)),
    ...readingOf(
      values[0].map((_, row) => values.map((column) => column[row])),
      sharedName(columns),
      name,
    ),
    score: nameScore(name) + Math.min(columns.length, 100) / 100,
  };
}

/** How telling a column's name is. */
export function nameScore(name: string): number {
  return /logit/i.test(name) ? 10 : /score|out|pred|prob|decision|margin|raw_?formula/i.test(name) ? 5 : 1;
}
