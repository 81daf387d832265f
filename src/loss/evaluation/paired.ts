import * as l10n from '@vscode/l10n';
import type { Steps } from '../../numerics';
import { percentileInterval, resampled, sampleOf, type Resampling } from './bootstrap';
import { pickRows, type EvaluatedRows } from './evaluatedRows';
import { mcNemarExact } from './exactTests';
import { onesOf } from './figures';
import { rankRows } from './rankedRows';
import { TOP_FIGURES, TopFigures } from './topFigures';
import type { EvaluationFigures, PairedEvaluation } from './types';
import type { RowTexts } from './sliceField';
import type { SliceField } from './slices';

/** Rows that are listed one by one. */
const LISTED = 1000;
const PAIRED_ROWS = 20_000;

/**
 * A second file against the first, over the rows that count in both: the differences of all figures, each resample
 * drawing the same rows of both files.
 */
export function* pairedEvaluation(
  pair: readonly [EvaluatedRows, EvaluatedRows],
  name: string,
  resampling: Resampling,
): Steps<Omit<PairedEvaluation, 'slices'> & { rows: number }> {
  const [first, second] = inBoth(pair);
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
    const whole = differencesOf(first, second);
    const some =
      sample.length === n ? whole : differencesOf(pickRows(first, sample), pickRows(second, sample));
    const ids = Int32Array.from(sample, (at) => first.row[at]);
    const value = whole(onesOf(n));
    const sampled = some === whole ? value : some(onesOf(sample.length));
    const resamples = yield* resampled(ids, some, resampling);
    TOP_FIGURES.forEach((figure, i) => {
      if (Number.isNaN(value[i])) return;
      const of = { value: value[i], sampled: sampled[i] };
      const interval = percentileInterval(resamples[i], of, sample.length / n);
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
  ids?: Pick<RowTexts, 'names' | 'of'>;
}

/** The second's rows under the numbers of the first's: by an id where both have one, else row by row. */
export function joinedRows(first: JoinedBy, second: JoinedBy, rows: EvaluatedRows): EvaluatedRows {
  const { ids } = second;
  if (!first.ids || !ids) {
    if (first.rows !== second.rows)
      throw new Error(
        l10n.t(
          'Two files are compared row by row; these have {0} and {1} rows. Name a field that tells which rows belong together.',
          first.rows,
          second.rows,
        ),
      );
    return rows;
  }
  const { names, of } = first.ids;
  const rowOf = new Map<string, number>();
  of.forEach((name, row) => {
    if (name >= 0) rowOf.set(names[name], row);
  });
  const places: [place: number, row: number][] = [];
  rows.row.forEach((row, place) => {
    const name = ids.of[row];
    const joinedRow = name < 0 ? undefined : rowOf.get(ids.names[name]);
    if (joinedRow !== undefined) places.push([place, joinedRow]);
  });
  places.sort((a, b) => a[1] - b[1]);
  const order = Int32Array.from(places, ([place]) => place);
  return { ...pickRows(rows, order), row: Int32Array.from(places, ([, row]) => row) };
}

/** The rows that count in both, in one order. Their labels are the first one's. */
export function inBoth([first, second]: readonly [EvaluatedRows, EvaluatedRows]): [
  EvaluatedRows,
  EvaluatedRows,
] {
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
function differencesOf(first: EvaluatedRows, second: EvaluatedRows): (weight: Uint8Array) => Float64Array {
  const [a, b] = [first, second].map((rows) => {
    const ranked = rankRows({ ...rows, row: Int32Array.from(rows.row, (_, i) => i) });
    const figures = new TopFigures(ranked);
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

/** The difference of accuracy in each slice; its interval is Newcombe's for paired proportions, without correlation at worst. */
export function pairedSlices(
  pair: readonly [EvaluatedRows, EvaluatedRows],
  { field, names, of }: SliceField,
): PairedEvaluation['slices'] {
  const [first, second] = pair;
  const sums = names.map(() => ({ rows: 0, better: 0, worse: 0 }));
  for (let i = 0; i < first.row.length; i++) {
    const sum = sums[of[i]];
    if (!sum) continue;
    const [before, after] = [first, second].map(({ top, label }) => Number(top[i] === label[i]));
    sum.rows++;
    if (after > before) sum.better++;
    if (after < before) sum.worse++;
  }
  return names.flatMap((value, at) => {
    const { rows, better, worse } = sums[at];
    if (rows === 0) return [];
    const difference = (better - worse) / rows;
    // The mean of a variable that is −1, 0 or 1.
    const half = 1.959963984540054 * Math.sqrt(((better + worse) / rows - difference ** 2) / rows);
    return [
      {
        field,
        value,
        rows,
        accuracy: { value: difference, interval: [difference - half, difference + half] as [number, number] },
      },
    ];
  });
}
