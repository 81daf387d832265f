import { childNamed, inBrackets, span, spanOf, splitBy, type Node } from './nodes';
import { literalParts } from './strings';
import type { Argument, Clause, Expression, ExpressionOf, Parameter, StringPart } from './syntax';

/** Expressions nested deeper are not read: no code is, and what is made to be would exhaust the stack. */
const DEEPEST = 200;

/** Reads the nodes of one text. */
export class Expressions {
  private depth = 0;

  constructor(private readonly text: string) {}

  of(node: Node): Expression {
    if (this.depth >= DEEPEST) return { type: 'unknown', start: node.from, end: node.to, items: [] };
    this.depth++;
    const read = READERS[node.name] ?? unknown;
    const expression = read(this, node);
    this.depth--;
    return expression;
  }

  /** Some of a list's nodes that belong together: `x`, `*x`, `x, y`; undefined where there are none. */
  ofAll(nodes: readonly Node[]): Expression | undefined {
    const items = splitBy(',', nodes).map((run) => this.ofRun(run));
    if (items.length === 0) return undefined;
    const commas = nodes.some(({ name }) => name === ',');
    return items.length === 1 && !commas
      ? items[0]
      : { type: 'tuple', start: items[0].start, end: items[items.length - 1].end, items };
  }

  /** What stands between two commas. */
  ofRun(run: readonly Node[]): Expression {
    const [first, second] = run;
    if (run.length === 1) return this.of(first);
    const span = { start: first.from, end: run[run.length - 1].to };
    if ((first.name === '*' || first.name === '**') && run.length === 2)
      return { type: 'starred', ...span, value: this.of(second) };
    return { type: 'unknown', ...span, items: this.each(run) };
  }

  args(list: Node): Argument[] {
    return argumentsIn(inBrackets(list)).map((run) => {
      const [first, second, third] = run;
      if ((first.name === '*' || first.name === '**') && run.length === 2)
        return { value: this.of(second), spread: first.name };
      if (second?.name !== 'AssignOp' || third === undefined)
        return { value: run.some(isFor) ? this.comprehension(run) : this.ofRun(run) };
      const value = run.some(isFor) ? this.comprehension(run.slice(2)) : this.of(third);
      return this.written(second) === '='
        ? { keyword: this.written(first), value }
        : { value: { type: 'walrus', ...spanOf(run), target: this.of(first), value } };
    });
  }

  /** What stands between two commas of a subscript. */
  index(run: readonly Node[]): Expression {
    if (!run.some(({ name }) => name === ':')) return this.ofRun(run);
    const bounds: (Expression | undefined)[] = [];
    let place = 0;
    for (const node of run)
      if (node.name === ':') place++;
      else bounds[place] = this.of(node);
    const [lower, upper, step] = bounds;
    return {
      type: 'slice',
      ...spanOf(run),
      ...(lower && { lower }),
      ...(upper && { upper }),
      ...(step && { step }),
    };
  }

  /** Of what stands between brackets or two commas, from what is made on. Each part is read once: they may be nested. */
  comprehension(nodes: readonly Node[], within = spanOf(nodes)): Expression {
    const starts = nodes.flatMap((node, i) => (isFor(node) ? [i] : []));
    const items = this.each(nodes.slice(0, starts[0]));
    const clauses = starts.flatMap((from, i): Clause[] => {
      const [before, ...after] = splitBy('in', nodes.slice(from + 1, starts[i + 1]));
      const [source, ...filters] = splitBy('if', after.flat());
      const target = before && this.ofAll(before);
      const iterable = source && this.ofAll(source.filter(({ name }) => !CLOSING.has(name)));
      const conditions = filters.flatMap((one) => this.each(one));
      items.push(...[target, iterable].filter((part) => part !== undefined), ...conditions);
      return target === undefined || iterable === undefined ? [] : [{ target, iterable, conditions }];
    });
    return { type: 'comprehension', ...within, items, clauses };
  }

  /** Those of the nodes that hold an expression; what stands for a word or sign holds none. */
  each(nodes: readonly Node[]): Expression[] {
    return nodes.filter(({ name }) => name in READERS || name === '⚠').map((node) => this.of(node));
  }

