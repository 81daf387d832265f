import type { Labels, Takes } from '../events';
import { placeOf, type Site } from '../machine';
import { placeIn, slot, take, type LibraryCall, type Meaning } from '../meaning';
import type { Place } from '../source';
import { some, tensor, without } from '../tensors';
import {
  args as argsOf,
  constant,
  isNone,
  itemsOf,
  listOf,
  NO_ARGS,
  unknown,
  type Dict,
  type Edit,
  type List,
  type Value,
} from '../values';
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

/** TensorFlow and Keras: labels come first, and whether a loss takes logits is an option. */
const framework = 'keras' as const;
const PREDICTED = slot(1, 'y_pred', 'output', 'logits');
const TRUTH = slot(0, 'y_true', 'target', 'labels');

const LINEAR = new Set(['linear']);
const RECTIFIERS = new Set(['relu', 'leaky_relu', 'elu', 'selu', 'gelu', 'swish', 'silu', 'relu6']);

/** What an activation by its name, or by a function, makes of a layer's output. */
export function withActivation(call: LibraryCall, made: Value, said = slot(undefined, 'activation')): Value {
  const where = call.layer === undefined ? call.args : call.options;
  const given = take(where, said) ?? positionalActivation(call);
  if (given === undefined || isNone(given)) return made;
  if (given.type !== 'constant') {
    const inside = { frame: call.site.frame, at: call.site.at };
    const result = call.machine.call(given, argsOf([made]), inside);
    if (result.type !== 'tensor') return some(call.site.at);
    const at = placeIn(where, said) ?? result.at;
    return { ...without(result, 'removal'), at, of: made, ...removalIn(at) };
  }
  const name = String(given.value);
  const place = placeIn(where, said);
  return named(call, name, made, place);
}

/** `Dense(10, "softmax")` */
function positionalActivation({ path, options, layer }: LibraryCall): Value | undefined {
  if (layer === undefined) return undefined;
  const second = options.positional[/Conv/.test(path) ? 99 : 1];
  return second !== undefined && /Dense$/.test(path) ? second : undefined;
}

function named(call: LibraryCall, name: string, made: Value, place: Place | undefined): Value {
  if (LINEAR.has(name)) return made;
  const at = place ?? call.layer?.at ?? call.site.at;
  const rank = made.type === 'tensor' && made.rank !== undefined ? { rank: made.rank } : {};
  const known = { of: made, ...rank, ...(place && removalIn(place)) };
  if (name === 'softmax') return tensor('softmax', at, { ...known, axis: -1 });
  if (name === 'log_softmax') return tensor('log-softmax', at, { ...known, axis: -1 });
  if (name === 'sigmoid') return tensor('sigmoid', at, known);
  return RECTIFIERS.has(name) ? tensor('relu', at, rank) : some(at);
}

/** Takes `, activation="softmax"` out of a call. */
function removalIn(place: Place): { removal?: Edit } {
  const { text } = place.source;
  const before = text.slice(Math.max(0, place.start - 60), place.start);
  const keyword = /,\s{0,40}activation\s?=\s?$/.exec(before);
  return keyword === null
    ? {}
    : { removal: { place: { ...place, start: place.start - keyword[0].length }, text: '' } };
}

/** A layer that computes scores, with an activation of its own. */
function scores(rank?: number): Meaning {
  const linear = gives('linear', rank);
  return (call) => withActivation(call, linear(call));
}

const activationLayer: Meaning = (call) => {
  const [input] = call.args.positional;
  const given = take(call.options, slot(0, 'activation'));
  const made = input ?? unknown();
  if (given?.type === 'constant') {
    const at = call.site.node === undefined ? call.layer?.at : call.site.at;
    const result = named(call, String(given.value), made, at);
    return result.type === 'tensor' && call.layer?.removal
      ? { ...without(result, 'removal'), removal: call.layer.removal }
      : result;
  }
  if (given === undefined) return unknown();
  const inside: Site = { frame: call.site.frame, at: call.layer?.at ?? call.site.at };
  return call.machine.call(given, argsOf([made]), inside);
};

