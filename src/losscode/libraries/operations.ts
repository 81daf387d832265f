import { slot, take, placeIn, type LibraryCall, type Meaning, type Slot } from '../meaning';
import { isSmall, quotientOf } from '../arithmetic';
import { isProbability, numberOf, reshaped, some, tensor, without } from '../tensors';
import { itemsOf, listOf, unknown, type Axis, type Tensor, type Value } from '../values';
import { axisOf, each, FIRST, namesAt, nothingKnown, rectified, same, shaped } from './combine';

/** Functions and methods of arrays that every library has under one name: the array is their first argument. */

const AXIS = slot(1, 'dim', 'axis');

function input({ args }: LibraryCall): Value {
  return (
    take(args, FIRST) ??
    take(args, slot(undefined, 'y_pred', 'tensors', 'arrays', 'values', 'array')) ??
    unknown()
  );
}

/** Libraries that compute in float64 unless told otherwise. */
const DOUBLES = /^(?:numpy|math|scipy)\./;

/** An array as it is; numbers in a list are some array. */
const arrayOf: Meaning = (call) => {
  const [of] = call.args.positional;
  return of?.type === 'list' ? { ...some(call.site.at), of } : same(call);
};

const log: Meaning = (call) => {
  const of = input(call);
  const { machine, site } = call;
  const ofAt = placeIn(call.args, FIRST);
  // A logarithm to another base.
  if (/^(?:math|cmath)\./.test(call.path) && call.args.positional.length > 1) return some(site.at);
  // No function gives the logarithm of a mean of probabilities at once.
  if (of.type === 'tensor' && of.mixed) return some(site.at, rankOf(of));
  machine.emit({
    type: 'log',
    of,
    ...(DOUBLES.test(call.path) && { framework: 'numpy' as const }),
    ...(ofAt && { ofAt }),
    at: site.at,
    nameOf: namesAt(site),
  });
  if (!isProbability(of)) return some(site.at, rankOf(of));
  return tensor(of.is === 'softmax' ? 'log-of-softmax' : 'log-of-sigmoid', site.at, {
    of,
    ...(of.axis !== undefined && { axis: of.axis }),
    ...(of.rank !== undefined && { rank: of.rank }),
    ...(of.predicted && { predicted: true }),
  });
};

/** The logarithm to another base: it is its own function for small numbers too. */
const logOfProbability: Meaning = (call) => (isProbability(input(call)) ? log(call) : some(call.site.at));

const exp: Meaning = (call) => {
  const of = input(call);
  const rank = rankOf(of);
  if (of.type === 'tensor' && of.is === 'log-softmax') return { ...without(of, 'removal'), is: 'softmax' };
  const ofAt = placeIn(call.args, FIRST);
  return tensor('exp', call.site.at, { of, ...(ofAt && { ofAt }), ...(rank !== undefined && { rank }) });
};

const sum: Meaning = (call) => {
  const of = input(call);
  const axis = overall(call);
  if (of.type === 'tensor' && of.is === 'exp')
    return tensor('sum-of-exp', call.site.at, { of, ...(axis !== undefined && { axis }) });
  if (of.type === 'tensor' && of.is === 'masked' && typeof axis === 'number')
    return tensor('masked-sum', call.site.at, { axis });
  if (of.type === 'tensor' && of.is === 'picked' && of.of?.type === 'tensor' && typeof axis === 'number')
    return { ...without(of.of, 'axis', 'removal', 'rank'), part: true };
  return tensor('some', call.site.at, { of, ...(axis !== undefined && { axis }) });
};

/** Over which axis a function goes that goes over all of them where none is said. */
function overall({ args }: LibraryCall): Axis | undefined {
  return axisOf(take(args, AXIS), args.open ? undefined : 'all');
}

const AVERAGED = new Set<Tensor['is']>(['linear', 'hidden', 'softmax', 'sigmoid']);

const mean: Meaning = (call) => {
  const of = input(call);
  if (of.type === 'tensor' && of.is === 'masked-mean')
    call.machine.emit({ type: 'mean', of, at: call.site.at, nameOf: () => undefined });
  if (of.type !== 'tensor' || !AVERAGED.has(of.is) || overall(call) === 'all') return some(call.site.at);
  const averaged = reshaped(of, of.rank === undefined ? undefined : of.rank - 1);
  return isProbability(averaged) ? { ...without(averaged, 'removal'), mixed: true } : averaged;
};

const argmax: Meaning = (call) => {
  const of = input(call);
  const axis = axisOf(take(call.args, AXIS), undefined);
  const { machine, site } = call;
  machine.emit({
    type: 'argmax',
    of,
    ...(axis !== undefined && { axis }),
    at: site.at,
    nameOf: namesAt(site),
  });
  return tensor('class-ids', site.at);
};

const maximum: Meaning = (call) => {
  const of = input(call);
  if (call.args.positional.length < 2 && call.args.keyword.size === 0) return some(call.site.at);
  const ids = argmax(call);
  const values = of.type === 'tensor' ? { ...of, part: true } : unknown();
  return listOf([values, ids], { tuple: true });
};

