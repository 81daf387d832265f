import type { Block, Expression, Imported, Statement, StatementOf } from '../python/syntax';
import { remove } from './assign';
import { anyOf, roundsOf } from './evaluate';
import { canonical } from './libraries/index';
import { placeOf, type Frame, type Machine } from './machine';
import { moduleScope, scopeIn } from './scope';
import type { Written } from './trail';
import { truth } from './truth';
import {
  itemsOf,
  NONE,
  unknown,
  type ClassValue,
  type FunctionValue,
  type Scope,
  type Value,
} from './values';

/** Goes through a block; whether nothing after it is reached. */
export function execute(machine: Machine, statements: readonly Statement[], frame: Frame): boolean {
  for (const statement of statements) {
    if (!machine.step()) return false;
    const run = RUNNERS[statement.type] as Runner<Statement>;
    if (run(machine, statement, frame)) return true;
  }
  return false;
}

type Runner<S> = (machine: Machine, statement: S, frame: Frame) => boolean | void;

const RUNNERS: { readonly [T in Statement['type']]: Runner<StatementOf<T>> } = {
  expression: (machine, { value }, frame) => void machine.evaluate(value, frame),
  assign: (machine, { targets, operator, value }, frame) => {
    if (value === undefined) return;
    if (operator === undefined) {
      const found = machine.evaluate(value, frame);
      for (const target of targets) machine.assign(target, found, frame);
      return;
    }
    const [target] = targets;
    const binary: Expression = {
      type: 'binary',
      start: target.start,
      end: value.end,
      operator: operator.slice(0, -1),
      left: target,
      right: value,
    };
    machine.assign(target, machine.evaluate(binary, frame), frame);
  },
  return: (machine, { value }, frame) => {
    const found = value === undefined ? NONE : machine.evaluate(value, frame);
    const { trail } = machine;
    // No other way is gone behind it unless it began inside the function.
    const isLast = trail.depth === frame.depth + 1;
    frame.returned.push({ value: found, ...(!isLast && { written: trail.since(frame.depth) }) });
    return true;
  },
  leave: (machine, { how, values }, frame) => {
    for (const value of values) machine.evaluate(value, frame);
    const loop = frame.loops[frame.loops.length - 1];
    if (how !== 'raise') loop?.left.push(machine.trail.since(loop.depth));
    return how === 'raise' || loop !== undefined;
  },
  import: (machine, { names }, frame) => names.forEach((one) => bindImport(machine, one, frame)),
  scope: (_, { names }, frame) => {
    const declared = (frame.scope.declared ??= new Map());
    for (const name of names) declared.set(name, holderOf(frame.scope, name));
  },
  function: (machine, statement, frame) => defineFunction(machine, statement, frame),
  class: (machine, statement, frame) => defineClass(machine, statement, frame),
  with: (machine, { items, body }, frame) => {
    for (const { context, target } of items) {
      const value = machine.evaluate(context, frame);
      if (target !== undefined) machine.assign(target, value.type === 'tensor' ? value : unknown(), frame);
    }
    return machine.execute(body, frame);
  },
  for: loop,
  branches: (machine, statement, frame) => branches(machine, statement.branches, frame),
  other: (machine, { values, deletes }, frame) => {
    for (const value of values)
      if (deletes) remove(machine, value, frame);
      else machine.evaluate(value, frame);
  },
};

function holderOf(scope: Scope, name: string): Scope {
  for (let at = scope.outer; at?.outer !== undefined; at = at.outer) if (at.names.has(name)) return at;
  return moduleScope(scope);
}

function libraryAt(path: string): Value {
  return { type: 'library', path: canonical(path) };
}

/** Modules all of whose names may be meant by one that nothing binds: every such name is looked for in each. */
const MOST_STARS = 8;

function noteStar(scope: Scope, module: string) {
  const others = (scope.stars ?? []).filter((one) => one !== module);
  scope.stars = [...others.slice(1 - MOST_STARS), module];
}

