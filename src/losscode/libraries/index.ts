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

/** Names under which a library's things are known besides. */
const RENAMED: readonly [RegExp, string][] = [
  [/^(?:tensorflow|tf)\.(?:compat\.v[12]|python|_api\.v[12])\./, 'tensorflow.'],
  [
    /^(?:tensorflow\.keras|tensorflow\.contrib\.keras|tf_keras|keras\.src|keras\.api|keras\.api\._v2\.keras)\./,
    'keras.',
  ],
  [/^(?:tensorflow\.contrib\.slim|tf_slim)\.losses\b/, 'tensorflow.contrib.losses'],
  [/^(?:tensorflow\.contrib\.slim|tf_slim)\.(?!losses)/, 'tensorflow.contrib.layers.'],
  [/^tflearn\.layers\.\w+\./, 'tflearn.'],
  [/^fastai\.(?:\w+\.)+(?=Learner$|\w+Flat$)/, 'fastai.'],
  [/^skorch\.\w+\.(?=NeuralNet)/, 'skorch.'],
  [/^torch\.nn\.modules\.\w+\./, 'torch.nn.'],
  [/^flax\.linen\.\w+\.(?=[A-Z])/, 'flax.linen.'],
];

/** Libraries whose functions of arrays bear the same names. */
const ARRAYS =
  /^(?:torch|torch\.special|torch\.Tensor|numpy|tensorflow|tensorflow\.math|tensorflow\.nn|jax\.numpy|mlx\.core|keras\.ops|keras\.backend|cupy|paddle|paddle\.nn\.functional|math)\.(\w+)$/;

/** Names that are looked up are few, and looked up over and over: more than these belong to nobody's code. */
const MOST_REMEMBERED = 10_000;

function remembered<T>(find: (path: string) => T): (path: string) => T {
  const found = new Map<string, T>();
  return (path) => {
    const known = found.get(path);
    if (known !== undefined || found.has(path)) return known as T;
    if (found.size >= MOST_REMEMBERED) found.clear();
    const one = find(path);
    found.set(path, one);
    return one;
  };
}

export const canonical = remembered((path) => {
  let known = path;
  for (const [from, to] of RENAMED) known = known.replace(from, to);
  return known;
});

/** What calling a function of a library does; undefined where that is not known. */
export const functionOf = remembered((path): Meaning | undefined => {
  const known = FUNCTIONS.get(path);
  if (known !== undefined) return known;
  const operation = ARRAYS.exec(path)?.[1];
  if (operation !== undefined && Object.hasOwn(OPERATIONS, operation)) return OPERATIONS[operation];
  return isDataset(path) ? dataset : undefined;
});

/** What calling an object of a library's class does. */
export const layerOf = remembered((path): Meaning | undefined => {
  const known = LAYERS.get(path);
  if (known !== undefined) return known;
  if (isApplication(path)) return application;
  if (isVisionModel(path)) return visionModel;
  if (isSegmentationModel(path)) return segmentationModel;
  if (isTokenizer(path)) return tokenizer;
  return isLanguageModel(path) ? languageModel : undefined;
});

export function methodOf(name: string): Meaning | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}
