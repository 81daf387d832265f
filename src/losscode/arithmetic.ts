import type { Expression, ExpressionOf } from '../python/syntax';
import { placeOf, type Frame, type Machine } from './machine';
import { isProbability, numberOf, some, tensor, without } from './tensors';
import { truth } from './truth';
import type { Place } from './source';
import { constant, isNone, itemsOf, listOf, unknown, type Tensor, type Value } from './values';

type Binary = ExpressionOf<'binary'>;

/** What an operator makes of two values. */
export function binaryOf(
  machine: Machine,
  expression: Binary,
  left: Value,
  right: Value,
  frame: Frame,
): Value {
  const { operator } = expression;
  if (operator === 'and') return truth(left) === true ? right : unknown();
  if (operator === 'or') return truth(left) === false ? right : unknown();
  if (COMPARISONS.has(operator)) return compared(operator, left, right);
  if (left.type === 'constant' && right.type === 'constant') return folded(operator, left.value, right.value);
  if (left.type === 'list') return ofLists(operator, left, right);
  return ARITHMETIC[operator]?.({ machine, expression, left, right, frame }) ?? unknown();
}

export function unaryOf(operator: string, value: Value): Value {
  if (operator === 'not') {
    const holds = truth(value);
    return holds === undefined ? unknown() : constant(!holds);
  }
  if (operator !== '-') return operator === '+' ? value : unknown();
  const number = numberOf(value);
  if (number !== undefined) return constant(-number);
  if (value.type !== 'tensor') return unknown();
  if (value.is === 'linear' || value.is === 'masked-sum' || value.is === 'loss') return { ...value };
  // What is never positive cannot make its exponential overflow.
  const { absolute = false } = value;
  return { ...some(value.at, value.rank), ...(absolute && { shifted: true }) };
}

const COMPARISONS = new Set(['==', '!=', 'is', 'is not', 'in', 'not in', '<', '>', '<=', '>=']);

function compared(operator: string, left: Value, right: Value): Value {
  if (operator === 'is' || operator === 'is not') {
    const same = isSame(left, right);
    return same === undefined ? unknown() : constant(same === (operator === 'is'));
  }
  if (operator === 'in' || operator === 'not in') {
    const inside = isIn(left, right);
    return inside === undefined ? unknown() : constant(inside === (operator === 'in'));
  }
  if (left.type !== 'constant' || right.type !== 'constant') return unknown();
  const [a, b] = [left.value, right.value];
  if (operator === '==') return constant(a === b);
  if (operator === '!=') return constant(a !== b);
  return typeof a === 'number' && typeof b === 'number' ? constant(ORDER[operator](a, b)) : unknown();
}

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

function isSame(left: Value, right: Value): boolean | undefined {
  if (left.type === 'constant' && right.type === 'constant') return left.value === right.value;
  if (!isNone(right)) return undefined;
  // What was joined with None may be None still: of objects it is not known.
  if (left.type === 'layer' || left.type === 'instance') return left.maybe ? undefined : false;
  return left.type === 'tensor' || left.type === 'list' ? false : undefined;
}

function isIn(left: Value, right: Value): boolean | undefined {
  const { items, open } = itemsOf(right);
  if (left.type !== 'constant' || open || !items.every(({ type }) => type === 'constant')) return undefined;
  return items.some((item) => item.type === 'constant' && item.value === left.value);
}

type Simple = number | string | boolean | null;

function folded(operator: string, a: Simple, b: Simple): Value {
  if (typeof a === 'string' && typeof b === 'string' && operator === '+')
    return a.length + b.length < 1000 ? constant(a + b) : unknown();
  if (typeof a !== 'number' || typeof b !== 'number') return unknown();
  const number = NUMBERS[operator]?.(a, b);
  return number === undefined || !Number.isFinite(number) ? unknown() : constant(number);
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
};

function ofLists(operator: string, left: Value, right: Value): Value {
  if (operator !== '+') return operator === '*' ? listOf(itemsOf(left).items, { open: true }) : unknown();
  const [a, b] = [itemsOf(left), itemsOf(right)];
  return listOf(b.open ? b.items : [...a.items, ...b.items], { open: a.open || b.open });
}

interface Operation {
  machine: Machine;
  expression: Binary;
  left: Value;
  right: Value;
  frame: Frame;
}

