import { slot, take, type Meaning } from '../meaning';
import { some } from '../tensors';
import { args as argsOf, isNone, unknown } from '../values';
import { activation, each, gives, loss, normed, rectified, same, shaped, under } from './combine';
import { withActivation } from './keras';

/** TensorFlow 1: what stood in `contrib`, its slim, and tflearn. Logits come first, labels second. */
const framework = 'keras' as const;

/** A layer with a ReLU unless `activation_fn` says otherwise. */
function layer(rank?: number, place?: number): Meaning {
  const linear = gives('linear', rank);
  const fn = slot(place, 'activation_fn');
  return (call) => {
    const { machine, site, args } = call;
    const given = take(args, fn);
    const made = linear(call);
    if (given === undefined) return args.open ? some(site.at) : rectified(call);
    if (isNone(given)) return made;
    const result = machine.call(given, argsOf([made]), { frame: site.frame, at: site.at });
    return result.type === 'tensor' ? result : unknown();
  };
}

const LOGITS_FIRST = { framework, scores: slot(0, 'logits') } as const;

const LAYERS: Readonly<Record<string, Meaning>> = {
  fully_connected: layer(2, 2),
  ...each('conv2d convolution2d conv2d_transpose separable_conv2d', layer(4)),
  linear: gives('linear', 2),
  flatten: shaped(() => 2),
  ...each('dropout max_pool2d avg_pool2d', same),
  ...each('batch_norm layer_norm', normed),
  softmax: activation({ is: 'softmax', framework, fallback: -1 }),
};

export const TENSORFLOW_1: Readonly<Record<string, Meaning>> = {
  ...under('tensorflow.contrib.layers', LAYERS),
  ...under('tensorflow.contrib.losses', {
    softmax_cross_entropy: loss({
      ...LOGITS_FIRST,
      name: 'softmax_cross_entropy',
      takes: 'logits',
      labels: 'one-hot',
      targets: slot(1, 'onehot_labels'),
    }),
    sparse_softmax_cross_entropy: loss({
      ...LOGITS_FIRST,
      name: 'sparse_softmax_cross_entropy',
      takes: 'logits',
      labels: 'ids',
      targets: slot(1, 'labels'),
    }),
    sigmoid_cross_entropy: loss({
      ...LOGITS_FIRST,
      name: 'sigmoid_cross_entropy',
      takes: 'binary-logits',
      labels: 'binary',
      targets: slot(1, 'multi_class_labels'),
    }),
  }),
  ...each(
    'tensorflow.contrib.seq2seq.sequence_loss tensorflow_addons.seq2seq.sequence_loss',
    loss({
      ...LOGITS_FIRST,
      name: 'sequence_loss',
      takes: 'logits',
      labels: 'ids',
      targets: slot(1, 'targets'),
    }),
  ),
  'tensorflow.nn.ctc_loss': loss({
    framework,
    name: 'ctc_loss',
    takes: 'logits',
    scores: slot(1, 'logits', 'inputs'),
    targets: slot(undefined),
  }),
  ...under('tensorflow.nn', {
    ...each('conv2d conv2d_transpose depthwise_conv2d', gives('linear', 4)),
    ...each('max_pool avg_pool max_pool2d avg_pool2d', same),
    ...each('batch_normalization l2_normalize lrn', normed),
  }),
  ...under('tensorflow.layers', {
    ...each('average_pooling2d max_pooling2d average_pooling1d max_pooling1d', same),
    batch_normalization: normed,
    conv1d: (call) => withActivation(call, gives('linear', 3)(call)),
    conv2d_transpose: (call) => withActivation(call, gives('linear', 4)(call)),
  }),
  ...under('tflearn', {
    fully_connected: (call) => withActivation(call, gives('linear', 2)(call), slot(2, 'activation')),
    ...each('dropout', same),
    regression: (call) => {
      const given = take(call.args, slot(3, 'loss'));
      const name =
        given === undefined ? 'categorical_crossentropy' : given.type === 'constant' ? given.value : '';
      const takes = name === 'softmax_categorical_crossentropy' ? 'logits' : 'probabilities';
      if (takes === 'logits' || name === 'categorical_crossentropy')
        loss({ framework, name: String(name), takes, scores: slot(0, 'incoming'), targets: slot(undefined) })(
          call,
        );
      return unknown();
    },
  }),
};
