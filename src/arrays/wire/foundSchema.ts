import { sizeOf, type NDArray } from '../ndarray';
import { count, fields, flag, integer, list, number, optional, text, type Guard } from './schema';
import { isReadingKind, type Container, type FoundArray, type NearbyLabels, type Reading } from '../types';

const MAX_RANK = 64;
/** A sentence for each mask. */
const MAX_SAID = 16;

/** As many values as its shape says, of the type that it names. */
export const ndarray: Guard<NDArray> = (value): value is NDArray => {
  const { dtype, shape, data } = (value ?? {}) as Partial<NDArray>;
  if (!list(count, MAX_RANK)(shape)) return false;
  const isData = dtype === 'float32' ? data instanceof Float32Array : data instanceof Float64Array;
  return isData && (dtype === 'float32' || dtype === 'float64') && data!.length === sizeOf(shape);
};

const reading = fields<Reading>({
  kind: (value): value is Reading['kind'] => isReadingKind(value),
  confidence: number,
  evidence: list(text),
});

const range: Guard<[number, number]> = (value): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(integer);

/** A found array with values that fit its shape, or none. What is looked at closer is checked there. */
export const foundArray: Guard<FoundArray> = (value): value is FoundArray => {
  if (!isFound(value)) return false;
  const { array, shape } = value;
  return (
    array === undefined ||
    (shape.length === array.shape.length && shape.every((n, i) => n === array.shape[i]))
  );
};

const isFound = fields<FoundArray>({
  range,
  name: optional(text),
  container: text as Guard<Container>,
  shape: list((value): value is number => integer(value) && value >= -1, MAX_RANK),
  dtype: optional(text),
  elided: flag,
  classAxis: optional(integer),
  decimals: optional(number),
  absent: optional(text),
  namesFrom: optional(text),
  maskValue: optional(number),
  labels: optional(
    fields<NearbyLabels>({
      name: optional(text),
      given: optional(count),
      source: text,
      leftOut: optional(list(text, MAX_SAID)),
    }),
  ),
  array: optional(ndarray),
  held: optional(count),
  ref: optional(text),
  reading,
  classNames: optional(list(text)),
});