const softmaxOf = (is: 'softmax' | 'log-softmax'): Meaning =>
  activation({ is, framework, axis: slot(1, 'axis', 'dim'), fallback: -1 });

const concatenated: Meaning = ({ site }) => some(site.at);

/** A recurrent layer's states; the layer inside a wrapper. */
const wrapper: Meaning = ({ machine, site, args, options }) => {
  const inner = take(options, slot(0, 'layer'));
  return inner === undefined ? unknown() : machine.call(inner, args, { frame: site.frame, at: site.at });
};

const input: Meaning = ({ site }) => some(site.at);

/** A functional model: what its outputs are made of is known where it is made. */
const functional: Meaning = ({ options }) => outputOf(options) ?? unknown();

function outputOf(options: LibraryCall['options']): Value | undefined {
  const outputs = take(options, slot(1, 'outputs', 'output'));
  // A list of one is that one.
  const { items, open } = itemsOf(outputs ?? unknown());
  return items.length === 1 && !open ? items[0] : outputs;
}

const APPLICATION = /^keras\.applications\.(?:\w+\.)?[A-Z]\w*$/;

export function isApplication(path: string): boolean {
  return APPLICATION.test(path);
}

/** A model of the library ends in a softmax, unless it is made without its top or told otherwise. */
export const application: Meaning = (call) => {
  const top = take(call.options, slot(undefined, 'include_top'));
  const last = take(call.options, slot(undefined, 'classifier_activation'));
  const { at } = call.layer ?? call.site;
  if (top?.type === 'constant' && top.value === false) return tensor('hidden', at);
  if (top !== undefined && top.type !== 'constant') return unknown();
  if (last === undefined) return tensor('softmax', at, { axis: -1 });
  if (isNone(last)) return tensor('linear', at);
  return last.type === 'constant' && last.value === 'softmax'
    ? tensor('softmax', at, { axis: -1 })
    : unknown();
};

const LAYERS: Readonly<Record<string, Meaning>> = {
  ...each('Dense EinsumDense', scores()),
  ...each('Conv1D Convolution1D Conv1DTranspose SeparableConv1D', scores(3)),
  ...each('Conv2D Convolution2D Conv2DTranspose SeparableConv2D DepthwiseConv2D', scores(4)),
  ...each('Conv3D Conv3DTranspose', scores(5)),
  Activation: activationLayer,
  Softmax: activation({ is: 'softmax', framework, axis: slot(0, 'axis'), fallback: -1 }),
  ...each('ReLU LeakyReLU PReLU ELU', rectified),
  ...each('Dropout SpatialDropout1D SpatialDropout2D GaussianNoise GaussianDropout InputLayer', same),
  ...each(
    'MaxPooling1D MaxPooling2D MaxPooling3D MaxPool2D MaxPool1D AveragePooling2D AveragePooling1D',
    same,
  ),
  ...each(
    'GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D',
    shaped(() => 2),
  ),
  ...each(
    'GlobalAveragePooling3D GlobalMaxPool2D GlobalAvgPool2D',
    shaped(() => 2),
  ),
  Flatten: shaped(() => 2),
  ...each('Reshape Permute RepeatVector UpSampling2D ZeroPadding2D Cropping2D Masking', shaped()),
  ...each('BatchNormalization LayerNormalization', normed),
  ...each('Embedding LSTM GRU SimpleRNN MultiHeadAttention Attention ConvLSTM2D', gives('hidden')),
  ...each('Concatenate Add Multiply Average Subtract Dot', concatenated),
  ...each('TimeDistributed', wrapper),
  ...each('Bidirectional', gives('hidden')),
  Lambda: (call) => {
    const inner = take(call.options, slot(0, 'function'));
    const [of] = call.args.positional;
    if (inner === undefined) return unknown();
    return call.machine.call(inner, argsOf([of ?? unknown()]), { frame: call.site.frame, at: call.site.at });
  },
};

const lossOf = (name: string, labels: Labels, takes: Takes, otherwise: Takes): LossShape => ({
  name,
  framework,
  takes,
  otherwise,
  labels,
  scores: PREDICTED,
  targets: TRUTH,
  fromLogits: { slot: slot(undefined, 'from_logits'), fallback: false },
});

