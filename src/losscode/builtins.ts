import { sumOfAll } from './arithmetic';
import type { Meaning } from './meaning';
import { noteRemovals } from './removal';
import { moduleScope } from './scope';
import { tensor } from './tensors';
import { constant, itemsOf, listOf, NO_ARGS, unknown, type Value } from './values';

const NAMES = new Set([
  'super',
  'len',
  'enumerate',
  'zip',
  'list',
  'tuple',
  'isinstance',
  'getattr',
  'setattr',
  'reversed',
  'dict',
  'print',
  'sum',
  'range',
  'sorted',
  'max',
  'min',
  'abs',
  'float',
  'int',
  'str',
  'bool',
  'any',
  'all',
  'next',
  'iter',
  'map',
  'filter',
  'type',
  'hasattr',
  'open',
  'set',
  'input',
  'round',
  'object',
]);

/** What a name means that the code nowhere binds. */
export function builtin(name: string): Value | undefined {
  if (name === '__name__') return constant('__main__');
  return NAMES.has(name) ? { type: 'library', path: `builtins.${name}` } : undefined;
}

const enumerated: Meaning = ({ args }) => {
  const { items, open } = itemsIn(args.positional[0]);
  return open
    ? listOf(
        items.length === 0
          ? [listOf([unknown(), unknown()], { tuple: true })]
          : items.map((item) => listOf([unknown(), item], { tuple: true })),
        { open },
      )
    : listOf(items.map((item, i) => listOf([constant(i), item], { tuple: true })));
};

/** Rounds as many as the lists have that are known; of the others any item. */
const zipped: Meaning = ({ args }) => {
  const lists = args.positional.map(itemsIn);
  const lengths = new Set(lists.filter(({ open }) => !open).map(({ items }) => items.length));
  if (args.open || lengths.size > 1) return listOf([], { open: true });
  const [length = 1] = lengths;
  const rounds = Array.from({ length }, (_, i) =>
    listOf(
      lists.map(({ items, open }) => (open ? (items.length === 1 ? items[0] : unknown()) : items[i])),
      { tuple: true },
    ),
  );
  return listOf(rounds, { open: lengths.size === 0 });
};

function itemsIn(value: Value | undefined) {
  return itemsOf((value?.type === 'layer' ? value.attributes.get('items') : value) ?? unknown());
}

/** What is none of Python's own containers. */
function isObject({ type }: Value): boolean {
  return type === 'tensor' || type === 'instance' || type === 'layer';
}

const CONTAINERS = new Set(['tuple', 'list', 'dict', 'set'].map((name) => `builtins.${name}`));

function isContainer(kind: Value): boolean {
  return kind.type === 'library' && CONTAINERS.has(kind.path);
}

const copied =
  (tuple: boolean): Meaning =>
  ({ args }) => {
    if (args.positional.length === 0) return listOf([], { tuple });
    const { items, open } = itemsIn(args.positional[0]);
    return listOf(items, { tuple, open });
  };

/** What `namedtuple` makes: its fields come first, then what an object of it is made with. */
const MAKE_NAMED = { type: 'library', path: 'collections.namedtuple.made' } as const;

/** `['x', 'y']` and `'x y'`. */
function fieldsIn(value: Value | undefined): readonly Value[] | undefined {
  if (value?.type === 'constant' && typeof value.value === 'string')
    return value.value.split(/[\s,]+/).map(constant);
  const { items, open } = itemsIn(value);
  return open ? undefined : items;
}

