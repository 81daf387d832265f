import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { ndarray, sizeOf } from '../../arrays/ndarray';
import type { FoundArray, NearbyLabels, ReadingKind, UnfitLabels } from '../../arrays/types';
import type { Candidate } from '../candidate';
import { areOfDifferentSplits, SAME_SPLIT, splitFit, splitOf } from '../names/dataSplits';
import { isLabelName, isPredictedName, isSurelyLabelName, sharedWords, wordsOf } from '../names/labelNames';
import type { Tree } from '../literals/tree';
import { labelsInLine } from './saidLabels';
import type { Columns } from '../scalarColumns';

/** An array beside the scores that may label them. */
interface Possible {
  found: FoundArray;
  named: boolean;
  words: readonly string[];
  /** The part of a data set that its name says. */
  split: string | undefined;
  shape: string;
  /** The largest class id; undefined where there are other numbers in it. */
  largest: number | undefined;
}

/** What a name calls labels is considered whatever its numbers are; else what is read as labels. In the text's order. */
export function possibleLabels(candidates: readonly Candidate[]): Possible[] {
  const possible = candidates.flatMap(({ found, subject }) => {
    const { name, array, shape, reading } = found;
    if (array === undefined || array.data.length === 0) return [];
    const named = name !== undefined && isLabelName(name);
    // Few of many arrays are: each array of scores looks at all of them.
    if (!named && ((reading.kind !== 'class-labels' && reading.kind !== 'one-hot') || isOther(name, subject)))
      return [];
    const [words, split] = [wordsOf(name), splitOf(name)];
    return [{ found, named, words, split, shape: shape.join(), largest: largestClassId(array.data) }];
  });
  return possible.sort((a, b) => a.found.range[0] - b.found.range[0]);
}

/** The nearest to a place in the text first, the earlier of equally near ones. */
function* nearestFirst(possible: readonly Possible[], place: number): Generator<Possible> {
  let [before, after] = [-1, possible.length];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (possible[middle].found.range[0] < place) before = middle;
    else after = middle;
  }
  while (before >= 0 || after < possible.length) {
    const isBefore =
      after === possible.length ||
      (before >= 0 && place - possible[before].found.range[0] <= possible[after].found.range[0] - place);
    yield possible[isBefore ? before-- : after++];
  }
}

/** What code or a name says is no label, though its numbers could be some: predictions, ids, lengths. */
function isOther(name: string | undefined, { shown }: Candidate['subject']): boolean {
  if (name !== undefined && (isPredictedName(name) || OTHER_IDS.test(name))) return true;
  return shown !== undefined && /argmax|topk|top_k|predict|argsort/.test(shown.expression);
}

const OTHER_IDS =
  /(?:^|[^a-z])(?:len(?:gth)?s?|ids?|mask|ind(?:ex|ices)|idx|pos(?:itions?)?|counts?|tokens?|order|rank(?:s|ing)?|argsort|shape|sizes?|steps?|epochs?|ages?|top\w*|sorted|best|offsets?|segments?|n_\w+|num\w*)$/i;

/** Class ids printed as single numbers, one in each record. */
export function labelsFromScalars(
  columns: Columns,
  { found, record, records }: Candidate,
): NearbyLabels | undefined {
  const own = records ?? (record === undefined ? undefined : Int32Array.of(record));
  if (own === undefined) return undefined;
  const rows = found.shape.slice(0, -1);
  if (sizeOf(rows) !== own.length) return undefined;
  for (const { key, values, range } of columns.of(own)) {
    if (!values.every(Number.isInteger)) continue;
    const many = records !== undefined;
    return {
      kind: 'class-ids',
      values: { dtype: 'float64', shape: rows, data: values },
      name: key,
      ...(many ? {} : { range }),
      source: many
        ? l10n.t('“{0}” in every record', printable(key))
        : l10n.t('“{0}” in the same record', printable(key)),
    };
  }
  return undefined;
}

/** How far from a row the label that words say stands, and on how many lines. */
const NEAR_ROW = 200;
const NEAR_LINES = 3;

