import { isSingleScore } from '../../arrays/singleScore';
import { sizeOf } from '../../arrays/ndarray';
import type { FoundArray, NearbyWeights } from '../../arrays/types';
import type { Candidate } from '../candidate';

const WEIGHTS = /(?:^|[^a-z])(?:class_?)?weights?$/i;
const POS_WEIGHT = /(?:^|[^a-z])pos(?:itive)?[_ ]?weights?$/i;

/** `class_weight: {0: 0.5, 1: 2.0}`, as Keras takes them. */
const MAP =
  /(class_?weights?|pos_?weights?)["']?\s{0,4}[:=]\s{0,4}\{((?:\s{0,4}\d{1,5}: ?\d{1,9}\.?\d{0,17},?)+)\}/gi;
/** `pos_weight: tensor(3.)`, `pos_weight = 2.5`: one for all. */
const SINGLE = /\b(pos_?weight)["']? {0,4}[:=] {0,4}(?:tensor\()?(\d{1,9}(?:\.\d{0,17})?)(?![\w.])/gi;
const REACH = 1_000_000;

/** Weights of positive terms that are one number, and weights under the numbers of their classes, all from 0 on. */
export function weightsInWords(text: string): NearbyWeights[] {
  const searched = text.slice(0, REACH);
  const single = Array.from(searched.matchAll(SINGLE), ([, name, value]): NearbyWeights => ({
    role: 'pos-weight',
    name,
    values: [Number(value)],
  }));
  return [...single, ...weightsInMaps(searched)];
}

function weightsInMaps(text: string): NearbyWeights[] {
  return Array.from(text.matchAll(MAP)).flatMap(([, name, body]): NearbyWeights[] => {
    const entries = body
      .split(',')
      .filter((entry) => entry.trim() !== '')
      .map((entry) => entry.split(':').map(Number));
    if (entries.length < 2 || entries.some(([id], i) => id !== i)) return [];
    const role = POS_WEIGHT.test(name) ? 'pos-weight' : 'class-weights';
    return [{ role, name, values: entries.map(([, weight]) => weight) }];
  });
}

/** Arrays of a text that are named weights and could be those of classes, none negative. */
export function possibleWeights(candidates: readonly Candidate[]): NearbyWeights[] {
  return candidates.flatMap(({ found: { name, array } }) => {
    if (
      name === undefined ||
      !array ||
      !isList(array.shape) ||
      !array.data.every((w) => w >= 0 && w < Infinity)
    )
      return [];
    const role = POS_WEIGHT.test(name) ? 'pos-weight' : WEIGHTS.test(name) ? 'class-weights' : undefined;
    return role === undefined ? [] : [{ role, name, values: [...array.data] }];
  });
}

/** One number each, in a row or in a column. */
function isList(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

/**
 * The weights of as many classes as the scores have, or of the examples of a yes or no, or one of all positive terms; of
 * several, those named the clearest.
 */
export function weightsOf(found: FoundArray, possible: readonly NearbyWeights[]): NearbyWeights | undefined {
  const { shape, labels, reading } = found;
  const isSingle = isSingleScore(found);
  const classes = isSingle ? 2 : shape[labels?.axis ?? shape.length - 1];
  const isYesOrNo = isSingle || labels?.kind === 'multi-hot' || reading.kind === 'sigmoid-scores';
  const fitting = possible.filter(({ role, values: { length } }) => {
    if (role === 'pos-weight') return length === 1 ? isYesOrNo : !isSingle && length === classes;
    return length === classes || (isSingle && length === sizeOf(shape));
  });
  return fitting.find(({ name }) => /class|pos/i.test(name)) ?? fitting[0];
}
