import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { plainRows, weightedRows, type Steps } from '../../numerics';
import { resampledInterval, resampled, sampleOf, type Resampling } from './bootstrap';
import { pickRows, type EvaluatedRows } from './evaluatedRows';
import { mcNemarExact } from './exactTests';
import { keysOfBoth } from './idKeys';
import { onesOf } from './figures';
import { wilson } from './wilson';
import { rankRows } from './rankedRows';
import { TOP_FIGURES, TopFigures } from './topFigures';
import type { EvaluationFigures, FigureName, PairedEvaluation } from './types';
import type { RowTexts } from './sliceField';
import type { SliceField } from './slices';

/** Rows that are listed one by one. */
const LISTED = 1000;
const PAIRED_ROWS = 20_000;
/** Characters of a value that a sentence shows. */
const MAX_NAME = 60;

/**
 * Chance adds more to the gaps of a run that is less sure, and resamples add it once more: they would tell apart two runs
 * that have no gap at all. The debiased gap is free of that.
 */
const UNTOLD: ReadonlySet<FigureName> = new Set(['ece', 'eceEqualMass', 'mce']);

/**
 * A second file against the first, over their paired rows: the differences of all figures, each resample
 * drawing the same rows of both files.
 */
export function* pairedEvaluation(
  [first, second]: readonly [EvaluatedRows, EvaluatedRows],
  name: string,
  resampling: Resampling,
): Steps<Omit<PairedEvaluation, 'slices'> & { rows: number }> {
  const n = first.row.length;
  const flipped: PairedEvaluation['flipped'][number][] = [];
  let becameWrong = 0;
  let becameRight = 0;
  for (let i = 0; i < n; i++) {
    const [label, from, to] = [first.label[i], first.top[i], second.top[i]];
    if (from === to) continue;
    if (from === label) becameWrong++;
    if (to === label) becameRight++;
    if (flipped.length < LISTED) flipped.push({ row: first.row[i], label, from, to });
  }
  const differences: EvaluationFigures = {};
  if (n > 0) {
    const sample = sampleOf(first.row, PAIRED_ROWS, resampling.seed);
    const isAll = sample.length === n;
    const whole = differencesOf(first, second, isAll ? weightedRows : plainRows);
    const some = isAll
      ? whole
      : differencesOf(pickRows(first, sample), pickRows(second, sample), weightedRows);
    const ids = Int32Array.from(sample, (at) => first.row[at]);
    const value = whole(onesOf(n));
    const sampled = isAll ? value : some(onesOf(sample.length));
    const resamples = yield* resampled(ids, some, resampling);
    TOP_FIGURES.forEach((figure, i) => {
      if (Number.isNaN(value[i])) return;
      const of = { value: value[i], sampled: sampled[i] };
      const kind = figure === 'eceDebiased' ? 'standard-error' : 'percentile';
      const interval = UNTOLD.has(figure)
        ? undefined
        : resampledInterval(kind, resamples[i], of, sample.length / n);
      differences[figure] = { value: value[i], ...(interval && { interval }) };
    });
  }
  const changed = becameWrong + becameRight;
  return {
    name,
    rows: n,
    differences,
    becameWrong,
    becameRight,
    flipped,
    mcNemar: {
      pValue: mcNemarExact(becameWrong, becameRight),
      // With Edwards's correction for continuity.
      statistic: changed === 0 ? 0 : Math.max(0, Math.abs(becameWrong - becameRight) - 1) ** 2 / changed,
    },
  };
}

/** All rows of a run, and what each is known by in both where that is named. */
interface JoinedBy {
  rows: number;
  ids?: Pick<RowTexts, 'field' | 'names' | 'of'>;
  /** A row's place among those of its record, which all have the record's id. */
  part?: Int32Array;
}

type Pair<T> = readonly [first: T, second: T];

/**
 * The rows that count in both runs and have the same label there: by an id where both have one, else row by row. Rows
 * that are joined by an id and have different labels are left out and counted; by their place, they tell that it is no
 * way to join these.
 *
 * @throws where rows can't be joined this way
 */
export function pairedRows(
  rows: Pair<EvaluatedRows>,
  joins: Pair<JoinedBy>,
): { pair: Pair<EvaluatedRows>; otherLabels: number } {
  const hasIds = joins.every(({ ids }) => ids !== undefined);
  const pair = inBoth([rows[0], hasIds ? joinedById(rows, joins) : joinedByPlace(rows[1], joins)]);
  const [first, second] = pair;
  const same = Int32Array.from(first.label.keys()).filter((at) => first.label[at] === second.label[at]);
  const otherLabels = first.label.length - same.length;
  if (otherLabels === 0) return { pair, otherLabels };
  if (!hasIds)
    throw new Error(
      l10n.t(
        '{0} of {1} rows have different labels in the two files, so they can’t be matched by position. Name a field that tells which rows belong together.',
        otherLabels,
        first.label.length,
      ),
    );
  if (same.length === 0) throw new Error(l10n.t('No row has the same label in both runs.'));
  return { pair: [pickRows(first, same), pickRows(second, same)], otherLabels };
}

function joinedByPlace(second: EvaluatedRows, [{ rows: here }, { rows: there }]: Pair<JoinedBy>) {
  if (here === there) return second;
  throw new Error(
    l10n.t(
      'Two files are compared row by row; these have {0} and {1} rows. Name a field that tells which rows belong together.',
      here,
      there,
    ),
  );
}

