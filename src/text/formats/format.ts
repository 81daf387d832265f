import type { Literal } from '../literals/tree';
import type { Container } from '../../arrays/types';
import { suffixOf } from './options';

/** What a library prints around the numbers. */
export interface Wrapping {
  container: Container;
  /** Of the whole print, wrapper included. */
  start: number;
  end: number;
  dtype?: string;
  /** As the wrapper says it; the numbers printed win where they disagree. */
  shape?: readonly number[];
  /** torch: the name in grad_fn=<…>. */
  gradFn?: string;
  /** What every number printed is to be multiplied by. */
  scale?: number;
  /** The name the library prints with the array. */
  name?: string;
  /** A layer's own weights. */
  parameter?: boolean;
}

/** A literal and a bounded stretch of text on both sides. */
export interface Surroundings {
  literal: Literal;
  text: string;
  /** Up to the margin before the numbers. */
  before: string;
  /** That margin. */
  margin: string;
  after: string;
}

/** One library's way of printing an array, recognised by what stands around the numbers. */
export interface Format {
  container: Container;
  match(around: Surroundings): Wrapping | undefined;
}

/** The whole print: from a place in `before` to a place in `after`. */
export function rangeOf({ literal, before, margin }: Surroundings, from: number, to: number) {
  return { start: literal.start - margin.length - before.length + from, end: literal.end + to };
}

/** A call around the numbers: the pattern takes what stands before them, keyword arguments and ")" stand behind them. */
export function callOf(around: Surroundings, pattern: RegExp) {
  const call = pattern.exec(around.before);
  const suffix = call && suffixOf(around.after);
  if (!call || !suffix) return undefined;
  return { call, options: suffix.options, range: rangeOf(around, call.index, suffix.length) };
}

/** "(2, 3)", "[2, 3]" or "torch.Size([2, 3])" as a shape. */
export function shapeOf(text: string | undefined): number[] | undefined {
  if (text === undefined || !/^\D*\d|^\(\s*\)$/.test(text)) return undefined;
  const shape = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return shape.length <= 64 && shape.every(Number.isSafeInteger) ? shape : undefined;
}