/** `clamp(p, 1e-7, …)`: what keeps its logarithm finite. */
const clamped: Meaning = (call) => {
  const of = input(call);
  const low = take(call.args, slot(1, 'min', 'a_min', 'clip_value_min', 'min_value'));
  const lowAt = placeIn(call.args, slot(1, 'min', 'a_min', 'clip_value_min', 'min_value'));
  if (!isProbability(of)) return some(call.site.at, rankOf(of));
  const number = numberOf(low);
  if (number === 0 || low === undefined) return of;
  const text = lowAt === undefined ? '' : lowAt.source.text.slice(lowAt.start, lowAt.end);
  const small =
    number !== undefined ? number <= 1e-2 : isSmall(low, { type: 'name', id: text, start: 0, end: 0 });
  return small || number === undefined ? { ...of, epsilon: number ?? NaN } : some(call.site.at);
};

const maximumWith: Meaning = (call) => {
  const [of, low] = call.args.positional;
  return isProbability(of) && low !== undefined && numberOf(low) !== undefined
    ? clamped(call)
    : some(call.site.at);
};

const topk: Meaning = (call) => {
  const of = input(call);
  return listOf(
    [of.type === 'tensor' ? { ...of, part: true } : unknown(), tensor('class-ids', call.site.at)],
    { tuple: true },
  );
};

/** One of several arrays of a kind is of that kind, and so are all of them joined. */
const joined: Meaning = (call) => {
  const { items, open } = itemsOf(input(call));
  const [first] = items;
  // A list that a loop fills has one item for all of them.
  if (
    (open && items.length !== 1) ||
    first?.type !== 'tensor' ||
    !items.every((one) => one.type === 'tensor' && one.is === first.is)
  )
    return some(call.site.at);
  return reshaped(first);
};

const asIds: Meaning = (call) => {
  const of = input(call);
  if (of.type !== 'tensor') return of;
  if (of.is === 'float-class-ids') return { ...of, is: 'class-ids' };
  return isProbability(of) ? some(call.site.at, of.rank) : of;
};

const asFloats: Meaning = (call) => {
  const of = input(call);
  if (of.type !== 'tensor') return of;
  if (of.is === 'class-ids') return { ...of, is: 'float-class-ids', at: call.site.at };
  return without(of, 'integers');
};

/** A cast to a type that is named: `x.to(torch.float32)`, `x.astype("float32")`. */
const cast: Meaning = (call) => {
  const given = [...call.args.positional.slice(1), ...call.args.keyword.values()];
  const names = given.map((one) =>
    one.type === 'library' ? one.path : one.type === 'constant' ? String(one.value) : '',
  );
  if (names.some((name) => /(?:^|\.)b?float\d*$/.test(name))) return asFloats(call);
  return names.some((name) => /(?:^|\.)u?(?:int\d*|long)$/.test(name)) ? asIds(call) : input(call);
};

function rankOf(value: Value): number | undefined {
  return value.type === 'tensor' ? value.rank : undefined;
}

function viewed({ args }: LibraryCall): number | undefined {
  const [, first, ...more] = args.positional;
  if (args.open || first === undefined) return undefined;
  if (first.type === 'list') return itemsOf(first).open ? undefined : itemsOf(first).items.length;
  // A single unknown may be a shape.
  return more.length === 0 && first.type === 'unknown' ? undefined : 1 + more.length;
}

function raised({ args }: LibraryCall): number | undefined {
  const rank = rankOf(args.positional[0] ?? unknown());
  return rank === undefined ? undefined : rank + 1;
}

function flattened({ args }: LibraryCall): number | undefined {
  const start = take(args, slot(1, 'start_dim'));
  const number = start === undefined ? 0 : numberOf(start);
  return number !== undefined && number >= 0 ? number + 1 : undefined;
}

const dividedBy: Meaning = ({ machine, args, site }) => {
  const [left, right] = args.positional;
  const [ofAt, by] = args.at;
  if (left === undefined || right === undefined || ofAt === undefined || by === undefined) return unknown();
  return quotientOf({ machine, left, right, ofAt, by, at: site.at }) ?? unknown();
};

const absolute: Meaning = (call) => ({ ...some(call.site.at, rankOf(input(call))), absolute: true });

/** By weights that are learned: a linear layer by hand. */
const multiplied: Meaning = ({ args, site }) =>
  args.positional.some((one) => one.type === 'tensor' && one.is === 'parameter')
    ? tensor('linear', site.at)
    : some(site.at);

const computed: Meaning = (call) => some(call.site.at, rankOf(input(call)));

