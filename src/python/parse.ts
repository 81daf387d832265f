import { parser } from '@lezer/python';
import { outermostBlocks } from './blocks';
import { nodesOf, type Node, type Tree } from './nodes';
import { pythonOnly } from './notebook';
import { statementsIn } from './statements';
import type { Module } from './syntax';

/** Nobody writes longer modules by hand; of longer texts nothing is read. */
export const LONGEST_MODULE = 1_000_000;

/**
 * Characters of blocks with mistakes that are read in one module. Guessing what a mistake meant costs twenty times as
 * much as reading: half-typed code has mistakes in a block or two, what is no Python at all has them everywhere.
 */
const MOST_MISTAKEN = 8_000;

const strict = parser.configure({ strict: true });

/**
 * Reads a file or a notebook's cell, lines of IPython included. Any text gives a module: what is half-typed or no Python
 * at all becomes `unknown` expressions and `other` statements, or is left out. Linear in the text's length.
 */
export function parse(text: string): Module {
  if (text.length > LONGEST_MODULE) return { text, statements: [] };
  // Spaces after the last line would count as a mistake.
  const roots = rootsOf(pythonOnly(text).trimEnd());
  return { text, statements: roots.flatMap((root) => statementsIn(root, text)) };
}

/** One tree where there are no mistakes, else one for each block that could be read. */
function rootsOf(python: string): Node[] {
  const whole = attempt(() => strict.parse(python));
  if (whole !== undefined) return [nodesOf(whole, 0)];
  let left = MOST_MISTAKEN;
  return outermostBlocks(python).flatMap(({ from, to }) => {
    const block = python.slice(from, to).trimEnd();
    const right = attempt(() => strict.parse(block));
    if (right !== undefined) return [nodesOf(right, from)];
    const mistaken = block.slice(0, left);
    left -= mistaken.length;
    const guessed = attempt(() => parser.parse(mistaken));
    return guessed === undefined ? [] : [nodesOf(guessed, from)];
  });
}

function attempt(read: () => Tree): Tree | undefined {
  try {
    return read();
  } catch (error) {
    // A RangeError is an exhausted stack: the parser builds its tree by recursion, however deep that is.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