export const BUILTINS: Readonly<Record<string, Meaning>> = {
  'builtins.super': ({ site: { frame } }) => {
    const { self, owner } = frame;
    return self?.type === 'instance' && owner !== undefined
      ? { type: 'super', self, above: owner }
      : unknown();
  },
  'builtins.len': ({ args }) => {
    const { items, open } = itemsIn(args.positional[0]);
    return open ? unknown() : constant(items.length);
  },
  'builtins.enumerate': enumerated,
  'builtins.zip': zipped,
  'builtins.list': copied(false),
  'builtins.tuple': copied(true),
  'builtins.reversed': ({ args }) => {
    const { items, open } = itemsIn(args.positional[0]);
    return open ? listOf([], { open }) : listOf(items.toReversed());
  },
  'builtins.isinstance': ({ args }) => {
    const [value, kind] = args.positional;
    if (kind === undefined || value === undefined) return unknown();
    if (kind.type === 'list' && isObject(value)) {
      const { items, open } = itemsOf(kind);
      return !open && items.every(isContainer) ? constant(false) : unknown();
    }
    if (kind.type !== 'library') return unknown();
    const asked = kind.path.replace('builtins.', '');
    if (value.type === 'list')
      return constant((asked === 'tuple') === value.tuple && (asked === 'tuple' || asked === 'list'));
    if (value.type === 'dict') return asked === 'dict' ? constant(true) : unknown();
    return isObject(value) && isContainer(kind) ? constant(false) : unknown();
  },
  'builtins.getattr': ({ machine, site, args }) => {
    const [object, name] = args.positional;
    return object !== undefined && name?.type === 'constant' && typeof name.value === 'string'
      ? machine.attribute(object, name.value, site)
      : unknown();
  },
  'builtins.setattr': ({ machine, args }) => {
    const [object, name, value] = args.positional;
    if (
      (object?.type === 'instance' || object?.type === 'layer') &&
      name?.type === 'constant' &&
      value !== undefined
    )
      machine.trail.write(object.attributes, String(name.value), value);
    return constant(null);
  },
  'builtins.dict': ({ args }) => ({ type: 'dict', entries: new Map(args.keyword) }),
  'builtins.print': () => constant(null),
  'builtins.sum': ({ args, site }) => {
    const { items } = itemsIn(args.positional[0]);
    const [first] = items;
    return first?.type === 'tensor' &&
      first.is === 'exp' &&
      items.every((one) => one.type === 'tensor' && one.is === 'exp')
      ? tensor('sum-of-exp', site.at, { of: first })
      : (sumOfAll(items, site.at) ?? unknown());
  },
  'collections.OrderedDict': ({ args }) => {
    const [given] = args.positional;
    if (given?.type === 'dict') return given;
    const { items, open } = itemsIn(given);
    const entries = new Map<string, Value>();
    const at = given?.type === 'list' && !given.tuple ? (given.at ?? []) : [];
    noteRemovals(
      items.map((item) => itemsOf(item).items[1]),
      at,
    );
    if (given !== undefined && (open || given.type !== 'list')) return unknown();
    for (const item of items) {
      const [key, value] = itemsOf(item).items;
      if (key === undefined || value === undefined) return unknown();
      entries.set(key.type === 'constant' ? String(key.value) : `?${entries.size}`, value);
    }
    return { type: 'dict', entries };
  },
  'collections.namedtuple': ({ args }) => {
    const names = fieldsIn(args.positional[1] ?? args.keyword.get('field_names'));
    return names === undefined
      ? unknown()
      : { type: 'partial', callee: MAKE_NAMED, args: { ...NO_ARGS, positional: [listOf(names)] } };
  },
  [MAKE_NAMED.path]: ({ args }) => {
    const [names, ...values] = args.positional;
    const entries = new Map(args.keyword);
    itemsOf(names).items.forEach((name, i) => {
      if (name.type === 'constant' && i < values.length) entries.set(String(name.value), values[i]);
    });
    return { type: 'dict', entries };
  },
  'functools.partial': ({ args }) => {
    const [callee, ...positional] = args.positional;
    if (callee === undefined) return unknown();
    return {
      type: 'partial',
      callee,
      args: { ...args, positional, at: args.at.slice(1) },
    };
  },
  'builtins.globals': ({ site }) => ({ type: 'dict', entries: moduleScope(site.frame.scope).names }),
};
