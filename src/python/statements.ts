import { Expressions } from './expressions';
import { childNamed, span, splitBy, type Node } from './nodes';
import type { Block, Expression, Imported, Statement, StatementOf } from './syntax';

/** Blocks nested deeper are not read. */
const DEEPEST = 100;

/** The statements directly inside a node of the text, those that a semicolon joins each by itself. */
export function statementsIn(node: Node, text: string): Statement[] {
  return new Statements(text).inside(node);
}

class Statements {
  private depth = 0;
  readonly expressions: Expressions;

  constructor(text: string) {
    this.expressions = new Expressions(text);
  }

  inside(node: Node): Statement[] {
    if (this.depth >= DEEPEST) return [];
    this.depth++;
    const statements = node.children
      .flatMap((child) => this.ofGroup(child))
      .filter((statement) => statement !== undefined);
    this.depth--;
    return statements;
  }

  private ofGroup(node: Node): (Statement | undefined)[] {
    if (node.name !== 'StatementGroup') return [this.of(node, false)];
    const children = node.children;
    return children.map((child, i) => this.of(child, children[i + 1]?.name === ';'));
  }

  private of(node: Node, silent: boolean): Statement | undefined {
    if (node.name === ':' || node.name === ';') return undefined;
    if (node.name === 'ExpressionStatement') {
      const value = this.expressions.ofAll(node.children);
      return value && { type: 'expression', ...span(node), value, silent };
    }
    return READERS[node.name]?.(this, node) ?? this.other(node);
  }

  other(node: Node): Statement {
    return { type: 'other', ...span(node), values: this.expressions.each(node.children) };
  }

  /** Each body of a compound statement with the expressions before it. */
  blocks(node: Node): Block[] {
    const blocks: Block[] = [];
    let heads: Node[] = [];
    for (const child of node.children) {
      if (child.name !== 'Body' && child.name !== 'MatchBody') heads.push(child);
      else {
        const keyword = heads.find(({ name }) => OPENS_BLOCK.has(name))?.name;
        blocks.push({
          ...(keyword && { keyword }),
          heads: this.expressions.each(heads),
          body: this.inside(child),
        });
        heads = [];
      }
    }
    // Half-typed: no colon yet.
    const left = this.expressions.each(heads);
    return left.length === 0 ? blocks : [...blocks, { heads: left, body: [] }];
  }

  body({ children }: Node, place = 0): Statement[] {
    const body = children.filter(({ name }) => name === 'Body')[place];
    return body === undefined ? [] : this.inside(body);
  }
}

const OPENS_BLOCK = new Set(['if', 'elif', 'else', 'while', 'try', 'except', 'finally', 'case', 'for']);

type Reader = (reader: Statements, node: Node) => Statement | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  AssignStatement: assign,
  UpdateStatement: update,
  ReturnStatement: (reader, node) => ({
    type: 'return',
    ...span(node),
    value: reader.expressions.ofAll(node.children.slice(1)),
  }),
  // Python 2: `print x` shows a value as a call does.
  PrintStatement: (reader, node) => {
    const [print, value] = node.children;
    if (value === undefined) return undefined;
    const callee = { type: 'name' as const, ...span(print), id: 'print' };
    const args = [{ value: reader.expressions.of(value) }];
    return {
      type: 'expression',
      ...span(node),
      value: { type: 'call', ...span(node), callee, args },
      silent: false,
    };
  },
  FunctionDefinition: (reader, node) => functionOf(reader, node, []),
  ClassDefinition: (reader, node) => classOf(reader, node, []),
  DecoratedStatement: decorated,
  ForStatement: loop,
  WithStatement: context,
  IfStatement: branches,
  WhileStatement: branches,
  TryStatement: branches,
  MatchStatement: branches,
  MatchClause: branches,
  ImportStatement: imports,
  ScopeStatement: (reader, node) => ({
    type: 'scope',
    ...span(node),
    names: node.children
      .filter(({ name }) => name === 'VariableName')
      .map((name) => reader.expressions.written(name)),
  }),
  DeleteStatement: (reader, node) => ({
    type: 'other',
    ...span(node),
    values: reader.expressions.each(node.children),
    deletes: true,
  }),
  RaiseStatement: (reader, node) => leave(reader, node, 'raise'),
  BreakStatement: (reader, node) => leave(reader, node, 'break'),
  ContinueStatement: (reader, node) => leave(reader, node, 'continue'),
};

function leave(reader: Statements, node: Node, how: StatementOf<'leave'>['how']): Statement {
  return { type: 'leave', ...span(node), how, values: reader.expressions.each(node.children) };
}

function imports({ expressions }: Statements, node: Node): Statement {
  const from = node.children.findIndex(({ name }) => name === 'from');
  const middle = node.children.findIndex(({ name }) => name === 'import');
  const written = (nodes: readonly Node[]) => nodes.map((one) => expressions.written(one)).join('');
  const source = from < 0 ? '' : written(node.children.slice(from + 1, middle));
  const module = source.replace(/^\.+/, '');
  const listed = node.children.slice(middle + 1).filter(({ name }) => name !== '(' && name !== ')');
  const names = splitBy(',', listed).map((run): Imported => {
    const as = run.findIndex(({ name }) => name === 'as');
    const name = written(as < 0 ? run : run.slice(0, as));
    const renamed = as < 0 ? {} : { as: written(run.slice(as + 1)) };
    return from < 0
      ? { module: name, dots: 0, ...renamed }
      : { module, dots: source.length - module.length, name, ...renamed };
  });
  return { type: 'import', ...span(node), names };
}

