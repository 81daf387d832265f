import { BUILTINS } from '../builtins';
import type { Meaning } from '../meaning';
import { JAX_FUNCTIONS, JAX_LAYERS } from './jax';
import { application, dataset, isApplication, isDataset, KERAS_FUNCTIONS, KERAS_LAYERS } from './keras';
import { MEETINGS } from './meetings';
import { OPERATIONS } from './operations';
import { OTHER_FUNCTIONS, OTHER_LAYERS } from './others';
import {
  isLanguageModel,
  isSegmentationModel,
  isTokenizer,
  isVisionModel,
  languageModel,
  segmentationModel,
  tokenizer,
  visionModel,
} from './pretrained';
import { SCIENTIFIC_FUNCTIONS, SCIENTIFIC_LAYERS } from './scientific';
import { TENSORFLOW_1 } from './tensorflow1';
import { TORCH_FUNCTIONS, TORCH_LAYERS, TORCH_LOSSES } from './torch';

const FUNCTIONS = new Map<string, Meaning>(
  Object.entries({
    ...BUILTINS,
    ...TORCH_FUNCTIONS,
    ...KERAS_FUNCTIONS,
    ...JAX_FUNCTIONS,
    ...SCIENTIFIC_FUNCTIONS,
    ...OTHER_FUNCTIONS,
    ...TENSORFLOW_1,
    ...MEETINGS,
  }),
);

const LAYERS = new Map<string, Meaning>(
  Object.entries({
    ...TORCH_LAYERS,
    ...TORCH_LOSSES,
    ...KERAS_LAYERS,
    ...JAX_LAYERS,
    ...OTHER_LAYERS,
    ...SCIENTIFIC_LAYERS,
  }),
);

type Renamed = readonly (readonly [RegExp, string])[];

const OF_TENSORFLOW: Renamed = [
  [/^(?:tensorflow|tf)\.(?:compat\.v[12]|python|_api\.v[12])\./, 'tensorflow.'],
  [/^tensorflow\.(?:contrib\.)?keras\./, 'keras.'],
  [/^tensorflow\.contrib\.slim\.losses\b/, 'tensorflow.contrib.losses'],
  [/^tensorflow\.contrib\.slim\.(?!losses)/, 'tensorflow.contrib.layers.'],
];

/** Names under which a library's things are known besides, by the library: each name of any code is looked for. */
const RENAMED: ReadonlyMap<string, Renamed> = new Map<string, Renamed>([
  ['tensorflow', OF_TENSORFLOW],
  ['tf', OF_TENSORFLOW],
  ['tf_keras', [[/^tf_keras\./, 'keras.']]],
  ['keras', [[/^keras\.(?:src|api(?:\._v2\.keras)?)\./, 'keras.']]],
  [
    'tf_slim',
    [
      [/^tf_slim\.losses\b/, 'tensorflow.contrib.losses'],
      [/^tf_slim\.(?!losses)/, 'tensorflow.contrib.layers.'],
    ],
  ],
  ['tflearn', [[/^tflearn\.layers\.\w+\./, 'tflearn.']]],
  ['fastai', [[/^fastai\.(?:\w+\.)+(?=Learner$|\w+Flat$)/, 'fastai.']]],
  ['skorch', [[/^skorch\.\w+\.(?=NeuralNet)/, 'skorch.']]],
  ['torch', [[/^torch\.nn\.modules\.\w+\./, 'torch.nn.']]],
  ['flax', [[/^flax\.linen\.\w+\.(?=[A-Z])/, 'flax.linen.']]],
]);

/** Libraries whose functions of arrays bear the same names. */
const ARRAYS: ReadonlySet<string> = new Set(
  (
    'torch torch.special torch.Tensor numpy tensorflow tensorflow.math tensorflow.nn jax.numpy mlx.core keras.ops ' +
    'keras.backend cupy paddle paddle.nn.functional math'
  ).split(' '),
);

/** Names that are renamed are few, and looked up over and over: more than these belong to nobody's code. */
const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, string>();

/** The library that a name is of. */
function rootOf(path: string): string {
  const end = path.indexOf('.');
  return end < 0 ? path : path.slice(0, end);
}

/** Whether a module is one whose functions or classes are known, or in one that has such. */
export function isOfKnown(module: string): boolean {
  return ROOTS.has(rootOf(module));
}

export function canonical(path: string): string {
  const renamed = RENAMED.get(rootOf(path));
  if (renamed === undefined) return path;
  let known = remembered.get(path);
  if (known !== undefined) return known;
  known = path;
  for (const [from, to] of renamed) known = known.replace(from, to);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(path, known);
  return known;
}

/** What calling a function of a library does; undefined where that is not known. */
export function functionOf(path: string): Meaning | undefined {
  const known = FUNCTIONS.get(path);
  if (known !== undefined) return known;
  const end = path.lastIndexOf('.');
  const operation = end > 0 && ARRAYS.has(path.slice(0, end)) ? methodOf(path.slice(end + 1)) : undefined;
  return operation ?? (path.startsWith('keras.') && isDataset(path) ? dataset : undefined);
}

/** Models that come whole, by their libraries. */
const MODELS: ReadonlyMap<string, (path: string) => Meaning | undefined> = new Map([
  ['keras', (path) => (isApplication(path) ? application : undefined)],
  ...['torchvision', 'timm'].map((root): [string, (path: string) => Meaning | undefined] => [
    root,
    (path) => (isVisionModel(path) ? visionModel : undefined),
  ]),
  ['segmentation_models_pytorch', (path) => (isSegmentationModel(path) ? segmentationModel : undefined)],
  [
    'transformers',
    (path) => (isTokenizer(path) ? tokenizer : isLanguageModel(path) ? languageModel : undefined),
  ],
]);

/** What calling an object of a library's class does. */
export function layerOf(path: string): Meaning | undefined {
  return LAYERS.get(path) ?? MODELS.get(rootOf(path))?.(path);
}

export function methodOf(name: string): Meaning | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}

const ROOTS: ReadonlySet<string> = new Set(
  [FUNCTIONS, LAYERS, RENAMED, ARRAYS, MODELS].flatMap((names) => [...names.keys()]).map(rootOf),
);