function bindImport(machine: Machine, { module, dots, name, as }: Imported, frame: Frame) {
  const bind = (bound: string, value: Value) => machine.trail.write(frame.scope.names, bound, value);
  if (name === undefined) {
    const first = module.split('.')[0];
    const path = as === undefined ? first : module;
    bind(as ?? first, machine.importModule(path, 0, frame.source) ?? libraryAt(path));
    return;
  }
  const found = machine.importModule(module, dots, frame.source);
  if (name === '*') {
    if (found?.type === 'module') for (const [key, value] of found.scope.names) bind(key, value);
    else if (dots === 0) noteStar(moduleScope(frame.scope), module);
    return;
  }
  const own = found?.type === 'module' ? found.scope.names.get(name) : undefined;
  const inside = machine.importModule(module === '' ? name : `${module}.${name}`, dots, frame.source);
  const value = own ?? inside ?? (found?.type === 'module' || dots > 0 ? unknown() : undefined);
  bind(as ?? name, value ?? libraryAt(`${module}.${name}`));
}

const BINDS: Readonly<Record<string, FunctionValue['binds'] | 'static'>> = {
  staticmethod: 'static',
  classmethod: 'class',
  property: 'property',
  cached_property: 'property',
};

function defineFunction(machine: Machine, statement: StatementOf<'function'>, frame: Frame) {
  let binds: FunctionValue['binds'] | 'static' = 'self';
  const wrappers: Expression[] = [];
  for (const decorator of statement.decorators) {
    const name =
      decorator.type === 'attribute' ? decorator.name : decorator.type === 'name' ? decorator.id : '';
    if (Object.hasOwn(BINDS, name)) binds = BINDS[name];
    else if (name === 'setter') return;
    else wrappers.push(decorator);
  }
  const defined: FunctionValue = {
    type: 'function',
    name: statement.name,
    parameters: statement.parameters,
    body: statement.body,
    scope: frame.scope,
    source: frame.source,
    node: statement,
    ...(binds !== 'static' && binds !== undefined && { binds }),
  };
  frame.defined.push(defined);
  machine.trail.write(frame.scope.names, statement.name, decorated(machine, defined, wrappers, frame));
}

/** Decorators of libraries leave what a function does; those of the code are called. */
function decorated(
  machine: Machine,
  value: FunctionValue,
  decorators: readonly Expression[],
  frame: Frame,
): Value {
  let made: Value = value;
  for (const decorator of decorators.toReversed()) {
    const wrapper = machine.evaluate(decorator, frame);
    if (wrapper.type !== 'function') continue;
    const at = placeOf(frame, decorator);
    const given = {
      positional: [made],
      at: [undefined],
      keyword: new Map(),
      keywordAt: new Map(),
      open: false,
    };
    made = machine.call(wrapper, given, { frame, at });
  }
  return made;
}

function defineClass(machine: Machine, statement: StatementOf<'class'>, frame: Frame) {
  const inner = scopeIn(frame.scope);
  const defined: ClassValue = {
    type: 'class',
    name: statement.name,
    bases: statement.bases
      .filter(({ keyword }) => keyword === undefined)
      .map(({ value }) => machine.evaluate(value, frame)),
    members: inner.names,
    node: statement,
    source: frame.source,
  };
  machine.defined(defined);
  const before = frame.defined.length;
  machine.execute(statement.body, { ...frame, scope: inner });
  // Methods see the names around the class, not those inside it.
  const methods = frame.defined.splice(before).map((one) => ({ ...one, scope: frame.scope, owner: defined }));
  for (const method of methods) {
    const member = inner.names.get(method.name);
    if (member?.type === 'function' && member.node === method.node) inner.names.set(method.name, method);
    frame.defined.push(method);
  }
  machine.trail.write(frame.scope.names, statement.name, defined);
}

/** Goes several ways from the same point and joins what is known after them; whether none comes out at the end. */
function ways(machine: Machine, runs: readonly (() => boolean)[]): boolean {
  const { trail } = machine;
  const arrived: Written[] = [];
  for (const run of runs) {
    trail.begin();
    const depth = trail.depth - 1;
    const left = run();
    if (!left) arrived.push(trail.since(depth));
    trail.undo();
  }
  trail.joinWays(arrived);
  return arrived.length === 0;
}

function branches(machine: Machine, blocks: readonly Block[], frame: Frame): boolean {
  const keyword = blocks[0]?.keyword;
  if (keyword === 'try') return tries(machine, blocks, frame);
  if (keyword === 'while') return whiles(machine, blocks, frame);
  if (keyword !== 'if') {
    for (const { heads } of blocks) for (const head of heads) machine.evaluate(head, frame);
    return ways(machine, [
      ...blocks.map(
        ({ body }) =>
          () =>
            machine.execute(body, frame),
      ),
      () => false,
    ]);
  }
  return alternatives(machine, blocks, frame);
}

