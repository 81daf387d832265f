import { slot, take, type LibraryCall, type Meaning } from '../meaning';
import { numberOf, tensor } from '../tensors';
import { args as argsOf, constant, itemsOf, listOf, unknown, type Value } from '../values';
import {
  activation,
  each,
  gives,
  loss,
  nothingKnown,
  normed,
  rectified,
  regression,
  same,
  shaped,
  under,
  type LossShape,
} from './combine';

const framework = 'torch' as const;
const SCORES = slot(0, 'input', 'inputs');
const TARGET = slot(1, 'target', 'targets');

const softmax = { is: 'softmax', framework, fallback: 'missing' } as const;
const logSoftmax = { is: 'log-softmax', framework, fallback: 'missing' } as const;
const inFunction = { axis: slot(1, 'dim', 'axis') };
const inLayer = { axis: slot(0, 'dim', 'axis') };

const common = { framework, scores: SCORES, targets: TARGET };
const CROSS_ENTROPY: LossShape = {
  ...common,
  name: 'cross_entropy',
  takes: 'logits',
  labels: 'ids-or-probabilities',
  ignoreIndex: slot(4, 'ignore_index'),
  smoothing: slot(7, 'label_smoothing'),
};
const CROSS_ENTROPY_LAYER: LossShape = {
  ...CROSS_ENTROPY,
  name: 'CrossEntropyLoss',
  ignoreIndex: slot(2, 'ignore_index'),
  smoothing: slot(5, 'label_smoothing'),
};
const NLL: LossShape = {
  ...common,
  name: 'nll_loss',
  takes: 'log-probabilities',
  labels: 'ids',
  ignoreIndex: slot(4, 'ignore_index'),
};
const BCE: LossShape = {
  ...common,
  name: 'binary_cross_entropy',
  takes: 'binary-probabilities',
  labels: 'binary',
};
const BCE_LOGITS: LossShape = {
  ...common,
  name: 'binary_cross_entropy_with_logits',
  takes: 'binary-logits',
  labels: 'binary',
};
const KL: LossShape = { ...common, name: 'kl_div', takes: 'log-probabilities' };
const CTC: LossShape = {
  ...common,
  name: 'CTCLoss',
  takes: 'log-probabilities',
  scores: slot(0, 'log_probs'),
  targets: slot(undefined),
};

/** Goes through its items one after another. */
export const inOrder: Meaning = ({ machine, site, layer, args }) => {
  const { items, open } = itemsOf(layer?.attributes.get('items') ?? unknown());
  const inside = { frame: site.frame, at: site.at };
  let value: Value = open ? unknown() : (args.positional[0] ?? unknown());
  for (const item of items) value = machine.call(item, argsOf([value], [args.at[0]]), inside);
  return value;
};

const recurrent: Meaning = (call) => listOf([gives('hidden')(call), unknown()], { tuple: true });

const firstObject: Meaning = ({ args, options }) =>
  args.positional[0] ?? take(options, slot(0, 'module', 'model')) ?? unknown();

function flattened({ args, options, layer }: LibraryCall): number | undefined {
  const from = layer === undefined ? take(args, slot(1, 'start_dim')) : take(options, slot(0, 'start_dim'));
  const start = from === undefined ? (layer === undefined ? 0 : 1) : numberOf(from);
  return start !== undefined && start >= 0 ? start + 1 : undefined;
}

