import { numberWritten } from '../python/numbers';
import type { Argument, Clause, Expression, ExpressionOf } from '../python/syntax';
import { partsOf } from '../python/walk';
import { binaryOf, unaryOf } from './arithmetic';
import { builtin } from './builtins';
import { fallbackFor } from './libraries/fallbacks';
import { cutOf, part, sliced, some } from './tensors';
import { lookUp, moduleScope } from './scope';
import { placeOf, type Frame, type Machine } from './machine';
import type { Place } from './source';
import { truth } from './truth';
import {
  constant,
  itemsOf,
  listOf,
  NO_ARGS,
  unknown,
  type Args,
  type Constant,
  type Dict,
  type FunctionValue,
  type Value,
} from './values';
import { join, joinAll } from './join';

/** What an expression gives, and what happens on the way. */
export function evaluate(machine: Machine, expression: Expression, frame: Frame): Value {
  const read = READERS[expression.type] as Reader<Expression> | undefined;
  return read === undefined ? parts(machine, expression, frame) : read(machine, expression, frame);
}

type Reader<E> = (machine: Machine, expression: E, frame: Frame) => Value;

/** Nothing is known of the whole, but its parts are gone through. */
function parts(machine: Machine, expression: Expression, frame: Frame): Value {
  for (const inner of partsOf(expression)) machine.evaluate(inner, frame);
  return unknown();
}

const READERS: { readonly [T in Expression['type']]?: Reader<ExpressionOf<T>> } = {
  name: (_, { id }, frame) => nameOf(id, frame),
  constant: (_, { text }) => constantOf(text),
  string: (_, { text, bytes }) => (bytes ? unknown() : constant(text)),
  attribute: (machine, expression, frame) => {
    const found = attributeIn(machine, expression, frame);
    if (found.type !== 'method') return found;
    const { self, name } = found;
    if (self.type !== 'unknown') return self.type === 'tensor' ? unknown() : found;
    // The same each time it is asked for.
    let known = self.attributes.get(name);
    if (known === undefined) self.attributes.set(name, (known = unknown()));
    return known;
  },
  call: (machine, expression, frame) => {
    const callee =
      expression.callee.type === 'attribute'
        ? attributeIn(machine, expression.callee, frame)
        : machine.evaluate(expression.callee, frame);
    const given = machine.arguments(expression.args, frame);
    return machine.call(callee, given, { frame, at: placeOf(frame, expression), node: expression });
  },
  subscript: subscript,
  tuple: (machine, { items }, frame) => sequence(machine, items, frame, true),
  list: (machine, { items }, frame) => sequence(machine, items, frame, false),
  set: (machine, { items }, frame) => sequence(machine, items, frame, false),
  dict: dictionary,
  binary: (machine, expression, frame) => {
    const left = machine.evaluate(expression.left, frame);
    const decided = decidedBy(expression.operator, left);
    if (decided !== undefined) return decided;
    const right = machine.evaluate(expression.right, frame);
    return binaryOf(machine, expression, left, right, frame);
  },
  unary: (machine, { operator, operand }, frame) => unaryOf(operator, machine.evaluate(operand, frame)),
  conditional: (machine, { test, then, otherwise }, frame) => {
    const holds = truth(machine.evaluate(test, frame));
    if (holds !== undefined) return machine.evaluate(holds ? then : otherwise, frame);
    return join(machine.evaluate(then, frame), machine.evaluate(otherwise, frame));
  },
  lambda: (_, expression, frame) => {
    const defined: FunctionValue = {
      type: 'function',
      name: 'lambda',
      parameters: expression.parameters,
      body: expression.body,
      scope: frame.scope,
      source: frame.source,
      node: expression,
    };
    frame.defined.push(defined);
    return defined;
  },
  starred: (machine, { value }, frame) => machine.evaluate(value, frame),
  await: (machine, { value }, frame) => machine.evaluate(value, frame),
  walrus: (machine, { target, value }, frame) => {
    const found = machine.evaluate(value, frame);
    machine.assign(target, found, frame);
    return found;
  },
  comprehension: (machine, { items, clauses }, frame) => comprehension(machine, items, clauses, frame),
};

function attributeIn(machine: Machine, expression: ExpressionOf<'attribute'>, frame: Frame): Value {
  const object = machine.evaluate(expression.object, frame);
  return machine.attribute(object, expression.name, {
    frame,
    at: placeOf(frame, expression),
    node: expression,
  });
}

function nameOf(id: string, frame: Frame): Value {
  const bound = lookUp(frame.scope, id) ?? builtin(id);
  if (bound !== undefined) return bound;
  const { stars = [], names } = moduleScope(frame.scope);
  const found = fallbackFor(id, stars);
  if (found !== undefined) return { type: 'library', path: found };
  // The same each time it is named.
  const free = unknown();
  names.set(id, free);
  return free;
}

