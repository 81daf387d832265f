import type { Expression } from '../python/syntax';
import type { Place } from './source';
import { unknown, type Axis, type Tensor, type Value } from './values';

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
export function without(
  value: Tensor,
  ...facts: ('axis' | 'rank' | 'removal' | 'padding' | 'integers')[]
): Tensor {
  const less: { -readonly [F in keyof Tensor]: Tensor[F] } = { ...value };
  for (const fact of facts) delete less[fact];
  return less;
}

/** The same numbers in another shape. */
export function reshaped(value: Tensor, rank?: number): Tensor;
export function reshaped(value: Value, rank?: number): Value;
export function reshaped(value: Value, rank?: number): Value {
  if (value.type !== 'tensor') return value;
  const { axis } = value;
  const rest = without(value, 'axis', 'rank');
  const kept = axis === 'all' || axis === 'missing' ? axis : undefined;
  return {
    ...rest,
    remade: true,
    ...(kept !== undefined && { axis: kept }),
    ...(rank !== undefined && { rank }),
  };
}

/** Kinds that hold number for number, whatever others are left out. */
export const ELEMENTWISE = new Set<Tensor['is']>([
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
  'loss',
]);

/** Some of its numbers: `written` are the indices. */
export function sliced(
  value: Tensor,
  written: readonly Expression[],
  indices: readonly Value[],
  source: string,
): Value {
  if (value.is === 'identity') return { ...without(value, 'rank'), is: 'one-hot' };
  const picks = indices.filter((index) => numberOf(index) !== undefined).length;
  const { axis } = value;
  const rest = without(value, 'axis', 'rank', ...(written.every(isRange) ? [] : (['padding'] as const)));
  const rank = value.rank === undefined ? undefined : Math.max(0, value.rank - picks);
  const cut = cutOf(written, source);
  const kept: Tensor = {
    ...rest,
    ...(picks === 0 && axis !== undefined && { axis }),
    ...(rank !== undefined && { rank }),
    ...(cut !== '' && { remade: true, cut: `${value.cut ?? ''}${cut}` }),
  };
  if (value.is === 'some') return kept;
  if (!ELEMENTWISE.has(value.is)) return unknown();
  return (value.is === 'softmax' || value.is === 'log-softmax') && written.length > 1
    ? { ...kept, part: true }
    : kept;
}

function isRange({ type, ...index }: Expression): boolean {
  return type === 'slice' || type === 'constant' || ('operand' in index && index.operand.type === 'constant');
}

/** The indices that leave something out. */
export function cutOf(written: readonly Expression[], source: string): string {
  return written
    .map(({ start, end }) => source.slice(start, end).replaceAll(' ', ''))
    .filter((text) => text !== ':' && text !== '...')
    .map((text) => `[${text}]`)
    .join('');
}

/** Where values come from that differ in shape or in what they leave out only. */
export function rootOf(value: Value): Value {
  if (value.type === 'unknown') return value.part?.of ?? value;
  return value.type === 'tensor' ? (value.root ?? value) : value;
}

/** Which part of its root a value is, as written. */
export function cutIn(value: Value): string {
  if (value.type === 'unknown') return value.part?.cut ?? '';
  return value.type === 'tensor' ? (value.cut ?? '') : '';
}

/** An item of something unknown, the same each time it is asked for. */
export function part(value: Value, index: Value | undefined): Value {
  if (value.type !== 'unknown' || index?.type !== 'constant') return unknown();
  const key = `[${String(index.value)}]`;
  let found = value.attributes.get(key);
  if (found === undefined) {
    const facts = typeof index.value === 'number' ? { part: { of: value, cut: key } } : {};
    value.attributes.set(key, (found = unknown(facts)));
  }
  return found;
}

/** Whether two axes are not the same. */
export function differ(
  a: Axis | undefined,
  b: Axis | undefined,
  rank?: number,
): 'surely' | 'likely' | undefined {
  if (typeof a !== 'number' || typeof b !== 'number' || a === b) return undefined;
  if (a < 0 === b < 0) return 'surely';
  if (rank !== undefined) return (a + rank) % rank !== (b + rank) % rank ? 'surely' : undefined;
  // The first axis is the last of a single row only.
  return (a === 0 && b === -1) || (a === -1 && b === 0) ? 'likely' : undefined;
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.type === 'constant' && typeof value.value === 'number' ? value.value : undefined;
}
