import { parser } from '@lezer/python';
import { outermostBlocks, type Block } from './blocks';
import { withoutContextBrackets } from './contexts';
import { firstMistake, nodesOf, type Tree } from './nodes';
import { withNamedDecorators } from './decorators';
import { pythonOnly } from './notebook';
import { withoutLastPoints } from './numbers';
import { readQuickly } from './quick/statements';
import { statementsIn } from './statements';
import type { Module, Statement } from './syntax';
import { withoutTargets } from './targets';

/** Nobody writes longer modules by hand; of longer texts nothing is read. */
export const LONGEST_MODULE = 1_000_000;

/**
 * Steps that go into guessing what mistakes meant, and blocks with mistakes, in one text: then the rest is not read. A guess
 * costs twenty times as much as reading; half-typed code has mistakes in a block or two, what is no Python at all has them
 * everywhere. Of 12,027 files of libraries and their tests none has more than one such block, and 13 steps.
 */
const MOST_GUESSES = 600;
const MOST_MISTAKEN = 100;
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

/** Characters that are read at once where there are mistakes, and more where a block is longer. */
const PIECE = 1 << 12;

const strict = parser.configure({ strict: true });

/** What mistakes may cost in one text, or in all cells of a notebook together. */
export class Effort {
  guesses: number;
  mistaken = 0;
  steps = 0;
  private readonly mostMistaken: number;
  private readonly mostSteps: number;

  /**
   * @param length of all the text
   * @param times as much as may be spent on one text
   */
  constructor(length: number, times = 1) {
    this.guesses = MOST_GUESSES * times;
    this.mostMistaken = MOST_MISTAKEN * times;
    this.mostSteps = Math.min(MOST_STEPS * times, FIRST_STEPS + length * STEPS_PER_CHARACTER);
  }

  /** Whether there are steps left to take. */
  step(): boolean {
    return ++this.steps <= this.mostSteps;
  }

  get isSpent(): boolean {
    return this.steps >= this.mostSteps || this.mistaken > this.mostMistaken;
  }
}

/**
 * Reads a file or a notebook's cell, lines of IPython included. Any text gives a module: what is half-typed or no Python
 * at all becomes `unknown` expressions and `other` statements, or is left out. Linear in the text's length.
 */
export function parse(text: string, effort = new Effort(text.length)): Module {
  if (text.length > LONGEST_MODULE) return { text, statements: [], unread: [0] };
  const { statements, unread } = new Reading(asKnown(pythonOnly(text)).trimEnd(), text, effort);
  return { text, statements, unread };
}

/** Python as the grammar knows it, offset for offset. Most cells of a notebook have neither of what it misses. */
function asKnown(python: string): string {
  const hasTargets = python.includes('with') && python.includes('as');
  const contexts = hasTargets ? withoutTargets(withoutContextBrackets(python)) : python;
  return contexts.includes('@') ? withNamedDecorators(contexts) : contexts;
}

/**
 * Whole Python is read quickly, up to a block at the margin that has a mistake or is seldom written: that one by the parser
 * that knows half-typed code, by itself, as far as it can be guessed, and so on behind.
 */
class Reading {
  readonly statements: Statement[] = [];
  /** Where the first mistake of a block is, or what is not read begins. */
  readonly unread: number[] = [];

  constructor(
    private readonly python: string,
    private readonly text: string,
    private readonly effort: Effort,
  ) {
    let to = python.length;
    let blocks: Block[] = [];
    for (let at = 0; at < python.length;) {
      const { statements, stopped } = readQuickly(python, text, at, to);
      if (stopped === undefined) {
        add(this.statements, statements);
        at = to;
      } else if (effort.isSpent) {
        // By the cells before: of this one what is whole up to there is taken.
        add(this.statements, statements);
        this.unread.push(stopped);
        break;
      } else {
        if (blocks.length === 0) blocks = outermostBlocks(python).reverse();
        at = this.readAround(statements, stopped, blocks);
        if (at < python.length && effort.isSpent) {
          this.unread.push(at);
          break;
        }
      }
      // Where one statement was not understood others may not be, each of which may look like one that goes on to the end.
      to = endOfPiece(blocks, at);
    }
  }

  /**
   * The statements before a block that has to be read by itself, and that one; returns where it ends.
   *
   * @param blocks those that end behind what was read, the last first
   */
  private readAround(statements: readonly Statement[], stopped: number, blocks: Block[]): number {
    while (blocks.length > 1 && blocks[blocks.length - 1].to <= stopped) blocks.pop();
    const { from, to } = blocks.pop()!;
    const before = statements.filter(({ start }) => start < from);
    // What seems to be two blocks may be one statement.
    const isOne = before.length > 0 && before[before.length - 1].end > from;
    add(this.statements, isOne ? statements : before);
    this.readOrGuess({ from: isOne ? stopped : from, to });
    return to;
  }

  /** Reads a block; whether it has no mistakes. */
  private read(from: number, to: number): boolean {
    const run: Run = strict.startParse(this.known(from, to));
    try {
      const tree = this.finished(run);
      if (tree !== undefined) this.take(tree, from);
      return tree !== undefined;
    } catch (error) {
      // An exhausted stack says nothing of the place: the tree is built by recursion at the end, however deep it is.
      isExhausted(error);
      return false;
    }
  }

  /** A block as the grammar knows it. */
  private known(from: number, to: number): string {
    return withoutLastPoints(this.python.slice(from, to).trimEnd());
  }

  private take(tree: Tree, from: number) {
    add(this.statements, statementsIn(nodesOf(tree, from), this.text));
  }

  private readOrGuess({ from, to }: Block) {
    if (this.read(from, to)) return;
    this.effort.mistaken++;
    const isGuessed = this.effort.guesses > 0 && longestLine(this.python, from, to) <= LONGEST_GUESSED;
    const tree = isGuessed ? this.guess(from, to) : undefined;
    if (tree !== undefined) this.take(tree, from);
    const mistake = tree === undefined ? 0 : firstMistake(tree, this.known(from, to));
    if (mistake !== undefined) this.unread.push(from + mistake);
  }

  private guess(from: number, to: number): Tree | undefined {
    const run: Run = parser.startParse(this.known(from, to));
    try {
      return this.finished(run, () => this.goesOn(run));
    } catch (error) {
      isExhausted(error);
      return undefined;
    }
  }

  /** Whether another step may be taken: those between a mistake and where code makes sense again are counted. */
  private goesOn({ recovering }: Run): boolean {
    if (recovering !== 0) this.effort.guesses--;
    return this.effort.guesses > 0;
  }

  /**
   * The tree of a text, or of its beginning where the rest is not worth it; undefined where it is too long a piece, or too deep.
   */
  private finished(run: Run, goesOn = () => true): Tree | undefined {
    for (let step = 0; ; step++) {
      const tree = run.advance();
      if (tree !== null) return tree;
      if (!this.effort.step()) return undefined;
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

/** Where as many blocks end as make a piece. */
function endOfPiece(blocks: readonly Block[], at: number): number {
  let i = blocks.length - 1;
  while (i > 0 && blocks[i].to - at < PIECE) i--;
  return blocks[i]?.to ?? at;
}

function add<T>(all: T[], more: readonly T[]) {
  for (const one of more) all.push(one);
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
