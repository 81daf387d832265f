import type { Block, Expression, Imported, Statement } from '../syntax';
import { QuickExpressions, STARRED_TARGET, STARRED_TEST, TARGET, TEST, type One } from './expressions';
import { END, NAME, NEWLINE, Tokens } from './tokens';

/** Blocks nested deeper are left to the parser that bears them. */
const DEEPEST = 80;

const UPDATES: ReadonlySet<string> = new Set('+= -= *= /= //= %= @= &= |= ^= <<= >>= **='.split(' '));

/** What was read of a piece of Python. */
interface QuicklyRead {
  readonly statements: Statement[];
  /** Where the statement at the margin begins that is left to the parser that knows half-typed code, if there is one. */
  readonly stopped: number | undefined;
}

/**
 * Reads whole Python twenty times as fast as the parser that knows half-typed code, and to the same statements, up to the
 * first one at the margin that has a mistake or is seldom written.
 *
 * @param code what is read, from an offset to another one
 * @param text the same, as it was before it was made to be what the grammar knows
 */
export function readQuickly(code: string, text: string, from: number, to: number): QuicklyRead {
  const statements: Statement[] = [];
  let start = from;
  const reader = new QuickStatements(new Tokens(code, text, from, to));
  for (;;) {
    const { kind, start: next, indent, isUnsure } = reader.tokens;
    if (isUnsure) return { statements, stopped: start };
    if (kind === END) return { statements, stopped: undefined };
    start = next;
    if (indent > 0) return { statements, stopped: start };
    reader.statement(statements, 0);
  }
}

type Reader = (reader: QuickStatements, indent: number) => Statement;

class QuickStatements extends QuickExpressions {
  private blocks = 0;

  /** One compound statement, or all that stand on one line. */
  statement(into: Statement[], indent: number) {
    const compound = COMPOUND.get(this.tokens.kind);
    if (compound === undefined) this.line(into);
    else this.add(into, compound(this, indent));
  }

  body(indent: number): Statement[] {
    const { tokens } = this;
    const body: Statement[] = [];
    tokens.expect(':');
    if (tokens.kind !== NEWLINE) {
      this.line(body);
      return body;
    }
    tokens.endLine();
    const inner = tokens.indent;
    if (inner <= indent || ++this.blocks > DEEPEST) tokens.giveUp();
    while (tokens.indent === inner && !tokens.is(END)) this.statement(body, inner);
    if (tokens.indent > indent) tokens.giveUp();
    this.blocks--;
    return body;
  }

  /** Whether a line goes on with the statement above it. */
  goesOn(keyword: string, indent: number): boolean {
    return this.tokens.kind === keyword && this.tokens.indent === indent && this.tokens.take(keyword);
  }

  private line(into: Statement[]) {
    const { tokens } = this;
    do {
      this.add(into, this.small());
    } while (tokens.take(';') && !tokens.isOver);
    tokens.endLine();
  }

  /** Takes a statement that was read to its end. */
  private add(into: Statement[], statement: Statement) {
    if (!this.tokens.isUnsure) into.push(statement);
  }