const ARITHMETIC: Readonly<Record<string, (operation: Operation) => Value | undefined>> = {
  '+': added,
  '-': subtracted,
  '*': multiplied,
  '/': divided,
  '@': ({ expression, left, right, frame }) =>
    isParameter(left) || isParameter(right)
      ? tensor('linear', placeOf(frame, expression))
      : some(placeOf(frame, expression), rankOfProduct(left, right)),
};

/** Rows times a matrix are rows. */
function rankOfProduct(left: Value, right: Value): number | undefined {
  const [a, b] = [left, right].map((one) => (one.type === 'tensor' ? one.rank : undefined));
  return a === 2 && b === 2 ? 2 : undefined;
}

/** Real numbers stay real numbers, shifted and scaled. */
function isLinear(value: Value): value is Tensor & { is: 'linear' } {
  return value.type === 'tensor' && value.is === 'linear';
}

function isParameter(value: Value): boolean {
  return value.type === 'tensor' && value.is === 'parameter';
}

function linearFrom(value: Tensor): Tensor {
  return { ...without(value, 'removal', 'axis'), is: 'linear', scaled: true };
}

/** Each side with the other. */
function eitherWay(left: Value, right: Value, expression: Binary) {
  return [
    { value: left, other: right, otherAt: expression.right },
    { value: right, other: left, otherAt: expression.left },
  ];
}

function added({ left, right, expression, frame }: Operation): Value | undefined {
  if (isAddend(left) && isAddend(right)) return sumOf(left, placeOf(frame, expression));
  for (const { value, other, otherAt } of eitherWay(left, right, expression)) {
    const number = numberOf(other);
    if (isProbability(value) && isSmall(other, otherAt)) return { ...value, epsilon: number ?? NaN };
    if (number === 1 && other === value) continue;
    if (number === 1 && value.type !== 'constant')
      return tensor('some', placeOf(frame, expression), {
        of: value,
        ofAt: placeOf(frame, otherIs(expression, otherAt)),
        epsilon: 1,
      });
    if (isSmoothing(value)) return { ...value, is: 'smoothed' };
    if (isLinear(value)) return linearFrom(value);
  }
  return undefined;
}

/** Probabilities of several models, or sums of them. */
function isAddend(value: Value): value is Tensor {
  return value.type === 'tensor' && (value.is === 'sum-of-softmax' || isWholeSoftmax(value));
}

function isWholeSoftmax({ is, part, epsilon, divided }: Tensor): boolean {
  return is === 'softmax' && !part && epsilon === undefined && divided === undefined;
}

function sumOf(addend: Tensor, at: Place): Tensor {
  return addend.is === 'softmax' ? tensor('sum-of-softmax', at, { of: addend }) : { ...addend, at };
}

/** `sum(softmax(m(x)) for m in models)` */
export function sumOfAll(values: readonly Value[], at: Place): Tensor | undefined {
  const [first] = values;
  return first !== undefined && isAddend(first) && values.every(isAddend) ? sumOf(first, at) : undefined;
}

function otherIs({ left, right }: Binary, one: Expression): Expression {
  return one === left ? right : left;
}

/** One-hot labels scaled down: the first half of smoothing them. */
function isSmoothing(value: Value): value is Tensor {
  return value.type === 'tensor' && value.is === 'one-hot' && value.divided !== undefined;
}

/** A number that keeps a logarithm finite: written, or named as such. */
export function isSmall(value: Value, written: Expression): boolean {
  const number = numberOf(value);
  if (number !== undefined) return number > 0 && number <= 1e-2;
  const name = written.type === 'name' ? written.id : written.type === 'attribute' ? written.name : '';
  if (/^(?:_?eps(?:ilon)?|tiny|small\w*|EPS(?:ILON)?)$/.test(name)) return true;
  return written.type === 'call' && written.callee.type === 'attribute' && written.callee.name === 'epsilon';
}

function subtracted({ machine, left, right, expression, frame }: Operation): Value | undefined {
  const at = placeOf(frame, expression);
  if (numberOf(left) === 1 && right.type === 'tensor') {
    if (right.is === 'sigmoid') return { ...right, complement: !right.complement };
    return some(at, right.rank);
  }
  // An exponential with a name is a ratio that is looked at, not computed for this.
  const named = expression.left.type === 'name';
  if (left.type === 'tensor' && left.is === 'exp' && numberOf(right) === 1 && !named)
    machine.emit({ type: 'minus-one', of: left, ofAt: placeOf(frame, expression.left), at });
  const shifted = { of: left, shifted: true };
  if (isLinear(left)) return { ...linearFrom(left), shifted: true };
  return isLinear(right) ? linearFrom(right) : tensor('some', at, shifted);
}