  parameters(list: Node): Parameter[] {
    return splitBy(',', list.children).flatMap((run) => {
      const name = run.find((node) => node.name === 'VariableName');
      if (name === undefined) return [];
      const assigned = run.findIndex((node) => node.name === 'AssignOp');
      const annotation = this.annotation(run);
      const fallback = assigned < 0 ? undefined : run[assigned + 1];
      const star = run.find((node) => node.name === '*' || node.name === '**')?.name as
        '*' | '**' | undefined;
      return {
        name: this.written(name),
        ...(star && { spread: star }),
        ...(annotation && { annotation }),
        ...(fallback && { fallback: this.of(fallback) }),
      };
    });
  }

  annotation(nodes: readonly Node[]): Expression | undefined {
    const [, annotation] = nodes.find(({ name }) => name === 'TypeDef')?.children ?? [];
    return annotation && this.of(annotation);
  }

  written(node: Node): string {
    return this.text.slice(node.from, node.to);
  }

  /** The pieces of a string literal, or of several in a row. */
  parts(node: Node): StringPart[] {
    const children = node.children;
    if (node.name === 'ContinuedString') return children.flatMap((literal) => this.parts(literal));
    const inserted = children
      .filter(({ name }) => name === 'FormatReplacement')
      .map((one) => ({ from: one.from, to: one.to, parts: this.replacement(one) }));
    return literalParts(this.text, node.from, node.to, inserted);
  }

  private replacement(node: Node): StringPart[] {
    const [opening, ...children] = node.children;
    const after = children.findIndex(({ name }) => AFTER_VALUE.has(name));
    const value = this.ofAll(after < 0 ? children : children.slice(0, after));
    if (value === undefined) return [];
    if (children[after]?.name !== 'FormatSelfDoc') return [{ value }];
    const end = children[after + 1]?.from ?? children[after].to;
    return [{ value, label: this.text.slice(opening.to, end) }];
  }
}

/** What stands between the commas of a list of arguments; `k, v` of `f(k for k, v in x)` is part of one. */
function argumentsIn(nodes: readonly Node[]): Node[][] {
  const runs: Node[][] = [[]];
  let inTarget = false;
  for (const node of nodes) {
    if (isFor(node)) inTarget = true;
    else if (node.name === 'in') inTarget = false;
    if (node.name === ',' && !inTarget) runs.push([]);
    else runs[runs.length - 1].push(node);
  }
  return runs.filter((run) => run.length > 0);
}

const CLOSING = new Set([')', ']', '}', 'async']);

const AFTER_VALUE = new Set(['FormatSelfDoc', 'FormatConversion', 'FormatSpec', '}']);

function isFor({ name }: Node): boolean {
  return name === 'for';
}

type Reader = (reader: Expressions, node: Node) => Expression;

const READERS: Readonly<Record<string, Reader>> = {
  VariableName: (reader, node) => ({ type: 'name', ...span(node), id: reader.written(node) }),
  CapturePattern: (reader, node) => ({ type: 'name', ...span(node), id: reader.written(node) }),
  Number: constant,
  Boolean: constant,
  None: constant,
  Ellipsis: constant,
  String: string,
  FormatString: string,
  ContinuedString: string,
  MemberExpression: member,
  CallExpression: call,
  ParenthesizedExpression: parenthesized,
  TupleExpression: (reader, node) => ({ type: 'tuple', ...span(node), items: listed(reader, node) }),
  ArrayExpression: (reader, node) => ({ type: 'list', ...span(node), items: listed(reader, node) }),
  SetExpression: (reader, node) => ({ type: 'set', ...span(node), items: listed(reader, node) }),
  DictionaryExpression: dictionary,
  ComprehensionExpression: comprehension,
  ArrayComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension,
  DictionaryComprehensionExpression: comprehension,
  BinaryExpression: binary,
  UnaryExpression: unary,
  ConditionalExpression: conditional,
  LambdaExpression: lambda,
  AwaitExpression: (reader, node) => {
    const value = node.children[1];
    return value === undefined
      ? unknown(reader, node)
      : { type: 'await', ...span(node), value: reader.of(value) };
  },
  NamedExpression: (reader, node) => {
    const [target, , value] = node.children;
    return value === undefined
      ? unknown(reader, node)
      : { type: 'walrus', ...span(node), target: reader.of(target), value: reader.of(value) };
  },
  YieldExpression: unknown,
};

