import type { Expression, Parameter, StatementOf } from '../python/syntax';
import { canonical, functionOf, layerOf, methodOf } from './libraries/index';
import { OBJECT_METHODS } from './libraries/objects';
import { HEADS } from './libraries/pretrained';
import { placeOf, type Frame, type Machine, type Site } from './machine';
import type { LibraryCall } from './meaning';
import { join } from './join';
import { noteRemovals } from './removal';
import { scopeIn } from './scope';
import type { Written } from './trail';
import { some } from './tensors';
import {
  args as argsOf,
  boundTo,
  itemsOf,
  listOf,
  NO_ARGS,
  unknown,
  type Args,
  type ClassValue,
  type FunctionValue,
  type Instance,
  type Layer,
  type Library,
  type Value,
} from './values';

/** What calling a value with some arguments gives. */
export function call(machine: Machine, callee: Value, args: Args, site: Site): Value {
  switch (callee.type) {
    case 'function':
      return machine.run(callee, args, site);
    case 'class': {
      const made = instantiate(machine, callee, args, site);
      machine.made(made);
      return made;
    }
    case 'instance':
      return callInstance(machine, callee, args, site);
    case 'layer':
      return callLayer(machine, callee, args, site);
    case 'library':
      return callLibrary(machine, callee.path, args, site);
    case 'method':
      return callMethod(machine, callee.self, callee.name, args, site);
    case 'partial': {
      const given = { ...merged(callee.args, args) };
      const value = machine.call(callee.callee, given, site);
      return callee.silent ? unknown() : value;
    }
    case 'either':
      return callEither(machine, callee.options, args, site);
    case 'unknown':
      return withHead(machine, callee, site);
    default:
      return unknown();
  }
}

/** Whichever of some objects is called: what is wrong with one of them alone is not said. */
function callEither(machine: Machine, options: readonly Value[], args: Args, site: Site): Value {
  const { trail } = machine;
  const ways: Written[] = [];
  const values = options.map((option) => {
    trail.begin();
    const value = machine.silently(() => machine.call(option, args, site));
    ways.push(trail.since(trail.depth - 1));
    trail.undo();
    return value;
  });
  trail.joinWays(ways);
  return values.reduce((a, b) => join(a, b));
}

/** A model that is not known, but for the head that the code put in its place. */
function withHead(machine: Machine, { attributes }: Extract<Value, { type: 'unknown' }>, site: Site): Value {
  for (const name of HEADS) {
    const head = attributes.get(name);
    if (head?.type !== 'layer' && head?.type !== 'instance') continue;
    return machine.call(head, argsOf([unknown()]), { frame: site.frame, at: site.at });
  }
  return unknown();
}

function merged(a: Args, b: Args): Args {
  return {
    positional: [...a.positional, ...b.positional],
    at: [...a.at, ...b.at],
    keyword: new Map([...a.keyword, ...b.keyword]),
    keywordAt: new Map([...a.keywordAt, ...b.keywordAt]),
    open: a.open || b.open,
  };
}

function callLibrary(machine: Machine, path: string, args: Args, site: Site): Value {
  const known = functionOf(path);
  if (known !== undefined) return known({ machine, site, path, args, options: args });
  if (layerOf(path) === undefined) return unknown();
  if (WANT_DIM.has(path) && args.positional.length === 0 && args.keyword.size === 0 && !args.open)
    machine.emit({
      type: 'softmax-made',
      of: unknown(),
      axis: 'missing',
      at: site.at,
      nameOf: () => undefined,
    });
  const layer = makeLayer(path, args, site);
  if (layer.attributes.has('items')) tryOut(machine, layer, site);
  return layer;
}

/** A model made of models: what goes from one into the next is known where it is made. */
function tryOut(machine: Machine, layer: Layer, { frame, at }: Site) {
  const { items, open } = itemsOf(layer.attributes.get('items') ?? unknown());
  if (open || !items.some((one) => one.type === 'layer' && one.attributes.has('items'))) return;
  machine.call(layer, argsOf([some(at)]), { frame, at });
}

const WANT_DIM = new Set(['torch.nn.Softmax', 'torch.nn.LogSoftmax']);

