import { ELEMENTWISE } from './tensors';
import { unknown, type Args, type Items, type Tensor, type Value } from './values';

/** Values nested deeper are taken to disagree. */
const DEEPEST = 6;

/** What is known of a value that is one or the other: only what both agree on. */
export function join(a: Value, b: Value, depth = 0): Value {
  if (a === b) return a;
  // None can be neither called nor computed with: what goes on has the other value.
  if (isNoneBeside(a, b)) return perhaps(b);
  if (isNoneBeside(b, a)) return perhaps(a);
  if (depth > DEEPEST) return unknown();
  if (a.type !== b.type) return either(a, b) ?? unknown();
  const joinThem = JOINS[a.type] as Joiner | undefined;
  return joinThem?.(a, b, depth) ?? either(a, b) ?? unknown();
}

/** What is known of whichever of some values: a long list may be read many times, so that looks at its members are counted. */
export function joinAll(values: Iterable<Value>, machine: { look(): boolean }): Value {
  let joined: Value | undefined;
  for (const value of values) {
    if (joined === undefined) joined = value;
    else if (joined !== value) {
      joined = join(joined, value);
      if (joined.type === 'unknown') return joined;
    }
    if (!machine.look()) return unknown();
  }
  return joined ?? unknown();
}

/** Objects that are told apart when they are called: more than these are not. */
const MOST_OPTIONS = 4;
const CALLED = new Set<Value['type']>(['either', 'instance', 'layer', 'function', 'class']);

function either(a: Value, b: Value): Value | undefined {
  if (!CALLED.has(a.type) || !CALLED.has(b.type)) return undefined;
  const options = [a, b].flatMap((one) => (one.type === 'either' ? one.options : [one]));
  const different = [...new Set(options)];
  return different.length > MOST_OPTIONS ? undefined : { type: 'either', options: different };
}

type Joiner = (a: Value, b: Value, depth: number) => Value | undefined;

type Joins = {
  readonly [T in Value['type']]?: (
    a: Extract<Value, { type: T }>,
    b: Extract<Value, { type: T }>,
    depth: number,
  ) => Value | undefined;
};

const JOINS: Joins = {
  constant: (a, b) => (a.value === b.value ? a : undefined),
  tensor: (a, b) => joinTensors(a, b),
  library: (a, b) => (a.path === b.path ? a : undefined),
  class: (a, b) => (a.node === b.node ? a : undefined),
  function: (a, b, depth) => {
    if (a.node !== b.node) return undefined;
    if (a.self === undefined || b.self === undefined) return a;
    const self = join(a.self, b.self, depth + 1);
    return self.type === 'unknown' ? undefined : { ...a, self };
  },
  items: (a, b, depth) => joinItems(a, b, depth),
  list: (a, b, depth) => ({ ...a, slots: joinMaps(a.slots, b.slots, depth) }),
  dict: (a, b, depth) => ({ ...a, entries: joinMaps(a.entries, b.entries, depth) }),
  instance: (a, b, depth) =>
    a.of.node === b.of.node ? { ...a, attributes: joinMaps(a.attributes, b.attributes, depth) } : undefined,
  layer: (a, b, depth) =>
    a.path === b.path
      ? {
          ...a,
          options: joinOptions(a.options, b.options),
          attributes: joinMaps(a.attributes, b.attributes, depth),
        }
      : undefined,
  method: (a, b, depth) => {
    if (a.name !== b.name) return undefined;
    const self = join(a.self, b.self, depth + 1);
    return self.type === 'unknown' ? undefined : { ...a, self };
  },
};

function isNoneBeside(a: Value, b: Value): boolean {
  return a.type === 'constant' && a.value === null && b.type !== 'constant' && b.type !== 'unknown';
}

function perhaps(value: Value): Value {
  return value.type === 'layer' || value.type === 'instance' ? { ...value, maybe: true } : value;
}

/** Facts that hold of both only where they are the same of both. */
const AGREED = [
  'axis',
  'rank',
  'of',
  'padding',
  'tokens',
  'root',
  'cut',
  'part',
  'shifted',
  'layerName',
  'width',
  'madeAt',
] as const;

