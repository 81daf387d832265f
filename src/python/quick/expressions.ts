import { literalParts, type Inserted } from '../strings';
import type { Argument, Clause, Expression, Parameter, StringPart } from '../syntax';
import { FORMAT, NAME, NUMBER, STRING, type Tokens } from './tokens';

/** Expressions nested deeper are left to the parser that bears them. */
const DEEPEST = 150;

/** What an expression may begin with. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  NAME,
  NUMBER,
  STRING,
  FORMAT,
  ...'([{-+~',
  '...',
  'not',
  'lambda',
  'await',
  'None',
  'True',
  'False',
]);

/** How tightly an operator binds its sides. */
const TIGHT: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['//', 6],
  ['%', 6],
  ['@', 6],
]);

const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '==', '!=', '<=', '>=', '<>', 'in']);

/** Read where the tokens gave up, and taken by nobody. */
const NOTHING: Expression = { type: 'tuple', start: 0, end: 0, items: [] };

/** How one of some expressions is read that have commas between them. */
export type One = (reader: QuickExpressions) => Expression;
export const TEST: One = (reader) => reader.test();
export const TARGET: One = (reader) => reader.arithmetic();
export const STARRED_TEST: One = (reader) => reader.starredOr(TEST);
export const STARRED_TARGET: One = (reader) => reader.starredOr(TARGET);
const STARRED_NAMED: One = (reader) => reader.starredOr((again) => again.named());
/** In the braces of a string. */
const SPREAD_TEST: One = (reader) => {
  const { tokens } = reader;
  const { start } = tokens;
  if (!tokens.take('*')) return reader.test();
  const value = reader.test();
  return { type: 'starred', start, end: tokens.before, value };
};

/**
 * Reads expressions as the language defines them, each from where the tokens stand. A pair of brackets leaves nothing: what
 * is around it begins and ends with the brackets, it itself inside them.
 */
export class QuickExpressions {
  private depth = 0;
  /** How deep the expression is nested that was read last. */
  private high = 0;

  constructor(readonly tokens: Tokens) {}

  /** A condition, a lambda, or what stands between them. */
  test(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    if (tokens.kind === 'lambda') return this.lambda();
    const then = this.or();
    if (tokens.kind !== 'if') return then;
    let { high } = this;
    tokens.next();
    const test = this.or();
    high = Math.max(high, this.high);
    tokens.expect('else');
    this.enter();
    const otherwise = this.test();
    this.leave(high);
    return { type: 'conditional', start, end: tokens.before, then, test, otherwise };
  }

  /** The same, or an assignment inside an expression. */
  named(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    const target = this.test();
    if (!tokens.take(':=')) return target;
    const { high } = this;
    const value = this.test();
    this.rise(high);
    return { type: 'walrus', start, end: tokens.before, target, value };
  }

