import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { ReadingKind } from '../arrays/types';
import type { Rule } from './rule';

const NOTHING = /(?:shape|size|dim(?:ension)?s?)$/;

/** What a name says, tried in order, with the numbers' agreement where a name alone is not enough. */
const SAYS: readonly (readonly [RegExp, ReadingKind, number])[] = [
  [/log_?soft_?max|log_?prob\w*|log_?p$|log_?likelihoods?$/, 'log-probabilities', 0.9],
  [/loss|grad(?:ient|s)?\b|weights?_grad/, 'other', 0.85],
  // Differences of logits, and what adds up to them, are quantities of another kind.
  [
    /logits?_(?:diff|attrib|contrib|scale|bias|lens_diff|gap|change|effect|recover|improve|grad|shape|mean|std|var|sum|error)/,
    'other',
    0.85,
  ],
  [/logits?(?:$|_|\d|\.)/, 'logits', 0.95],
  [/(?:^|_)pre_?(?:soft_?max|activations?)$|unnormali[sz]ed_(?:scores|log_?prob)/, 'logits', 0.85],
  [/attn_scores?|attention_scores?/, 'logits', 0.66],
  [
    /soft_?max|prob(?:a|as|s|abilit\w*)?(?:$|_|\d)|attn_weights?|attention_weights?|confidences?$|posteriors?$/,
    'probabilities',
    0.8,
  ],
  [/sigmoid/, 'sigmoid-scores', 0.8],
  [/one_?hot/, 'one-hot', 0.7],
  [
    /(?:^|_)(?:labels?|targets?|classes|class_ids?|y_?true|y_?test|y_?train|y_?pred|gold|ground_truth|truth|predictions?|preds?|predicted\w*)$/,
    'class-labels',
    0.85,
  ],
  [
    /(?:^|_)(?:weights?|bias(?:es)?|params?|parameters?|embeddings?|emb|hidden(?:_states?)?|last_hidden_state|pooler_output|features?|feats?|vectors?|vec|vecs|context|query|queries|keys?|values?|coords?|coordinates?|positions?|points?|box(?:es)?|bbox|pixels?|pixel_values|images?|audio|waveform|arrays?|input\w*|ids?|token_ids|mask|mean|var|variance|std|norm|normalized|history|acc|accuracy|metrics?|lr|times?|steps?|batch|sample|samples|data|dataset|x_?train|x_?test|x|indices|index|idx|distances?|similarit(?:y|ies)|correlations?|eigen\w*|rewards?|actions?|observations?|states?|obs|reward|q_table|centroids?|centers?|components?|coef\w*|intercept\w*|residuals?|kernels?|filters?|cov|covariances?|precisions?|recalls?|hessian|jacobian|inverse|rotation|transform|shap_values?|contributions?|attributions?|importances?|effects?|rmse|mse|mae|auc|iou|f1|scoring|amplitudes?|spectrogram|mel|signal|freqs?|frequenc\w*)(?:$|_\d+$|\d+$)/,
    'other',
    0.75,
  ],
  [
    /(?:^|_)(?:outputs?|out|preds?|predictions?|scores?|y_?hat|last_output_token)(?:$|_\d+$|\d+$)/,
    'logits',
    0.2,
  ],
];

export const name: Rule = {
  weigh({ name: printed, shown, floating, shape, stats }) {
    const given = printed ?? shown?.name;
    if (given === undefined) return undefined;
    const plain = given
      .replace(/^\$(?:.*[.\]])?/, '')
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[^\w.]+/g, '_')
      .replace(/^_+|_+$/g, '');
    if (NOTHING.test(plain)) return { kind: 'other', weight: 0.6, sentence: `it is named "${given}"` };
    for (const [pattern, kind, weight] of SAYS) {
      if (!pattern.test(plain)) continue;
      const inUnit = stats.min >= 0 && stats.max <= 1;
      if ((kind === 'probabilities' || kind === 'sigmoid-scores') && !(inUnit && floating)) continue;
      if (kind === 'log-probabilities' && stats.max > 1e-6) continue;
      if (
        kind === 'class-labels' &&
        (floating || (stats.min < 0 && stats.min !== IGNORE_INDEX && stats.min !== -1))
      )
        continue;
      if (kind === 'logits' && weight < 0.5 && !floating) continue;
      if (kind === 'class-labels' && shape.length > 1 && stats.rows > 1 && stats.oneHotRows === stats.rows)
        continue;
      // Nothing has more classes than a vocabulary: these are ids of tokens.
      if (kind === 'class-labels' && shape.length > 1 && stats.max > 1000) continue;
      // The code's own word on it is another rule's.
      if (printed === undefined && (shown?.says !== undefined || kind !== 'other')) return undefined;
      return {
        kind,
        weight,
        sentence: printed === undefined ? `the code shows "${given}"` : `it is named "${given}"`,
      };
    }
    if (/^(?:batch|epoch|step|layer|iter(?:ation)?|fold|text|row|sample|example)_?\d*$/.test(plain))
      return { kind: 'other', weight: 0.5, sentence: `it is named "${given}"` };
    return undefined;
  },
};
