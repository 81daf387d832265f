import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { Subject } from '../readings/rule';
import { columnsOf } from './records';
import type { Tree } from './literals/tree';
import type { FoundArray, NearbyLabels } from '../arrays/types';

/** A found array on its way to being described in full. */
export interface Candidate {
  found: FoundArray;
  subject: Subject;
  /** The records it was gathered from, as numbers of brackets. */
  records?: Int32Array;
  /** The record it stands in alone. */
  record?: number;
  labels?: NearbyLabels;
  /** Not something the code printed. */
  unprinted?: boolean;
}

const LABEL =
  /(?:^|[_.\s$\]])(?:labels?|targets?|y|y_?true|y_?test|y_?train|gold\w*|classes|class_?(?:id|idx|index)s?|answers?|ground_?truth|true_?labels?|label_?(?:ids?|idx|indices)|expected|correct\w*|category)$/i;
const LOSS = /(?:^|[_.])(?:loss|nll|cross_?entropy)$/i;
const CLASS_NAMES =
  /["']?(?:id2label|classes|class_?names?|label_?names|target_names|candidate_labels|labels)["']?\s*[:=]\s*([[{][^\]}]{1,20000}[\]}])/g;
const PRINTED_LOSS =
  /\b((?:\w+[ _])?(?:loss|nll|cross[ _]entropy))["']?\)?\s*(?:[:=,]|is)\s*(?:(?:np\.|torch\.|tf\.)?(?:float\d*|tensor|Tensor|array)\()?\s*(-?\d+\.\d+(?:e[-+]?\d+)?|\d+)/gi;
const MOST = 400;

/** Gives arrays of scores the labels, class names and loss printed with them. */
export function attachNearby(tree: Tree, candidates: readonly Candidate[]) {
  const scores = candidates.filter(({ found }) => isScores(found)).slice(0, MOST);
  if (scores.length === 0) return;
  const losses = printedLosses(tree.text);
  const names = classNames(tree.text);
  const possible = candidates.filter(mayBeLabels).slice(0, MOST);
  for (const candidate of scores) {
    const { found, subject } = candidate;
    const classes = found.shape[found.shape.length - 1];
    const labels =
      candidate.labels ?? labelsFromScalars(tree, candidate) ?? labelsFromArrays(candidate, possible);
    if (labels !== undefined) found.labels = labels;
    const fitting = names.filter((list) => list.length === classes);
    if (found.classNames === undefined && fitting.length > 0) found.classNames = fitting[fitting.length - 1];
    const loss = lossFromScalars(tree, candidate) ?? (scores.length === 1 ? losses[0] : undefined);
    if (loss !== undefined) found.printedLoss = loss;
    if (subject.stats.mask !== undefined && found.reading.kind === 'logits')
      found.maskValue = subject.stats.mask;
  }
}

/** Whole numbers or distributions: the rest never labels anything. */
function mayBeLabels({ found, subject }: Candidate): boolean {
  return found.array !== undefined && (!subject.floating || subject.stats.whole || subject.stats.min >= 0);
}

function isScores({ reading, shape }: FoundArray): boolean {
  return shape.length > 0 && reading.kind !== 'class-labels' && reading.kind !== 'one-hot';
}

/** Class ids printed as single numbers, one in each record. */
function labelsFromScalars(tree: Tree, { found, record, records }: Candidate): NearbyLabels | undefined {
  const own = records ?? (record === undefined ? undefined : Int32Array.of(record));
  if (own === undefined) return undefined;
  const classes = found.shape[found.shape.length - 1];
  const rows = found.shape.slice(0, -1);
  if (rows.reduce((product, n) => product * n, 1) !== own.length) return undefined;
  for (const { key, values, range } of columnsOf(tree, own, (key) => LABEL.test(key))) {
    if (!areClassIds(values, classes)) continue;
    const many = records !== undefined;
    return {
      kind: 'class-ids',
      values: { dtype: 'float64', shape: rows, data: values },
      name: key,
      ...(many ? {} : { range }),
      source: many ? `"${key}" in every record` : `"${key}", in the same record`,
    };
  }
  return undefined;
}

/** The labels that fit: named so, or the only class ids of matching shape; the nearest first. */
function labelsFromArrays(
  { found, subject }: Candidate,
  candidates: readonly Candidate[],
): NearbyLabels | undefined {
  if (found.elided) return undefined;
  const classes = found.shape[found.shape.length - 1];
  const rows = found.shape.slice(0, -1).join();
  let best: { labels: NearbyLabels; distance: number } | undefined;
  for (const { found: other } of candidates) {
    if (other === found || other.array === undefined) continue;
    const named = other.name !== undefined && LABEL.test(other.name);
    const size = other.shape.join();
    const ids = size === rows && areClassIds(other.array.data, classes);
    const dense =
      size === found.shape.join() &&
      (other.reading.kind === 'one-hot' || (named && other.reading.kind === 'probabilities'));
    if (
      !dense &&
      !(
        ids &&
        (named || (other.reading.kind === 'class-labels' && subject.floating && found.shape.length > 1))
      )
    )
      continue;
    const distance = Math.abs(other.range[0] - found.range[0]) - (named ? 1e9 : 0);
    if (best !== undefined && best.distance <= distance) continue;
    best = {
      distance,
      labels: {
        kind: ids ? 'class-ids' : other.reading.kind === 'one-hot' ? 'one-hot' : 'soft',
        values: other.array,
        ...(other.name === undefined ? {} : { name: other.name }),
        range: other.range,
        source:
          other.name === undefined
            ? 'class ids of matching length, beside the array'
            : `"${other.name}", beside the array`,
      },
    };
  }
  return best?.labels;
}

/** Whole numbers in [0, classes), or the ids that mean "ignore this". */
function areClassIds(values: ArrayLike<number>, classes: number): boolean {
  if (values.length === 0) return false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(
      Number.isInteger(value) &&
      ((value >= 0 && value < classes) || value === IGNORE_INDEX || value === -1)
    ))
      return false;
  }
  return true;
}

function lossFromScalars(tree: Tree, { record }: Candidate) {
  if (record === undefined) return undefined;
  const [loss] = columnsOf(tree, Int32Array.of(record), (key) => LOSS.test(key));
  return loss && { value: loss.values[0], name: loss.key };
}

function printedLosses(text: string) {
  return Array.from(text.slice(0, 1_000_000).matchAll(PRINTED_LOSS), ([, name, digits]) => {
    const decimals = /\.(\d+)$/.exec(digits)?.[1].length;
    return { value: Number(digits), ...(decimals === undefined ? {} : { decimals }), name };
  }).slice(0, 1);
}

/** Lists of names the text holds: `classes: ['cat', 'dog']`, `id2label = {0: "NEGATIVE", 1: "POSITIVE"}`. */
function classNames(text: string): string[][] {
  return Array.from(text.slice(0, 1_000_000).matchAll(CLASS_NAMES), ([, list]) =>
    Array.from(
      list[0] === '{'
        ? list.matchAll(/:\s*(["'])((?:(?!\1)[^\n\\]|\\.){1,80})\1/g)
        : list.matchAll(/(["'])((?:(?!\1)[^\n\\]|\\.){0,80})\1/g),
      (match) => match[2],
    ),
  ).filter((names) => names.length > 1);
}
