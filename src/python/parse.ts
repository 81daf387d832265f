import { parser } from '@lezer/python';
import { outermostBlocks, type Block } from './blocks';
import { withoutContextBrackets } from './contexts';
import { firstMistake, nodesOf, type Node, type Tree } from './nodes';
import { withNamedDecorators } from './decorators';
import { pythonOnly } from './notebook';
import { statementsIn } from './statements';
import type { Module } from './syntax';
import { withoutTargets } from './targets';

/** Nobody writes longer modules by hand; of longer texts nothing is read. */
export const LONGEST_MODULE = 1_000_000;

/**
 * Steps that go into guessing what mistakes meant, and blocks with mistakes, in one text: then the rest is not read. A guess
 * costs twenty times as much as reading; half-typed code has mistakes in a block or two, what is no Python at all has them
 * everywhere.
 */
const MOST_GUESSES = 1_200;
const MOST_MISTAKEN = 400;
/**
 * Characters of a line in a block whose mistakes are guessed: a guess that takes a text for a string reads the rest of its line,
 * each time anew. Longer lines are data.
 */
const LONGEST_GUESSED = 4_000;

/**
 * Steps of the parser in one text, a name, a sign or a number each: then the rest is not read. Python's own library has one
 * for 4 to 6 characters; what has 33,000 in 100 KB was made to be slow.
 */
const MOST_STEPS = 60_000;
const FIRST_STEPS = 8_000;
const STEPS_PER_CHARACTER = 1 / 4;
/**
 * Entries of the parser's stack, about six for each bracket or sign that something is nested in. Python gives up at 200
 * brackets; every step on a deep stack takes long.
 */
const DEEPEST = 3_000;
/** Steps between two looks at the stack. */
const STEPS = 64;
/** Characters that are read at once, and more where a block is longer. */
const PIECE = 1 << 13;

const strict = parser.configure({ strict: true });

/**
 * Reads a file or a notebook's cell, lines of IPython included. Any text gives a module: what is half-typed or no Python
 * at all becomes `unknown` expressions and `other` statements, or is left out. Linear in the text's length.
 */
export function parse(text: string): Module {
  if (text.length > LONGEST_MODULE) return { text, statements: [], unread: [0] };
  // Spaces after the last line would count as a mistake.
  const known = withNamedDecorators(withoutTargets(withoutContextBrackets(pythonOnly(text))));
  const { roots, unread } = new Reading(known.trimEnd());
  return { text, statements: roots.flatMap((root) => statementsIn(root, text)), unread };
}

/**
 * One tree of each piece that has no mistakes. Else one of the blocks at the margin before the first mistake, one of the
 * block that has it, as far as that can be guessed, and so on behind.
 */
class Reading {
  readonly roots: Node[] = [];
  /** Where the first mistake of a block is, or what is not read begins. */
  readonly unread: number[] = [];
  private guesses = MOST_GUESSES;
  private mistaken = 0;
  private steps = 0;
  private readonly mostSteps: number;

  constructor(private readonly python: string) {
    this.mostSteps = Math.min(MOST_STEPS, FIRST_STEPS + python.length * STEPS_PER_CHARACTER);
    if (python.length <= PIECE) this.readPiece(0, python.length);
    else
      for (const { from, to } of pieces(outermostBlocks(python))) {
        if (this.isSpent) {
          this.unread.push(from);
          break;
        }
        this.readPiece(from, to);
      }
  }

  private get isSpent(): boolean {
    return this.steps >= this.mostSteps || this.mistaken > MOST_MISTAKEN;
  }

  private readPiece(start: number, end: number) {
    let stop = this.read(start, end);
    if (stop === undefined) return;
    const blocks = outermostBlocks(this.python.slice(start, end)).map(({ from, to }) => ({
      from: start + from,
      to: start + to,
    }));
    for (let next = 0; stop !== undefined && !this.isSpent;) {
      const first = next;
      while (next < blocks.length - 1 && blocks[next].to <= stop) next++;
      // Where what stands before is not finished, the mistake shows behind it only.
      if (next > first && this.read(blocks[first].from, blocks[next].from) !== undefined)
        for (const block of blocks.slice(first, next)) this.readOrGuess(block);
      this.readOrGuess(blocks[next++]);
      stop = next < blocks.length ? this.read(blocks[next].from, end) : undefined;
      if (stop !== undefined && this.isSpent) this.unread.push(blocks[next].from);
    }
  }

  /** Reads a piece that has no mistakes; of another one nothing, and returns where its first mistake shows. */
  private read(from: number, to: number): number | undefined {
    const run: Run = strict.startParse(this.python.slice(from, to).trimEnd());
    try {
      const tree = this.finished(run);
      if (tree === undefined) return to;
      this.roots.push(nodesOf(tree, from));
      return undefined;
    } catch (error) {
      // An exhausted stack says nothing of the place: the tree is built by recursion at the end, however deep it is.
      return isExhausted(error) ? to : from + run.parsedPos;
    }
  }

  private readOrGuess({ from, to }: Block) {
    if (this.read(from, to) === undefined) return;
    this.mistaken++;
    const isGuessed = this.guesses > 0 && longestLine(this.python, from, to) <= LONGEST_GUESSED;
    const tree = isGuessed ? this.guess(from, to) : undefined;
    if (tree !== undefined) this.roots.push(nodesOf(tree, from));
    const mistake = tree === undefined ? 0 : firstMistake(tree, this.python.slice(from, to));
    if (mistake !== undefined) this.unread.push(from + mistake);
  }

  private guess(from: number, to: number): Tree | undefined {
    const run: Run = parser.startParse(this.python.slice(from, to).trimEnd());
    try {
      return this.finished(run, () => this.goesOn(run));
    } catch (error) {
      isExhausted(error);
      return undefined;
    }
  }

  /** Whether another step may be taken: those between a mistake and where code makes sense again are counted. */
  private goesOn({ recovering }: Run): boolean {
    if (recovering !== 0) this.guesses--;
    return this.guesses > 0;
  }

  /**
   * The tree of a text, or of its beginning where the rest is not worth it; undefined where it is too long a piece, or too deep.
   */
  private finished(run: Run, goesOn = () => true): Tree | undefined {
    for (let step = 0; ; step++) {
      const tree = run.advance();
      if (tree !== null) return tree;
      if (++this.steps > this.mostSteps + PIECE) return undefined;
      if (step % STEPS === 0 && (run.stacks?.[0]?.stack?.length ?? 0) > DEEPEST) return undefined;
      if (run.stoppedAt === null && !goesOn()) run.stopAt(run.parsedPos);
    }
  }
}

function longestLine(text: string, from: number, to: number): number {
  let longest = 0;
  for (let start = from; start < to;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 || next > to ? to : next;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}

/** Blocks that stand one behind the other, as many as make a piece. */
function pieces(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  let from = 0;
  for (const { to } of blocks)
    if (to - from >= PIECE || to === blocks[blocks.length - 1].to) {
      joined.push({ from, to });
      from = to;
    }
  return joined;
}

/** What the parser does not promise: without it every step counts as a guess, and nothing is too deep. */
type Run = ReturnType<typeof parser.startParse> & {
  readonly recovering?: number;
  readonly stacks?: readonly { readonly stack?: readonly number[] }[];
};

/** A RangeError is an exhausted stack, a SyntaxError a mistake; there are no others. */
function isExhausted(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  if (error instanceof SyntaxError) return false;
  throw error;
}