const inClass = (shape: LossShape, smoothing?: number): LossShape => ({
  ...shape,
  fromLogits: { slot: slot(0, 'from_logits'), fallback: false },
  smoothing: slot(smoothing, 'label_smoothing'),
});

const CATEGORICAL = lossOf('categorical_crossentropy', 'one-hot', 'logits', 'probabilities');
const SPARSE = lossOf('sparse_categorical_crossentropy', 'ids', 'logits', 'probabilities');
const BINARY = lossOf('binary_crossentropy', 'binary', 'binary-logits', 'binary-probabilities');

const asFunctions = (prefix: string): Record<string, Meaning> =>
  under(prefix, {
    categorical_crossentropy: loss({
      ...CATEGORICAL,
      fromLogits: { slot: slot(2, 'from_logits'), fallback: false },
    }),
    sparse_categorical_crossentropy: loss({
      ...SPARSE,
      fromLogits: { slot: slot(2, 'from_logits'), fallback: false },
    }),
    binary_crossentropy: loss({ ...BINARY, fromLogits: { slot: slot(2, 'from_logits'), fallback: false } }),
  });

const LOSS_CLASSES: Readonly<Record<string, Meaning>> = {
  CategoricalCrossentropy: loss({ ...inClass(CATEGORICAL, 1), name: 'CategoricalCrossentropy' }),
  SparseCategoricalCrossentropy: loss({ ...inClass(SPARSE), name: 'SparseCategoricalCrossentropy' }),
  BinaryCrossentropy: loss({ ...inClass(BINARY, 1), name: 'BinaryCrossentropy' }),
};

const NAMED = 'keras.losses.named';

/** What losses are called by in `compile`. */
const BY_NAME: Readonly<Record<string, string>> = {
  categorical_crossentropy: 'categorical_crossentropy',
  sparse_categorical_crossentropy: 'sparse_categorical_crossentropy',
  binary_crossentropy: 'binary_crossentropy',
  CategoricalCrossentropy: 'categorical_crossentropy',
  SparseCategoricalCrossentropy: 'sparse_categorical_crossentropy',
  BinaryCrossentropy: 'binary_crossentropy',
};

/** `model.compile(loss=…)`: what the model gives goes into the loss from then on. */
export const compiled: Meaning = (call) => {
  const { machine, site, args } = call;
  const [model] = args.positional;
  const LOSS = slot(model === undefined ? undefined : 2, 'loss');
  const given = take(args, LOSS);
  if (given === undefined || model === undefined) return constant(null);
  const at = placeIn(args, LOSS) ?? site.at;
  const output = outputFrom(call, model);
  if (given.type === 'list' || given.type === 'dict') return compiledEach(call, given, output, at);
  const of = lossFrom(given, at);
  if (of === undefined) return constant(null);
  if (model.type === 'layer' || model.type === 'instance') machine.trail.write(model.attributes, '#loss', of);
  const inside: Site = { frame: site.frame, at };
  machine.call(of, argsOf([unknown(), output], [undefined, undefined]), inside);
  return constant(null);
};

/** A loss for each output: in their order, or by the names of the layers that they come from. */
function compiledEach({ machine, site }: LibraryCall, given: List | Dict, output: Value, at: Place): Value {
  const outputs = output.type === 'list' ? itemsOf(output) : { items: [output], open: false };
  if (outputs.open && output.type !== 'dict') return constant(null);
  const losses =
    given.type === 'dict'
      ? [...given.entries]
      : itemsOf(given).items.map((one, i): [string | number, Value] => [i, one]);
  for (const [key, one] of losses) {
    const place = placeOfLoss(site, key) ?? at;
    const of = lossFrom(one, place);
    const found =
      typeof key === 'number'
        ? outputs.items[key]
        : output.type === 'dict'
          ? output.entries.get(key)
          : outputs.items.find((each) => each.type === 'tensor' && each.layerName === key);
    if (of === undefined || found === undefined) continue;
    machine.call(of, argsOf([unknown(), found], [undefined, undefined]), { frame: site.frame, at: place });
  }
  return constant(null);
}

