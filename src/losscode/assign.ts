import type { Expression, ExpressionOf } from '../python/syntax';
import { makeLayer } from './invoke';
import { isLastInHead } from './libraries/pretrained';
import { placeOf, type Frame, type Machine } from './machine';
import { ELEMENTWISE, numberOf, reshaped, without } from './tensors';
import { itemsOf, listOf, NO_ARGS, unknown, type Items, type Tensor, type Value } from './values';

/** Binds a target to a value. */
export function assign(machine: Machine, target: Expression, value: Value, frame: Frame): void {
  const { trail } = machine;
  switch (target.type) {
    case 'name': {
      const scope = frame.scope.declared?.get(target.id) ?? frame.scope;
      trail.write(scope.names, target.id, value);
      return;
    }
    case 'attribute': {
      const object = machine.evaluate(target.object, frame);
      if (object.type === 'instance' || object.type === 'layer' || object.type === 'unknown')
        trail.write(object.attributes, target.name, value);
      else if (object.type === 'class') trail.write(object.members, target.name, value);
      return;
    }
    case 'subscript':
      assignItem(machine, target, value, frame);
      return;
    case 'starred':
      assign(machine, target.value, unknown(), frame);
      return;
    case 'tuple':
    case 'list':
      assignEach(machine, target.items, value, frame);
      return;
    default:
      machine.evaluate(target, frame);
  }
}

function assignEach(machine: Machine, targets: readonly Expression[], value: Value, frame: Frame) {
  const { items, open } = itemsOf(value);
  const spread = targets.some(({ type }) => type === 'starred');
  targets.forEach((target, i) => {
    const known = !open && !spread && items.length === targets.length ? items[i] : partOf(value, i);
    assign(machine, target, known, frame);
  });
}

/** Each name that something unknown is unpacked to is another unknown. */
function partOf(value: Value, place: number): Value {
  if (value.type !== 'unknown') return unknown();
  return value.attributes.get(`[${place}]`) ?? unknown();
}

function assignItem(machine: Machine, target: ExpressionOf<'subscript'>, value: Value, frame: Frame) {
  const object = machine.evaluate(target.object, frame);
  const indices = target.indices.map((index) => machine.evaluate(index, frame));
  const [index] = indices;
  // Half-typed.
  if (index === undefined) return;
  if (object.type === 'dict') {
    const key = index.type === 'constant' ? String(index.value) : `?${object.entries.size}`;
    machine.trail.write(object.entries, key, value);
    return;
  }
  if (object.type === 'method') {
    const { self, name } = object;
    if (self.type === 'layer' && isLastInHead(self.path, name, index))
      machine.trail.write(self.attributes, name, endingIn(value, machine, target, frame));
    return;
  }
  if (object.type === 'layer') {
    const items = object.attributes.get('items');
    if (items?.type === 'list') setItem(machine, items, index, value);
    else machine.trail.write(object.attributes, '[]', value);
    return;
  }
  if (object.type === 'list') setItem(machine, object, index, value);
  else if (object.type === 'tensor') {
    const filled = filledWith(object, value);
    if (filled !== object) machine.assign(target.object, filled, frame);
  }
}

/** `del`: a name is unbound, an item is gone from its list. */
export function remove(machine: Machine, target: Expression, frame: Frame): void {
  if (target.type !== 'subscript') {
    if (target.type === 'name' || target.type === 'attribute') assign(machine, target, unknown(), frame);
    return;
  }
  const object = machine.evaluate(target.object, frame);
  const [index] = target.indices.map((one) => machine.evaluate(one, frame));
  const held = object.type === 'layer' ? object.attributes.get('items') : object;
  if (held?.type !== 'list') return;
  const { items, open } = itemsOf(held);
  const place = index === undefined ? undefined : numberOf(index);
  const at = place === undefined || (open && place >= 0) ? -1 : place < 0 ? items.length + place : place;
  const left: Items =
    at in items
      ? { type: 'items', items: items.toSpliced(at, 1), open }
      : { type: 'items', items: [], open: true };
  machine.trail.write(held.slots, 'items', left);
}

/** What a tensor is after some of its numbers were written. */
function filledWith(object: Tensor, value: Value): Value {
  if (
    value.type === 'tensor' &&
    ELEMENTWISE.has(value.is) &&
    (object.is === 'blank' || object.is === value.is)
  )
    return without(reshaped(value), 'removal');
  // Real numbers among which others are written are real numbers.
  if (object.is === 'linear' && value.type !== 'tensor') return object;
  if (object.is === 'blank' && numberOf(value) === 1 && object.epsilon === undefined)
    return { ...without(object, 'rank'), is: 'one-hot' };
  return unknown();
}

/** A head of which the last layer is known. */
function endingIn(value: Value, machine: Machine, target: Expression, frame: Frame): Value {
  const head = makeLayer('torch.nn.Sequential', NO_ARGS, { frame, at: placeOf(frame, target) });
  machine.trail.write(head.attributes, 'items', listOf([value], { open: true }));
  return head;
}

function setItem(machine: Machine, list: Extract<Value, { type: 'list' }>, index: Value, value: Value) {
  const { items, open } = itemsOf(list);
  const place = index.type === 'constant' && typeof index.value === 'number' ? index.value : undefined;
  const at =
    place === undefined || (open && place >= 0) ? undefined : place < 0 ? items.length + place : place;
  const changed: Items =
    at !== undefined && at >= 0 && at < items.length
      ? { type: 'items', items: items.with(at, value), open }
      : itemsOf(listOf(place === -1 ? [value] : [], { open: true }));
  machine.trail.write(list.slots, 'items', changed);
}