function unknown(reader: Expressions, node: Node): Expression {
  return { type: 'unknown', ...span(node), items: inside(reader, node) };
}

function constant(reader: Expressions, node: Node): Expression {
  return { type: 'constant', ...span(node), text: reader.written(node) };
}

function string(reader: Expressions, node: Node): Expression {
  const parts = reader.parts(node);
  let text = '';
  for (const part of parts) {
    if (!('text' in part)) return { type: 'f-string', ...span(node), parts };
    text += part.text;
  }
  return { type: 'string', ...span(node), text, bytes: /^r?b/i.test(reader.written(node).slice(0, 2)) };
}

function member(reader: Expressions, node: Node): Expression {
  const [object, sign, ...rest] = node.children;
  if (object === undefined || sign === undefined) return unknown(reader, node);
  if (sign.name === '[') {
    const indices = splitBy(
      ',',
      rest.filter(({ name }) => name !== ']'),
    ).map((run) => reader.index(run));
    return { type: 'subscript', ...span(node), object: reader.of(object), indices };
  }
  const name = rest.find((child) => child.name === 'PropertyName');
  return name === undefined
    ? unknown(reader, node)
    : { type: 'attribute', ...span(node), object: reader.of(object), name: reader.written(name) };
}

function call(reader: Expressions, node: Node): Expression {
  const [callee, list] = node.children;
  return callee === undefined || list?.name !== 'ArgList'
    ? unknown(reader, node)
    : { type: 'call', ...span(node), callee: reader.of(callee), args: reader.args(list) };
}

function parenthesized(reader: Expressions, node: Node): Expression {
  const inner = inBrackets(node);
  return inner.length === 0 ? unknown(reader, node) : reader.ofRun(inner);
}

function listed(reader: Expressions, node: Node): Expression[] {
  return splitBy(',', inBrackets(node)).map((run) => reader.ofRun(run));
}

function inside(reader: Expressions, node: Node): Expression[] {
  return reader.each(node.children);
}

function comprehension(reader: Expressions, node: Node): Expression {
  return reader.comprehension(node.children, span(node));
}

type Entry = ExpressionOf<'dict'>['entries'][number];

function dictionary(reader: Expressions, node: Node): Expression {
  const entries = splitBy(',', inBrackets(node)).flatMap((run): Entry[] => {
    const colon = run.findIndex(({ name }) => name === ':');
    const [key] = run;
    const value = run[run.length - 1];
    if (colon < 0) return key.name === '**' && run.length === 2 ? [{ value: reader.of(value) }] : [];
    return colon === 1 && run.length === 3 ? [{ key: reader.of(key), value: reader.of(value) }] : [];
  });
  return {
    type: 'dict',
    ...span(node),
    items: entries.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value])),
    entries,
  };
}

function binary(reader: Expressions, node: Node): Expression {
  const children = node.children;
  const left = children[0];
  const right = children[children.length - 1];
  if (children.length < 3) return unknown(reader, node);
  const operator = children
    .slice(1, -1)
    .map((sign) => reader.written(sign))
    .join(' ');
  return { type: 'binary', ...span(node), operator, left: reader.of(left), right: reader.of(right) };
}

function unary(reader: Expressions, node: Node): Expression {
  const [operator, operand] = node.children;
  return operand === undefined
    ? unknown(reader, node)
    : { type: 'unary', ...span(node), operator: reader.written(operator), operand: reader.of(operand) };
}

function conditional(reader: Expressions, node: Node): Expression {
  const [then, test, otherwise, ...more] = reader.each(node.children);
  return otherwise === undefined || more.length > 0
    ? unknown(reader, node)
    : { type: 'conditional', ...span(node), then, test, otherwise };
}

function lambda(reader: Expressions, node: Node): Expression {
  const body = node.children[node.children.length - 1];
  const list = childNamed(node, 'ParamList');
  return body === undefined || !(body.name in READERS)
    ? unknown(reader, node)
    : {
        type: 'lambda',
        ...span(node),
        parameters: list === undefined ? [] : reader.parameters(list),
        body: reader.of(body),
      };
}
