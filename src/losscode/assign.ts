import type { Expression, ExpressionOf } from '../python/syntax';
import type { Frame, Machine } from './machine';
import { itemsOf, listOf, unknown, type Items, type Value } from './values';

/** Binds a target to a value. */
export function assign(machine: Machine, target: Expression, value: Value, frame: Frame): void {
  const { trail } = machine;
  switch (target.type) {
    case 'name': {
      const scope = frame.scope.declared.get(target.id) ?? frame.scope;
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
  if (object.type === 'dict') {
    const key = index.type === 'constant' ? String(index.value) : `?${object.entries.size}`;
    machine.trail.write(object.entries, key, value);
    return;
  }
  if (object.type === 'layer') {
    const items = object.attributes.get('items');
    if (items?.type === 'list') setItem(machine, items, index, value);
    else machine.trail.write(object.attributes, '[]', value);
    return;
  }
  if (object.type === 'list') setItem(machine, object, index, value);
  else if (object.type === 'tensor') forget(machine, target.object, frame);
}

function setItem(machine: Machine, list: Extract<Value, { type: 'list' }>, index: Value, value: Value) {
  const { items, open } = itemsOf(list);
  const place = index.type === 'constant' && typeof index.value === 'number' ? index.value : undefined;
  const at =
    place === undefined || (open && place >= 0) ? undefined : place < 0 ? items.length + place : place;
  const changed: Items =
    at !== undefined && at >= 0 && at < items.length
      ? { type: 'items', items: items.with(at, value), open }
      : itemsOf(listOf([], { open: true }));
  machine.trail.write(list.slots, 'items', changed);
}

/** A tensor that is written into is no longer what it was. */
function forget(machine: Machine, object: Expression, frame: Frame) {
  if (object.type === 'name' && frame.scope.names.has(object.id))
    machine.trail.write(frame.scope.names, object.id, unknown());
}
