import type { Literal } from '../literals/tree';
import type { Container } from '../../arrays/types';

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
  before: string;
  after: string;
}

/** One library's way of printing an array, recognised by what stands around the numbers. */
export interface Format {
  container: Container;
  match(around: Surroundings): Wrapping | undefined;
}

/** Keyword arguments up to the closing parenthesis: `, device='cuda:0', grad_fn=<AddmmBackward0>)`. */
const SUFFIX =
  /^(?:\s|[#>*|])*((?:,(?:\s|[#>*|])*\w+=\s*(?:<[^>\n]*>?|'[^'\n]*'|"[^"\n]*"|\([^()\n]*\)|[\w.:-]*)(?:\s|[#*|])*)*),?\s*\)/;

/** The suffix printed behind the numbers, if it closes the wrapper. */
export function suffixOf(after: string): { length: number; options: Map<string, string> } | undefined {
  const match = SUFFIX.exec(after);
  if (match === null) return undefined;
  return { length: match[0].length, options: optionsOf(match[1]) };
}

/** `dtype=torch.int64, size=(0, 2)` as a map. */
export function optionsOf(text: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const [, key, value] of text.matchAll(
    /(\w+)=\s*(<[^>\n]*>?|'[^'\n]*'|"[^"\n]*"|\([^()\n]*\)|\[[^[\]\n]*\]|[\w.:-]+)/g,
  ))
    options.set(key, value.replace(/^['"]|['"]$/g, ''));
  return options;
}

/** "(2, 3)", "[2, 3]" or "torch.Size([2, 3])" as a shape. */
export function shapeOf(text: string | undefined): number[] | undefined {
  if (text === undefined || !/^\D*\d|^\(\s*\)$/.test(text)) return undefined;
  const shape = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return shape.length <= 64 && shape.every(Number.isSafeInteger) ? shape : undefined;
}