  private small(): Statement {
    const { tokens } = this;
    const simple = SIMPLE.get(tokens.kind);
    if (simple !== undefined) return simple(this, 0);
    const { word } = tokens;
    if (word === 'print' && this.isFollowedBy(/[^(.\n\r#]/y)) return this.print();
    // Words that are names as well.
    const isKeyword =
      (word === 'match' && this.isFollowedBy(/[^=.,:;)\n\r#]/y)) ||
      (word === 'type' && this.isFollowedBy(/\w/y));
    if (isKeyword) tokens.giveUp();
    return this.assignment();
  }

  /** What stands behind a word and its spaces. */
  private isFollowedBy(sign: RegExp): boolean {
    const { code, end } = this.tokens;
    let at = end;
    while (code[at] === ' ' || code[at] === '\t') at++;
    sign.lastIndex = at;
    return sign.test(code);
  }

  /** Python 2: `print x` shows a value as a call does. */
  private print(): Statement {
    const { tokens } = this;
    const { start, end } = tokens;
    tokens.next();
    const args = [{ value: this.test() }];
    const span = { start, end: tokens.before };
    const callee = { type: 'name' as const, start, end, id: 'print' };
    return { type: 'expression', ...span, value: { type: 'call', ...span, callee, args }, silent: false };
  }

  private assignment(): Statement {
    const { tokens } = this;
    const { start } = tokens;
    const first = this.all(STARRED_TEST);
    const { kind: operator } = tokens;
    if (UPDATES.has(operator)) {
      tokens.next();
      const value = tokens.kind === 'yield' ? this.yielded() : this.all(TEST);
      return { type: 'assign', start, end: tokens.before, targets: [first], operator, value };
    }
    const annotation = tokens.take(':') ? this.test() : undefined;
    const sides = [first];
    while (tokens.take('=')) sides.push(tokens.kind === 'yield' ? this.yielded() : this.all(STARRED_TEST));
    const end = tokens.before;
    const value = sides.length > 1 ? sides.pop() : undefined;
    return annotation === undefined && value === undefined
      ? { type: 'expression', start, end, value: first, silent: tokens.kind === ';' }
      : {
          type: 'assign',
          start,
          end,
          targets: sides,
          ...(annotation && { annotation }),
          ...(value && { value }),
        };
  }
}

/** Statements that begin with a keyword and stand on one line. */
const SIMPLE: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['return', returned],
  ['import', imported],
  ['from', importedFrom],
  ['raise', raised],
  ['pass', (reader) => other(reader)],
  ['break', (reader) => left(reader, 'break')],
  ['continue', (reader) => left(reader, 'continue')],
  ['del', (reader) => ({ ...other(reader, TARGET), deletes: true })],
  ['assert', (reader) => other(reader, TEST)],
  ['global', scope],
  ['nonlocal', scope],
  [
    'yield',
    (reader) => {
      const { start } = reader.tokens;
      const values = reader.yieldedItems();
      return { type: 'other', start, end: reader.tokens.before, values };
    },
  ],
]);

function other(reader: QuickStatements, one?: One) {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const values = one === undefined ? [] : reader.each(one);
  return { type: 'other' as const, start, end: tokens.before, values };
}

function returned(reader: QuickStatements): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const value = tokens.isOver ? undefined : reader.all(STARRED_TEST);
  return { type: 'return', start, end: tokens.before, value };
}

function left({ tokens }: QuickStatements, how: 'break' | 'continue'): Statement {
  const { start } = tokens;
  tokens.next();
  return { type: 'leave', start, end: tokens.before, how, values: [] };
}

function raised(reader: QuickStatements): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const values: Expression[] = [];
  if (!tokens.isOver) {
    values.push(reader.test());
    if (tokens.take('from')) values.push(reader.test());
    else while (values.length < 3 && tokens.take(',')) values.push(reader.test());
  }
  return { type: 'leave', start, end: tokens.before, how: 'raise', values };
}

function scope({ tokens }: QuickStatements): Statement {
  const { start } = tokens;
  const names: string[] = [];
  tokens.next();
  do names.push(tokens.name());
  while (tokens.take(',') && tokens.kind === NAME);
  return { type: 'scope', start, end: tokens.before, names };
}

function imported(reader: QuickStatements): Statement {
  const { start } = reader.tokens;
  reader.tokens.next();
  const names = importedNames(reader).map(({ name, ...renamed }) => ({ module: name, dots: 0, ...renamed }));
  return { type: 'import', start, end: reader.tokens.before, names };
}

function importedFrom(reader: QuickStatements): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  let dots = 0;
  while (tokens.kind === '.' || tokens.kind === '...') {
    dots += tokens.kind.length;
    tokens.next();
  }
  const module = dots > 0 && tokens.kind === 'import' ? '' : dottedName(reader);
  tokens.expect('import');
  const listed = tokens.take('*') ? [{ name: '*' }] : importedNames(reader);
  const names = listed.map((one): Imported => ({ module, dots, ...one }));
  return { type: 'import', start, end: tokens.before, names };
}

function importedNames(reader: QuickStatements): { name: string; as?: string }[] {
  const { tokens } = reader;
  const names: { name: string; as?: string }[] = [];
  const inBrackets = tokens.take('(');
  do {
    const name = dottedName(reader);
    names.push({ name, ...(tokens.take('as') && { as: tokens.name() }) });
  } while (tokens.take(',') && tokens.kind === NAME);
  if (inBrackets) tokens.expect(')');
  return names;
}

function dottedName({ tokens }: QuickStatements): string {
  let name = tokens.name();
  while (tokens.take('.')) name += `.${tokens.name()}`;
  return name;
}

/** Statements with others inside them. */
const COMPOUND: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['if', (reader, indent) => branches(reader, indent, ['elif', 'else'])],
  ['while', (reader, indent) => branches(reader, indent, ['else'])],
  ['try', tried],
  ['for', loop],
  ['with', context],
  ['def', (reader, indent) => defined(reader, indent)],
  ['class', (reader, indent) => classOf(reader, indent)],
  ['@', decorated],
  [
    'async',
    (reader, indent) => {
      const { tokens } = reader;
      const { start } = tokens;
      tokens.next();
      const read = ASYNC.get(tokens.kind) ?? unsure;
      return { ...read(reader, indent), start };
    },
  ],
]);

