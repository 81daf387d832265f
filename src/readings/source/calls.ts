import type { ReadingKind } from '../../arrays/types';
import { WEIGHTS, type Strength } from '../weights';

/** What functions return, by what is called. */
export const CALLS: readonly (readonly [RegExp, ReadingKind, Strength])[] = [
  [/loss\w*$|cross_?entropy\w*$|(?:^|\.|_)nll\w*$/i, 'other', WEIGHTS.codeNotScores],
  [/log_?softmax(?:\(\))?$|predict_log_proba$/i, 'log-probabilities', WEIGHTS.codeSoftmax],
  [/softmax\w*(?:\(\))?$|predict_proba$/i, 'probabilities', WEIGHTS.codeSoftmax],
  [/(?:sigmoid|expit)(?:\(\))?$/i, 'sigmoid-scores', WEIGHTS.codeSoftmax],
  [/argmax$/i, 'class-labels', WEIGHTS.codeArgmax],
  [/one_hot$|to_categorical$/i, 'one-hot', WEIGHTS.codeOneHot],
  [/decision_function$/, 'logits', WEIGHTS.codeDecision],
  [/(?:^|\.|_)(?:net_?input|raw_?(?:scores|outputs|predictions))$/i, 'logits', WEIGHTS.codeScoresTerm],
  [
    /embed\w*(?:\(\))?$|(?:^|\.)(?:wte|wpe)$|(?:^|[._])rand\w*$|(?:^|\.)(?:normal|uniform|zeros|ones|full|arange|linspace|eye)(?:_like)?$|state_dict$|\.init$|(?:^|\.)(?:sample|rsample|backward|parameters|get_weights|evaluate)$|grad\w*(?:\(\))?$/i,
    'other',
    WEIGHTS.codeNotScores,
  ],
];

/** Variables and attributes that hold models, and what they are called by. */
const MODEL =
  /^(?:self\.)?(?:\w*model\w*|\w*net|\w*net_?\d+|gpt\w*|bert\w*|\w*classifier\w*|clf|lm|llm|\w*_head|(?<=\.)head|student|teacher|policy)(?:\(\))?(?:\.(?:forward|predict|call|apply|module|__call__))?$/i;
/** Parts of models, models of other things than classes, and functions about models. */
const NOT_A_MODEL =
  /embed|encode|decode|backbone|tokeniz|feature|generat|diffusion|unet|vae|gan(?:_|$)|flow|noise|regress|reward|critic|value_|q_?net|grad|hook|summary|load|config|pretrained|train|eval|(?:^|_)fit|creat|build|(?:^|_)get|make|plot|print|save|check|compar|visuali|loss|param|size|count|metric|info|topic|distribution|jit|compile|wrap/i;

/** What compares two texts at once, and gives a score for each class or one for both. */
const CROSS_ENCODER = /^\w*cross_?encoder\w*\.predict$/i;

/** Flax's function of a model and its parameters: `state.apply_fn({'params': params}, x)`. */
const APPLIED = /(?:^|\.)apply_fn$/;

/** Whether what is called, as an outline, is a model of classes. */
export function isModel(callee: string): boolean {
  // A class called makes an object; the object called gives numbers.
  if (/(?:^|\.)[A-Z]\w*$/.test(callee) && !/^[A-Z]+$/.test(callee)) return false;
  return (
    (MODEL.test(callee) && !NOT_A_MODEL.test(callee)) || APPLIED.test(callee) || CROSS_ENCODER.test(callee)
  );
}

/** Whether what is called makes a single layer of a library. */
export function makesLayer(callee: string): boolean {
  return LAYER.test(callee);
}

const LAYER =
  /(?:^|\.)(?:Lazy)?(?:Linear|Dense|Conv\dd|Conv|Embedding|LayerNorm|BatchNorm\w*|RMSNorm|LSTM|GRU|RNN|LSTMCell|MultiheadAttention|MultiHeadAttention|Dropout|ReLU|\w*Pool\w*)$/;
