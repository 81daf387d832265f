import { parser } from '@lezer/python';
import { outermostBlocks } from './blocks';
import { nodesOf, type Node, type Tree } from './nodes';
import { pythonOnly } from './notebook';
import { statementsIn } from './statements';
import type { Module } from './syntax';

/** Nobody writes longer modules by hand; of longer texts nothing is read. */
export const LONGEST_MODULE = 1_000_000;

/**
 * Steps that go into guessing what mistakes meant, and blocks with mistakes, in one text: then the rest is not read. A guess
 * costs twenty times as much as reading; half-typed code has mistakes in a block or two, what is no Python at all has them
 * everywhere.
 */
const MOST_GUESSES = 1_200;
const MOST_MISTAKEN = 400;

const strict = parser.configure({ strict: true });

/**
 * Reads a file or a notebook's cell, lines of IPython included. Any text gives a module: what is half-typed or no Python
 * at all becomes `unknown` expressions and `other` statements, or is left out. Linear in the text's length.
 */
export function parse(text: string): Module {
  if (text.length > LONGEST_MODULE) return { text, statements: [] };
  // Spaces after the last line would count as a mistake.
  const { roots } = new Reading(pythonOnly(text).trimEnd());
  return { text, statements: roots.flatMap((root) => statementsIn(root, text)) };
}

/**
 * One tree where there are no mistakes. Else one of the blocks at the margin before the first mistake, one of the block that
 * has it, as far as that can be guessed, and so on behind.
 */
class Reading {
  readonly roots: Node[] = [];
  private guesses = MOST_GUESSES;
  private mistaken = 0;

  constructor(private readonly python: string) {
    let stop = this.read(0, python.length);
    if (stop === undefined) return;
    const blocks = outermostBlocks(python);
    for (let next = 0; stop !== undefined && this.mistaken <= MOST_MISTAKEN;) {
      const first = next;
      while (next < blocks.length - 1 && blocks[next].to <= stop) next++;
      // Where what stands before is not finished, the mistake shows behind it only.
      if (next > first && this.read(blocks[first].from, blocks[next].from) !== undefined)
        for (const block of blocks.slice(first, next)) this.readOrGuess(block);
      this.readOrGuess(blocks[next++]);
      stop = next < blocks.length ? this.read(blocks[next].from, python.length) : undefined;
    }
  }

  /** Reads a piece that has no mistakes; of another one nothing, and returns where its first mistake shows. */
  private read(from: number, to: number): number | undefined {
    const run = strict.startParse(this.python.slice(from, to).trimEnd());
    try {
      this.roots.push(nodesOf(finished(run), from));
      return undefined;
    } catch (error) {
      // An exhausted stack says nothing of the place: the tree is built by recursion at the end, however deep it is.
      return isExhausted(error) ? to : from + run.parsedPos;
    }
  }

  private readOrGuess({ from, to }: { from: number; to: number }) {
    if (this.read(from, to) === undefined) return;
    this.mistaken++;
    if (this.guesses <= 0) return;
    const run: Guessing = parser.startParse(this.python.slice(from, to).trimEnd());
    try {
      this.roots.push(
        nodesOf(
          finished(run, () => this.goesOn(run)),
          from,
        ),
      );
    } catch (error) {
      isExhausted(error);
    }
  }

  /** Whether another step may be taken: those between a mistake and where code makes sense again are counted. */
  private goesOn({ recovering }: Guessing): boolean {
    if (recovering !== 0) this.guesses--;
    return this.guesses > 0;
  }
}

type Run = ReturnType<typeof parser.startParse>;
/** `recovering` is not among what the parser promises: without it every step counts. */
type Guessing = Run & { readonly recovering?: number };

/** The tree of a text, or of its beginning where the rest is not worth it. */
function finished(run: Run, goesOn = () => true): Tree {
  for (;;) {
    const tree = run.advance();
    if (tree !== null) return tree;
    if (run.stoppedAt === null && !goesOn()) run.stopAt(run.parsedPos);
  }
}

/** A RangeError is an exhausted stack, a SyntaxError a mistake; there are no others. */
function isExhausted(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  if (error instanceof SyntaxError) return false;
  throw error;
}
