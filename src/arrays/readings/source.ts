import type { Rule } from './rule';

export const source: Rule = {
  weigh({ shown, floating, shape, stats }) {
    const says = shown?.says;
    if (says === undefined) return undefined;
    if (says.kind === 'logits' && !floating) return undefined;
    const inUnit = stats.min >= 0 && stats.max <= 1;
    if ((says.kind === 'probabilities' || says.kind === 'sigmoid-scores') && !inUnit) return undefined;
    if (says.kind === 'log-probabilities' && stats.max > 1e-6) return undefined;
    if (says.kind === 'class-labels' && floating) return undefined;
    // One number per example is a regression's output or a binary score.
    if (says.kind === 'logits' && says.weight < 0.65 && shape.length < 2) return undefined;
    return says;
  },
};
