import { slot, type Meaning } from '../meaning';
import { activation, each, gives, loss, rectified, same, under, type LossShape } from './combine';
import { inOrder } from './torch';

/** PaddlePaddle and MXNet. */
const paddle = 'paddle' as const;

const INPUTS = { framework: paddle, scores: slot(0, 'input'), targets: slot(1, 'label') };
const CROSS_ENTROPY: LossShape = {
  ...INPUTS,
  name: 'cross_entropy',
  takes: 'logits',
  otherwise: 'probabilities',
  fromLogits: { slot: slot(undefined, 'use_softmax'), fallback: true },
};
const BCE: LossShape = {
  name: 'binary_cross_entropy_with_logits',
  framework: paddle,
  takes: 'binary-logits',
  scores: slot(0, 'logit'),
  targets: slot(1, 'label'),
};
/** With `from_logits=True` it takes log-probabilities, in the language of that library. */
const MXNET: LossShape = {
  name: 'SoftmaxCrossEntropyLoss',
  framework: 'mxnet',
  takes: 'log-probabilities',
  otherwise: 'logits',
  scores: slot(0, 'pred'),
  targets: slot(1, 'label'),
  fromLogits: { slot: slot(undefined, 'from_logits'), fallback: false },
};

export const OTHER_LAYERS: Readonly<Record<string, Meaning>> = {
  ...under('paddle.nn', {
    Softmax: activation({ is: 'softmax', framework: paddle, axis: slot(0, 'axis'), fallback: -1 }),
    LogSoftmax: activation({ is: 'log-softmax', framework: paddle, axis: slot(0, 'axis'), fallback: -1 }),
    Sigmoid: activation({ is: 'sigmoid', framework: paddle }),
    Linear: gives('linear'),
    Conv2D: gives('linear', 4),
    ReLU: rectified,
    Dropout: same,
    Sequential: inOrder,
    CrossEntropyLoss: loss({ ...CROSS_ENTROPY, name: 'CrossEntropyLoss' }),
    BCEWithLogitsLoss: loss({ ...BCE, name: 'BCEWithLogitsLoss' }),
    NLLLoss: loss({ ...INPUTS, name: 'NLLLoss', takes: 'log-probabilities' }),
  }),
  ...each('mxnet.gluon.loss.SoftmaxCrossEntropyLoss mxnet.gluon.loss.SoftmaxCELoss', loss(MXNET)),
  ...each('mxnet.gluon.nn.Dense', gives('linear')),
};

export const OTHER_FUNCTIONS: Readonly<Record<string, Meaning>> = under('paddle.nn.functional', {
  softmax: activation({ is: 'softmax', framework: paddle, axis: slot(1, 'axis'), fallback: -1 }),
  log_softmax: activation({ is: 'log-softmax', framework: paddle, axis: slot(1, 'axis'), fallback: -1 }),
  sigmoid: activation({ is: 'sigmoid', framework: paddle }),
  relu: rectified,
  cross_entropy: loss(CROSS_ENTROPY),
  binary_cross_entropy_with_logits: loss(BCE),
});
