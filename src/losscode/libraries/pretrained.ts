import { slot, take, type Meaning } from '../meaning';
import { cutIn, numberOf, part, rootOf, some, tensor } from '../tensors';
import { args as argsOf, constant, isNone, unknown, type Value } from '../values';

/** Models that come whole: torchvision, timm, Hugging Face. Each gives logits, unless its head was changed. */

/** What the last layer of a whole model is called. */
export const HEADS = ['fc', 'classifier', 'head', 'heads', '_fc', 'last_linear'];
const TORCHVISION =
  /^torchvision\.models\.(?:quantization\.)?(?:\w+\.)?[a-z][A-Z_a-z]*\d\w*$|^torchvision\.models\.(?:alexnet|googlenet|mobilenet_\w+|squeezenet\w+|densenet\w+)$/;
const HUGGING_FACE =
  /^transformers\.(?:\w+\.)*\w+For(?:SequenceClassification|TokenClassification|ImageClassification|MultipleChoice|MaskedLM|CausalLM|AudioClassification|SemanticSegmentation|ConditionalGeneration)(?:\.from_pretrained|\.from_config)?$|^transformers\.\w*LMHeadModel(?:\.from_pretrained)?$/;

/** Where the last layer stands in the head of a model whose head is a list. */
const LAST: readonly [RegExp, number][] = [
  [/\.(?:vgg\w+|alexnet)$/, 6],
  [/\.(?:mobilenet_v2|efficientnet_\w+)$/, 1],
  [/\.mobilenet_v3_\w+$/, 3],
  [/\.convnext_\w+$/, 2],
];

/** Whether an item of a model's head is its last one. */
export function isLastInHead(path: string, name: string, index: Value): boolean {
  const place = numberOf(index);
  if (name !== 'classifier' || place === undefined || !isVisionModel(path)) return false;
  return place === -1
    ? !/squeezenet/.test(path)
    : LAST.some(([models, last]) => models.test(path) && place === last);
}

export function isVisionModel(path: string): boolean {
  return TORCHVISION.test(path) || path === 'timm.create_model' || path === 'timm.models.create_model';
}

const SEGMENTATION =
  /^segmentation_models_pytorch\.(?:Unet|UnetPlusPlus|MAnet|Linknet|FPN|PSPNet|DeepLabV3|DeepLabV3Plus|PAN|UPerNet|Segformer|create_model)$/;

export function isSegmentationModel(path: string): boolean {
  return SEGMENTATION.test(path);
}

/** Logits for each pixel, unless `activation` says otherwise. */
export const segmentationModel: Meaning = ({ options, layer, site }) => {
  const at = layer?.at ?? site.at;
  const said = take(options, slot(undefined, 'activation'));
  if (said === undefined) return options.open ? unknown() : tensor('linear', at, { rank: 4 });
  if (said.type !== 'constant') return unknown();
  switch (said.value) {
    case null:
    case 'identity':
      return tensor('linear', at, { rank: 4 });
    case 'sigmoid':
      return tensor('sigmoid', at, { rank: 4 });
    case 'softmax':
    case 'softmax2d':
      return tensor('softmax', at, { rank: 4, axis: 1 });
    default:
      return unknown();
  }
};

export function isLanguageModel(path: string): boolean {
  return HUGGING_FACE.test(path);
}

/** What a model of images gives: its head's value. */
export const visionModel: Meaning = ({ machine, site, layer, options, path }) => {
  if (layer === undefined) return unknown();
  for (const name of HEADS) {
    const head = layer.attributes.get(name);
    if (head === undefined) continue;
    const changed = head.type === 'method' ? undefined : head;
    if (changed !== undefined)
      return machine.call(changed, argsOf([some(site.at, 2)]), { frame: site.frame, at: site.at });
  }
  const classes = take(options, slot(undefined, 'num_classes'));
  if (path.includes('timm') && classes?.type === 'constant' && (classes.value === 0 || isNone(classes)))
    return tensor('hidden', layer.at);
  return tensor('linear', layer.at, { rank: 2 });
};

/** Models that give one row for each text or image. */
const ROWS = /For(?:SequenceClassification|ImageClassification|AudioClassification|MultipleChoice)/;

/** An output with `.logits`. */
export const languageModel: Meaning = ({ site, layer, path, args }) => {
  const at = layer?.at ?? site.at;
  const given = take(args, slot(0, 'input_ids')) ?? (args.rest && itemNamed(args.rest));
  const logits = tensor('linear', at, {
    ...(ROWS.test(path) && { rank: 2 }),
    ...(/CausalLM|LMHead/.test(path) && given && { tokens: rootOf(given), cut: cutIn(given) }),
  });
  const output = unknown();
  output.attributes.set('logits', logits);
  if (!args.keyword.has('labels') && !args.open) output.attributes.set('[0]', logits);
  return output;
};

function itemNamed(batch: Value): Value {
  return part(batch, constant('input_ids'));
}

const TOKENIZER = /^transformers\.\w*Tokenizer(?:Fast)?(?:\.from_pretrained)?$/;

export function isTokenizer(path: string): boolean {
  return TOKENIZER.test(path);
}

/** A batch of ids, padded where it is asked for. */
export const tokenizer: Meaning = ({ site, args }) => {
  const padding = take(args, slot(undefined, 'padding', 'pad_to_max_length'));
  const isPadded =
    padding?.type === 'constant' &&
    padding.value !== false &&
    padding.value !== null &&
    padding.value !== 'do_not_pad';
  const ids = tensor('token-ids', site.at, { root: unknown(), ...(isPadded && { padding: unknown() }) });
  const batch = unknown();
  batch.attributes.set('input_ids', ids);
  batch.attributes.set('[input_ids]', ids);
  return batch;
};