function constantOf(text: string): Value {
  if (text === 'None') return constant(null);
  if (text === 'True' || text === 'False') return constant(text === 'True');
  const number = numberWritten(text);
  return number === undefined ? unknown() : constant(number);
}

function decidedBy(operator: string, left: Value): Value | undefined {
  if (operator === 'and') return truth(left) === false ? left : undefined;
  return operator === 'or' && truth(left) === true ? left : undefined;
}

function sequence(machine: Machine, items: readonly Expression[], frame: Frame, tuple: boolean): Value {
  const values: Value[] = [];
  let open = false;
  for (const item of items) {
    const value = machine.evaluate(item, frame);
    if (item.type !== 'starred') {
      values.push(value);
      continue;
    }
    const spread = itemsOf(value);
    if (spread.open) {
      open = true;
      values.length = 0;
    }
    for (const one of spread.items) {
      if (!machine.look()) return unknown();
      values.push(one);
    }
  }
  const isWhole = values.length === items.length && !open;
  const at = isWhole ? items.map((item) => placeOf(frame, item)) : undefined;
  return listOf(values, { tuple, open, at });
}

function dictionary(machine: Machine, { entries }: ExpressionOf<'dict'>, frame: Frame): Value {
  const dict: Dict = { type: 'dict', entries: new Map() };
  for (const { key, value } of entries) {
    const found = machine.evaluate(value, frame);
    if (key === undefined) {
      if (found.type !== 'dict') continue;
      for (const [name, one] of found.entries) {
        if (!machine.look()) return unknown();
        dict.entries.set(name, one);
      }
      continue;
    }
    const name = machine.evaluate(key, frame);
    dict.entries.set(name.type === 'constant' ? String(name.value) : `?${dict.entries.size}`, found);
  }
  return dict;
}

function subscript(machine: Machine, expression: ExpressionOf<'subscript'>, frame: Frame): Value {
  const object = machine.evaluate(expression.object, frame);
  const indices = expression.indices.map((index) => machine.evaluate(index, frame));
  const [index] = indices;
  if (object.type === 'dict') return entryOf(machine, object, index);
  if (object.type === 'list' && indices.length === 1)
    return itemOf(object, expression.indices[0], index, machine, frame);
  const { text } = frame.source;
  if (object.type === 'tensor') {
    const axis = pickedAxis(expression.indices);
    if (axis !== undefined)
      machine.emit({
        type: 'picked',
        of: object,
        axis,
        at: placeOf(frame, expression),
        nameOf: () => undefined,
      });
    return sliced(object, expression.indices, indices, text);
  }
  if (object.type === 'unknown') {
    if (indices.length === 1 && index?.type === 'constant') return part(object, index);
    const cut = cutOf(expression.indices, text);
    return { ...some(placeOf(frame, expression)), root: object, cut };
  }
  if (object.type === 'layer') {
    const named = index?.type === 'constant' ? object.attributes.get(String(index.value)) : undefined;
    if (named !== undefined && typeof (index as Constant).value === 'string') return named;
    const items = object.attributes.get('items');
    if (items !== undefined && indices.length === 1)
      return itemOf(items, expression.indices[0], index, machine, frame);
    return machine.attribute(object, '[]', { frame, at: placeOf(frame, expression), node: expression });
  }
  return unknown();
}

/** Along which axis one number of each row is taken: `p[range(n), y]`, `p[y, np.arange(n)]`. */
function pickedAxis(indices: readonly Expression[]): number | undefined {
  if (indices.length !== 2) return undefined;
  const [first, second] = indices.map(isCounting);
  if (first === second || indices.some(({ type }) => type === 'slice')) return undefined;
  return first ? 1 : 0;
}

function isCounting(index: Expression): boolean {
  if (index.type !== 'call') return false;
  const { callee } = index;
  return (
    (callee.type === 'name' && callee.id === 'range') ||
    (callee.type === 'attribute' && callee.name === 'arange')
  );
}

function entryOf(machine: Machine, { entries }: Dict, key: Value | undefined): Value {
  if (key?.type === 'constant') {
    const named = entries.get(String(key.value));
    if (named !== undefined) return named;
    return unknown();
  }
  return joinAll(entries.values(), machine);
}

function itemOf(list: Value, written: Expression, index: Value, machine: Machine, frame: Frame): Value {
  const { items, open } = itemsOf(list);
  if (written.type === 'slice') return sliceOf(list, written, machine, frame);
  if (index.type !== 'constant' || typeof index.value !== 'number') {
    return open ? unknown() : joinAll(items, machine);
  }
  if (index.value >= 0) return open ? unknown() : (items[index.value] ?? unknown());
  return items[items.length + index.value] ?? unknown();
}

