import { isPredictedName } from '../labelNames';
import type { Column } from './table';

type SeveralIn = (text: string, isName: (part: string) => boolean) => string[] | undefined;

/**
 * Columns that are the classes of one row since a column of names says so: `cat,dog,bird,label` with `dog` as a label.
 * They stand side by side and hold numbers that are not all whole.
 *
 * @param severalIn the names in a text that holds several
 */
export function namedClasses(
  columns: readonly Column[],
  isNumeric: (column: Column) => boolean,
  severalIn: SeveralIn = () => undefined,
): { name: string; columns: string[]; classNames: string[]; namedBy: string } | undefined {
  const isScores = columns.map(
    (column) => isNumeric(column) && column.cells.some((text) => /[.eE]/.test(text)),
  );
  const placeOf = firstPlaces(columns);
  /** Where the run of scores around a column ends. */
  const endOf = runEnds(isScores);
  // Predictions have the names of classes as well as labels do.
  const inOrder = columns.toSorted(
    (a, b) => Number(isPredictedName(a.name)) - Number(isPredictedName(b.name)),
  );
  for (const { cells, name: namedBy } of inOrder) {
    const places = placesOf(cells, placeOf, severalIn);
    if (places === undefined || places.length === 0) continue;
    // A row for each column, in their order: correlations, distances.
    if (cells.length > 1 && places.length === cells.length && places.every((at, i) => at === places[0] + i))
      continue;
    let from = places.reduce((a, b) => Math.min(a, b));
    let to = places.reduce((a, b) => Math.max(a, b)) + 1;
    if (endOf[from] < to) continue;
    const named = columns.slice(from, to);
    const [first, end] = [from, to];
    while (isScores[from - 1]) from--;
    while (isScores[to]) to++;
    if (!sumToOne(columns.slice(from, to))) {
      const isOther = isNoClassOf(named);
      for (let at = first - 1; at >= from; at--) if (isOther(columns[at])) from = at + 1;
      for (let at = end; at < to; at++) if (isOther(columns[at])) to = at;
    }
    if (to - from < 2) continue;
    return { ...groupOf(columns.slice(from, to)), namedBy };
  }
  return undefined;
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

/** The columns that cells name, one or several each; undefined where one names none. */
function placesOf(
  cells: readonly string[],
  placeOf: ReadonlyMap<string, number>,
  severalIn: SeveralIn,
): number[] | undefined {
  const places: number[] = [];
  for (const text of new Set(cells)) {
    if (text === '') continue;
    const names = placeOf.has(text) ? [text] : severalIn(text, (part) => placeOf.has(part));
    if (names === undefined) return undefined;
    places.push(...names.map((name) => placeOf.get(name)!));
  }
  return places;
}

/** Of each place, where the run of true values that it stands in ends; the place itself where it is false. */
function runEnds(values: readonly boolean[]): number[] {
  const ends = values.map((_, at) => at);
  for (let at = values.length - 1; at >= 0; at--) if (values[at]) ends[at] = ends[at + 1] ?? values.length;
  return ends;
}

/** Rows of fewer classes sum to 1 by chance, or since one of two shares is the rest. */
const LEAST_SUMMED = 3;
const LEAST_ROWS = 3;

/** Columns side by side, all of a run of numbers, whose rows are in [0, 1] and sum to 1: `id,cat,dog,bird` of a submission. */
export function summingColumns(columns: readonly Column[], isNumeric: (column: Column) => boolean) {
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
  return text !== '' && Number(text) >= 0 && Number(text) <= 1;
}

function groupOf(columns: readonly Column[]) {
  const names = columns.map(({ name }) => name);
  return { name: `${names[0]} … ${names[names.length - 1]}`, columns: names, classNames: names };
}