/** An object of a library's class. */
export function makeLayer(path: string, args: Args, site: Site): Layer {
  const layer: Layer = { type: 'layer', path, at: site.at, options: args, attributes: new Map() };
  const { positional, at } = args;
  const [first] = positional;
  if (!/(?:Sequential|ModuleList|ModuleDict)$/.test(path)) return layer;
  if (first?.type === 'dict' && positional.length === 1) {
    for (const [name, item] of first.entries) layer.attributes.set(name, item);
    layer.attributes.set('items', listOf([...first.entries.values()]));
  } else if (first?.type === 'list' && positional.length === 1) {
    layer.attributes.set('items', first);
    if (first.at !== undefined && !first.tuple) noteRemovals(itemsOf(first).items, first.at);
  } else
    layer.attributes.set(
      'items',
      listOf(positional, { open: args.open || (first?.type === 'unknown' && positional.length === 1) }),
    );
  noteRemovals(positional, at);
  return layer;
}

function callLayer(machine: Machine, layer: Layer, args: Args, site: Site): Value {
  const meaning = layerOf(layer.path);
  if (meaning === undefined) return unknown();
  const made = meaning({ machine, site, path: layer.path, args, options: layer.options, layer });
  const name = layer.options.keyword.get('name');
  return made.type === 'tensor' && name?.type === 'constant'
    ? { ...made, layerName: String(name.value) }
    : made;
}

/** Methods that calling an object runs, of several frameworks. */
export const CALLED = ['__call__', 'forward', 'call', 'construct'];

function callInstance(machine: Machine, instance: Instance, args: Args, site: Site): Value {
  for (const name of CALLED) {
    const method = memberOf(instance.of, name);
    if (method?.type === 'function') return machine.run(boundTo(instance, method), args, site);
  }
  const base = instance.attributes.get('#base');
  return base === undefined ? unknown() : machine.call(base, args, site);
}

/** The classes of an object, the nearest first. */
export function lineOf(one: ClassValue): readonly ClassValue[] {
  if (one.line !== undefined) return one.line;
  const line: ClassValue[] = [];
  const add = (next: Value) => {
    if (next.type !== 'class' || line.includes(next) || line.length > 20) return;
    line.push(next);
    next.bases.forEach(add);
  };
  add(one);
  return (one.line = line);
}

function memberOf(one: ClassValue, name: string, above?: ClassValue): Value | undefined {
  const own = above === undefined ? one.members.get(name) : undefined;
  if (own !== undefined) return own;
  const line = lineOf(one);
  const from = above === undefined ? 0 : line.findIndex(({ node }) => node === above.node) + 1;
  for (let i = from; i < line.length; i++) {
    const member = line[i].members.get(name);
    if (member !== undefined) return member;
  }
  return undefined;
}

/** The library's class that a class of the code is made from. */
function libraryOf(one: ClassValue): string | undefined {
  for (const { bases } of lineOf(one))
    for (const base of bases) if (base.type === 'library') return base.path;
  return undefined;
}

export function instantiate(machine: Machine, of: ClassValue, args: Args, site: Site): Instance {
  const instance: Instance = { type: 'instance', of, attributes: new Map() };
  const make = memberOf(of, '__init__');
  if (make?.type === 'function') machine.run(boundTo(instance, make), args, site);
  else {
    makeBase(machine, instance, args, site);
    fieldsOf(of).forEach((name, i) => {
      if (i < args.positional.length) machine.trail.write(instance.attributes, name, args.positional[i]);
    });
    for (const [name, value] of args.keyword) machine.trail.write(instance.attributes, name, value);
  }
  const setup = memberOf(of, 'setup');
  if (setup?.type === 'function' && setup.parameters.length === 1)
    machine.run(boundTo(instance, setup), NO_ARGS, site);
  return instance;
}

/** Of classes, whose statements would else be gone through for every object. */
const fields = new WeakMap<object, readonly string[]>();

/** `x: Tensor` in a class, in order: what a dataclass or a named tuple is made with. */
function fieldsOf({ node }: ClassValue): readonly string[] {
  const known = fields.get(node);
  if (known !== undefined) return known;
  const { body } = node as StatementOf<'class'>;
  const found = body.flatMap((one) =>
    one.type === 'assign' && one.annotation !== undefined && one.targets[0]?.type === 'name'
      ? [one.targets[0].id]
      : [],
  );
  fields.set(node, found);
  return found;
}