function joinTensors(a: Tensor, b: Tensor): Tensor | undefined {
  // What is to be filled is filled where it is used.
  if (a.is === 'blank' && ELEMENTWISE.has(b.is)) return b;
  if (b.is === 'blank' && ELEMENTWISE.has(a.is)) return a;
  if (a.is !== b.is || a.complement !== b.complement) return undefined;
  if (holdsOf(a, b)) return a;
  const joined: { -readonly [F in keyof Tensor]: Tensor[F] } = { ...a };
  for (const fact of AGREED) if (a[fact] !== b[fact]) delete joined[fact];
  if (b.epsilon === undefined) delete joined.epsilon;
  if (b.divided === undefined) delete joined.divided;
  // Taking one of two out would leave the other.
  if (!sameEdit(a.removal, b.removal)) delete joined.removal;
  if (b.predicted) joined.predicted = true;
  if (b.byHand) joined.byHand = true;
  if (b.mixed) joined.mixed = true;
  if (b.scaled) joined.scaled = true;
  if (b.remade) joined.remade = true;
  return joined;
}

/** Whether all that is known of one is known of the other: of many that are joined, most change nothing. */
function holdsOf(a: Tensor, b: Tensor): boolean {
  if (
    (b.predicted && !a.predicted) ||
    (b.byHand && !a.byHand) ||
    (b.mixed && !a.mixed) ||
    (b.scaled && !a.scaled) ||
    (b.remade && !a.remade) ||
    (a.epsilon !== undefined && b.epsilon === undefined) ||
    (a.divided !== undefined && b.divided === undefined) ||
    (a.removal !== undefined && !sameEdit(a.removal, b.removal))
  )
    return false;
  return agreesOn(a, b);
}

/** Whether each of the facts that have to be the same of both is, as far as the first has it. One by one: a loop takes far longer. */
function agreesOn(a: Tensor, b: Tensor): boolean {
  return (
    agrees(a.axis, b.axis) &&
    agrees(a.rank, b.rank) &&
    agrees(a.of, b.of) &&
    agrees(a.padding, b.padding) &&
    agrees(a.tokens, b.tokens) &&
    agrees(a.root, b.root) &&
    agrees(a.cut, b.cut) &&
    agrees(a.part, b.part) &&
    agrees(a.shifted, b.shifted) &&
    agrees(a.layerName, b.layerName) &&
    agrees(a.width, b.width) &&
    agrees(a.madeAt, b.madeAt)
  );
}

function agrees<T>(a: T | undefined, b: T | undefined): boolean {
  return a === undefined || a === b;
}

function sameEdit(a: Tensor['removal'], b: Tensor['removal']): boolean {
  return a?.place.source === b?.place.source && a?.place.start === b?.place.start;
}

/** Lists of several lengths agree on how they end. */
function joinItems(a: Items, b: Items, depth: number): Items {
  // Whatever a list has in it that was empty before a loop, the loop put there.
  if (isEmpty(a) && b.items.length === 1) return { ...b, open: true };
  if (isEmpty(b) && a.items.length === 1) return { ...a, open: true };
  const same = a.items.length === b.items.length;
  const items: Value[] = [];
  const shorter = Math.min(a.items.length, b.items.length);
  for (let back = 1; back <= shorter; back++) {
    const joined = join(a.items[a.items.length - back], b.items[b.items.length - back], depth + 1);
    if (!same && joined.type === 'unknown') break;
    items.unshift(joined);
  }
  return { type: 'items', items, open: a.open || b.open || !same };
}

function isEmpty({ items, open }: Items): boolean {
  return items.length === 0 && !open;
}

function joinMaps(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>, depth: number) {
  const joined = new Map<string, Value>();
  for (const [key, value] of a) {
    const other = b.get(key);
    joined.set(key, other === undefined ? value : join(value, other, depth + 1));
  }
  for (const [key, value] of b) if (!a.has(key)) joined.set(key, value);
  return joined;
}

/** What both were made with; of the rest it is open whether it was said at all. */
function joinOptions(a: Args, b: Args): Args {
  if (a === b) return a;
  const positional: Value[] = [];
  for (const [i, value] of a.positional.entries()) {
    if (i >= b.positional.length) break;
    positional.push(join(value, b.positional[i]));
  }
  const keyword = new Map<string, Value>();
  for (const [name, value] of a.keyword) {
    const other = b.keyword.get(name);
    if (other !== undefined) keyword.set(name, join(value, other));
  }
  const whole =
    a.positional.length === b.positional.length &&
    keyword.size === a.keyword.size &&
    keyword.size === b.keyword.size;
  return {
    positional,
    keyword,
    at: a.at.slice(0, positional.length),
    keywordAt: a.keywordAt,
    open: a.open || b.open || !whole,
  };
}
