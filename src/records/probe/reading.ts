import * as l10n from '@vscode/l10n';
import { largestOf, smallestOf } from '../../arrays/longLists';
import { isUnknownLabel } from '../../arrays/labelShape';
import { areWrittenShares } from '../../arrays/shares';
import type { FieldCandidate } from '../types';
import { isNumbers, widthOf } from './values';

/**
 * What the numbers are beside labels of which a row has several: in [0, 1] they are what a sigmoid gave, for no logits stay
 * there.
 */
export function besideSeveral(
  logits: FieldCandidate,
  values: readonly unknown[],
  { rows: labels }: { rows: readonly unknown[] },
): FieldCandidate {
  const classes = widthOf(values.find(isNumbers));
  if (logits.reading === 'log-probabilities' || areOneEach(values, labels) || !isSeveral(labels, classes))
    return logits;
  const numbers = values.filter(isNumbers).flat(2) as (number | null)[];
  if (!areWrittenShares(numbers)) return logits;
  const readingEvidence = l10n.t('all are in [0, 1], and a row has several labels');
  const isOfOne = logits.reading === 'probabilities' && { isOfOne: true as const };
  return { ...logits, reading: 'sigmoid-scores', readingEvidence, note: undefined, ...isOfOne };
}

/** A record holds a batch or a sequence: as many labels as rows. */
function areOneEach(values: readonly unknown[], labels: readonly unknown[]): boolean {
  return values.every((rows, at) => {
    const own = labels[at];
    const areRows = Array.isArray(rows) && rows.length > 0 && Array.isArray(rows[0]);
    return areRows && Array.isArray(own) && own.length === rows.length && !Array.isArray(own[0]);
  });
}

/** Rows of 0 and 1 that are no single class each, or lists of class IDs. */
function isSeveral(values: readonly unknown[], classes: number): boolean {
  const lists = (values.filter((value) => Array.isArray(value)) as unknown[][]).filter(
    // A row that is known in part is left out.
    (list) => !list.some((x) => x === null || (typeof x === 'number' && isUnknownLabel(x))),
  );
  const width = lists[0]?.length;
  if (lists.some(({ length }) => length !== width) || (width > 1 && width !== classes)) return true;
  const sums = lists.map((list) => list.reduce((sum: number, x) => sum + Number(x), 0));
  return lists.every((list) => list.every((x) => x === 0 || x === 1)) && sums.some((sum) => sum !== 1);
}

/** What percentages of answers sum to at least; smaller numbers may be anything. */
const LEAST_PERCENT = 50;
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

/** What a name says of numbers that are shares of 1, whether or not those of a row sum to it. */
const PROBABILITY = /prob(?![el])|(?:^|[^a-z])p(?:[^a-z]|$)/i;
const LOGARITHM =
  /logit|log(?:prob|lik|soft)|(?:^|[^a-z])log_?(?:p|lik|soft)|[^a-z]log$|(?:^|[^a-z])(?:lp|ll)(?:[^a-z]|$)/i;
export const isCalledProbability = (name: string): boolean => PROBABILITY.test(name) && !LOGARITHM.test(name);

/** A row in so many may be none, where all others are: one that failed, and holds zeros. */
export const MOST_OTHERS = 0.1;

/**
 * Rows that sum to 1 in [0, 1] are probabilities whatever they are called: no logits do that by accident, nor sum to 100 as
 * percentages do. Numbers in [0, 1] that are called probabilities are never logits: where rows sum to less than 1, the rest is on
 * what stands in no row; where they sum to more, each is a yes or no of its own.
 *
 * @param name what the numbers are called, without the names of classes
 * @param shown how the field is shown
 */
