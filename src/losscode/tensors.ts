import type { Expression } from '../python/syntax';
import type { Place } from './source';
import { unknown, type Axis, type Tensor, type Value } from './values';

/** Whether a value may be a tensor. */
export function isTensorLike(value: Value): boolean {
  return value.type === 'tensor' || value.type === 'unknown';
}

/** A tensor of which only its rank is known. */
export function some(at: Place, rank?: number): Tensor {
  return { type: 'tensor', is: 'some', at, ...(rank !== undefined && { rank }) };
}

export function tensor(is: Tensor['is'], at: Place, more: Partial<Tensor> = {}): Tensor {
  return { type: 'tensor', is, at, ...more };
}

/** Numbers that are probabilities of classes or of one thing. */
export function isProbability(value: Value | undefined): value is Tensor & { is: 'softmax' | 'sigmoid' } {
  return value?.type === 'tensor' && (value.is === 'softmax' || value.is === 'sigmoid');
}

/** A tensor of which less is known. */
export function without(value: Tensor, ...facts: ('axis' | 'rank' | 'removal' | 'causal')[]): Tensor {
  const less: { -readonly [F in keyof Tensor]: Tensor[F] } = { ...value };
  for (const fact of facts) delete less[fact];
  return less;
}

/** The same numbers in another shape. */
export function reshaped(value: Value, rank?: number): Value {
  if (value.type !== 'tensor') return value;
  const { axis } = value;
  const rest = without(value, 'axis', 'rank');
  const kept = axis === 'all' || axis === 'missing' ? axis : undefined;
  return { ...rest, ...(kept !== undefined && { axis: kept }), ...(rank !== undefined && { rank }) };
}

/** Kinds that hold number for number, whatever others are left out. */
const ELEMENTWISE = new Set<Tensor['is']>([
  'linear',
  'hidden',
  'relu',
  'sigmoid',
  'softmax',
  'log-softmax',
  'log-sigmoid',
  'log-of-softmax',
  'log-of-sigmoid',
  'class-ids',
  'float-class-ids',
  'token-ids',
]);

/** Some of its numbers. */
export function sliced(value: Tensor, written: readonly Expression[], indices: readonly Value[]): Value {
  const picks = indices.filter((index) => numberOf(index) !== undefined).length;
  const rank = value.rank === undefined ? undefined : Math.max(0, value.rank - picks);
  const shifts = written.length > 1 && written[1].type === 'slice' && (written[1].lower ?? written[1].upper);
  const { causal, axis } = value;
  const rest = without(value, 'causal', 'axis', 'rank');
  const kept: Tensor = {
    ...rest,
    ...(picks === 0 && axis !== undefined && { axis }),
    ...(rank !== undefined && { rank }),
    ...(causal && !shifts && !written.some(({ type }) => type === 'slice') && { causal }),
  };
  if (value.is === 'some') return kept;
  if (!ELEMENTWISE.has(value.is)) return unknown();
  return (value.is === 'softmax' || value.is === 'log-softmax') && written.length > 1
    ? { ...kept, part: true }
    : kept;
}

/** An item of something unknown, the same each time it is asked for. */
export function part(value: Value, index: Value | undefined): Value {
  if (value.type !== 'unknown' || index?.type !== 'constant') return unknown();
  const key = `[${String(index.value)}]`;
  let found = value.attributes.get(key);
  if (found === undefined) value.attributes.set(key, (found = unknown()));
  return found;
}

/** Whether two axes are surely not the same. */
export function differ(a: Axis | undefined, b: Axis | undefined, rank?: number): boolean {
  if (typeof a !== 'number' || typeof b !== 'number' || a === b) return false;
  if (a < 0 === b < 0) return true;
  return rank !== undefined && (a + rank) % rank !== (b + rank) % rank;
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.type === 'constant' && typeof value.value === 'number' ? value.value : undefined;
}
