import type { Expression, ExpressionOf, Statement, StatementOf } from '../../python/syntax';
import { partsOf } from '../../python/walk';
import type { Code } from './code';
import type { Shown } from './shownValue';

/** One line that a print writes: text and values by turns. */
export interface PrintedLine {
  pieces: readonly ({ text: string } | { shown: Shown })[];
  /** What is printed next goes on on the same line: `end=" "`. */
  open?: true;
}

/** The lines a piece of code writes, and which may come after which: loops go round, branches may be passed by. */
export interface Lines {
  /** By place: what it writes. One line may stand at several places, a function's at each call. */
  readonly at: PrintedLine[];
  /** By place: the places that may come next. */
  readonly next: Set<number>[];
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** Places that code may begin and end at; `nullable` where it may write nothing. */
interface Fragment {
  first: readonly number[];
  last: readonly number[];
  nullable: boolean;
}

const NOTHING: Fragment = { first: [], last: [], nullable: true };
const MOST_LINES = 200;
/** Functions that call functions that print. */
const DEEPEST = 3;
/** Statements and expressions looked at: a function that writes lines is gone through again at each call. */
const MOST_STEPS = 100_000;

/**
 * The lines that statements write when they run, after Glushkov: each line a place, and the places that may follow.
 * `printed` says what one call prints. Undefined for code that writes more lines than a person prints values by.
 */
export function linesOf(
  statements: readonly Statement[],
  code: Code,
  printed: (call: ExpressionOf<'call'>) => readonly PrintedLine[] | undefined,
): Lines | undefined {
  const writer = new Writer(code, printed);
  const { first, last } = writer.block(statements, 0);
  return writer.isSpent ? undefined : { at: writer.at, next: writer.next, first, last };
}

/** The lines of one value and of nothing else. */
export function lineAlone(line: PrintedLine): Lines {
  return { at: [line], next: [new Set()], first: [0], last: [0] };
}

class Writer {
  readonly at: PrintedLine[] = [];
  readonly next: Set<number>[] = [];
  private steps = 0;
  /** The bodies of functions that write nothing, and from which depth of calls on: they are gone through no more. */
  private readonly silent = new Map<readonly Statement[], number>();

  constructor(
    private readonly code: Code,
    private readonly printed: (call: ExpressionOf<'call'>) => readonly PrintedLine[] | undefined,
  ) {}

  /** There is more than is gone through. */
  get isSpent(): boolean {
    return this.at.length > MOST_LINES || this.steps > MOST_STEPS;
  }

  block(statements: readonly Statement[], depth: number): Fragment {
    this.steps += statements.length;
    let all = NOTHING;
    let open: readonly PrintedLine[] = [];
    const end = () => {
      if (open.length > 0) all = this.after(all, this.lines(open));
      open = [];
    };
    for (const statement of statements) {
      if (this.isSpent) return all;
      const printed = this.printedBy(statement);
      if (printed === undefined) {
        end();
        all = this.after(all, this.statement(statement, depth));
        continue;
      }
      open = joined(open, printed);
      if (!printed.at(-1)?.open) end();
    }
    end();
    return all;
  }

  private printedBy(statement: Statement): readonly PrintedLine[] | undefined {
    const isCall = statement.type === 'expression' && statement.value.type === 'call';
    return isCall ? this.printed(statement.value) : undefined;
  }

  private lines(lines: readonly PrintedLine[]): Fragment {
    return this.inTurn(lines.map((line) => () => this.line(line)));
  }

  private statement(statement: Statement, depth: number): Fragment {
    switch (statement.type) {
      case 'expression':
        return this.expression(statement.value, depth);
      case 'assign':
      case 'return':
        return statement.value === undefined ? NOTHING : this.expression(statement.value, depth);
      case 'for':
        return this.inTurn([
          () => this.expression(statement.iterable, depth),
          () => this.round(this.block(statement.body, depth)),
          () => this.block(statement.otherwise, depth),
        ]);
      case 'with':
        return this.block(statement.body, depth);
      case 'branches':
        return this.branches(statement, depth);
      default:
        return NOTHING;
    }
  }

  private branches({ branches, start }: StatementOf<'branches'>, depth: number): Fragment {
    const keyword = /\w*/.exec(this.code.module.text.slice(start, start + 8))![0];
    const bodies = branches.map(
      ({ body }) =>
        () =>
          this.block(body, depth),
    );
    if (keyword === 'try')
      return this.inTurn(bodies.map((body, i) => (i === 0 ? body : () => maybe(body()))));
    const fragments = bodies.map((body) => body());
    const one = maybe({
      first: fragments.flatMap(({ first }) => first),
      last: fragments.flatMap(({ last }) => last),
      nullable: true,
    });
    return keyword === 'while' ? this.round(one) : one;
  }

  private expression(expression: Expression, depth: number): Fragment {
    this.steps++;
    if (this.isSpent || expression.type === 'lambda') return NOTHING;
    if (expression.type === 'call') {
      const lines = this.printed(expression);
      if (lines !== undefined) return this.lines(lines);
    }
    let inside = NOTHING;
    for (const part of partsOf(expression)) {
      if (this.isSpent) break;
      inside = this.after(inside, this.expression(part, depth));
    }
    if (expression.type === 'comprehension') return this.round(inside);
    if (expression.type !== 'call' || expression.callee.type !== 'name' || depth >= DEEPEST) return inside;
    const called = this.code.bindings.functionNamed(expression.callee.id);
    if (called === undefined || this.isSpent) return inside;
    return this.after(inside, this.called(called.body, depth + 1));
  }

  private called(body: readonly Statement[], depth: number): Fragment {
    if (depth >= (this.silent.get(body) ?? Infinity)) return NOTHING;
    const before = this.at.length;
    const written = this.block(body, depth);
    if (this.at.length === before && !this.isSpent) this.silent.set(body, depth);
    return written;
  }

  private line(line: PrintedLine): Fragment {
    const place = this.at.length;
    this.at.push(line);
    this.next.push(new Set());
    return { first: [place], last: [place], nullable: false };
  }

  private inTurn(parts: readonly (() => Fragment)[]): Fragment {
    let all = NOTHING;
    for (const part of parts) {
      if (this.isSpent) return all;
      all = this.after(all, part());
    }
    return all;
  }

  /** One after another; most code writes nothing. */
  private after(before: Fragment, then: Fragment): Fragment {
    if (then === NOTHING) return before;
    if (before === NOTHING) return then;
    this.link(before.last, then.first);
    return {
      first: before.nullable ? [...before.first, ...then.first] : before.first,
      last: then.nullable ? [...before.last, ...then.last] : then.last,
      nullable: before.nullable && then.nullable,
    };
  }

  private round(body: Fragment): Fragment {
    this.link(body.last, body.first);
    return body;
  }

  private link(from: readonly number[], to: readonly number[]) {
    for (const place of from) for (const then of to) this.next[place].add(then);
  }
}

/** Lines one after another, the first of those on the line that was left open. */
function joined(before: readonly PrintedLine[], after: readonly PrintedLine[]): readonly PrintedLine[] {
  const last = before.at(-1);
  if (last === undefined) return after;
  const [first, ...more] = after;
  return first === undefined
    ? before
    : [...before.slice(0, -1), { ...first, pieces: [...last.pieces, ...first.pieces] }, ...more];
}

function maybe(fragment: Fragment): Fragment {
  return { ...fragment, nullable: true };
}