/** The label of one row that words beside it say: behind it, or on a line that begins with it, `label: 2`. */
export function labelsFromWords({ text }: Tree, { found }: Candidate): NearbyLabels | undefined {
  const { range, shape, reading } = found;
  const classes = shape[shape.length - 1];
  const rows = shape.slice(0, -1);
  if (sizeOf(rows) !== 1 || classes < 2 || !OF_CLASSES.includes(reading.kind)) return undefined;
  const lines = text.slice(range[1], range[1] + NEAR_ROW).split('\n', NEAR_LINES);
  let at = range[1];
  for (const [i, line] of lines.entries()) {
    const [said] = labelsInLine(line);
    const isBeside = i === 0 || /^[\s>#*"'-]*/.exec(line)![0].length === said?.at;
    if (said !== undefined && isBeside && said.id >= 0 && said.id < classes)
      return {
        kind: 'class-ids',
        values: ndarray(Float64Array.of(said.id), rows),
        name: said.name,
        range: [at + said.start, at + said.end],
        source: l10n.t('“{0}”, next to the array', printable(said.name)),
      };
    // Another array's.
    if (i > 0 && line.includes('[')) return undefined;
    at += line.length + 1;
  }
  return undefined;
}

/** The labels that fit: named so, or the only class ids of matching shape; those named alike first, then the nearest. */
export function labelsFromArrays(
  { found, subject }: Candidate,
  possible: readonly Possible[],
): NearbyLabels | undefined {
  if (found.elided) return undefined;
  const wanted = wantedBy(found);
  const [words, split] = [wordsOf(found.name), splitOf(found.name)];
  const fits = [
    (one: Possible) => (one.named ? namedLabels(wanted, one) : undefined),
    (one: Possible) =>
      one.named ? undefined : unnamedLabels(wanted, one, subject.floating && found.shape.length > 1),
  ];
  const most = Math.max(0, words.length - 1) + SAME_SPLIT / 4;
  for (const fit of fits) {
    let best: Unsaid | undefined;
    let alike = 0;
    for (const one of nearestFirst(possible, found.range[0])) {
      const bySplit = splitFit(one.split, split);
      if (one.found === found || bySplit === undefined) continue;
      const shared = sharedWords(one.words, words) + bySplit / 4;
      // Of those that are farther away, none but one named more alike.
      if (best !== undefined && shared <= alike) continue;
      const labels = fit(one);
      if (labels === undefined) continue;
      alike = shared;
      best = labels;
      if (alike >= most) break;
    }
    if (best !== undefined) return { ...best, source: sourceOf(best) };
  }
  return undefined;
}

/** What labels of an array can look like, told once: each array looks at all that may be its labels. */
interface Wanted {
  shape: readonly number[];
  binary: boolean;
  /** Its classes are known to lie along another axis than the last. */
  classesFirst: boolean;
  /** Of one score for each example, or of the array without its classes. */
  rows: readonly number[];
  /** How many values labels of its rows are. */
  size: number;
  /** Shapes as texts: its own, its rows', and those without any one axis. */
  own: string;
  ofRows: string;
  without: readonly string[];
}

function wantedBy({ shape, classAxis, reading }: FoundArray): Wanted {
  const binary = reading.kind === 'binary-logits' || reading.kind === 'sigmoid-scores';
  const rows = shape.filter((_, axis) => axis !== (classAxis ?? shape.length - 1));
  const labelled = binary && shape[shape.length - 1] !== 1 ? shape : rows;
  return {
    shape,
    binary,
    classesFirst: classAxis !== undefined,
    rows: labelled,
    size: sizeOf(labelled),
    own: shape.join(),
    ofRows: rows.join(),
    without: shape.map((_, axis) => shape.filter((_, other) => other !== axis).join()),
  };
}

const OF_CLASSES: readonly ReadingKind[] = ['logits', 'probabilities', 'log-probabilities'];

/** What can be nothing but labels, nearest to scores of classes that found none, and labels no others. */
export function unfitLabels(
  { found }: Candidate,
  possible: readonly Possible[],
  taken: ReadonlySet<NearbyLabels['range']>,
): UnfitLabels | undefined {
  const { array, shape, reading } = found;
  const classes = shape[shape.length - 1];
  if (array === undefined || shape.length < 2 || classes < 2 || !OF_CLASSES.includes(reading.kind))
    return undefined;
  let nearest: Possible | undefined;
  const distance = (one: Possible) => Math.abs(one.found.range[0] - found.range[0]);
  for (const one of possible) {
    if (!one.named || one.found === found || taken.has(one.found.range)) continue;
    if (areOfDifferentSplits(one.found.name, found.name)) continue;
    if (!isSurelyLabelName(one.found.name!) || isListOfClasses(one, classes)) continue;
    if (nearest === undefined || distance(one) < distance(nearest)) nearest = one;
  }
  if (nearest === undefined) return undefined;
  const { name } = nearest.found;
  const outside = nearest.shape === shape.join();
  return { name: name!, shape: nearest.found.shape, ...(outside && { outside }) };
}

/** 0, 1, 2, …: which classes there are. */
function isListOfClasses({ found }: Possible, classes: number): boolean {
  const { data } = found.array!;
  return data.length === classes && data.every((id, at) => id === data[0] + at);
}

/** A name and a fitting shape outweigh what the numbers are: whoever computes with them says what is wrong. */
function namedLabels(wanted: Wanted, one: Possible): Unsaid | undefined {
  const { shape, rows, size, own, ofRows, without } = wanted;
  const { found, largest } = one;
  const { data } = found.array!;
  // One score for each example, whose label is a yes or no.
  if (wanted.binary)
    return size === data.length
      ? { ...labelsIn(found, 'class-ids'), values: ndarray(data, rows) }
      : undefined;
  if (!wanted.classesFirst && one.shape === own) {
    const kind = denseKind(data, shape[shape.length - 1]);
    if (kind !== undefined) return labelsIn(found, kind);
  }
  if (one.shape === ofRows) return labelsIn(found, 'class-ids');
  if (wanted.classesFirst) return undefined;
  const axis = without.indexOf(one.shape);
  if (axis >= 0 && largest !== undefined && largest < shape[axis])
    return { ...labelsIn(found, 'class-ids'), axis };
  // A column of ids, or the ids of all rows in one list.
  if (size === data.length && found.shape.every((n) => n === 1 || n === data.length))
    return { ...labelsIn(found, 'class-ids'), values: ndarray(data, rows) };
  return undefined;
}

function denseKind(data: ArrayLike<number>, classes: number): NearbyLabels['kind'] | undefined {
  let single = true;
  let binary = true;
  for (let at = 0; at < data.length;) {
    let set = 0;
    for (const end = at + classes; at < end; at++) {
      const value = data[at];
      if (!(value >= 0 && value <= 1)) return undefined;
      if (value === 1) set++;
      else if (value !== 0) binary = false;
    }
    if (set !== 1) single = false;
  }
  return !binary ? 'soft' : single ? 'one-hot' : 'multi-hot';
}

/** `loose`: class ids that nothing names so will do, too. */
function unnamedLabels(
  { shape, own, ofRows }: Wanted,
  { found, shape: ids, largest }: Possible,
  loose: boolean,
): Unsaid | undefined {
  if (ids === own && found.reading.kind === 'one-hot') return labelsIn(found, 'one-hot');
  const isIds = loose && found.reading.kind === 'class-labels' && ids === ofRows;
  return isIds && largest !== undefined && largest < shape[shape.length - 1]
    ? labelsIn(found, 'class-ids')
    : undefined;
}

/** Labels before it is said where they stand: of all that fit, one is taken. */
type Unsaid = Omit<NearbyLabels, 'source'>;

function labelsIn({ array, name, range }: FoundArray, kind: NearbyLabels['kind']): Unsaid {
  return { kind, values: array!, ...(name === undefined ? {} : { name }), range };
}

function sourceOf({ name }: Unsaid): string {
  return name === undefined
    ? l10n.t('class IDs of matching length, next to the array')
    : l10n.t('“{0}”, next to the array', printable(name));
}

/** The largest of whole numbers from 0 on and ids that mean "ignore this"; undefined where anything else is among them. */
function largestClassId(values: ArrayLike<number>): number | undefined {
  let largest = values.length === 0 ? undefined : -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(Number.isInteger(value) && (value >= 0 || value === IGNORE_INDEX || value === -1)))
      return undefined;
    largest = Math.max(largest!, value);
  }
  return largest;
}
