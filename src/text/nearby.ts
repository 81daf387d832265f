import type { FoundArray, PrintedLoss } from '../arrays/types';
import type { Candidate } from './candidate';
import { classNames } from './classNames';
import { lossesOf } from './lossOf';
import type { Tree } from './literals/tree';
import { labelsFromArrays, labelsFromScalars, possibleLabels } from './nearbyLabels';
import { possibleWeights, weightsOf } from './nearbyWeights';
import { printedLosses } from './printedLosses';
import { columnsOf } from './scalarColumns';
import { statedOptions } from './statedOptions';

const LOSS = /(?:^|[_.])(?:loss|nll|cross_?entropy)$/i;
const MOST = 400;

/** Gives arrays of scores the labels, weights, class names and loss printed with them, and what the code says of it. */
export function attachNearby(tree: Tree, candidates: readonly Candidate[], source: string | undefined) {
  const scores = candidates.filter(({ found }) => isScores(found)).slice(0, MOST);
  if (scores.length === 0) return;
  const possible = possibleLabels(candidates.slice(0, MOST * 4)).slice(0, MOST);
  const weights = possibleWeights(candidates.slice(0, MOST * 4)).slice(0, MOST);
  const names = classNames(tree.text);
  const options = statedOptions(source ?? tree.text);
  for (const candidate of scores) {
    const { found, subject } = candidate;
    const labels =
      candidate.labels ?? labelsFromScalars(tree, candidate) ?? labelsFromArrays(candidate, possible);
    if (labels !== undefined) found.labels = labels;
    const classes = found.shape[labels?.axis ?? found.shape.length - 1];
    const fitting = names.filter((list) => list.length === classes);
    if (found.classNames === undefined && found.entryNames === undefined && fitting.length > 0)
      found.classNames = fitting[fitting.length - 1];
    const nearby = weightsOf(found, weights);
    if (nearby !== undefined) found.weights = nearby;
    if (options !== undefined && labels !== undefined) found.lossOptions = options;
    if (subject.stats.mask !== undefined && found.reading.kind === 'logits')
      found.maskValue = subject.stats.mask;
  }
  attachLosses(tree, scores, source);
}

function attachLosses(tree: Tree, scores: readonly Candidate[], source: string | undefined) {
  const losses = printedLosses(tree.text);
  const owned = lossesOf(
    losses,
    tree.text,
    scores.map(({ found }) => found),
    source,
  );
  for (const candidate of scores) {
    const loss = lossFromScalars(tree, candidate) ?? owned.get(candidate.found);
    if (loss !== undefined) candidate.found.printedLoss = loss;
  }
}

function isScores({ reading, shape }: FoundArray): boolean {
  return shape.length > 0 && reading.kind !== 'class-labels' && reading.kind !== 'one-hot';
}

function lossFromScalars(tree: Tree, { record }: Candidate): PrintedLoss | undefined {
  if (record === undefined) return undefined;
  const [loss] = columnsOf(tree, Int32Array.of(record), (key) => LOSS.test(key));
  return loss && { value: loss.values[0], name: loss.key };
}
