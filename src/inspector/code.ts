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
    const options = [
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
        `loss = F.cross_entropy(${[
          rows('torch.movedim(logits, AXIS, -1)', '.reshape(-1, CLASSES)', axis),
          dense
            ? rows('torch.movedim(labels, AXIS, -1)', '.reshape(-1, CLASSES)', axis)
            : 'labels.reshape(-1)',
          ...options,
        ].join(', ')})`,
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
        const rows = last ? 'logits' : `tf.experimental.numpy.moveaxis(logits, ${axis}, -1)`;
        const kept = ignored(shown)
          ? {
              labels: [`kept = labels != ${IGNORED}`, 'labels = tf.where(kept, labels, 0)'],
              loss: (perExample: string) =>
                `loss = ${reduce}(tf.boolean_mask(${perExample}, kept))  # rows labelled ${IGNORED} are left out`,
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
  const left = ignored(shown);
  const uniform = `-${np}.mean(log_p, axis=${axis})`;
  const likelihood = dense
    ? `-${np}.sum(labels * log_p, axis=${axis})`
    : `-${np}.squeeze(${np}.take_along_axis(log_p, ${np}.expand_dims(labels, ${axis}), axis=${axis}), axis=${axis})`;
  return [
    given('labels', labels!, (l) => `${np}.array(${l})`),
    ...(left ? [`kept = labels != ${IGNORED}`, `labels = ${np}.where(kept, labels, 0)`] : []),
    `log_p = ${logSoftmax}(logits, axis=${axis})`,
    `per_example = ${smoothing ? `(1 - ${smoothing}) * ${likelihood} + ${smoothing} * ${uniform}` : likelihood}`,
    left
      ? `loss = per_example[kept].${reduce}()  # rows labelled ${IGNORED} are left out`
      : `loss = per_example.${reduce}()`,
  ];
}

/** PyTorch's default ignore index, which the worker follows; the other frameworks know none. */
const IGNORED = -100;

function ignored({ arranged, labels }: Shown): boolean {
  return (
    labels !== undefined && labels.shape.length < arranged.array.shape.length && labels.data.includes(IGNORED)
  );
}

type Rows = (moved: string, flat: string, axis: number) => string;

function loss({ arranged, axis, labels }: Shown, lines: (rows: Rows, dense: boolean) => string[]): string[] {
  if (!labels) return [];
  const { shape } = arranged.array;
  const dense = labels.shape.length === shape.length;
  const rows: Rows = (moved, flat, at) => {
    const name = /\((\w+),/.exec(moved)![1];
    const inPlace = axis === shape.length - 1 ? name : moved.replace('AXIS', String(at));
    return shape.length === 2 && axis === 1 ? name : inPlace + flat.replace('CLASSES', String(shape[axis]));
  };
  return ['', ...lines(rows, dense)];
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
