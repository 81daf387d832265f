import { placeInAnyCase } from '../../arrays/words/anyCase';
import { isPredictedName } from '../names/labelNames';
import type { Column } from './table';

/** What all cells of a column name, one or several each; undefined where one names something else. */
type NamesIn<C> = (column: C, isName: (text: string) => boolean) => string[] | undefined;

/**
 * Columns that are the classes of one row since a column of names says so: `cat,dog,bird,label` with `dog` as a label.
 * They stand side by side and hold numbers that are not all whole.
 */
export function namedClasses<C extends Column>(
  columns: readonly C[],
  isNumeric: (column: C) => boolean,
  namesIn: NamesIn<C> = oneInEach,
): { name: string; columns: string[]; classNames: string[]; namedBy: string } | undefined {
  const header = columns.map(({ name }) => name);
  const first = firstPlaces(columns);
  const placeOf = (text: string) => first.get(text) ?? placeInAnyCase(header, text);
  const isName = (text: string) => placeOf(text) !== undefined;
  let runs: NamedRuns<C> | undefined;
  const groupOf = (cells: readonly string[], places: readonly number[]) =>
    (runs ??= new NamedRuns(columns, isNumeric)).groupOf(cells, places);
  // Predictions have the names of classes as well as labels do.
  const predicted: { name: string; places: readonly number[]; cells: readonly string[] }[] = [];
  for (const column of columns) {
    const names = namesIn(column, isName);
    if (names === undefined || names.length === 0) continue;
    const { name, cells } = column;
    const places = names.map((one) => placeOf(one)!);
    if (isPredictedName(name)) {
      predicted.push({ name, places, cells });
      continue;
    }
    const group = groupOf(cells, places);
    if (group) return { ...group, namedBy: name };
  }
  for (const { name, places, cells } of predicted) {
    const group = groupOf(cells, places);
    if (group) return { ...group, namedBy: name };
  }
  return undefined;
}

/** Runs of columns of scores, some of which are named. */
class NamedRuns<C extends Column> {
  private readonly isScores: readonly boolean[];
  private readonly runs: ReturnType<typeof runsOf>;
  /** Of runs by where they start, whether their rows sum to 1. */
  private readonly sums = new Map<number, boolean>();

  constructor(
    private readonly columns: readonly C[],
    isNumeric: (column: C) => boolean,
  ) {
    this.isScores = columns.map(
      (column) => isNumeric(column) && column.cells.some((text) => /[.eE]/.test(text)),
    );
    this.runs = runsOf(this.isScores);
  }

  /** The columns around those at some places, which cells name; undefined where these are no classes of a row. */
  groupOf(cells: readonly string[], places: readonly number[]): ReturnType<typeof groupOf> | undefined {
    // A row for each column, in their order: correlations, distances.
    if (cells.length > 1 && places.length === cells.length && places.every((at, i) => at === places[0] + i))
      return undefined;
    const { columns, runs } = this;
    const first = places.reduce((a, b) => Math.min(a, b));
    const end = places.reduce((a, b) => Math.max(a, b)) + 1;
    if (!this.isScores[first] || runs.ends[first] < end) return undefined;
    let [from, to] = [runs.starts[first], runs.ends[first]];
    if (!this.isWhole(from, to)) {
      const isOther = isNoClassOf(columns.slice(first, end));
      const [start, last] = [from, to];
      for (from = first; from > start && !isOther(columns[from - 1]); from--);
      for (to = end; to < last && !isOther(columns[to]); to++);
    }
    return to - from < 2 ? undefined : groupOf(columns.slice(from, to));
  }

  private isWhole(from: number, to: number): boolean {
    const known = this.sums.get(from) ?? sumToOne(this.columns.slice(from, to));
    this.sums.set(from, known);
    return known;
  }
}

/** What nobody calls a class, beside columns that labels name, unless it makes their sum 1: a loss, or no share beside shares. */
function isNoClassOf(named: readonly Column[]): (column: Column) => boolean {
  const isWritten = (text: string) => text === '' || isShare(text);
  const areShares = named.every(({ cells }) => cells.every(isWritten));
  return ({ name, cells }) => LOSS.test(name) || (areShares && !cells.every(isWritten));
}

const LOSS = /(?:^|[^a-z])(?:nlls?|ppls?|ces?|loss(?:es)?|perplexity)(?:[^a-z]|$)/i;

function firstPlaces(columns: readonly Column[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, { name }] of columns.entries()) if (!places.has(name)) places.set(name, at);
  return places;
}

/** Each cell is a name, or empty. */
function oneInEach({ cells }: Column, isName: (text: string) => boolean): string[] | undefined {
  return cells.every((text) => text === '' || isName(text))
    ? [...new Set(cells)].filter((text) => text !== '')
    : undefined;
}

/** Of each place, where the run of true values that it stands in starts and ends. */
function runsOf(values: readonly boolean[]): { starts: readonly number[]; ends: readonly number[] } {
  const starts = values.map((_, at) => at);
  const ends = values.map((_, at) => at + 1);
  for (let at = 1; at < values.length; at++) if (values[at] && values[at - 1]) starts[at] = starts[at - 1];
  for (let at = values.length - 2; at >= 0; at--) if (values[at] && values[at + 1]) ends[at] = ends[at + 1];
  return { starts, ends };
}

/** Rows of fewer classes sum to 1 by chance, or since one of two shares is the rest. */
const LEAST_SUMMED = 3;
const LEAST_ROWS = 3;

/** Columns side by side, all of a run of numbers, whose rows are in [0, 1] and sum to 1: `id,cat,dog,bird` of a submission. */
export function summingColumns<C extends Column>(columns: readonly C[], isNumeric: (column: C) => boolean) {
  for (let from = 0; from < columns.length; from++) {
    let to = from;
    while (to < columns.length && isNumeric(columns[to]) && columns[to].cells.every(isShare)) to++;
    const run = columns.slice(from, to);
    if (run.length >= LEAST_SUMMED && run[0].cells.length >= LEAST_ROWS) {
      const isTyped = run.every(({ cells }) => cells.every((text) => text.length < 5));
      if (!isTyped && sumToOne(run)) return groupOf(run);
    }
    from = Math.max(from, to);
  }
  return undefined;
}

function sumToOne(run: readonly Column[]): boolean {
  const sums = run[0].cells.map((_, row) => run.reduce((sum, { cells }) => sum + Number(cells[row]), 0));
  return sums.every((sum) => Math.abs(sum - 1) <= 1e-3);
}

function isShare(text: string): boolean {
  const share = text === '' ? NaN : Number(text);
  return share >= 0 && share <= 1;
}

function groupOf(columns: readonly Column[]) {
  const names = columns.map(({ name }) => name);
  return { name: `${names[0]} … ${names[names.length - 1]}`, columns: names, classNames: names };
}
