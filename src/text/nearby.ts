import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { Candidate } from './candidate';
import { columnsOf } from './scalarColumns';
import { classNames, printedLoss } from './said';
import type { Tree } from './literals/tree';
import type { FoundArray, NearbyLabels } from '../arrays/types';

const LABEL =
  /(?:^|_)(?:(?:labels?|targets?|y|y_?true|y_?test|y_?train|classes|class_?(?:id|idx|index)s?|answers?|ground_?truth|true_?labels?|label_?(?:ids?|idx|indices)|expected|category)$|gold|correct)/i;
const LOSS = /(?:^|[_.])(?:loss|nll|cross_?entropy)$/i;
const MOST = 400;

/** Gives arrays of scores the labels, class names and loss printed with them. */
export function attachNearby(tree: Tree, candidates: readonly Candidate[]) {
  const scores = candidates.filter(({ found }) => isScores(found)).slice(0, MOST);
  if (scores.length === 0) return;
  const printed = scores.length === 1 ? printedLoss(tree.text) : undefined;
  const names = classNames(tree.text);
  const possible = candidates.filter(mayBeLabels).slice(0, MOST).map(possibleLabels);
  for (const candidate of scores) {
    const { found, subject } = candidate;
    const classes = found.shape[found.shape.length - 1];
    const labels =
      candidate.labels ?? labelsFromScalars(tree, candidate) ?? labelsFromArrays(candidate, possible);
    if (labels !== undefined) found.labels = labels;
    const fitting = names.filter((list) => list.length === classes);
    if (found.classNames === undefined && fitting.length > 0) found.classNames = fitting[fitting.length - 1];
    const loss = lossFromScalars(tree, candidate) ?? printed;
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
  for (const { key, values, range } of columnsOf(tree, own, isLabelName)) {
    const largest = largestClassId(values);
    if (largest === undefined || largest >= classes) continue;
    const many = records !== undefined;
    return {
      kind: 'class-ids',
      values: { dtype: 'float64', shape: rows, data: values },
      name: key,
      ...(many ? {} : { range }),
      source: many ? l10n.t('“{0}” in every record', key) : l10n.t('“{0}” in the same record', key),
    };
  }
  return undefined;
}

/** An array beside the scores that may label them. */
interface Possible {
  found: FoundArray;
  named: boolean;
  shape: string;
  /** The largest class id; undefined where there are other numbers in it. */
  largest: number | undefined;
}

function possibleLabels({ found }: Candidate): Possible {
  return {
    found,
    named: found.name !== undefined && isLabelName(found.name),
    shape: found.shape.join(),
    largest: largestClassId(found.array!.data),
  };
}

/** `labels`, `batch.y_true`, `gold_ids`: the last word of a name says so. */
function isLabelName(name: string): boolean {
  let start = name.length;
  while (start > 0 && /\w/.test(name[start - 1])) start--;
  return (start === 0 || /[.\s$\]]/.test(name[start - 1])) && LABEL.test(name.slice(start));
}

/** The labels that fit: named so, or the only class ids of matching shape; the nearest first. */
function labelsFromArrays({ found, subject }: Candidate, possible: readonly Possible[]) {
  if (found.elided) return undefined;
  const shape = found.shape.join();
  const rows = found.shape.slice(0, -1).join();
  const classes = found.shape[found.shape.length - 1];
  const loose = subject.floating && found.shape.length > 1;
  let best: NearbyLabels | undefined;
  let nearest = Infinity;
  for (const one of possible) {
    if (one.found === found) continue;
    const kind =
      (one.shape === shape ? denseKind(one) : undefined) ??
      (one.shape === rows ? idsKind(one, classes, loose) : undefined);
    const distance = Math.abs(one.found.range[0] - found.range[0]) - (one.named ? 1e9 : 0);
    if (kind === undefined || distance >= nearest) continue;
    nearest = distance;
    best = labelsIn(one.found, kind);
  }
  return best;
}

function denseKind({ found: { reading }, named }: Possible): NearbyLabels['kind'] | undefined {
  if (reading.kind === 'one-hot') return 'one-hot';
  return named && reading.kind === 'probabilities' ? 'soft' : undefined;
}

/** `loose`: class ids that nothing names so will do, too. */
function idsKind(
  { found: { reading }, named, largest }: Possible,
  classes: number,
  loose: boolean,
): NearbyLabels['kind'] | undefined {
  const told = named || (loose && reading.kind === 'class-labels');
  return told && largest !== undefined && largest < classes ? 'class-ids' : undefined;
}

function labelsIn({ array, name, range }: FoundArray, kind: NearbyLabels['kind']): NearbyLabels {
  return {
    kind,
    values: array!,
    ...(name === undefined ? {} : { name }),
    range,
    source:
      name === undefined
        ? l10n.t('class IDs of matching length, next to the array')
        : l10n.t('“{0}”, next to the array', name),
  };
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

function lossFromScalars(tree: Tree, { record }: Candidate) {
  if (record === undefined) return undefined;
  const [loss] = columnsOf(tree, Int32Array.of(record), (key) => LOSS.test(key));
  return loss && { value: loss.values[0], name: loss.key };
}
