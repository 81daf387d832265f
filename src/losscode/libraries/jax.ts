import { slot, take, type Meaning } from '../meaning';
import { tensor } from '../tensors';
import { args as argsOf, NO_ARGS, unknown } from '../values';
import {
  activation,
  each,
  gives,
  loss,
  nothingKnown,
  normed,
  rectified,
  same,
  shaped,
  under,
  type LossShape,
} from './combine';
import { inOrder } from './torch';

/** JAX with optax, Flax, Haiku and Equinox; MLX names its functions alike. */
const framework = 'jax' as const;

const functions = (axis: string): Record<string, Meaning> => ({
  softmax: activation({ is: 'softmax', framework, axis: slot(1, axis), fallback: -1 }),
  log_softmax: activation({ is: 'log-softmax', framework, axis: slot(1, axis), fallback: -1 }),
  sigmoid: activation({ is: 'sigmoid', framework }),
  log_sigmoid: activation({ is: 'log-sigmoid', framework }),
  ...each('relu leaky_relu elu selu gelu silu swish relu6', rectified),
  ...each('tanh softplus', nothingKnown),
  one_hot: gives('one-hot'),
});

const LAYERS: Readonly<Record<string, Meaning>> = {
  ...each('Dense DenseGeneral Linear', gives('linear')),
  ...each('Conv ConvTranspose Conv2D', gives('linear', 4)),
  ...each('Conv1d Conv1D', gives('linear', 3)),
  Conv2d: gives('linear', 4),
  ...each('Dropout Identity MaxPool2d AvgPool2d', same),
  ...each('BatchNorm LayerNorm GroupNorm RMSNorm', normed),
  ...each('Embed Embedding', gives('hidden')),
  ...each('Sequential', inOrder),
  ...each('ReLU GELU SiLU', rectified),
  Softmax: activation({ is: 'softmax', framework, fallback: -1 }),
  LogSoftmax: activation({ is: 'log-softmax', framework, fallback: -1 }),
  Sigmoid: activation({ is: 'sigmoid', framework }),
};

const shape = (
  name: string,
  takes: LossShape['takes'],
  labels: NonNullable<LossShape['labels']>,
): LossShape => ({
  name,
  framework,
  takes,
  labels,
  scores: slot(0, 'logits'),
  targets: slot(1, 'labels'),
});

const OPTAX: Readonly<Record<string, Meaning>> = {
  softmax_cross_entropy: loss(shape('softmax_cross_entropy', 'logits', 'one-hot')),
  safe_softmax_cross_entropy: loss(shape('safe_softmax_cross_entropy', 'logits', 'one-hot')),
  softmax_cross_entropy_with_integer_labels: loss(
    shape('softmax_cross_entropy_with_integer_labels', 'logits', 'ids'),
  ),
  sigmoid_binary_cross_entropy: loss(shape('sigmoid_binary_cross_entropy', 'binary-logits', 'binary')),
  sigmoid_focal_loss: loss(shape('sigmoid_focal_loss', 'binary-logits', 'binary')),
  smooth_labels: ({ machine, args, site }) => {
    const [of] = args.positional;
    if (of !== undefined) machine.emit({ type: 'smoothed', of, at: site.at, nameOf: () => undefined });
    return tensor('smoothed', site.at);
  },
  kl_divergence: loss({
    ...shape('kl_divergence', 'log-probabilities', 'one-hot'),
    scores: slot(0, 'log_predictions'),
  }),
};

const MLX = 'mlx.nn.losses';
const mlxShape = (name: string, takes: LossShape['takes']): LossShape => ({
  name,
  framework: 'mlx',
  takes,
  scores: slot(0, 'logits', 'inputs'),
  targets: slot(1, 'targets'),
});

const firstCallable: Meaning = ({ args, options }) =>
  args.positional[0] ?? take(options, slot(0, 'fun', 'f')) ?? unknown();

