import type { FoundArray, NearbyWeights } from '../arrays/types';
import type { Candidate } from './candidate';

const WEIGHTS = /(?:^|[^a-z])(?:class_?)?weights?$/i;
const POS_WEIGHT = /(?:^|[^a-z])pos(?:itive)?[_ ]?weights?$/i;

/** `class_weight: {0: 0.5, 1: 2.0}`, as Keras takes them. */
const MAP =
  /(class_?weights?|pos_?weights?)["']?\s{0,4}[:=]\s{0,4}\{((?:\s{0,4}\d{1,5}: ?\d{1,9}\.?\d{0,17},?)+)\}/gi;
const REACH = 1_000_000;

/** Weights under the numbers of their classes, all from 0 on. */
export function weightsInMaps(text: string): NearbyWeights[] {
  return Array.from(text.slice(0, REACH).matchAll(MAP)).flatMap(([, name, body]): NearbyWeights[] => {
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
    if (name === undefined || array?.shape.length !== 1 || !array.data.every((w) => w >= 0 && w < Infinity))
      return [];
    const role = POS_WEIGHT.test(name) ? 'pos-weight' : WEIGHTS.test(name) ? 'class-weights' : undefined;
    return role === undefined ? [] : [{ role, name, values: [...array.data] }];
  });
}

/** The weights of as many classes as the scores have; of several, those named the clearest. */
export function weightsOf(
  { shape, labels }: FoundArray,
  possible: readonly NearbyWeights[],
): NearbyWeights | undefined {
  const classes = shape[labels?.axis ?? shape.length - 1];
  const fitting = possible.filter(({ values }) => values.length === classes);
  return fitting.find(({ name }) => /class|pos/i.test(name)) ?? fitting[0];
}