function multiplied({ left, right, expression, frame }: Operation): Value | undefined {
  for (const { value, other, otherAt } of eitherWay(left, right, expression)) {
    if (value.type !== 'tensor') continue;
    if (value.is === 'one-hot' && isScaleOf(other, otherAt))
      return { ...value, divided: placeOf(frame, otherAt) };
    if (value.is === 'softmax' && other.type === 'tensor' && other.is === 'one-hot')
      return tensor('picked', placeOf(frame, expression), { of: value });
    if (value.is === 'linear' && other.type !== 'tensor') return linearFrom(value);
    if (value.is === 'log-softmax' && numberOf(other) !== undefined) return linearFrom(value);
  }
  if (isPerPlace(left) || isPerPlace(right)) return tensor('masked', placeOf(frame, expression));
  return undefined;
}

/** A loss, or the log-probability of what was there, at each place of a sequence. */
function isPerPlace(value: Value): boolean {
  return (
    value.type === 'tensor' && (value.is === 'loss' || (value.is === 'log-softmax' && value.part === true))
  );
}

function isScaleOf(value: Value, written: Expression): boolean {
  const number = numberOf(value);
  if (number !== undefined) return number < 1 && number > 0.5;
  return (
    written.type === 'binary' &&
    written.operator === '-' &&
    written.left.type === 'constant' &&
    Number(written.left.text) === 1
  );
}

function divided({ machine, left, right, expression, frame }: Operation): Value | undefined {
  const at = placeOf(frame, expression);
  if (numberOf(left) === 1 && isOnePlusExp(right)) return sigmoidFrom(right, at);
  return quotientOf({
    machine,
    left,
    right,
    at,
    ofAt: placeOf(frame, expression.left),
    by: placeOf(frame, expression.right),
  });
}

/** `1 / (1 + exp(−z))` */
function sigmoidFrom(onePlusExp: Tensor, at: Place): Tensor {
  const exp = onePlusExp.of;
  return tensor('sigmoid', at, { byHand: true, ...(exp?.type === 'tensor' && exp.of && { of: exp.of }) });
}

interface Quotient {
  machine: Machine;
  left: Value;
  right: Value;
  at: Place;
  ofAt: Place;
  by: Place;
}

export function quotientOf({ machine, left, right, at, ofAt, by }: Quotient): Value | undefined {
  if (left.type !== 'tensor') return undefined;
  switch (left.is) {
    case 'exp':
      return right.type === 'tensor' && right.is === 'sum-of-exp' && sameExp(left, right.of)
        ? softmaxFrom(machine, left, right, at)
        : undefined;
    case 'softmax':
      machine.emit({ type: 'divided', of: left, ofAt, by, at });
      return { ...without(left, 'removal'), divided: by };
    case 'sum-of-softmax':
      return right.type !== 'tensor' && left.of?.type === 'tensor'
        ? { ...without(left.of, 'removal'), mixed: true }
        : undefined;
    // By a temperature logits stay logits; divided by their sum they may be anything.
    case 'linear':
      return right.type === 'tensor' ? some(at) : linearFrom(left);
    case 'log-softmax':
      return numberOf(right) === undefined ? undefined : linearFrom(left);
    // By a number the same for all sequences it is a scaled sum.
    case 'masked-sum':
      return right.type === 'constant' ? undefined : tensor('masked-mean', at);
    default:
      return undefined;
  }
}

/** `exp(z) / exp(z).sum(axis)` */
function softmaxFrom(machine: Machine, exp: Tensor, { axis }: Tensor, at: Place): Tensor {
  const result = tensor('softmax', at, {
    byHand: true,
    ...(axis !== undefined && { axis }),
    ...(exp.of && { of: exp.of }),
    ...(exp.rank !== undefined && { rank: exp.rank }),
  });
  machine.emit({
    type: 'softmax',
    of: exp.of ?? exp,
    result,
    ...(axis !== undefined && { axis }),
    at,
    nameOf: () => undefined,
  });
  return result;
}

function isOnePlusExp(value: Value): value is Tensor {
  return (
    value.type === 'tensor' && value.epsilon === 1 && value.of?.type === 'tensor' && value.of.is === 'exp'
  );
}

/** `exp(x)` and `exp(x)` written twice are the same. */
function sameExp(a: Tensor, b: Value | undefined): boolean {
  if (b === undefined) return false;
  if (a === b) return true;
  return b.type === 'tensor' && a.of !== undefined && a.of === b.of;
}
