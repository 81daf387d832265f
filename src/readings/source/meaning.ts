import type { ReadingKind } from '../../arrays/types';
import {
  assignedTo,
  endOf,
  inSentence,
  isCompound,
  returnedBy,
  returnedByObject,
  splitTop,
  type Call,
} from './python';
import type { Says } from './says';
import { strip } from './strip';

/** Variables and attributes that hold models, and what they are called by. */
const MODEL =
  /^(?:self\.)?(?:\w*model\w*|\w*net|\w*net_?\d+|gpt\w*|bert\w*|\w*classifier\w*|clf|lm|llm|\w*_head|(?<=\.)head|student|teacher|policy)(?:\(\))?(?:\.(?:forward|predict|call|apply|module|__call__))?$/i;
/** Parts of models, models of other things than classes, and functions about models. */
const NOT_A_MODEL =
  /embed|encode|decode|backbone|tokeniz|feature|generat|diffusion|unet|vae|gan(?:_|$)|flow|noise|regress|reward|critic|value_|q_?net|grad|hook|summary|load|config|pretrained|train|eval|(?:^|_)fit|creat|build|(?:^|_)get|make|plot|print|save|check|compar|visuali|loss|param|size|count|metric|info|topic|distribution|jit|compile|wrap/i;
const REGRESSION =
  /\b(?:MSELoss|mse_loss|L1Loss|l1_loss|SmoothL1Loss|HuberLoss|mean_squared_error|mean_absolute_error|\w*Regress(?:or|ion))\(|loss\s*=\s*["'](?:mse|mae|mean_\w+_error|huber)/;
const DEEPEST = 5;

/** What a stripped expression's value is, as far as the code up to a place, and what it does with it later, tells. */
export function meaningOf(bare: string, code: string, at: number): Says | undefined {
  return meaning(bare, code, at, 0);
}

function meaning(bare: string, code: string, at: number, depth: number): Says | undefined {
  const shown = inSentence(bare);
  const say = (kind: ReadingKind, weight: number, sentence = `the code shows ${shown}`): Says => ({
    kind,
    weight,
    sentence,
  });
  const call = endOf(bare, '(');
  const said = call === undefined ? undefined : CALLS.find(([callee]) => callee.test(call.callee));
  if (said) return say(said[1], said[2]);
  if (/\.indices$/.test(bare)) return say('class-labels', 0.7);
  if (isCompound(bare)) {
    const whole = scaled(bare);
    return whole === undefined ? undefined : meaning(strip(whole), code, at, depth);
  }
  if (call === undefined) {
    if (/(?:^|[._])logits?(?:_\d+)?$|\[["']\w*logits["']\]$/i.test(bare)) return say('logits', 0.93);
    if (
      /(?:^|[._])(?:weight|bias|grad|loss|embeddings?|hidden_states|last_hidden_state|input_ids|attention_mask)$|\[["'](?:input_ids|attention_mask|loss)["']\]$/.test(
        bare,
      )
    )
      return say('other', 0.8);
    if (/(?:^|[._])labels?$|\[["']labels?["']\]$/.test(bare)) return say('class-labels', 0.8);
  } else {
    if (
      /\.logits\b/.test(call.args) &&
      !/exp|abs|norm|mean|max|min|sum|var|std|entropy|len/.test(call.callee)
    )
      return say('logits', 0.6);
    const { callee } = call;
    if (/(?:^|\.)log$/.test(callee)) {
      const of = call.args === '' ? call.written.replace(/\.log$/, '') : (splitTop(call.args)[0] ?? '');
      const inner = depth < DEEPEST ? meaning(strip(of), code, at, depth + 1) : undefined;
      return inner?.kind === 'probabilities' ? say('log-probabilities', 0.9) : undefined;
    }
    if (isModel(call)) {
      const later = depth === 0 ? usedFor(call.written, code.slice(at)) : undefined;
      if (later !== undefined) return later;
      const returned = depth < DEEPEST ? returnedByObject(callee.replace(/\.\w+$/, ''), code, at) : undefined;
      const inner = returned && meaning(strip(returned.value), code, returned.at, depth + 1);
      if (inner !== undefined && !inner.anyModel)
        return {
          ...inner,
          weight: Math.min(inner.weight, 0.85),
          sentence: `${inner.sentence}, returned by ${shown}`,
        };
      if (REGRESSION.test(code)) return undefined;
      return {
        ...say(
          'logits',
          isMadeUp(call, code, at) ? 0.05 : /\.predict$/.test(callee) ? 0.39 : 0.6,
          `the code shows the output of ${shown}`,
        ),
        anyModel: true,
      };
    }
    if (isLayer(callee, code, at))
      return say('other', 0.75, `the code shows the output of one layer, ${shown}`);
    const returned = depth < DEEPEST && /^\w+$/.test(callee) ? returnedBy(callee, code) : undefined;
    return returned && meaning(strip(returned.value), code, returned.at, depth + 1);
  }
  const name = /^[A-Za-z_][\w.]*$/.test(bare) ? bare : undefined;
  if (name === undefined) return undefined;
  const later = depth === 0 ? usedFor(name, code.slice(at)) : undefined;
  if (later !== undefined) return later;
  if (/(?:^|_)(?:attn|attention)_?scores?(?:_|\d|$)/i.test(name))
    return say('logits', 0.66, `the code shows ${shown}: scores before the softmax of attention`);
  if (/(?:^|_)attn_?weights?|attention_?weights?|prob(?:a|s|abilit)/i.test(name))
    return say('probabilities', 0.5);
  if (depth >= DEEPEST) return undefined;
  const assigned = assignedTo(name, code, at);
  if (assigned === undefined) return undefined;
  const value = meaning(strip(assigned.value), code, assigned.at, depth + 1);
  // Of several outputs, the first is the scores more often than the others.
  return value?.anyModel && assigned.place !== undefined
    ? { ...value, weight: Math.min(value.weight, assigned.place === 0 ? 0.48 : 0.25) }
    : value;
}

/** What functions give, by their names. */
const CALLS: readonly (readonly [RegExp, ReadingKind, number])[] = [
  [/loss\w*$|cross_?entropy\w*$|(?:^|\.|_)nll\w*$/i, 'other', 0.8],
  [/log_?softmax(?:\(\))?$/i, 'log-probabilities', 0.95],
  [/softmax\w*(?:\(\))?$|predict_proba$/i, 'probabilities', 0.95],
  [/(?:sigmoid|expit)(?:\(\))?$/i, 'sigmoid-scores', 0.95],
  [/argmax$/i, 'class-labels', 0.7],
  [/one_hot$|to_categorical$/i, 'one-hot', 0.8],
  [/decision_function$/, 'logits', 0.3],
  [
    /embed\w*(?:\(\))?$|(?:^|\.)(?:wte|wpe)$|(?:^|[._])rand\w*$|(?:^|\.)(?:normal|uniform|zeros|ones|full|arange|linspace|eye)(?:_like)?$|state_dict$|\.init$|(?:^|\.)(?:sample|rsample|backward|parameters|get_weights|evaluate)$|grad\w*(?:\(\))?$/i,
    'other',
    0.8,
  ],
];

/** `logits / temperature` are logits still. */
function scaled(bare: string): string | undefined {
  return /^([\w.]+(?:\[[^[\]]*\])?|[\w.]+\([^()]*\)(?:\.\w+)?)\s*\/\s*(?:\w*temp\w*|tau|T|\d+\.?\d*)$/i.exec(
    bare,
  )?.[1];
}

function isModel({ callee }: Call): boolean {
  // A class called makes an object; the object called gives numbers.
  if (/(?:^|\.)[A-Z]\w*$/.test(callee) && !/^[A-Z]+$/.test(callee)) return false;
  return MODEL.test(callee) && !NOT_A_MODEL.test(callee);
}

/** A single layer of a library held in a variable, no head of a model. */
function isLayer(callee: string, code: string, at: number): boolean {
  if (!/^\w+$/.test(callee) || /head|classif|logit|out|cls/i.test(callee)) return false;
  const value = assignedTo(callee, code, at)?.value;
  return value !== undefined && LAYER.test(value);
}

const LAYER =
  /^(?:\w+\.)*(?:Lazy)?(?:Linear|Dense|Conv\dd|Conv|Embedding|LayerNorm|BatchNorm\w*|RMSNorm|LSTM|GRU|RNN|LSTMCell|MultiheadAttention|MultiHeadAttention|Dropout|ReLU|\w*Pool\w*)\(/;

const MADE_UP = /(?:^|[.(\s])(?:rand\w*|normal|uniform|zeros|ones|full|arange|linspace|eye)(?:_like)?\(/;

/** Whether a model is tried on random or constant numbers: a demonstration of how it computes, of no classes. */
function isMadeUp({ args }: Call, code: string, at: number): boolean {
  if (MADE_UP.test(args)) return true;
  return splitTop(args)
    .filter((argument) => /^\w+$/.test(argument))
    .some((argument) => {
      const value = assignedTo(argument, code, at)?.value;
      return value !== undefined && MADE_UP.test(value);
    });
}

/** What the code does with a variable after it showed it. */
function usedFor(name: string, after: string): Says | undefined {
  const variable = name.replace(/\W/g, '\\$&');
  const into = (call: string) =>
    new RegExp(`\\b${call}\\(\\s*(?:input=|logits=)?${variable}\\b`).exec(after)?.[0];
  const ahead =
    new RegExp(`\\b${variable}\\.softmax\\(`).exec(after)?.[0] ??
    into('(?:[\\w.]*\\.)?(?:softmax|log_softmax)') ??
    into('(?:nn\\.)?Softmax\\([^()]*\\)');
  if (ahead !== undefined)
    return {
      kind: 'logits',
      weight: 0.85,
      sentence: `the code puts it through ${ahead.replace(/\(.*/s, '')} later`,
    };
  if (into('[\\w.]*cross_entropy') !== undefined)
    return { kind: 'logits', weight: 0.8, sentence: 'the code puts it into cross_entropy later' };
  if (into('[\\w.]*sigmoid') !== undefined)
    return { kind: 'binary-logits', weight: 0.7, sentence: 'the code puts it through sigmoid later' };
  return undefined;
}