function unsure({ tokens }: QuickStatements): Statement {
  tokens.giveUp();
  return { type: 'other', start: tokens.start, end: tokens.start, values: [] };
}

const ASYNC: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['for', loop],
  ['with', context],
  ['def', (reader, indent) => defined(reader, indent)],
]);

function branches(reader: QuickStatements, indent: number, further: readonly string[]): Statement {
  const { tokens } = reader;
  const { start, kind } = tokens;
  tokens.next();
  const blocks: Block[] = [{ keyword: kind, heads: [reader.named()], body: reader.body(indent) }];
  for (const keyword of further)
    while (reader.goesOn(keyword, indent)) {
      const heads = keyword === 'else' ? [] : [reader.named()];
      blocks.push({ keyword, heads, body: reader.body(indent) });
      if (keyword === 'else') break;
    }
  return { type: 'branches', start, end: tokens.lineEnd, branches: blocks };
}

function tried(reader: QuickStatements, indent: number): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const blocks: Block[] = [{ keyword: 'try', heads: [], body: reader.body(indent) }];
  while (reader.goesOn('except', indent)) {
    tokens.take('*');
    const heads: Expression[] = [];
    if (tokens.kind !== ':') {
      heads.push(reader.test());
      if (tokens.kind === 'as' || tokens.kind === ',') {
        tokens.next();
        const { start: from, end } = tokens;
        if (tokens.is(NAME)) heads.push({ type: 'name', start: from, end, id: tokens.name() });
      }
    }
    blocks.push({ keyword: 'except', heads, body: reader.body(indent) });
  }
  for (const keyword of ['else', 'finally'])
    if (reader.goesOn(keyword, indent)) blocks.push({ keyword, heads: [], body: reader.body(indent) });
  return { type: 'branches', start, end: tokens.lineEnd, branches: blocks };
}

function loop(reader: QuickStatements, indent: number): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const target = reader.all(STARRED_TARGET);
  tokens.expect('in');
  const iterable = reader.all(TEST);
  const body = reader.body(indent);
  const otherwise = reader.goesOn('else', indent) ? reader.body(indent) : [];
  return { type: 'for', start, end: tokens.lineEnd, target, iterable, body, otherwise };
}

function context(reader: QuickStatements, indent: number): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.next();
  const items: { context: Expression; target?: Expression }[] = [];
  do {
    const value = reader.test();
    let target: Expression | undefined;
    if (tokens.take('as')) {
      const { start: from, end } = tokens;
      target = { type: 'name', start: from, end, id: tokens.name() };
    }
    items.push({ context: value, ...(target && { target }) });
  } while (tokens.take(',') && tokens.kind !== ':');
  const body = reader.body(indent);
  return { type: 'with', start, end: tokens.lineEnd, items, body };
}

function defined(reader: QuickStatements, indent: number, decorators: readonly Expression[] = []): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.expect('def');
  const name = tokens.name();
  tokens.expect('(');
  const parameters = [];
  while (tokens.kind !== ')') {
    parameters.push(...reader.parameter(true));
    if (!tokens.take(',')) break;
  }
  tokens.expect(')');
  if (tokens.take('->')) reader.test();
  const body = reader.body(indent);
  return { type: 'function', start, end: tokens.lineEnd, name, decorators, parameters, body };
}

function classOf(reader: QuickStatements, indent: number, decorators: readonly Expression[] = []): Statement {
  const { tokens } = reader;
  const { start } = tokens;
  tokens.expect('class');
  const name = tokens.name();
  const bases = tokens.kind === '(' ? reader.args() : [];
  const body = reader.body(indent);
  return { type: 'class', start, end: tokens.lineEnd, name, decorators, bases, body };
}

function decorated(reader: QuickStatements, indent: number): Statement {
  const { tokens } = reader;
  const decorators: Expression[] = [];
  while (tokens.kind === '@' && tokens.indent === indent) {
    tokens.next();
    decorators.push(decorator(reader));
    if (!tokens.is(NEWLINE)) tokens.giveUp();
    tokens.endLine();
  }
  if (tokens.indent !== indent) tokens.giveUp();
  if (tokens.kind === 'class') return classOf(reader, indent, decorators);
  const { start } = tokens;
  tokens.take('async');
  return { ...defined(reader, indent, decorators), start };
}

/** A name, or a call of one. */
function decorator(reader: QuickStatements): Expression {
  const { tokens } = reader;
  const { start, end } = tokens;
  let callee: Expression = { type: 'name', start, end, id: tokens.name() };
  while (tokens.take('.')) {
    const name = tokens.name();
    callee = { type: 'attribute', start, end: tokens.before, object: callee, name };
  }
  if (tokens.kind !== '(') return callee;
  const args = reader.args();
  return { type: 'call', start, end: tokens.before, callee, args };
}