function sliceOf(list: Value, slice: ExpressionOf<'slice'>, machine: Machine, frame: Frame): Value {
  const { items, open } = itemsOf(list);
  const bound = (one: Expression | undefined, fallback: number) => {
    if (one === undefined) return fallback;
    const value = machine.evaluate(one, frame);
    return value.type === 'constant' && typeof value.value === 'number' ? value.value : undefined;
  };
  const from = bound(slice.lower, 0);
  const to = bound(slice.upper, items.length);
  if (from === undefined || to === undefined || slice.step !== undefined) return listOf([], { open: true });
  if (open && (from > 0 || to > 0) && to !== items.length) return listOf([], { open: true });
  return listOf(items.slice(from, to), { open: open && from === 0 });
}

function comprehension(
  machine: Machine,
  items: readonly Expression[],
  clauses: readonly Clause[],
  frame: Frame,
): Value {
  const [element, second] = items;
  if (element === undefined || clauses.length === 0) return unknown();
  const isDict =
    second !== undefined && second !== clauses[0].target && second.end <= clauses[0].target.start;
  const values: Value[] = [];
  const made = isDict ? second : element;
  const rounds = clauses.length === 1 ? roundsOf(machine.evaluate(clauses[0].iterable, frame)) : undefined;
  if (rounds !== undefined && clauses[0].conditions.length === 0) {
    for (const value of rounds) {
      machine.assign(clauses[0].target, value, frame);
      values.push(machine.evaluate(made, frame));
    }
    return isDict ? unknown() : listOf(values);
  }
  for (const { target, iterable, conditions } of clauses) {
    machine.assign(target, anyOf(machine.evaluate(iterable, frame), machine), frame);
    for (const condition of conditions) machine.evaluate(condition, frame);
  }
  const one = machine.evaluate(made, frame);
  return isDict ? unknown() : listOf([one], { open: true });
}

/** Lists longer than this are gone through once for all their items. */
const MOST_ROUNDS = 24;

/** Each value that a loop over something goes through, where they are known. */
export function roundsOf(iterable: Value): readonly Value[] | undefined {
  const items = iterable.type === 'layer' ? iterable.attributes.get('items') : iterable;
  if (items?.type !== 'list') return undefined;
  const known = itemsOf(items);
  // An empty list is one that is filled where nobody looks.
  const countable = !known.open && known.items.length > 0 && known.items.length <= MOST_ROUNDS;
  return countable ? known.items : undefined;
}

/** Any value that a loop over something goes through. */
export function anyOf(iterable: Value, machine: Machine): Value {
  const items = itemsOf(
    iterable.type === 'layer' ? (iterable.attributes.get('items') ?? iterable) : iterable,
  );
  if (items.open && items.items.length > 1) return unknown();
  return joinAll(items.items, machine);
}

/** A lambda is called what it is passed as. */
function call({ defined }: Frame, lambda: Expression, name: string) {
  const i = defined.findLastIndex(({ node }) => node === lambda);
  if (i >= 0) defined[i] = { ...defined[i], name };
}

export function argumentsOf(machine: Machine, list: readonly Argument[], frame: Frame): Args {
  const positional: Value[] = [];
  const at: (Place | undefined)[] = [];
  // Most calls have none with a keyword, and code is full of calls.
  const hasKeywords = list.some(({ keyword, spread }) => keyword !== undefined || spread === '**');
  const keyword = hasKeywords ? new Map<string, Value>() : undefined;
  const keywordAt = hasKeywords ? new Map<string, Place>() : undefined;
  let open = false;
  let rest: Value | undefined;
  for (const argument of list) {
    const value = machine.evaluate(argument.value, frame);
    const place = placeOf(frame, argument.value);
    if (argument.spread === '*') {
      const items = itemsOf(value);
      if (items.open) open = true;
      for (const item of items.items) {
        if (!machine.look()) {
          open = true;
          break;
        }
        positional.push(item);
        at.push(undefined);
      }
    } else if (argument.spread === '**') {
      if (value.type === 'dict') for (const [name, one] of value.entries) keyword?.set(name, one);
      else {
        open = true;
        rest = value;
      }
    } else if (argument.keyword !== undefined) {
      keyword?.set(argument.keyword, value);
      if (argument.value.type === 'lambda') call(frame, argument.value, argument.keyword);
      keywordAt?.set(argument.keyword, place);
    } else {
      positional.push(value);
      at.push(place);
    }
  }
  return {
    positional,
    at,
    keyword: keyword ?? NO_ARGS.keyword,
    keywordAt: keywordAt ?? NO_ARGS.keywordAt,
    open,
    ...(rest && { rest }),
  };
}