/** Where one of several losses is written in the call. */
function placeOfLoss({ node, frame }: Site, key: string | number): Place | undefined {
  if (node?.type !== 'call') return undefined;
  const given = node.args.find(({ keyword }) => keyword === 'loss')?.value;
  const one =
    given?.type === 'dict'
      ? given.entries.find((entry) => entry.key?.type === 'string' && entry.key.text === key)?.value
      : given?.type === 'list' && typeof key === 'number'
        ? given.items[key]
        : undefined;
  return one && placeOf(frame, one);
}

function lossFrom(given: Value, at: Place): Value | undefined {
  if (given.type === 'constant') {
    const path = BY_NAME[String(given.value)];
    // A loss by its name is made where the name stands.
    if (path === undefined) return undefined;
    return { type: 'layer', path: `${NAMED}.${path}`, at, options: NO_ARGS, attributes: new Map() };
  }
  return given.type === 'layer' ||
    given.type === 'library' ||
    given.type === 'function' ||
    given.type === 'partial'
    ? given
    : undefined;
}

/** What a model gives for inputs of which nothing is known. */
function outputFrom({ machine, site }: LibraryCall, model: Value): Value {
  if (model.type !== 'layer' && model.type !== 'instance') return unknown();
  const output = machine.call(model, argsOf([some(site.at)]), { frame: site.frame, at: site.at });
  return output.type === 'tensor' || output.type === 'list' || output.type === 'dict' ? output : unknown();
}

const predicts: Meaning = (call) => {
  const [model] = call.args.positional;
  const output = outputFrom(call, model);
  return output.type === 'tensor' ? { ...without(output, 'removal'), predicted: true } : unknown();
};

/** `fit(x, y)`: the labels go into the compiled loss. */
const fitted: Meaning = ({ machine, site, args }) => {
  const [model] = args.positional;
  const of =
    model?.type === 'layer' || model?.type === 'instance' ? model.attributes.get('#loss') : undefined;
  const targets = take(args, slot(2, 'y'));
  const at = placeIn(args, slot(2, 'y'));
  if (of !== undefined && targets !== undefined)
    machine.call(of, argsOf([targets, unknown()], [at, undefined]), { frame: site.frame, at: at ?? site.at });
  return unknown();
};

export const KERAS_METHODS: readonly [string, Meaning][] = [
  ['compile', compiled],
  ['predict', predicts],
  ['predict_on_batch', predicts],
  ['fit', fitted],
];

const LABELS_FIRST = { framework, targets: slot(0, 'labels'), scores: slot(1, 'logits') } as const;
const V1 = {
  framework,
  targets: slot(0, 'onehot_labels', 'labels', 'multi_class_labels'),
  scores: slot(1, 'logits'),
} as const;