function assign(reader: Statements, node: Node): Statement | undefined {
  const children = node.children;
  const annotation = reader.expressions.annotation(children);
  const sides = splitBy(
    'AssignOp',
    children.filter(({ name }) => name !== 'TypeDef'),
  ).map((side) => reader.expressions.ofAll(side));
  const read = sides.filter((side) => side !== undefined);
  const hasValue = read.length > 1;
  return {
    type: 'assign',
    ...span(node),
    targets: hasValue ? read.slice(0, -1) : read,
    ...(annotation && { annotation }),
    ...(hasValue ? { value: read[read.length - 1] } : {}),
  };
}

function update(reader: Statements, node: Node): Statement | undefined {
  const children = node.children;
  const at = children.findIndex(({ name }) => name === 'UpdateOp');
  const target = at < 0 ? undefined : reader.expressions.ofAll(children.slice(0, at));
  if (target === undefined) return undefined;
  return {
    type: 'assign',
    ...span(node),
    targets: [target],
    operator: reader.expressions.written(children[at]),
    value: reader.expressions.ofAll(children.slice(at + 1)),
  };
}

function functionOf(reader: Statements, node: Node, decorators: readonly Expression[]): Statement {
  const name = childNamed(node, 'VariableName');
  const list = childNamed(node, 'ParamList');
  return {
    type: 'function',
    ...span(node),
    name: name === undefined ? '' : reader.expressions.written(name),
    decorators,
    parameters: list === undefined ? [] : reader.expressions.parameters(list),
    body: reader.body(node),
  };
}

function classOf(reader: Statements, node: Node, decorators: readonly Expression[]): Statement {
  const name = childNamed(node, 'VariableName');
  const list = childNamed(node, 'ArgList');
  return {
    type: 'class',
    ...span(node),
    name: name === undefined ? '' : reader.expressions.written(name),
    decorators,
    bases: list === undefined ? [] : reader.expressions.args(list),
    body: reader.body(node),
  };
}

function decorated(reader: Statements, node: Node): Statement | undefined {
  const children = node.children;
  const decorators = children
    .filter(({ name }) => name === 'Decorator')
    .map((decorator) => decoratorOf(reader, decorator));
  const defined = children[children.length - 1];
  if (defined?.name === 'FunctionDefinition') return functionOf(reader, defined, decorators);
  if (defined?.name === 'ClassDefinition') return classOf(reader, defined, decorators);
  return undefined;
}

/** `@torch.no_grad()` as the expression it is. */
function decoratorOf({ expressions }: Statements, node: Node): Expression {
  const children = node.children;
  const names = children.filter(({ name }) => name === 'VariableName');
  const list = childNamed(node, 'ArgList');
  const dotted = names.reduce<Expression | undefined>((object, name) => {
    if (object === undefined) return expressions.of(name);
    return {
      type: 'attribute',
      start: object.start,
      end: name.to,
      object,
      name: expressions.written(name),
    };
  }, undefined);
  if (dotted === undefined) return { type: 'unknown', ...span(node), items: [] };
  return list === undefined
    ? dotted
    : { type: 'call', start: dotted.start, end: list.to, callee: dotted, args: expressions.args(list) };
}

function loop(reader: Statements, node: Node): Statement {
  const children = node.children;
  const begin = children.findIndex(({ name }) => name === 'for');
  const middle = children.findIndex(({ name }) => name === 'in');
  const body = children.findIndex(({ name }) => name === 'Body');
  if (middle < 0 || body < middle) return branches(reader, node);
  const target = reader.expressions.ofAll(children.slice(begin + 1, middle));
  const iterable = reader.expressions.ofAll(children.slice(middle + 1, body));
  if (target === undefined || iterable === undefined) return branches(reader, node);
  return {
    type: 'for',
    ...span(node),
    target,
    iterable,
    body: reader.body(node),
    otherwise: reader.body(node, 1),
  };
}

function context(reader: Statements, node: Node): Statement {
  const outside = node.children.filter(({ name }) => name !== 'with' && name !== 'async' && name !== 'Body');
  const items = splitBy(',', outside).flatMap((run) => {
    const as = run.findIndex(({ name }) => name === 'as');
    const value = reader.expressions.ofAll(as < 0 ? run : run.slice(0, as));
    const target = as < 0 ? undefined : reader.expressions.ofAll(run.slice(as + 1));
    return value === undefined ? [] : { context: value, ...(target && { target }) };
  });
  return { type: 'with', ...span(node), items, body: reader.body(node) };
}

function branches(reader: Statements, node: Node): Statement {
  return { type: 'branches', ...span(node), branches: reader.blocks(node) };
}
