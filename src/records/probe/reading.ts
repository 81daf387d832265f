import * as l10n from '@vscode/l10n';
import { areShares, areWrittenShares } from '../../arrays/shares';
import type { FieldCandidate } from '../types';
import type { Field } from './field';
import { isNumbers } from './values';

/**
 * What the numbers are beside labels of which a row has several: in [0, 1] they are what a sigmoid gave, for no logits stay
 * there.
 */
export function besideSeveral(logits: FieldCandidate, values: Field, labels: Field): FieldCandidate {
  if (logits.reading !== 'logits' || !isSeveral(labels)) return logits;
  const numbers = values.values.filter(isNumbers).flat(2) as (number | null)[];
  if (!areWrittenShares(numbers)) return logits;
  const readingEvidence = l10n.t('all are in [0, 1], and a row has several labels');
  return { ...logits, reading: 'sigmoid-scores', readingEvidence };
}

/** Rows of 0 and 1 that are no single class each, or lists of class IDs. */
function isSeveral({ values }: Field): boolean {
  const lists = values.filter((value) => Array.isArray(value)) as unknown[][];
  const width = lists[0]?.length;
  if (lists.some(({ length }) => length !== width)) return true;
  const sums = lists.map((list) => list.reduce((sum: number, x) => sum + Number(x), 0));
  return lists.every((list) => list.every((x) => x === 0 || x === 1)) && sums.some((sum) => sum !== 1);
}

const LEAST_OFF = 1e-3;
/** Numbers that are written with few decimals, but not what any numbers in [0, 1] may sum to. */
const MOST_OFF = 0.05;
/** Fewer rows sum to about 1 by chance. */
const LEAST_ROUNDED = 3;

/** What the last decimal of rounded numbers counts; 0 of numbers in full, and of a few rows. */
function stepOf(rows: readonly (readonly number[])[]): number {
  if (rows.length < LEAST_ROUNDED) return 0;
  let decimals = 0;
  for (const row of rows)
    for (const x of row) {
      const text = String(x);
      const point = text.indexOf('.');
      if (text.includes('e') || (point >= 0 && text.length - point > 5)) return 0;
      if (point >= 0) decimals = Math.max(decimals, text.length - point - 1);
    }
  return decimals === 0 ? 0 : 10 ** -decimals;
}

/** Rows that sum to 1 in [0, 1] are probabilities whatever they are called: no logits do that by accident. */
export function readingOf(
  values: readonly (readonly (number | null | readonly (number | null)[])[])[],
): Pick<FieldCandidate, 'reading' | 'readingEvidence'> {
  const rows = values.flatMap((value) =>
    Array.isArray(value[0]) ? (value as (number | null)[][]) : [value as (number | null)[]],
  );
  const whole = rows.filter((row) => row.every((x) => x !== null));
  const sum = (row: readonly (number | null)[], of: (x: number) => number) =>
    row.reduce<number>((total, x) => total + of(x!), 0);
  if (whole.length === 0) return { reading: 'logits' };
  const step = stepOf(whole);
  /** Each number of a row may be half a step off. */
  const isOne = (total: number, off: number) =>
    Math.abs(total - 1) <= Math.max(LEAST_OFF, Math.min(MOST_OFF, off) + 1e-9);
  if (
    whole.every(
      (row) =>
        areShares(row) &&
        isOne(
          sum(row, (x) => x),
          (row.length * step) / 2,
        ),
    )
  )
    return { reading: 'probabilities', readingEvidence: l10n.t('rows are in [0, 1] and sum to 1') };
  if (whole.every((row) => row.every((x) => x <= 0) && isOne(sum(row, Math.exp), step / 2)))
    return { reading: 'log-probabilities', readingEvidence: l10n.t('the exponentials of each row sum to 1') };
  return { reading: 'logits' };
}