/** By the last part of a name, for functions of `torch`, `numpy`, `tensorflow`, `jax.numpy`, `mlx.core`, and methods. */
export const OPERATIONS: Readonly<Record<string, Meaning>> = {
  ...each('log ln', log),
  ...each('log2 log10', logOfProbability),
  exp,
  ...each('sum reduce_sum', sum),
  ...each('mean reduce_mean nanmean', mean),
  ...each('argmax', argmax),
  ...each('max', maximum),
  ...each('clamp clip clip_by_value clamp_min', clamped),
  maximum: maximumWith,
  ...each('topk top_k', topk),
  ...each('cat concat concatenate stack vstack hstack', joined),
  ...each('long int', asIds),
  ...each('float double half', asFloats),
  ...each('to type astype cast', cast),
  ...each('view reshape', shaped(viewed)),
  ...each('unsqueeze expand_dims', shaped(raised)),
  flatten: shaped(flattened),
  ...each('squeeze permute transpose swapaxes moveaxis t movedim view_as reshape_as ravel', shaped()),
  ...each('contiguous clone detach cpu cuda numpy copy requires_grad_', same),
  ...each('asarray array as_tensor tensor convert_to_tensor constant', arrayOf),
  ...each('from_numpy identity stop_gradient squeeze_ retain_grad data', same),
  ...each('expand repeat tile broadcast_to repeat_interleave', shaped()),
  ...each('index_select masked_select gather_nd take', partOf),
  gather: pickedAlong(slot(1, 'dim', 'axis')),
  ...each('take_along_dim take_along_axis', pickedAlong(slot(2, 'dim', 'axis'))),
  ...each('abs fabs', absolute),
  ...each('sqrt square pow tanh sin cos round floor ceil sign neg', computed),
  ...each('matmul mm addmm dot', multiplied),
  ...each('div divide true_divide truediv', dividedBy),
  ...each('add sub mul bmm einsum ones_like', () => unknown()),
  where: chosen,
  ...each('relu relu_ elu selu gelu', rectified),
  ...each('zeros empty zeros_like empty_like new_zeros new_empty', blank),
  ...each('full full_like', filled),
  ...each('fill_', filled),
  ...each('randn rand normal uniform', drawn),
  ...each('arange linspace', spaced),
  ...each('scatter_ scatter', scattered),
  eye: ({ site }) => tensor('identity', site.at),
  softplus: nothingKnown,
};

/** `where(x >= 0, x, -x)` is never negative. */
function chosen({ site, args }: LibraryCall): Value {
  const [, then, otherwise] = args.at;
  if (then === undefined || otherwise === undefined) return unknown();
  const [a, b] = [then, otherwise].map(({ source, start, end }) => source.text.slice(start, end));
  return a === `-${b}` || b === `-${a}` ? { ...some(site.at), absolute: true } : unknown();
}

/** How many axes numbers are asked for with: `zeros(2, 3)`, `zeros((2, 3))`. */
function sized({ args }: LibraryCall): number | undefined {
  const size = args.positional[0] ?? take(args, slot(undefined, 'size', 'shape'));
  if (args.open || size === undefined) return undefined;
  if (size.type === 'list') return itemsOf(size).open ? undefined : itemsOf(size).items.length;
  return size.type === 'constant' ? args.positional.length : undefined;
}

function blank(call: LibraryCall): Value {
  const rank = /_like$|^new_/.test(call.path) ? undefined : sized(call);
  return tensor('blank', call.site.at, rank === undefined ? {} : { rank });
}

/** A small number everywhere: what smoothed labels begin with. */
function filled(call: LibraryCall): Value {
  return tensor('blank', call.site.at, { epsilon: NaN });
}

/** Numbers between two that are written are as near as the code says. */
function spaced({ site, args }: LibraryCall): Value {
  const isWritten =
    !args.open && args.positional.length > 0 && args.positional.every((one) => numberOf(one) !== undefined);
  return isWritten ? { ...some(site.at, 1), written: true } : unknown();
}

function drawn(call: LibraryCall): Value {
  return some(call.site.at, sized(call));
}

/** `zeros(n, k).scatter_(1, ids, 1)`: one-hot labels; with less than 1 for the class, smoothed ones. */
function scattered(call: LibraryCall): Value {
  const [self, , , value] = call.args.positional;
  const number = numberOf(value ?? take(call.args, slot(undefined, 'value', 'src')));
  if (self?.type !== 'tensor' || self.is !== 'blank') return unknown();
  if (number === 1 && self.epsilon === undefined) return tensor('one-hot', call.site.at);
  return self.epsilon !== undefined && number !== 1 ? tensor('smoothed', call.site.at) : unknown();
}

/** One class of each row, along an axis that is said. */
function pickedAlong(along: Slot): Meaning {
  return (call) => {
    const axis = axisOf(take(call.args, along), undefined);
    const { machine, site } = call;
    if (axis !== undefined)
      machine.emit({ type: 'picked', of: input(call), axis, at: site.at, nameOf: () => undefined });
    return partOf(call);
  };
}

function partOf(call: LibraryCall): Value {
  const of = input(call);
  if (of.type !== 'tensor') return unknown();
  return { ...without(of, 'axis'), part: true };
}
