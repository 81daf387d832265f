import {
  isClassAxisLast,
  isYesAndNo,
  keptLine,
  labelLines,
  logitLines,
  lossNote,
  type LossProgram,
  type Program,
} from './program';
import { isWrittenOut, writtenOutLoss, type Dialect } from './writtenOut';

const TENSORFLOW: Dialect = {
  np: 'tf',
  logSoftmax: 'tf.nn.log_softmax',
  moveaxis: 'experimental.numpy.moveaxis',
  sum: 'reduce_sum',
  mean: 'reduce_mean',
  maximum: 'tf.maximum',
  log1p: 'tf.math.log1p',
  logSigmoid: 'tf.math.log_sigmoid',
  where: 'tf.where',
  zero: 'tf.zeros_like(y)',
  oneHot: (ids, classes) => `tf.one_hot(${ids}, ${classes}, dtype=tf.float64)`,
  gather: (from, ids) => `tf.gather(${from}, ${ids})`,
  select: (values) => `tf.boolean_mask(${values}, kept)`,
};

export function tensorflow(program: Program): string[] {
  const { axis, labels } = program;
  const floats = (python: string) => `tf.constant(${python}, dtype=tf.float64)`;
  return [
    'import tensorflow as tf',
    '',
    ...logitLines(program, floats, 'tf.math.log'),
    `probabilities = ${isYesAndNo(program) ? 'tf.nn.sigmoid(logits)' : `tf.nn.softmax(logits, axis=${axis})`}`,
    ...(labels ? loss({ ...program, labels }, floats) : []),
  ];
}

function loss(program: LossProgram, floats: (python: string) => string): string[] {
  const lines = labelLines(program, (python) => `tf.constant(${python})`, floats);
  return [...lines, ...(isWrittenOut(program) ? writtenOutLoss(program, TENSORFLOW) : fused(program))];
}

function fused(program: LossProgram): string[] {
  const {
    axis,
    classes,
    labels: { dense, ignored },
    settings: { labelSmoothing, reduction },
  } = program;
  const last = isClassAxisLast(program);
  const left = ignored.length > 0;
  const rows = dense || last ? 'logits' : `tf.experimental.numpy.moveaxis(logits, ${axis}, -1)`;
  const call =
    dense || labelSmoothing
      ? `tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=${rows}${dense && !last ? `, axis=${axis}` : ''})`
      : `tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=${rows})`;
  const reduce = reduction === 'sum' ? 'tf.reduce_sum' : 'tf.reduce_mean';
  return [
    ...(left ? [keptLine(program), 'labels = tf.where(kept, labels, 0)'] : []),
    ...(labelSmoothing && !dense ? [`labels = ${TENSORFLOW.oneHot('labels', classes)}`] : []),
    ...(labelSmoothing ? [`labels = labels * (1 - ${labelSmoothing}) + ${labelSmoothing} / ${classes}`] : []),
    `loss = ${reduce}(${left ? TENSORFLOW.select(call) : call})${lossNote(program, left)}`,
  ];
}