  /** Arithmetic: what a loop's targets are made of, too. */
  arithmetic(loosest = 1): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let left = this.unary();
    for (;;) {
      const { kind: operator } = tokens;
      const tight = TIGHT.get(operator);
      if (tight === undefined || tight < loosest) return left;
      const { high } = this;
      tokens.next();
      const right = this.arithmetic(tight + 1);
      this.rise(high);
      left = { type: 'binary', start, end: tokens.before, operator, left, right };
    }
  }

  /** Expressions with commas between them: one that stands alone, or a tuple. */
  all(one: One): Expression {
    const { tokens } = this;
    const first = one(this);
    if (tokens.kind !== ',') return first;
    const items = [first];
    let { high } = this;
    while (tokens.take(',') && this.begins) {
      items.push(one(this));
      high = Math.max(high, this.high);
    }
    this.rise(high);
    return { type: 'tuple', start: first.start, end: items[items.length - 1].end, items };
  }

  /** The same, one by one. */
  each(one: One): Expression[] {
    const { tokens } = this;
    const items = [one(this)];
    while (tokens.take(',') && this.begins) items.push(one(this));
    return items;
  }

  private get begins(): boolean {
    return BEGINNINGS.has(this.tokens.kind) || this.tokens.kind === '*';
  }

  /** `*x`, or what stands there instead. */
  starredOr(one: One): Expression {
    const { tokens } = this;
    const { start } = tokens;
    if (!tokens.take('*')) return one(this);
    const value = this.arithmetic();
    return { type: 'starred', start, end: tokens.before, value };
  }

  args(): Argument[] {
    const { tokens } = this;
    const args: Argument[] = [];
    let high = 0;
    this.enter();
    tokens.expect('(');
    while (tokens.kind !== ')') {
      args.push(this.argument());
      high = Math.max(high, this.high);
      if (!tokens.take(',')) break;
    }
    tokens.expect(')');
    this.high = 0;
    this.leave(high);
    return args;
  }

  /** `yield` and what it yields. */
  yielded(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    const items = this.yieldedItems();
    return { type: 'unknown', start, end: tokens.before, items };
  }

  yieldedItems(): Expression[] {
    const { tokens } = this;
    tokens.expect('yield');
    if (tokens.take('from')) return [this.test()];
    if (!this.begins) return [];
    return this.each(STARRED_TEST).map(withoutStar);
  }

  private lambda(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    tokens.next();
    const parameters: Parameter[] = [];
    let high = 0;
    this.enter();
    if (tokens.kind !== ':')
      do {
        this.high = 0;
        parameters.push(...this.parameter(false));
        high = Math.max(high, this.high);
      } while (tokens.take(','));
    tokens.expect(':');
    const body = this.test();
    this.leave(high);
    return { type: 'lambda', start, end: tokens.before, parameters, body };
  }

  /** None where only a sign stands. */
  parameter(annotated: boolean): Parameter[] {
    const { tokens } = this;
    const { kind } = tokens;
    const spread = kind === '*' || kind === '**' ? kind : undefined;
    if (spread !== undefined) {
      tokens.next();
      if (kind === '*' && tokens.kind !== NAME) return [];
    } else if (kind === '/' && annotated) {
      tokens.next();
      return [];
    }
    const name = tokens.name();
    const annotation = annotated && tokens.take(':') ? this.test() : undefined;
    const fallback = spread === undefined && tokens.take('=') ? this.test() : undefined;
    return [
      {
        name,
        ...(spread && { spread }),
        ...(annotation && { annotation }),
        ...(fallback && { fallback }),
      },
    ];
  }

  private or(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let left = this.and();
    while (tokens.kind === 'or') {
      const { high } = this;
      tokens.next();
      const right = this.and();
      this.rise(high);
      left = { type: 'binary', start, end: tokens.before, operator: 'or', left, right };
    }
    return left;
  }

  private and(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let left = this.not();
    while (tokens.kind === 'and') {
      const { high } = this;
      tokens.next();
      const right = this.not();
      this.rise(high);
      left = { type: 'binary', start, end: tokens.before, operator: 'and', left, right };
    }
    return left;
  }

  private not(): Expression {
    const { tokens } = this;
    if (tokens.kind !== 'not') return this.compared();
    const { start } = tokens;
    tokens.next();
    this.enter();
    const operand = this.not();
    this.leave();
    return { type: 'unary', start, end: tokens.before, operator: 'not', operand };
  }

  private compared(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let left = this.arithmetic();
    for (let operator = this.comparison(); operator !== undefined; operator = this.comparison()) {
      const { high } = this;
      const right = this.arithmetic();
      this.rise(high);
      left = { type: 'binary', start, end: tokens.before, operator, left, right };
    }
    return left;
  }

  private comparison(): string | undefined {
    const { tokens } = this;
    const { kind } = tokens;
    if (COMPARISONS.has(kind)) {
      tokens.next();
      return kind;
    }
    if (tokens.take('is')) return tokens.take('not') ? 'is not' : 'is';
    if (!tokens.take('not')) return undefined;
    tokens.expect('in');
    return 'not in';
  }

  private unary(): Expression {
    const { tokens } = this;
    const { kind: operator, start } = tokens;
    if (operator !== '-' && operator !== '+' && operator !== '~') return this.power();
    tokens.next();
    this.enter();
    const operand = this.unary();
    this.leave();
    return { type: 'unary', start, end: tokens.before, operator, operand };
  }

  private power(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    const left = this.awaited();
    if (tokens.kind !== '**') return left;
    const { high } = this;
    tokens.next();
    this.enter();
    const right = this.unary();
    this.leave(high);
    return { type: 'binary', start, end: tokens.before, operator: '**', left, right };
  }

  private awaited(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    if (!tokens.take('await')) return this.primary();
    const value = this.primary();
    this.rise();
    return { type: 'await', start, end: tokens.before, value };
  }

  /** A name, a literal or what is in brackets, with its attributes, calls and subscripts. */
  private primary(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let object = this.atom();
    for (;;) {
      const { high } = this;
      if (tokens.kind === '.') {
        tokens.next();
        const { word: name } = tokens;
        if (name === '') tokens.giveUp();
        tokens.next();
        object = { type: 'attribute', start, end: tokens.before, object, name };
        this.rise();
      } else if (tokens.kind === '(') {
        const args = this.args();
        object = { type: 'call', start, end: tokens.before, callee: object, args };
        this.rise(high);
      } else if (tokens.kind === '[') {
        const indices = this.indices();
        object = { type: 'subscript', start, end: tokens.before, object, indices };
        this.rise(high);
      } else return object;
    }
  }

  private indices(): Expression[] {
    const { tokens } = this;
    const indices: Expression[] = [];
    let high = 0;
    this.enter();
    tokens.expect('[');
    do {
      indices.push(this.index());
      high = Math.max(high, this.high);
    } while (tokens.take(',') && tokens.kind !== ']');
    tokens.expect(']');
    this.leave(high);
    return indices;
  }

  private index(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    let high = 0;
    const bound = () => {
      if (tokens.kind === ':' || tokens.kind === ',' || tokens.kind === ']') return undefined;
      const one = this.named();
      high = Math.max(high, this.high);
      return one;
    };
    const lower = bound();
    if (!tokens.take(':')) {
      if (lower === undefined) tokens.giveUp();
      return lower ?? NOTHING;
    }
    const upper = bound();
    const step = tokens.take(':') ? bound() : undefined;
    this.high = 0;
    this.rise(high);
    return {
      type: 'slice',
      start,
      end: tokens.before,
      ...(lower && { lower }),
      ...(upper && { upper }),
      ...(step && { step }),
    };
  }

  private atom(): Expression {
    const { tokens } = this;
    const { kind, start, end, word } = tokens;
    switch (kind) {
      case NAME:
        tokens.next();
        this.high = 1;
        return { type: 'name', start, end, id: word };
      case NUMBER:
      case 'None':
      case 'True':
      case 'False':
      case '...':
        tokens.next();
        this.high = 1;
        return { type: 'constant', start, end, text: tokens.written(start, end) };
      case STRING:
      case FORMAT:
        return this.strings();
      case '(':
        return this.inside('parenthesized', start);
      case '[':
        return this.inside('list', start);
      case '{':
        return this.inside('braces', start);
      default:
        tokens.giveUp();
        return NOTHING;
    }
  }

  private inside(what: 'parenthesized' | 'list' | 'braces', start: number): Expression {
    this.enter();
    this.tokens.next();
    this.high = 0;
    const expression = this[what](start);
    this.leave();
    return expression;
  }

  private parenthesized(start: number): Expression {
    const { tokens } = this;
    if (tokens.take(')')) return { type: 'tuple', start, end: tokens.before, items: [] };
    if (tokens.kind === 'yield') {
      const value = this.yielded();
      tokens.expect(')');
      return value;
    }
    const first = STARRED_NAMED(this);
    if (this.isFor) return this.comprehension([withoutStar(first)], start, ')');
    if (tokens.kind === ',') {
      const items = this.rest(first, STARRED_NAMED, ')');
      return { type: 'tuple', start, end: tokens.before, items };
    }
    tokens.expect(')');
    return first;
  }

  private list(start: number): Expression {
    const { tokens } = this;
    if (tokens.take(']')) return { type: 'list', start, end: tokens.before, items: [] };
    const first = STARRED_NAMED(this);
    if (this.isFor) return this.comprehension([withoutStar(first)], start, ']');
    const items = this.rest(first, STARRED_NAMED, ']');
    return { type: 'list', start, end: tokens.before, items };
  }

  /** What follows the first of a list in brackets, and the bracket that closes it. */
  private rest(first: Expression, one: One, closing: string): Expression[] {
    const { tokens } = this;
    const items = [first];
    let { high } = this;
    while (tokens.take(',') && tokens.kind !== closing) {
      items.push(one(this));
      high = Math.max(high, this.high);
    }
    tokens.expect(closing);
    this.high = high;
    return items;
  }

  private braces(start: number): Expression {
    const { tokens } = this;
    if (tokens.kind === '}' || tokens.kind === '**') return this.dictionary(start, undefined);
    const first = STARRED_TEST(this);
    if (tokens.kind === ':' && first.type !== 'starred') return this.dictionary(start, first);
    if (this.isFor) return this.comprehension([withoutStar(first)], start, '}');
    const items = this.rest(first, STARRED_TEST, '}');
    return { type: 'set', start, end: tokens.before, items };
  }

  /** From the first key on, which was read already. */
  private dictionary(start: number, first: Expression | undefined): Expression {
    const { tokens } = this;
    const entries: { key?: Expression; value: Expression }[] = [];
    const items: Expression[] = [];
    let { high } = this;
    let key = first;
    while (key !== undefined || tokens.kind !== '}') {
      if (key === undefined && tokens.take('**')) entries.push({ value: this.arithmetic() });
      else {
        key ??= this.test();
        high = Math.max(high, this.high);
        tokens.expect(':');
        const value = this.test();
        items.push(key);
        entries.push({ key, value });
        key = undefined;
      }
      items.push(entries[entries.length - 1].value);
      high = Math.max(high, this.high);
      if (this.isFor && entries.length === 1) return this.comprehension(items, start, '}');
      if (!tokens.take(',')) break;
    }
    tokens.expect('}');
    this.high = high;
    return { type: 'dict', start, end: tokens.before, items, entries };
  }

  private get isFor(): boolean {
    return this.tokens.kind === 'for' || this.tokens.kind === 'async';
  }

  private comprehension(items: Expression[], start: number, closing?: string): Expression {
    const { tokens } = this;
    const clauses: Clause[] = [];
    let { high } = this;
    const add = (part: Expression) => {
      items.push(part);
      high = Math.max(high, this.high);
      return part;
    };
    while (this.isFor) {
      tokens.take('async');
      tokens.expect('for');
      const target = add(this.all(TARGET));
      tokens.expect('in');
      const iterable = add(this.or());
      const conditions: Expression[] = [];
      while (tokens.take('if')) conditions.push(add(this.or()));
      clauses.push({ target, iterable, conditions });
    }
    if (closing !== undefined) tokens.expect(closing);
    this.high = high;
    this.rise();
    return { type: 'comprehension', start, end: tokens.before, items, clauses };
  }

  private argument(): Argument {
    const { tokens } = this;
    const { start, kind } = tokens;
    if (kind === '*' || kind === '**') {
      tokens.next();
      return { value: this.test(), spread: kind };
    }
    const first = this.test();
    const sign = tokens.kind;
    if (sign !== '=' && sign !== ':=')
      return { value: this.isFor ? this.comprehension([first], start) : first };
    if (first.type !== 'name' || first.start !== start || first.end !== tokens.before) {
      tokens.giveUp();
      return { value: NOTHING };
    }
    tokens.next();
    const from = tokens.start;
    const test = this.test();
    const value = this.isFor ? this.comprehension([test], from) : test;
    return sign === '='
      ? { keyword: first.id, value }
      : { value: { type: 'walrus', start, end: tokens.before, target: first, value } };
  }

  /** A string, or several in a row. */
  private strings(): Expression {
    const { tokens } = this;
    const { start } = tokens;
    const parts: StringPart[] = [];
    let high = 0;
    let end = start;
    while (tokens.kind === STRING || tokens.kind === FORMAT) {
      const from = tokens.start;
      let inserted: Inserted[] = [];
      if (tokens.kind === FORMAT) {
        inserted = this.inserted();
        if (tokens.isUnsure) return NOTHING;
        high = Math.max(high, this.high);
      }
      ({ end } = tokens);
      for (const part of literalParts(tokens.text, from, end, inserted)) parts.push(part);
      tokens.next();
    }
    this.high = high;
    this.rise();
    if (parts.some((part) => !('text' in part))) return { type: 'f-string', start, end, parts };
    const text = parts.map((part) => ('text' in part ? part.text : '')).join('');
    return { type: 'string', start, end, text, bytes: /^r?b/i.test(tokens.written(start, start + 2)) };
  }

  /** Goes to the end of a string that values are put into: these. */
  private inserted(): Inserted[] {
    const { tokens } = this;
    const { start, prefix, quote } = tokens;
    const inserted: Inserted[] = [];
    let at = tokens.end;
    let high = 0;
    this.high = 0;
    for (;;) {
      [tokens.prefix, tokens.quote] = [prefix, quote];
      at = tokens.stringEnd(at);
      if (tokens.isUnsure) return inserted;
      if (tokens.code[at] !== '{') break;
      inserted.push(this.replacement(at));
      high = Math.max(high, this.high);
      at = tokens.end;
    }
    this.high = high;
    [tokens.start, tokens.end] = [start, tokens.code[at] === quote[0] ? at + quote.length : at];
    return inserted;
  }

  /** `{value = !r:format}`, and the tokens behind it. */
  private replacement(from: number): Inserted {
    const { tokens } = this;
    this.enter();
    tokens.openBraces(from);
    const value = tokens.kind === 'yield' ? this.yielded() : this.all(SPREAD_TEST);
    const { high } = this;
    const label = tokens.take('=') ? tokens.written(from + 1, tokens.start) : undefined;
    tokens.take('!');
    if (tokens.kind === ':') this.format();
    else if (tokens.kind !== '}') tokens.giveUp();
    this.leave(high);
    return {
      from,
      to: tokens.end,
      parts: [{ value, ...(label !== undefined && { label }) }],
    };
  }

  /** What stands between the colon and the brace: other values, which are no part of what is shown, may be in it. */
  private format() {
    const { tokens } = this;
    let at = tokens.end;
    for (;;) {
      at = tokens.braceFrom(at);
      if (tokens.isUnsure) return;
      if (tokens.code[at] === '}') break;
      this.replacement(at);
      at = tokens.end;
    }
    tokens.closeBraces(at);
  }

  private enter() {
    if (++this.depth > DEEPEST) this.tokens.giveUp();
  }

  private leave(high = 0) {
    this.depth--;
    this.rise(high);
  }

  /** An expression was made around the one that was read last, and around others. */
  private rise(high = 0) {
    this.high = Math.max(high, this.high) + 1;
    if (this.high > DEEPEST) this.tokens.giveUp();
  }
}

function withoutStar(expression: Expression): Expression {
  return expression.type === 'starred' ? expression.value : expression;
}
