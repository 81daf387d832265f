/**
 * Taking the fields of what a kernel answered: each is of the kind and the size that it is used as, or the whole answer is
 * refused by one sentence that names it. A kernel runs anybody's code.
 */
import * as l10n from '@vscode/l10n';
import { describe, MAX_RANK } from '../arrays/ndarray';

/** Of a text that a person is shown, or by which the kernel finds a value again. */
const MAX_TEXT = 4000;
/** Rows and classes are counted in numbers that are exact. */
const MOST = Number.MAX_SAFE_INTEGER;

/** An answer that is not what this extension's own code in the kernel gives. */
export function unreadable(problem: string): Error {
  return new Error(l10n.t('The kernel’s answer couldn’t be read: {0}', problem));
}

export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(l10n.t('{0}: expected an object, got {1}', what, describe(value)));
  return value as Record<string, unknown>;
}

export function list(value: unknown, what: string, most = MOST): unknown[] {
  if (!Array.isArray(value)) throw unreadable(l10n.t('{0}: expected a list, got {1}', what, describe(value)));
  if (value.length > most)
    throw unreadable(l10n.t('{0}: expected a list of at most {1}, got {2}', what, most, value.length));
  return value;
}

export function text(value: unknown, what: string, longest = MAX_TEXT): string {
  if (typeof value !== 'string')
    throw unreadable(l10n.t('{0}: expected a string, got {1}', what, describe(value)));
  if (value.length > longest)
    throw unreadable(l10n.t('{0}: expected at most {1} characters, got {2}', what, longest, value.length));
  return value;
}

/** JSON has no NaN and no infinities: they come as words. */
export function number(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  if (value === 'nan') return NaN;
  if (value === 'inf') return Infinity;
  if (value === '-inf') return -Infinity;
  throw unreadable(l10n.t('{0}: expected a number, got {1}', what, describe(value)));
}

/** A whole number in a range, ends included. */
export function integer(value: unknown, what: string, from = 0, to = MOST): number {
  if (Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to)
    return value as number;
  throw unreadable(
    to === MOST
      ? l10n.t('{0}: expected an integer of {1} or more, got {2}', what, from, describe(value))
      : l10n.t('{0}: expected an integer from {1} to {2}, got {3}', what, from, to, describe(value)),
  );
}

/** Bytes, of which there may be more than are counted exactly. */
export function bytesOf(value: unknown, what: string): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw unreadable(l10n.t('{0}: expected an integer of {1} or more, got {2}', what, 0, describe(value)));
}

/** @param length that it has to have, where that is known */
export function doubles(value: unknown, what: string, length?: number): Float64Array {
  const values = list(value, what);
  checkLength(values, what, length);
  return Float64Array.from(values, (one, at) => number(one, `${what}[${at}]`));
}

export function integers(
  value: unknown,
  what: string,
  [from, to]: readonly [number, number],
  length?: number,
): number[] {
  const values = list(value, what);
  checkLength(values, what, length);
  return values.map((one, at) => integer(one, `${what}[${at}]`, from, to));
}

/** @param least −1 where a size may be unknown */
export function sizesOf(value: unknown, what: string, least: number): number[] {
  return integers(list(value, what, MAX_RANK), what, [least, MOST]);
}

/** Sizes of what is counted: their product is exact. */
export function shapeOf(value: unknown, what: string): number[] {
  const sizes = sizesOf(value, what, 0);
  const product = sizes.reduce((all, size) => all * Math.max(1, size), 1);
  if (!Number.isSafeInteger(product))
    throw unreadable(l10n.t('{0}: the product of {1} exceeds 2^53', what, `[${sizes.join(', ')}]`));
  return sizes;
}

/** JSON of Python has null for what is not known. */
export function known<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function checkLength(values: readonly unknown[], what: string, length?: number): void {
  if (length !== undefined && values.length !== length)
    throw unreadable(l10n.t('{0}: expected a list of {1}, got {2}', what, length, describe(values)));
}