const TF: Readonly<Record<string, Meaning>> = {
  ...under('tensorflow.nn', {
    softmax: softmaxOf('softmax'),
    log_softmax: softmaxOf('log-softmax'),
    sigmoid: activation({ is: 'sigmoid', framework }),
    log_sigmoid: activation({ is: 'log-sigmoid', framework }),
    ...each('relu leaky_relu elu selu gelu silu swish', rectified),
    ...each('tanh softplus', nothingKnown),
    dropout: same,
    ...each('bias_add xw_plus_b', gives('linear')),
    ...each(
      'softmax_cross_entropy_with_logits softmax_cross_entropy_with_logits_v2',
      loss({
        ...LABELS_FIRST,
        name: 'softmax_cross_entropy_with_logits',
        takes: 'logits',
        labels: 'one-hot',
      }),
    ),
    sparse_softmax_cross_entropy_with_logits: loss({
      ...LABELS_FIRST,
      name: 'sparse_softmax_cross_entropy_with_logits',
      takes: 'logits',
      labels: 'ids',
    }),
    ...each(
      'sigmoid_cross_entropy_with_logits weighted_cross_entropy_with_logits',
      loss({
        ...LABELS_FIRST,
        name: 'sigmoid_cross_entropy_with_logits',
        takes: 'binary-logits',
        labels: 'binary',
      }),
    ),
  }),
  ...under('tensorflow.losses', {
    softmax_cross_entropy: loss({ ...V1, name: 'softmax_cross_entropy', takes: 'logits', labels: 'one-hot' }),
    sparse_softmax_cross_entropy: loss({
      ...V1,
      name: 'sparse_softmax_cross_entropy',
      takes: 'logits',
      labels: 'ids',
    }),
    sigmoid_cross_entropy: loss({
      ...V1,
      name: 'sigmoid_cross_entropy',
      takes: 'binary-logits',
      labels: 'binary',
    }),
  }),
  ...each('tensorflow.Variable tensorflow.get_variable', gives('parameter')),
  'tensorflow.layers.dense': scores(),
  'tensorflow.layers.conv2d': scores(4),
  'tensorflow.layers.flatten': shaped(() => 2),
  'tensorflow.layers.dropout': same,
  'tensorflow.sigmoid': activation({ is: 'sigmoid', framework }),
  'tensorflow.math.sigmoid': activation({ is: 'sigmoid', framework }),
  'tensorflow.math.softmax': softmaxOf('softmax'),
  'tensorflow.math.log_softmax': softmaxOf('log-softmax'),
  'tensorflow.math.log_sigmoid': activation({ is: 'log-sigmoid', framework }),
  'tensorflow.one_hot': gives('one-hot'),
  'tensorflow.function': same,
  'tensorflow.random.categorical': loss({
    name: 'tf.random.categorical',
    framework,
    takes: 'logits',
    scores: slot(0, 'logits'),
    targets: slot(undefined),
    role: 'sampler',
  }),
  'tensorflow_probability.distributions.Categorical': loss({
    name: 'Categorical',
    framework,
    takes: 'logits',
    scores: slot(0, 'logits'),
    targets: slot(undefined),
    role: 'sampler',
  }),
};

const DATASET = /^keras\.datasets\.\w+\.load_data$/;

/** `(x, y), (x_test, y_test)`: labels are class ids. */
export const dataset: Meaning = ({ path, site }) => {
  if (/imdb|boston|california/.test(path)) return unknown();
  const pair = () => listOf([unknown(), tensor('class-ids', site.at)], { tuple: true });
  return listOf([pair(), pair()], { tuple: true });
};

export function isDataset(path: string): boolean {
  return DATASET.test(path);
}

export const KERAS_LAYERS: Readonly<Record<string, Meaning>> = {
  ...under('keras.layers', LAYERS),
  ...under('keras.losses', LOSS_CLASSES),
  ...asFunctions(NAMED),
  ...under('tensorflow.losses', LOSS_CLASSES),
  ...each('keras.Sequential keras.models.Sequential', inOrder),
  ...each('keras.Model keras.models.Model keras.engine.training.Model', functional),
};

export const KERAS_FUNCTIONS: Readonly<Record<string, Meaning>> = {
  ...TF,
  ...asFunctions('keras.losses'),
  ...asFunctions('keras.metrics'),
  ...asFunctions('keras.backend'),
  ...under('keras.backend', {
    softmax: softmaxOf('softmax'),
    sigmoid: activation({ is: 'sigmoid', framework }),
  }),
  ...under('keras.activations', {
    softmax: softmaxOf('softmax'),
    log_softmax: softmaxOf('log-softmax'),
    sigmoid: activation({ is: 'sigmoid', framework }),
    relu: rectified,
    linear: same,
  }),
  ...under('keras.ops', {
    softmax: softmaxOf('softmax'),
    log_softmax: softmaxOf('log-softmax'),
    sigmoid: activation({ is: 'sigmoid', framework }),
    categorical_crossentropy: loss({
      ...CATEGORICAL,
      fromLogits: { slot: slot(2, 'from_logits'), fallback: false },
    }),
    sparse_categorical_crossentropy: loss({
      ...SPARSE,
      fromLogits: { slot: slot(2, 'from_logits'), fallback: false },
    }),
  }),
  ...each('keras.Input keras.layers.Input keras.models.Input', input),
  ...each('keras.layers.concatenate keras.layers.add keras.layers.multiply', concatenated),
  ...each('keras.utils.to_categorical keras.utils.np_utils.to_categorical', gives('one-hot')),
};
