import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import { PROOFS, WEIGHTS } from './weights';

export const scored: Rule = {
  weigh({ scored, stats, shape }) {
    if (scored === undefined) return undefined;
    const { keys, partial, raw } = scored;
    const classes = shape[shape.length - 1];
    if (keys.value === 'logprob' || keys.value === 'top_logprobs')
      return {
        kind: 'log-probabilities',
        strength: PROOFS.logprobKey,
        sentence: l10n.t(
          '“{0}” of the {1} likeliest tokens of a longer list: the rest is not printed',
          keys.value,
          classes,
        ),
      };
    const { name, value } = keys;
    if (raw)
      return {
        kind: 'logits',
        strength: WEIGHTS.pairsRaw,
        sentence: l10n.t(
          'each record has a “{0}” and its “{1}”, some outside [0, 1]: a pipeline’s scores before any softmax',
          name,
          value,
        ),
      };
    if (partial)
      return {
        kind: 'probabilities',
        strength: WEIGHTS.pairsCutOff,
        sentence: l10n.t(
          'each record has a “{0}” and its “{1}”; a row’s sum stays below 1: the {2} likeliest of a longer list, or independent scores',
          name,
          value,
          classes,
        ),
      };
    if (stats.sumError > 0.01)
      return {
        kind: 'sigmoid-scores',
        strength: WEIGHTS.pairsIndependent,
        sentence: l10n.t(
          'each record has a “{0}” and its “{1}”, in [0, 1], and a row’s sum exceeds 1: each is a probability by itself',
          name,
          value,
        ),
      };
    return {
      kind: 'probabilities',
      strength: WEIGHTS.pairs,
      sentence: l10n.t(
        'each record has a “{0}” and its “{1}”, as a classification pipeline prints them',
        name,
        value,
      ),
    };
  },
};
