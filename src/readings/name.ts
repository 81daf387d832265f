import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { ReadingKind } from '../arrays/types';
import type { Rule, Subject } from './rule';
import type { Stats } from './stats';
import { WEIGHTS, type Strength } from './weights';

const SIZE = /(?:shape|size|dim(?:ension)?s?)$/;
const POSITION = /^(?:batch|epoch|step|layer|iter(?:ation)?|fold|text|row|sample|example)_?\d*$/;

/** What every model has. */
export const OUTPUT_NAME =
  /(?:^|_)(?:outputs?|out|preds?|predictions?|scores?|y_?hat|last_output_token)(?:$|_{1,2}\d+$|\d+$)/;

/** What a name says, tried in order. */
const SAYS: readonly (readonly [RegExp, ReadingKind, Strength])[] = [
  [
    /log_?soft_?max|log_?prob\w*|log_?p$|log_?likelihoods?$/,
    'log-probabilities',
    WEIGHTS.namedLogProbabilities,
  ],
  [/loss|grad(?:ient|s)?\b|weights?_grad/, 'other', WEIGHTS.namedOtherwise],
  // Differences of logits, and what adds up to them, are quantities of another kind.
  [
    /logits?_(?:diff|attrib|contrib|scale|bias|lens_diff|gap|change|effect|recover|improve|grad|shape|mean|std|var|sum|error)/,
    'other',
    WEIGHTS.namedOtherwise,
  ],
  [/logits?(?:$|_|\d|\.)/, 'logits', WEIGHTS.namedLogits],
  [
    /(?:^|_)pre_?(?:soft_?max|activations?)$|unnormali[sz]ed_(?:scores|log_?prob)/,
    'logits',
    WEIGHTS.namedPreSoftmax,
  ],
  [/attn_scores?|attention_scores?/, 'logits', WEIGHTS.namedAttentionScores],
  [
    /(?:^|_)(?:net_?inputs?|raw_?(?:model_?)?(?:scores?|outputs?|predictions?)|decision_(?:function|scores?|values?))$/,
    'logits',
    WEIGHTS.namedScoresTerm,
  ],
  [/(?:^|_)(?:margins?|energ(?:y|ies))$/, 'logits', WEIGHTS.namedScoresHint],
  [
    /soft_?max|prob(?:a|as|s|abilit\w*)?(?:$|_|\d)|attn_weights?|attention_weights?|confidences?$|posteriors?$/,
    'probabilities',
    WEIGHTS.namedProbabilities,
  ],
  [/sigmoid/, 'sigmoid-scores', WEIGHTS.namedProbabilities],
  [/one_?hot/, 'one-hot', WEIGHTS.namedOneHot],
  [
    /(?:^|_)(?:labels?|targets?|classes|class_ids?|y_?true|y_?test|y_?train|y_?pred|gold(?:_labels?)?|label_ids?|ground_truth|truth|predictions?|preds?|predicted\w*)$/,
    'class-labels',
    WEIGHTS.namedLabels,
  ],
  [
    /(?:^|_)(?:(?:weights?|bias(?:es)?|params?|parameters?|embeddings?|emb|hidden(?:_states?)?|last_hidden_state|pooler_output|features?|feats?|vectors?|vec|vecs|context|query|queries|keys?|values?|coords?|coordinates?|positions?|points?|box(?:es)?|bbox|pixels?|pixel_values|images?|audio|waveform|arrays?|ids?|token_ids|mask|mean|var|variance|std|norm|normalized|history|acc|accuracy|metrics?|lr|times?|steps?|batch|sample|samples|data|dataset|x_?train|x_?test|x|indices|index|idx|distances?|similarit(?:y|ies)|correlations?|rewards?|actions?|observations?|states?|obs|reward|q_table|centroids?|centers?|components?|residuals?|kernels?|filters?|cov|covariances?|precisions?|recalls?|hessian|jacobian|inverse|rotation|transform|shap_values?|contributions?|attributions?|importances?|effects?|rmse|mse|mae|auc|iou|f1|scoring|amplitudes?|spectrogram|mel|signal|freqs?)_?\d*$|(?:input|eigen|coef|intercept|frequenc)\w*$)/,
    'other',
    WEIGHTS.namedData,
  ],
  [OUTPUT_NAME, 'logits', WEIGHTS.namedOutput],
];

export const name: Rule = {
  weigh(subject) {
    const { name: printed, shown } = subject;
    if (shown?.transposed) return undefined;
    const given = printed ?? shown?.name;
    if (given === undefined) return undefined;
    const said = saidBy(given).find(([kind, strength]) => agrees(kind, strength, subject));
    if (said === undefined) return undefined;
    const [kind, strength] = said;
    if (printed !== undefined)
      return { kind, strength, sentence: l10n.t('it is named “{0}”', printable(given)) };
    // The code's own word on it is another rule's.
    return shown?.says === undefined && kind === 'other'
      ? { kind, strength, sentence: l10n.t('the code shows “{0}”', printable(given)) }
      : undefined;
  },
};

/** Characters of a name that are looked at: its last ones say what is named. */
const LONGEST = 300;

/** `val_logits` of `$.results[0].valLogits`. */
function plainly(name: string): string {
  const plain = name
    .replace(/^\$(?:.*[.\]])?/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\w.]+/g, '_');
  let [start, end] = [0, plain.length];
  while (plain[start] === '_') start++;
  while (end > start && plain[end - 1] === '_') end--;
  return plain.slice(start, end);
}

type Said = readonly [ReadingKind, Strength];

/** What the last names say, whatever the numbers are: thousands of arrays may have the same few names. */
const saids = new Map<string, readonly Said[]>();
const KEPT = 64;

function saidBy(given: string): readonly Said[] {
  const name = given.slice(-LONGEST);
  const known = saids.get(name);
  if (known !== undefined) return known;
  const said = whatIsSaid(plainly(name));
  if (saids.size >= KEPT) saids.clear();
  saids.set(name, said);
  return said;
}

function whatIsSaid(plain: string): readonly Said[] {
  if (SIZE.test(plain)) return [['other', WEIGHTS.namedSize]];
  const said = SAYS.filter(([pattern]) => pattern.test(plain)).map(([, kind, strength]): Said => [
    kind,
    strength,
  ]);
  return POSITION.test(plain) ? [...said, ['other', WEIGHTS.namedPosition]] : said;
}

/** Whether the numbers can be what the name says. */
function agrees(kind: ReadingKind, strength: Strength, { floating, shape, stats }: Subject): boolean {
  switch (kind) {
    case 'probabilities':
    case 'sigmoid-scores':
      return floating && stats.min >= 0 && stats.max <= 1;
    case 'log-probabilities':
      return stats.max <= 1e-6;
    case 'logits':
      return strength === WEIGHTS.namedScoresTerm || strength === WEIGHTS.namedScoresHint
        ? floating && shape.length > 1
        : floating || strength !== WEIGHTS.namedOutput;
    case 'class-labels':
      return !floating && canBeClassIds(stats) && (shape.length < 2 || canBeRowsOfIds(stats));
    default:
      return true;
  }
}

/** The ignored index of losses and -1 mark labels that do not count. */
function canBeClassIds({ min }: Stats): boolean {
  return !(min < 0 && min !== IGNORE_INDEX && min !== -1);
}

/** Rows with a single 1 are one-hot, and nothing has more classes than a vocabulary: those are ids of tokens. */
function canBeRowsOfIds({ rows, oneHotRows, max }: Stats): boolean {
  return !(rows > 1 && oneHotRows === rows) && !(max > 1000);
}