/** Layers by what calling them does. */
export const TORCH_LAYERS: Readonly<Record<string, Meaning>> = under('torch.nn', {
  Softmax: activation({ ...softmax, ...inLayer }),
  LogSoftmax: activation({ ...logSoftmax, ...inLayer }),
  Softmax2d: activation({ ...softmax, fallback: 1, axis: slot(undefined) }),
  Sigmoid: activation({ is: 'sigmoid', framework }),
  LogSigmoid: activation({ is: 'log-sigmoid', framework }),
  ...each('ReLU LeakyReLU ELU GELU SiLU PReLU CELU SELU RReLU ReLU6 Mish Hardswish', rectified),
  ...each('Tanh Hardtanh Hardsigmoid Softsign Softmin Threshold GLU Tanhshrink Softplus', nothingKnown),
  ...each('Linear LazyLinear Bilinear', gives('linear')),
  ...each('Conv1d ConvTranspose1d LazyConv1d', gives('linear', 3)),
  ...each('Conv2d ConvTranspose2d LazyConv2d', gives('linear', 4)),
  ...each('Conv3d ConvTranspose3d LazyConv3d', gives('linear', 5)),
  ...each('Identity Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout', same),
  Flatten: shaped(flattened),
  ...each('Unflatten PixelShuffle Upsample ZeroPad2d ReflectionPad2d UpsamplingBilinear2d', shaped()),
  ...each('BatchNorm1d', normed),
  ...each(
    'BatchNorm2d BatchNorm3d LayerNorm GroupNorm InstanceNorm1d InstanceNorm2d RMSNorm SyncBatchNorm',
    normed,
  ),
  ...each('MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d', same),
  ...each(
    'AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d FractionalMaxPool2d',
    same,
  ),
  ...each('Embedding EmbeddingBag TransformerEncoder TransformerDecoder Transformer', gives('hidden')),
  ...each('TransformerEncoderLayer TransformerDecoderLayer', gives('hidden')),
  ...each('RNN LSTM GRU', recurrent),
  ...each('MultiheadAttention LSTMCell', () => unknown()),
  Sequential: inOrder,
  ...each('ModuleList ModuleDict', () => unknown()),
  CrossEntropyLoss: loss(CROSS_ENTROPY_LAYER),
  NLLLoss: loss({ ...NLL, name: 'NLLLoss', ignoreIndex: slot(2, 'ignore_index') }),
  NLLLoss2d: loss({ ...NLL, name: 'NLLLoss2d', ignoreIndex: slot(2, 'ignore_index') }),
  BCELoss: loss({ ...BCE, name: 'BCELoss' }),
  BCEWithLogitsLoss: loss({ ...BCE_LOGITS, name: 'BCEWithLogitsLoss' }),
  MultiLabelSoftMarginLoss: loss({ ...BCE_LOGITS, name: 'MultiLabelSoftMarginLoss' }),
  ...each('MSELoss L1Loss SmoothL1Loss HuberLoss', regression),
  KLDivLoss: loss({ ...KL, name: 'KLDivLoss' }),
  CTCLoss: loss(CTC),
});

const inFunctional: Readonly<Record<string, Meaning>> = {
  softmax: activation({ ...softmax, ...inFunction }),
  log_softmax: activation({ ...logSoftmax, ...inFunction }),
  sigmoid: activation({ is: 'sigmoid', framework }),
  logsigmoid: activation({ is: 'log-sigmoid', framework }),
  ...each('relu relu_ leaky_relu elu gelu silu prelu celu selu relu6 mish hardswish', rectified),
  ...each('tanh hardtanh hardsigmoid softplus threshold glu normalize softmin', nothingKnown),
  linear: gives('linear'),
  ...each('conv1d conv_transpose1d', gives('linear', 3)),
  ...each('conv2d conv_transpose2d', gives('linear', 4)),
  ...each('conv3d conv_transpose3d', gives('linear', 5)),
  ...each('dropout dropout2d dropout3d alpha_dropout max_pool1d max_pool2d max_pool3d', same),
  ...each('avg_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d', same),
  ...each('interpolate upsample pad', shaped()),
  ...each('layer_norm batch_norm group_norm instance_norm', normed),
  embedding: gives('hidden'),
  cross_entropy: loss(CROSS_ENTROPY),
  nll_loss: loss(NLL),
  binary_cross_entropy: loss(BCE),
  binary_cross_entropy_with_logits: loss(BCE_LOGITS),
  multilabel_soft_margin_loss: loss({ ...BCE_LOGITS, name: 'multilabel_soft_margin_loss' }),
  kl_div: loss(KL),
  ctc_loss: loss({ ...CTC, name: 'ctc_loss' }),
  ...each('mse_loss l1_loss smooth_l1_loss huber_loss', regression),
  one_hot: ({ site }) => tensor('one-hot', site.at, { integers: true }),
  gumbel_softmax: loss({
    name: 'gumbel_softmax',
    framework,
    takes: 'logits',
    scores: slot(0, 'logits'),
    targets: slot(undefined),
    role: 'sampler',
  }),
};

const sampler = (name: string): LossShape => ({
  name,
  framework,
  takes: 'logits',
  scores: slot(1, 'logits'),
  targets: slot(undefined),
  role: 'sampler',
});

