import { sizeOf, type NDArray } from '../ndarray';
import type { HeldArray, ViewSettings } from '../worker/protocol';
import type { Arrangement } from './arrangement';
import { write } from './literals';

export const FRAMEWORKS = ['PyTorch', 'TensorFlow', 'JAX', 'NumPy'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

export interface Shown {
  arranged: Arrangement;
  /** The class axis. */
  axis: number;
  labels?: NDArray;
  settings: ViewSettings;
}

/** Values are written into the code up to this many. */
const MAX_WRITTEN = 400;

/** A program that computes the numbers shown, in float64, with the framework's own fused functions. */
export function equivalentCode(framework: Framework, shown: Shown): string {
  return [...WRITERS[framework](shown), ''].join('\n');
}

const WRITERS: Record<Framework, (shown: Shown) => string[]> = {
  PyTorch(shown) {
    const { axis, labels, settings } = shown;
    const left = ignored(shown);
    const options = [
      ...(settings.classWeights ? ['weight=weights'] : []),
      ...(left.length === 1 && left[0] !== IGNORED ? [`ignore_index=${left[0]}`] : []),
      ...(settings.reduction === 'sum' ? ['reduction="sum"'] : []),
      ...(settings.labelSmoothing ? [`label_smoothing=${settings.labelSmoothing}`] : []),
    ];
    return [
      'import torch',
      'import torch.nn.functional as F',
      '',
      ...values('logits', shown, (literal) => `torch.tensor(${literal}, dtype=torch.float64)`, 'torch.log'),
      ...scaled(settings),
      `probabilities = F.softmax(logits, dim=${axis})`,
      ...loss(shown, (rows, dense) => [
        given('labels', labels!, (l) => `torch.tensor(${l}${dense ? ', dtype=torch.float64' : ''})`),
        ...weighted(shown, (l) => `torch.tensor(${l}, dtype=torch.float64)`),
        ...(settings.loss === 'sigmoid'
          ? torchSigmoid(shown, rows, dense)
          : [
              ...(left.length > 1 ? [`labels = labels.masked_fill(labels == ${left[0]}, ${IGNORED})`] : []),
              `loss = F.cross_entropy(${[
                rows('torch.movedim(logits, AXIS, -1)', '.reshape(-1, CLASSES)', axis),
                dense
                  ? rows('torch.movedim(labels, AXIS, -1)', '.reshape(-1, CLASSES)', axis)
                  : 'labels.reshape(-1)',
                ...options,
              ].join(', ')})`,
            ]),
      ]),
    ];
  },
  TensorFlow(shown) {
    const { axis, labels, settings } = shown;
    const reduce = settings.reduction === 'sum' ? 'tf.reduce_sum' : 'tf.reduce_mean';
    return [
      'import tensorflow as tf',
      '',
      ...values('logits', shown, (literal) => `tf.constant(${literal}, dtype=tf.float64)`, 'tf.math.log'),
      ...scaled(settings),
      `probabilities = tf.nn.softmax(logits, axis=${axis})`,
      ...loss(shown, (_, dense) => {
        const { smoothing, classes } = smoothed(shown);
        const last = axis === shown.arranged.array.shape.length - 1;
        if (isGeneral(shown)) {
          return [
            given('labels', labels!, (l) => `tf.constant(${l}${dense ? ', dtype=tf.float64' : ''})`),
            ...weighted(shown, (l) => `tf.constant(${l}, dtype=tf.float64)`),
            ...generalLoss(shown, dense, TENSORFLOW),
          ];
        }
        const rows = last ? 'logits' : `tf.experimental.numpy.moveaxis(logits, ${axis}, -1)`;
        const kept =
          ignored(shown).length > 0
            ? {
                labels: [keptLine(shown), 'labels = tf.where(kept, labels, 0)'],
                loss: (perExample: string) =>
                  `loss = ${reduce}(tf.boolean_mask(${perExample}, kept))${leftOut(shown)}`,
              }
            : { labels: [], loss: (perExample: string) => `loss = ${reduce}(${perExample})` };
        if (!dense && !smoothing) {
          return [
            given('labels', labels!, (l) => `tf.constant(${l})`),
            ...kept.labels,
            kept.loss(`tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=${rows})`),
          ];
        }
        return [
          given('labels', labels!, (l) => `tf.constant(${l}${dense ? ', dtype=tf.float64' : ''})`),
          ...kept.labels,
          ...(dense ? [] : [`labels = tf.one_hot(labels, ${classes}, dtype=tf.float64)`]),
          ...(smoothing ? [`labels = labels * (1 - ${smoothing}) + ${smoothing} / ${classes}`] : []),
          kept.loss(
            `tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=${dense ? 'logits' : rows}${dense && !last ? `, axis=${axis}` : ''})`,
          ),
        ];
      }),
    ];
  },
  JAX: (shown) => [
    'import jax',
    'import jax.numpy as jnp',
    '',
    'jax.config.update("jax_enable_x64", True)',
    ...values('logits', shown, (literal) => `jnp.array(${literal}, dtype=jnp.float64)`, 'jnp.log'),
    ...scaled(shown.settings),
    `probabilities = jax.nn.softmax(logits, axis=${shown.axis})`,
    ...loss(shown, (_, dense) => arrayLoss(shown, dense, 'jnp', 'jax.nn.log_softmax')),
  ],
  NumPy: (shown) => [
    'import numpy as np',
    'from scipy.special import log_softmax, softmax',
    '',
    ...values('logits', shown, (literal) => `np.array(${literal}, dtype=np.float64)`, 'np.log'),
    ...scaled(shown.settings),
    `probabilities = softmax(logits, axis=${shown.axis})`,
    ...loss(shown, (_, dense) => arrayLoss(shown, dense, 'np', 'log_softmax')),
  ],
};

/** Cross-entropy from log-softmax, where a library brings no fused function. */
function arrayLoss(shown: Shown, dense: boolean, np: string, logSoftmax: string): string[] {
  const { axis, labels, settings } = shown;
  const { smoothing } = smoothed(shown);
  const reduce = settings.reduction === 'sum' ? 'sum' : 'mean';
  if (isGeneral(shown)) {
    return [
      given('labels', labels!, (l) => `${np}.array(${l})`),
      ...weighted(shown, (l) => `${np}.array(${l})`),
      ...generalLoss(shown, dense, { ...ARRAYS, np, logSoftmax }),
    ];
  }
  const left = ignored(shown).length > 0;
  const uniform = `-${np}.mean(log_p, axis=${axis})`;
  const likelihood = dense
    ? `-${np}.sum(labels * log_p, axis=${axis})`
    : `-${np}.squeeze(${np}.take_along_axis(log_p, ${np}.expand_dims(labels, ${axis}), axis=${axis}), axis=${axis})`;
  return [
    given('labels', labels!, (l) => `${np}.array(${l})`),
    ...(left ? [keptLine(shown), `labels = ${np}.where(kept, labels, 0)`] : []),
    `log_p = ${logSoftmax}(logits, axis=${axis})`,
    `per_example = ${smoothing ? `(1 - ${smoothing}) * ${likelihood} + ${smoothing} * ${uniform}` : likelihood}`,
    left ? `loss = per_example[kept].${reduce}()${leftOut(shown)}` : `loss = per_example.${reduce}()`,
  ];
}

/** PyTorch's default ignore index, which the worker follows beside the one that was set; the others know none. */
const IGNORED = -100;

/** The labels that leave their rows out. */
function ignored({ arranged, labels, settings: { ignoreIndex = IGNORED } }: Shown): number[] {
  if (!labels || labels.shape.length >= arranged.array.shape.length) return [];
  return [...new Set([ignoreIndex, IGNORED])].filter((id) => labels.data.includes(id));
}

function keptLine(shown: Shown): string {
  const tests = ignored(shown).map((id) => `labels != ${id}`);
  return `kept = ${tests.length === 1 ? tests[0] : tests.map((test) => `(${test})`).join(' & ')}`;
}

function leftOut(shown: Shown): string {
  return `  # rows labelled ${ignored(shown).join(' or ')} are left out`;
}

function weighted({ settings: { classWeights } }: Shown, make: (literal: string) => string): string[] {
  return classWeights ? [`weights = ${make(`[${classWeights.join(', ')}]`)}`] : [];
}

/** Class weights and the sigmoid's loss, which take more than a line beside a fused function. */
function isGeneral({ settings }: Shown): boolean {
  return settings.classWeights !== undefined || settings.loss === 'sigmoid';
}

/** How a library spells what a loss is made of. */
interface Dialect {
  np: string;
  logSoftmax: string;
  moveaxis: string;
  sum: string;
  mean: string;
  oneHot(ids: string, classes: number): string;
  gather(from: string, ids: string): string;
  select(values: string): string;
}

const ARRAYS: Omit<Dialect, 'np' | 'logSoftmax'> = {
  moveaxis: 'moveaxis',
  sum: 'sum',
  mean: 'mean',
  oneHot: (ids, classes) => `(${ids}[..., None] == ${rangeOf(classes)}).astype(float)`,
  gather: (from, ids) => `${from}[${ids}]`,
  select: (values) => `${values}[kept]`,
};

const TENSORFLOW: Dialect = {
  np: 'tf',
  logSoftmax: 'tf.nn.log_softmax',
  moveaxis: 'experimental.numpy.moveaxis',
  sum: 'reduce_sum',
  mean: 'reduce_mean',
  oneHot: (ids, classes) => `tf.one_hot(${ids}, ${classes}, dtype=tf.float64)`,
  gather: (from, ids) => `tf.gather(${from}, ${ids})`,
  select: (values) => `tf.boolean_mask(${values}, kept)`,
};

function rangeOf(classes: number): string {
  return `list(range(${classes}))`;
}

/** The loss written out over a distribution per row, after the labels and weights. */
function generalLoss(shown: Shown, dense: boolean, dialect: Dialect): string[] {
  const { arranged, axis, settings } = shown;
  const { np, logSoftmax, moveaxis, sum, mean, oneHot, gather, select } = dialect;
  const { smoothing, classes } = smoothed(shown);
  const { classWeights, reduction } = settings;
  const left = ignored(shown).length > 0;
  const last = axis === arranged.array.shape.length - 1;
  const moved = (what: string) => (last ? what : `${np}.${moveaxis}(${what}, ${axis}, -1)`);
  const lines = [
    ...(left ? [keptLine(shown), `labels = ${np}.where(kept, labels, 0)`] : []),
    `y = ${dense ? moved('labels') : oneHot('labels', classes)}`,
  ];
  const each = left ? select('per_example') : 'per_example';
  const comment = left ? leftOut(shown) : '';
  const total = `${np}.${reduction === 'sum' ? sum : mean}(${each})`;
  if (settings.loss === 'sigmoid') {
    const [max, log1p] = np === 'tf' ? ['tf.maximum', 'tf.math.log1p'] : [`${np}.maximum`, `${np}.log1p`];
    return [
      ...lines,
      `x = ${moved('logits')}`,
      `terms = ${max}(x, 0) - x * y + ${log1p}(${np}.exp(-${np}.abs(x)))`,
      `per_example = ${np}.${mean}(${classWeights ? 'weights * terms' : 'terms'}, axis=-1)`,
      `loss = ${total}${comment}`,
    ];
  }
  const weights = gather('weights', 'labels');
  const perWeight =
    reduction !== 'sum' && !dense
      ? `${np}.${sum}(${each}) / ${np}.${sum}(${left ? select(weights) : weights})`
      : total;
  return [
    ...lines,
    ...(smoothing ? [`y = y * (1 - ${smoothing}) + ${smoothing} / ${classes}`] : []),
    `log_p = ${moved(`${logSoftmax}(logits, axis=${axis})`)}`,
    `per_example = -${np}.${sum}(${np}.where(y == 0, ${np === 'tf' ? 'tf.zeros_like(y)' : '0'}, weights * y * log_p), axis=-1)`,
    `loss = ${perWeight}${comment}`,
  ];
}

/** PyTorch's sigmoid loss: the mean over the classes of each row, as the worker takes it. */
function torchSigmoid(shown: Shown, rows: Rows, dense: boolean): string[] {
  const { axis, arranged, settings } = shown;
  const classes = arranged.array.shape[axis];
  const left = ignored(shown).length > 0;
  const flat = (name: string) => rows(`torch.movedim(${name}, AXIS, -1)`, '.reshape(-1, CLASSES)', axis);
  const reduce = settings.reduction === 'sum' ? 'sum' : 'mean';
  return [
    ...(left ? [keptLine(shown), 'labels = labels.masked_fill(~kept, 0)'] : []),
    `y = ${dense ? flat('labels') : `F.one_hot(labels.reshape(-1), ${classes}).double()`}`,
    `terms = F.binary_cross_entropy_with_logits(${flat('logits')}, y${settings.classWeights ? ', weight=weights' : ''}, reduction="none")`,
    `loss = terms.mean(-1)${left ? '[kept.reshape(-1)]' : ''}.${reduce}()${left ? leftOut(shown) : ''}`,
  ];
}

type Rows = (moved: string, flat: string, axis: number) => string;

function loss(
  { arranged, axis, labels, settings }: Shown,
  lines: (rows: Rows, dense: boolean) => string[],
): string[] {
  if (!labels) return [];
  const { shape } = arranged.array;
  const dense = labels.shape.length === shape.length;
  const rows: Rows = (moved, flat, at) => {
    const name = /\((\w+),/.exec(moved)![1];
    const inPlace = axis === shape.length - 1 ? name : moved.replace('AXIS', String(at));
    return shape.length === 2 && axis === 1 ? name : inPlace + flat.replace('CLASSES', String(shape[axis]));
  };
  const [labelLine, ...rest] = lines(rows, dense);
  return ['', labelLine, ...(settings.shifted && !dense ? [shift(shape, axis)] : []), ...rest];
}

/** The sequence runs along the last axis beside the classes. */
function shift(shape: readonly number[], axis: number): string {
  const steps = axis === shape.length - 1 ? '[..., :-1, :]' : '[..., :-1]';
  return `logits, labels = logits${steps}, labels[..., 1:]  # the logits at t belong to the label at t + 1`;
}

/** The array under its own name, and its logarithm as the logits when it holds probabilities. */
function values(
  name: string,
  { arranged: { array, reading } }: Shown,
  make: (literal: string) => string,
  log: string,
): string[] {
  if (reading !== 'probabilities') return [given(name, array, make)];
  return [given('probs', array, make), `${name} = ${log}(probs)`];
}

function given(name: string, array: NDArray | HeldArray, make: (literal: string) => string): string {
  if ('data' in array && sizeOf(array.shape) <= MAX_WRITTEN) {
    return `${name} = ${make(write(array, 'Python'))}`;
  }
  return `${name} = ${make('...')}  # yours, of shape (${array.shape.join(', ')}${array.shape.length === 1 ? ',' : ''})`;
}

function scaled({ temperature }: ViewSettings): string[] {
  return temperature === 1 ? [] : [`logits = logits / ${temperature}  # temperature`];
}

function smoothed({ arranged, axis, settings }: Shown): { smoothing: number; classes: number } {
  return { smoothing: settings.labelSmoothing ?? 0, classes: arranged.array.shape[axis] };
}
