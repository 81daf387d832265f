import * as l10n from '@vscode/l10n';
import { checkShape, describe, toNDArray, type NDArray } from '../arrays/ndarray';
import { isReadingKind, type ReadingKind } from '../arrays/types';
import type { HeldArray } from '../arrays/types';
import type { Call, Params } from '../worker/protocol';

/** Takes a field of a request, or throws one Error that names it and what was expected. */
type Check<T> = (value: unknown, what: string) => T;
type Fields<P> = { readonly [F in keyof P]?: Check<P[F]> };

/** Ranks of a curve: more than any screen has pixels. */
const MAX_POINTS = 1 << 16;

const integer =
  (from: number, to = Number.MAX_SAFE_INTEGER): Check<number> =>
  (value, what) => {
    if (Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to)
      return value as number;
    throw new Error(
      to === Number.MAX_SAFE_INTEGER
        ? l10n.t('{0}: expected an integer of {1} or more, got {2}', what, from, describe(value))
        : l10n.t('{0}: expected an integer from {1} to {2}, got {3}', what, from, to, describe(value)),
    );
  };

const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value, what) =>
    value === undefined ? undefined : check(value, what);

const id = integer(0);
const count = integer(0);
const anyInteger = integer(Number.MIN_SAFE_INTEGER);

const reading: Check<ReadingKind> = (value, what) => {
  if (isReadingKind(value)) return value;
  throw new Error(l10n.t('{0}: expected a reading such as logits, got {1}', what, describe(value)));
};

/** Values, or the number that they are held under. */
const openable: Check<NDArray | HeldArray> = (value, what) => {
  if (typeof value !== 'object' || value === null || !('held' in value)) return toNDArray(value, what);
  id(value.held, `${what}.held`);
  return value as HeldArray;
};

/** Labels that stand beside the rows are named by their shape alone. */
const labels: Check<NDArray> = (value, what) => {
  const { data, shape } = (value ?? {}) as Partial<NDArray>;
  const isNamed = data instanceof Float64Array && data.length === 0 && Array.isArray(shape);
  if (!isNamed) return toNDArray(value, what);
  checkShape(shape, what);
  return value as NDArray;
};

const ofLogits = { logits: toNDArray };
const ofArray = { file: id, index: count };
const ofRow = { session: id, row: count };

/** Arrays, ids and counts of each call. Whether a row, session or file is there is seen where it is looked up. */
const PARAMS: { readonly [C in Call]?: Fields<Params<C>> } = {
  findAt: { offset: count },
  softmax: ofLogits,
  logSoftmax: ofLogits,
  logSumExp: ofLogits,
  softmaxCrossEntropy: { ...ofLogits, labels: toNDArray },
  sparseSoftmaxCrossEntropy: { ...ofLogits, classIds: toNDArray },
  distribution: { array: toNDArray, reading, axis: optional(anyInteger) },
  peekFile: ofArray,
  readFile: ofArray,
  open: {
    array: openable,
    axis: optional(anyInteger),
    labels: optional(toNDArray),
    decimals: optional(integer(0, 400)),
    reading,
  },
  label: { session: id, labels: optional(labels), ignoreIndex: optional(anyInteger) },
  rows: { session: id, from: count, count },
  row: { ...ofRow, k: integer(1) },
  ranks: { ...ofRow, points: integer(2, MAX_POINTS) },
  recordPlace: ofRow,
};

/** The parameters of a call, checked: what comes from other processes is taken at nobody's word. */
export function checkParams<C extends Call>(call: C, params: unknown): Params<C> {
  if (typeof params !== 'object' || params === null)
    throw new Error(l10n.t('{0}: expected an object, got {1}', call, describe(params)));
  const checked: Record<string, unknown> = { ...params };
  for (const [field, check] of Object.entries((PARAMS[call] ?? {}) as Record<string, Check<unknown>>)) {
    const value = check(checked[field], field);
    if (value !== undefined) checked[field] = value;
  }
  return checked as Params<C>;
}