const samplesProbabilities: Meaning = (call) => {
  const of = take(call.args, slot(0, 'probs', 'input', 'p'));
  if (of !== undefined) call.machine.emit({ type: 'sampled', of, at: call.site.at, nameOf: () => undefined });
  return unknown();
};

const categorical =
  (name: string): Meaning =>
  (call) => {
    loss(sampler(name))(call);
    return samplesProbabilities(call);
  };

export const TORCH_FUNCTIONS: Readonly<Record<string, Meaning>> = {
  ...under('torch.nn.functional', inFunctional),
  ...under('torch', {
    ...Object.fromEntries(
      ['softmax', 'log_softmax', 'sigmoid', 'relu', 'tanh', 'layer_norm'].map((name) => [
        name,
        inFunctional[name],
      ]),
    ),
    ...under('special', {
      softmax: inFunctional.softmax,
      log_softmax: inFunctional.log_softmax,
      expit: inFunctional.sigmoid,
    }),
    multinomial: samplesProbabilities,
    compile: firstObject,
    ...each('jit.script jit.trace quantization.convert quantization.prepare', firstObject),
  }),
  ...under('torch.distributions', {
    Categorical: categorical('Categorical'),
    'categorical.Categorical': categorical('Categorical'),
    OneHotCategorical: categorical('OneHotCategorical'),
    Multinomial: loss({ ...sampler('Multinomial'), scores: slot(2, 'logits') }),
    Bernoulli: loss({ ...sampler('Bernoulli'), takes: 'binary-logits' }),
  }),
  'torch.nn.parallel.data_parallel': ({ machine, args, site }) => {
    const [module, input] = args.positional;
    return module === undefined ? unknown() : machine.call(module, argsOf([input ?? unknown()]), site);
  },
  ...each(
    'torch.nn.DataParallel torch.nn.parallel.DistributedDataParallel torch.nn.parallel.DataParallel',
    firstObject,
  ),
  ...each(
    'torch.nn.utils.weight_norm torch.nn.utils.spectral_norm torch.nn.utils.parametrizations.weight_norm',
    firstObject,
  ),
  'torch.nn.utils.parametrizations.spectral_norm': firstObject,
  'torch.nn.utils.rnn.pad_sequence': ({ args, site }) =>
    tensor('token-ids', site.at, {
      root: unknown(),
      padding: take(args, slot(2, 'padding_value')) ?? constant(0),
    }),
  'torch.randint': ({ args, site }) => {
    const size = args.positional.find(({ type }) => type === 'list') ?? take(args, slot(undefined, 'size'));
    return size?.type === 'list' && itemsOf(size).items.length === 1
      ? tensor('class-ids', site.at)
      : unknown();
  },
  'torch.nn.Parameter': gives('parameter'),
  'torch.nn.parameter.Parameter': gives('parameter'),
  'copy.deepcopy': firstObject,
  'copy.copy': firstObject,
  'torchvision.ops.sigmoid_focal_loss': loss({ ...BCE_LOGITS, name: 'sigmoid_focal_loss' }),
};

/** Losses of libraries beside PyTorch's own, all of logits. */
export const TORCH_LOSSES: Readonly<Record<string, Meaning>> = {
  ...under('timm.loss', {
    LabelSmoothingCrossEntropy: loss({ ...CROSS_ENTROPY_LAYER, name: 'LabelSmoothingCrossEntropy' }),
    SoftTargetCrossEntropy: loss({ ...CROSS_ENTROPY_LAYER, name: 'SoftTargetCrossEntropy' }),
  }),
  ...under('segmentation_models_pytorch.losses', {
    SoftCrossEntropyLoss: loss({ ...CROSS_ENTROPY_LAYER, name: 'SoftCrossEntropyLoss' }),
    SoftBCEWithLogitsLoss: loss({ ...BCE_LOGITS, name: 'SoftBCEWithLogitsLoss' }),
  }),
  ...under('fastai', {
    CrossEntropyLossFlat: loss({ ...CROSS_ENTROPY_LAYER, name: 'CrossEntropyLossFlat' }),
    LabelSmoothingCrossEntropyFlat: loss({ ...CROSS_ENTROPY_LAYER, name: 'LabelSmoothingCrossEntropyFlat' }),
    BCEWithLogitsLossFlat: loss({ ...BCE_LOGITS, name: 'BCEWithLogitsLossFlat' }),
  }),
};