/** `super().__init__(…)` of a library's class. */
function makeBase(machine: Machine, instance: Instance, args: Args, site: Site) {
  const path = libraryOf(instance.of);
  if (path !== undefined && layerOf(path) !== undefined)
    machine.trail.write(instance.attributes, '#base', makeLayer(path, args, site));
}

function callMethod(machine: Machine, self: Value, name: string, args: Args, site: Site): Value {
  if (self.type === 'super') return callSuper(machine, self, name, args, site);
  const full: Args = {
    ...args,
    positional: [self, ...args.positional],
    at: [receiverOf(site), ...args.at],
  };
  const given: LibraryCall = { machine, site, path: name, args: full, options: full };
  if (self.type === 'tensor' || self.type === 'unknown') {
    const made = ofTensor(name, given);
    if (self.type === 'tensor' && IN_PLACE.has(name)) rename(machine, made, site);
    return made;
  }
  const known = OBJECT_METHODS.get(name);
  if (known !== undefined) return known(given);
  if (self.type !== 'either') return unknown();
  const methods = self.options.map((option) => machine.attribute(option, name, site));
  return callEither(machine, methods, args, site);
}

function callSuper(
  machine: Machine,
  { self }: Extract<Value, { type: 'super' }>,
  name: string,
  args: Args,
  site: Site,
): Value {
  if (name === '__init__') {
    makeBase(machine, self, args, site);
    return unknown();
  }
  const base = self.attributes.get('#base');
  if (CALLED.includes(name) && base !== undefined) return machine.call(base, args, site);
  return unknown();
}

/** Methods that only tensors have, so that they tell of an unknown object what it is. */
const OF_TENSORS_ONLY = new Set(['softmax', 'log_softmax', 'sigmoid', 'argmax', 'logsigmoid']);

function ofTensor(name: string, given: LibraryCall): Value {
  const self = given.args.positional[0];
  const objects = OBJECT_METHODS.get(`?.${name}`);
  if (self.type === 'unknown' && objects !== undefined) return objects(given);
  const functional = OF_TENSORS_ONLY.has(name) ? functionOf(`torch.nn.functional.${name}`) : undefined;
  if (functional !== undefined) {
    const others = given.args.positional.slice(1);
    // Of a module that is not known, `module.softmax(x)` may be a function; a tensor's own wants to be told the axis.
    if (self.type === 'unknown' && others.some(({ type }) => type !== 'constant')) return unknown();
    if (self.type === 'unknown' && /softmax$/.test(name) && others.length + given.args.keyword.size === 0)
      return unknown();
    return functional(given);
  }
  // `module.exp(x)` of a module that is not known is no method of a tensor.
  const [, second] = given.args.positional;
  if (
    self.type === 'unknown' &&
    FUNCTIONS_TOO.has(name) &&
    second !== undefined &&
    second.type !== 'constant'
  )
    return unknown();
  return methodOf(name)?.(given) ?? unknown();
}

const FUNCTIONS_TOO = new Set([
  'exp',
  'log',
  'sum',
  'mean',
  'max',
  'clip',
  'clamp',
  'tanh',
  'sqrt',
  'argmax',
]);

/** Methods that change the tensor they are called on. */
const IN_PLACE = new Set(['scatter_', 'fill_']);

function rename(machine: Machine, made: Value, { node, frame }: Site) {
  const target = node?.type === 'call' && node.callee.type === 'attribute' ? node.callee.object : undefined;
  if (target?.type === 'name') machine.assign(target, made, frame);
}

function receiverOf({ node, frame }: Site) {
  if (node?.type !== 'call' || node.callee.type !== 'attribute') return undefined;
  const { start, end } = node.callee.object;
  return { source: frame.source, start, end };
}

