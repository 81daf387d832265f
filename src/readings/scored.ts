import type { Rule } from './rule';
import { PROOFS, WEIGHTS } from './weights';

export const scored: Rule = {
  weigh({ scored, stats, shape }) {
    if (scored === undefined) return undefined;
    const { keys, partial } = scored;
    const classes = shape[shape.length - 1];
    if (keys.value === 'logprob' || keys.value === 'top_logprobs')
      return {
        kind: 'log-probabilities',
        strength: PROOFS.logprobKey,
        sentence: `"${keys.value}" of the ${classes} likeliest tokens of a longer list: the rest is not printed`,
      };
    const pairs = `each record has a "${keys.name}" and its "${keys.value}"`;
    if (partial)
      return {
        kind: 'probabilities',
        strength: WEIGHTS.pairsCutOff,
        sentence: `${pairs}; a row's sum stays below 1: the ${classes} likeliest of a longer list, or scores that are independent`,
      };
    if (stats.sumError > 0.01)
      return {
        kind: 'sigmoid-scores',
        strength: WEIGHTS.pairsIndependent,
        sentence: `${pairs}, in [0, 1], and a row's sum exceeds 1: each is a probability by itself`,
      };
    return {
      kind: 'probabilities',
      strength: WEIGHTS.pairs,
      sentence: `${pairs}, as a classification pipeline prints them`,
    };
  },
};