/** Ways inside ways, and branches of a chain of `elif`: of deeper and longer ones any may be gone, which the stack bears. */
const DEEPEST_WAYS = 50;

function alternatives(machine: Machine, blocks: readonly Block[], frame: Frame, first = 0): boolean {
  for (let at = first; at < blocks.length; at++) {
    const block = blocks[at];
    if (block.keyword === 'else') return machine.execute(block.body, frame);
    if (Math.max(machine.trail.depth, blocks.length - at) > DEEPEST_WAYS)
      return anyOfThem(machine, blocks.slice(at), frame);
    const holds = testOf(machine, block, frame);
    if (holds === true) return machine.execute(block.body, frame);
    if (holds === false) continue;
    return ways(machine, [
      () => machine.execute(block.body, frame),
      () => alternatives(machine, blocks, frame, at + 1),
    ]);
  }
  return false;
}

/** Any of some blocks, whatever their tests say, or none of them where the last is no `else`. */
function anyOfThem(machine: Machine, blocks: readonly Block[], frame: Frame): boolean {
  const runs = blocks.map((block) => () => {
    testOf(machine, block, frame);
    return machine.execute(block.body, frame);
  });
  return ways(machine, blocks[blocks.length - 1].keyword === 'else' ? runs : [...runs, () => false]);
}

function testOf(machine: Machine, { heads }: Block, frame: Frame): boolean | undefined {
  let holds: boolean | undefined;
  for (const head of heads) holds = truth(machine.evaluate(head, frame));
  return heads.length === 1 ? holds : undefined;
}

const MISSING = new Set(['ImportError', 'ModuleNotFoundError']);

function tries(machine: Machine, blocks: readonly Block[], frame: Frame): boolean {
  const body = blocks.filter(({ keyword }) => keyword === 'try' || keyword === 'else');
  const last = blocks.filter(({ keyword }) => keyword === 'finally');
  // What is imported is taken to be there.
  const handlers = blocks.filter(
    ({ keyword, heads }) =>
      keyword === 'except' && !heads.some((head) => head.type === 'name' && MISSING.has(head.id)),
  );
  const left = ways(machine, [
    () => body.some((block) => machine.execute(block.body, frame)),
    ...handlers.map((block) => () => machine.execute(block.body, frame)),
  ]);
  return last.some((block) => machine.execute(block.body, frame)) || left;
}

function whiles(machine: Machine, [block, otherwise]: readonly Block[], frame: Frame): boolean {
  const holds = testOf(machine, block, frame);
  if (holds === false) return otherwise !== undefined && machine.execute(otherwise.body, frame);
  rounds(machine, frame, [() => machine.execute(block.body, frame)], holds === true);
  return false;
}

function loop(machine: Machine, statement: StatementOf<'for'>, frame: Frame): void {
  const iterable = machine.evaluate(statement.iterable, frame);
  const known = roundsOf(iterable);
  const round = (value: Value) => () => {
    machine.assign(statement.target, value, frame);
    return machine.execute(statement.body, frame);
  };
  if (known !== undefined && machine.mayRepeat(known.length)) rounds(machine, frame, known.map(round), true);
  else {
    const { items, open } = itemsOf(
      iterable.type === 'layer' ? (iterable.attributes.get('items') ?? iterable) : iterable,
    );
    const last = open && items.length > 1 ? items : [];
    rounds(machine, frame, [round(anyOf(iterable, machine)), ...last.map(round)], last.length > 0);
  }
  const before = frame.returned.length;
  machine.execute(statement.otherwise, frame);
  for (const one of frame.returned.slice(before)) one.written ??= machine.trail.since(frame.depth);
}

/** Rounds of a loop, one after another; it may end before the first unless `certain`. */
function rounds(machine: Machine, frame: Frame, bodies: readonly (() => boolean)[], certain: boolean) {
  const { trail } = machine;
  trail.begin();
  const depth = trail.depth - 1;
  const left: Written[] = [];
  frame.loops.push({ depth, left });
  let ended = false;
  for (const body of bodies) {
    if (body()) {
      ended = true;
      break;
    }
    // A way that goes on with the next round, or leaves, may be the last.
    if (left.length > 0) {
      const all = [...left.splice(0), trail.since(depth)];
      trail.undo();
      trail.begin();
      trail.joinWays(all);
    }
  }
  frame.loops.pop();
  const after = ended ? left : [...left, trail.since(depth)];
  trail.undo();
  trail.joinWays(certain ? after : [...after, new Map()]);
}