export function readingOf(
  values: readonly (readonly (number | null | readonly (number | null)[])[])[],
  name = '',
  shown = name,
): Pick<FieldCandidate, 'reading' | 'readingEvidence' | 'note'> {
  const rows = values.flatMap((value) =>
    Array.isArray(value[0]) ? (value as (number | null)[][]) : [value as (number | null)[]],
  );
  const all = rows.filter(areKnown);
  const whole = withoutFailed(all, name);
  if (whole.length === 0) return { reading: 'logits' };
  const step = stepOf(whole);
  const sums = whole.map(sumOf);
  /** Each number of a row may be half a step off. */
  const isOne = (total: number, off: number) =>
    Math.abs(total - 1) <= Math.max(LEAST_OFF, Math.min(MOST_OFF, off) + 1e-9);
  const isWhole = (row: number) => isOne(sums[row], (whole[row].length * step) / 2);
  const others = whole.filter((row, at) => !areNearShares(row) || !isWhole(at));
  // A row of zeros has no distribution, which is told of the row.
  const areFew = others.length <= MOST_OTHERS * whole.length;
  if (others.length === 0 || (areFew && others.every(areZeros)))
    return { reading: 'probabilities', readingEvidence: l10n.t('rows are in [0, 1] and sum to 1') };
  if (whole.every(areNearShares)) {
    if (areFew || (isCalledProbability(name) && !isAbove(whole, sums, step)))
      return dividedBySums(sums.filter((_, at) => !areZeros(whole[at])));
    if (isCalledProbability(name))
      return {
        reading: 'sigmoid-scores',
        readingEvidence: l10n.t('all are in [0, 1], and rows sum to more than 1'),
        note: l10n.t(
          '“{0}” holds probabilities whose rows sum to more than 1, so each class is treated as its own yes or no.',
          shown,
        ),
      };
  }
  const isIn100 = whole.every((row) => row.every((x) => x >= 0 && x <= 100));
  const isCalled = isCalledProbability(name);
  if (isIn100 && (whole.length >= LEAST_ROUNDED || isCalled)) {
    // Whole numbers are rounded to 1 in 100.
    const areInteger = whole.length >= LEAST_ROUNDED && whole.every((row) => row.every(Number.isInteger));
    const off = areInteger ? 1 : step;
    if (sums.every((sum, at) => isOne(sum / 100, (whole[at].length * off) / 200))) {
      const readingEvidence = l10n.t('rows are in [0, 100] and sum to 100: percentages');
      return { reading: 'probabilities', readingEvidence };
    }
    if (isCalled && sums.every((sum) => sum >= LEAST_PERCENT && sum <= 100 + 100 * MOST_OFF))
      return dividedBySums(sums);
  }
  if (
    whole.every(
      (row) =>
        row.every((x) => x <= 0) &&
        isOne(
          row.reduce((total, x) => total + Math.exp(x), 0),
          step / 2,
        ),
    )
  )
    return { reading: 'log-probabilities', readingEvidence: l10n.t('the exponentials of each row sum to 1') };
  return { reading: 'logits' };
}

/** Loops over places, since a row may hold millions. */
function areKnown(row: readonly (number | null)[]): row is number[] {
  for (let at = 0; at < row.length; at++) if (row[at] === null || Number.isNaN(row[at])) return false;
  return true;
}

function sumOf(row: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) sum += row[at];
  return sum;
}

const areZeros = (row: readonly number[]): boolean => row.every((x) => x === 0);

/** What float32 makes of 0 and 1. */
const ROUNDED = 1e-6;
const areNearShares = (row: readonly number[]): boolean =>
  row.every((x) => x >= -ROUNDED && x <= 1 + ROUNDED);

/** Of what is called a probability, a row in so many may be none, of -1 for an answer that failed: it will have no figure. */
function withoutFailed(rows: readonly number[][], name: string): readonly number[][] {
  if (!isCalledProbability(name)) return rows;
  const near = rows.filter(areNearShares);
  return rows.length - near.length <= MOST_OTHERS * rows.length ? near : rows;
}

/** Shares of which no row has more than 1 in all: no logits of every row are so small. */
export function areParts(rows: readonly (readonly (number | null)[])[]): boolean {
  const known = rows.map((row) => row.filter((x): x is number => x !== null && !Number.isNaN(x)));
  const isPart = (row: readonly number[]) => row.reduce((sum, x) => sum + x, 0) <= 1 + 1e-6;
  return areWrittenShares(known.flat()) && rows.length >= LEAST_ROUNDED && known.every(isPart);
}

/** Whether a row sums to more than 1, and not by rounding. */
const isAbove = (rows: readonly (readonly number[])[], sums: readonly number[], step: number): boolean =>
  sums.some((sum, at) => sum > 1 + Math.max(LEAST_OFF, (rows[at].length * step) / 2));

function dividedBySums(sums: readonly number[]): ReturnType<typeof readingOf> {
  const shown = (sum: number) => String(Number(sum.toPrecision(3)));
  const [least, most] = [smallestOf(sums), largestOf(sums)].map(shown);
  const note =
    least === most
      ? l10n.t('Each row is divided by its sum: the first rows sum to {0}, not to 1.', least)
      : l10n.t(
          'Each row is divided by its sum: the first rows sum to between {0} and {1}, not to 1.',
          least,
          most,
        );
  return { reading: 'probabilities', readingEvidence: note, note };
}