/** The function runs, but what comes out is a gradient. */
const differentiated: Meaning = ({ args }) => {
  const [callee] = args.positional;
  return callee === undefined
    ? unknown()
    : {
        type: 'partial',
        callee,
        args: { ...args, positional: [], at: [], keyword: new Map(), keywordAt: new Map() },
        silent: true,
      };
};

/** Its `apply` takes parameters and a key before what the function takes. */
const transformed: Meaning = ({ args }) => {
  const [callee] = args.positional;
  return callee === undefined ? unknown() : { type: 'partial', callee, args: NO_ARGS };
};

/** `mlx.nn.value_and_grad(model, loss)` */
const differentiatedOfModel: Meaning = ({ machine, site, args }) => {
  const [model, callee] = args.positional;
  // Called in a loop of another file, it gets the model first.
  if (callee?.type === 'function' && callee.parameters[0]?.name === 'model' && model !== undefined)
    machine.call(callee, { ...argsOf([model]), open: true }, site);
  return callee === undefined
    ? unknown()
    : {
        type: 'partial',
        callee,
        args: { ...args, positional: [], at: [], keyword: new Map(), keywordAt: new Map() },
        silent: true,
      };
};

export const JAX_LAYERS: Readonly<Record<string, Meaning>> = {
  ...under('flax.linen', LAYERS),
  ...under('flax.nnx', LAYERS),
  ...under('haiku', LAYERS),
  ...under('equinox.nn', LAYERS),
  ...under('mlx.nn', LAYERS),
};

export const JAX_FUNCTIONS: Readonly<Record<string, Meaning>> = {
  ...under('jax.nn', functions('axis')),
  ...under('flax.linen', { ...functions('axis'), compact: same, jit: firstCallable }),
  ...under('flax.nnx', functions('axis')),
  ...under('mlx.nn', functions('axis')),
  ...under('optax', OPTAX),
  ...under('optax.losses', OPTAX),
  ...under(MLX, {
    cross_entropy: loss({
      ...mlxShape('cross_entropy', 'logits'),
      labels: 'ids-or-probabilities',
      smoothing: slot(undefined, 'label_smoothing'),
    }),
    nll_loss: loss({ ...mlxShape('nll_loss', 'log-probabilities'), labels: 'ids' }),
    binary_cross_entropy: loss({
      ...mlxShape('binary_cross_entropy', 'binary-logits'),
      otherwise: 'binary-probabilities',
      fromLogits: { slot: slot(3, 'with_logits'), fallback: true },
    }),
    kl_div_loss: loss(mlxShape('kl_div_loss', 'log-probabilities')),
  }),
  'mlx.core.softmax': activation({ is: 'softmax', framework: 'mlx', axis: slot(1, 'axis'), fallback: 'all' }),
  'mlx.core.sigmoid': activation({ is: 'sigmoid', framework: 'mlx' }),
  'mlx.core.random.categorical': loss({
    ...mlxShape('mx.random.categorical', 'logits'),
    targets: slot(undefined),
    role: 'sampler',
  }),
  'mlx.nn.value_and_grad': differentiatedOfModel,
  'jax.random.categorical': loss({
    name: 'jax.random.categorical',
    framework,
    takes: 'logits',
    scores: slot(1, 'logits'),
    targets: slot(undefined),
    role: 'sampler',
  }),
  ...each(
    'jax.jit jax.vmap jax.pmap jax.checkpoint jax.remat mlx.core.compile flax.nnx.jit equinox.filter_jit equinox.filter_vmap',
    firstCallable,
  ),
  ...each(
    'jax.grad jax.value_and_grad mlx.core.grad mlx.core.value_and_grad equinox.filter_grad equinox.filter_value_and_grad flax.nnx.grad flax.nnx.value_and_grad',
    differentiated,
  ),
  ...each('haiku.transform haiku.transform_with_state', transformed),
  'haiku.without_apply_rng': ({
    args: {
      positional: [given],
    },
  }) => (given?.type === 'partial' ? given.callee : unknown()),
  'flax.training.train_state.TrainState.create': ({ args }) => ({
    type: 'dict',
    entries: new Map(args.keyword),
  }),
  'jax.numpy.ravel': shaped(),
};