/** The second's rows under the numbers of the first's. */
function joinedById([first, second]: Pair<EvaluatedRows>, joins: Pair<JoinedBy>): EvaluatedRows {
  const [ours, theirs] = joins.map(({ ids }) => ids!);
  const [own, other] = keysOfBoth(ours.names, theirs.names);
  const [rowOf, ofSecond] = [rowsById(first, joins[0], own), rowsById(second, joins[1], other)];
  const places: [place: number, row: number][] = [];
  for (const [key, place] of ofSecond) {
    const joined = rowOf.get(key);
    if (joined !== undefined) places.push([place, first.row[joined]]);
  }
  if (places.length === 0 && rowOf.size > 0 && ofSecond.size > 0)
    throw new Error(l10n.t('No value of “{0}” is in both runs.', printable(ours.field, MAX_NAME)));
  places.sort((a, b) => a[1] - b[1]);
  const order = Int32Array.from(places, ([place]) => place);
  return { ...pickRows(second, order), row: Int32Array.from(places, ([, row]) => row) };
}

/**
 * The places of the rows that count, by what each is known by.
 *
 * @param keys the names of the IDs as they are compared
 */
function rowsById(
  { row }: EvaluatedRows,
  { ids, part }: JoinedBy,
  keys: readonly string[],
): Map<string, number> {
  const { field, names, of } = ids!;
  const places = new Map<string, number>();
  row.forEach((one, place) => {
    const name = names[of[one]];
    if (name === undefined) return;
    const known = keys[of[one]];
    const key = part && part[one] > 0 ? `${known}\0${part[one]}` : known;
    if (places.has(key)) throw severalOf(field, name);
    places.set(key, place);
  });
  return places;
}

/** Why a field can't tell which rows belong together. */
export const severalOf = (field: string, name: string): Error =>
  new Error(
    l10n.t(
      'Several rows have “{1}” as their “{0}”, so it doesn’t tell which rows belong together.',
      printable(field, MAX_NAME),
      printable(name, MAX_NAME),
    ),
  );

/** The rows that count in both, in one order. */
function inBoth([first, second]: Pair<EvaluatedRows>): Pair<EvaluatedRows> {
  const ofFirst: number[] = [];
  const ofSecond: number[] = [];
  for (let i = 0, j = 0; i < first.row.length && j < second.row.length;) {
    if (first.row[i] < second.row[j]) i++;
    else if (first.row[i] > second.row[j]) j++;
    else {
      ofFirst.push(i++);
      ofSecond.push(j++);
    }
  }
  return [pickRows(first, Int32Array.from(ofFirst)), pickRows(second, Int32Array.from(ofSecond))];
}

/** The second's figures less the first's, of weights in the rows' own order. */
function differencesOf(
  first: EvaluatedRows,
  second: EvaluatedRows,
  summing: typeof weightedRows,
): (weight: Uint8Array) => Float64Array {
  const [a, b] = [first, second].map((rows) => {
    const ranked = rankRows({ ...rows, row: Int32Array.from(rows.row, (_, i) => i) });
    const figures = new TopFigures(ranked, summing(ranked.row.length));
    const inRank = new Uint8Array(rows.row.length);
    return (weight: Uint8Array) => {
      for (let i = 0; i < inRank.length; i++) inRank[i] = weight[ranked.row[i]];
      return figures.of(inRank);
    };
  });
  return (weight) => {
    const before = a(weight);
    return b(weight).map((value, i) => value - before[i]);
  };
}

/** Rows by whether they are right in both runs, in the second alone, in the first alone, in neither. */
interface RightIn {
  both: number;
  better: number;
  worse: number;
  neither: number;
}

/**
 * The 95 % interval of a difference of two paired proportions, the second's less the first's: Newcombe's (1998, method 10), of
 * Wilson's intervals and their correlation, which is corrected for continuity.
 */
export function pairedInterval({ both, better, worse, neither }: RightIn): [low: number, high: number] {
  const n = both + better + worse + neither;
  const [first, second] = [both + worse, both + better];
  const [p, q] = [second / n, first / n];
  const [[low, high], [least, most]] = [wilson(second, n), wilson(first, n)];
  const crossed = both * neither - better * worse;
  const corrected = crossed > 0 ? Math.max(0, crossed - n / 2) : crossed;
  const spread = Math.sqrt(first * (n - first) * second * (n - second));
  const phi = spread > 0 ? corrected / spread : 0;
  const half = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  return [p - q - half(p - low, most - q), p - q + half(high - p, q - least)];
}

/** The difference of accuracy in each slice. */
export function pairedSlices(
  pair: readonly [EvaluatedRows, EvaluatedRows],
  { field, names, of }: SliceField,
): PairedEvaluation['slices'] {
  const [first, second] = pair;
  const sums = names.map(() => ({ both: 0, better: 0, worse: 0, neither: 0 }));
  for (let i = 0; i < first.row.length; i++) {
    const sum = sums[of[i]];
    if (!sum) continue;
    const [before, after] = [first, second].map(({ top, label }) => Number(top[i] === label[i]));
    if (after > before) sum.better++;
    else if (after < before) sum.worse++;
    else if (after === 1) sum.both++;
    else sum.neither++;
  }
  return names.flatMap((value, at) => {
    const { both, better, worse, neither } = sums[at];
    const rows = both + better + worse + neither;
    if (rows === 0) return [];
    return [
      {
        field,
        value,
        rows,
        accuracy: { value: (better - worse) / rows, interval: pairedInterval(sums[at]) },
      },
    ];
  });
}