/** An attribute of a value. */
export function attribute(machine: Machine, object: Value, name: string, site: Site): Value {
  switch (object.type) {
    case 'library':
      return memberIn(object, name);
    case 'module':
      return object.scope.names.get(name) ?? unknown();
    case 'instance':
      return attributeOf(machine, object, name, site);
    case 'super': {
      const member = memberOf(object.self.of, name, object.above);
      return member?.type === 'function'
        ? boundTo(object.self, member)
        : { type: 'method', self: object, name };
    }
    case 'class': {
      const member = memberOf(object, name);
      if (member?.type !== 'function') return member ?? unknown();
      return member.binds === 'class' ? boundTo(object, member) : { ...member, binds: undefined };
    }
    case 'layer':
      return object.attributes.get(name) ?? { type: 'method', self: object, name };
    case 'unknown':
      return object.attributes.get(name) ?? { type: 'method', self: object, name };
    case 'tensor':
      return TENSOR_ATTRIBUTES.has(name) ? object : { type: 'method', self: object, name };
    case 'either': {
      const found = object.options.map((option) => machine.attribute(option, name, site));
      // A method that gives the object back gives whichever it is.
      if (found.some(({ type }) => type === 'method')) return { type: 'method', self: object, name };
      return found.reduce((a, b) => join(a, b));
    }
    case 'dict':
      return object.entries.get(name) ?? { type: 'method', self: object, name };
    default:
      return { type: 'method', self: object, name };
  }
}

function memberIn(library: Library, name: string): Library {
  const paths = (library.paths ??= new Map<string, string>());
  let path = paths.get(name);
  if (path === undefined) paths.set(name, (path = canonical(`${library.path}.${name}`)));
  return { type: 'library', path };
}

const TENSOR_ATTRIBUTES = new Set(['data', 'values', 'real']);

function attributeOf(machine: Machine, instance: Instance, name: string, site: Site): Value {
  const own = instance.attributes.get(name);
  if (own !== undefined) return own;
  const member = memberOf(instance.of, name);
  if (member === undefined) {
    const base = instance.attributes.get('#base');
    const inherited = base?.type === 'layer' ? base.attributes.get(name) : undefined;
    return inherited ?? { type: 'method', self: instance, name };
  }
  if (member.type !== 'function') return member;
  if (member.binds === 'property') return machine.run(boundTo(instance, member), NO_ARGS, site);
  if (member.binds === undefined) return member;
  return boundTo(member.binds === 'class' ? instance.of : instance, member);
}

/** What a parameter is that nobody gives: its default, where it is sure that nobody does, or what its annotation says. */
function usual(
  machine: Machine,
  { fallback, annotation }: Parameter,
  open: boolean,
  defining: () => Frame,
): Value {
  if (fallback === undefined)
    return open && annotation !== undefined ? annotated(machine, annotation, defining()) : unknown();
  const value = machine.evaluate(fallback, defining());
  return open ? unknown({ usual: value }) : value;
}

/** `model: Net`, `criterion: nn.CrossEntropyLoss`. */
function annotated(machine: Machine, annotation: Expression, defining: Frame): Value {
  if (annotation.type !== 'name' && annotation.type !== 'attribute') return unknown();
  const said = machine.evaluate(annotation, defining);
  if (said.type === 'class') return machine.objectOf(said);
  if (said.type !== 'library' || !/Loss$/.test(said.path)) return unknown();
  const at = placeOf(defining, annotation);
  return makeLayer(said.path, { ...NO_ARGS, open: true }, { frame: defining, at });
}

/** Binds the parameters of a function to what a call gives it. */
export function bind(machine: Machine, callee: FunctionValue, args: Args, { frame }: Site): Frame {
  const scope = scopeIn(callee.scope);
  const positional =
    callee.self === undefined || callee.binds === undefined
      ? [...args.positional]
      : [callee.self, ...args.positional];
  const rest = args.keyword.size > 0 ? new Map(args.keyword) : undefined;
  const defining = () => ({ ...frame, scope: callee.scope, source: callee.source });
  for (const parameter of callee.parameters) {
    const { name, spread } = parameter;
    if (spread === '*') {
      scope.names.set(name, listOf(positional.splice(0), { tuple: true, open: args.open }));
      continue;
    }
    if (spread === '**') {
      scope.names.set(
        name,
        args.open ? unknown() : { type: 'dict', entries: rest ?? new Map<string, Value>() },
      );
      continue;
    }
    const given = positional.length > 0 ? positional.shift() : rest?.get(name);
    rest?.delete(name);
    scope.names.set(name, given ?? usual(machine, parameter, args.open, defining));
  }
  return {
    scope,
    source: callee.source,
    owner: callee.owner,
    self: callee.self,
    returned: [],
    depth: machine.trail.depth,
    loops: [],
    defined: [],
  };
}
