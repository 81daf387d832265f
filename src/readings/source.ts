import type { Rule } from './rule';

const TABLES = new Set<string>(['dataframe', 'polars', 'csv']);

export const source: Rule = {
  weigh({ shown, container, floating, shape, stats }) {
    const says = shown?.says;
    if (says === undefined) return undefined;
    if (says.kind === 'logits' && !floating) return undefined;
    const inUnit = stats.min >= 0 && stats.max <= 1;
    if ((says.kind === 'probabilities' || says.kind === 'sigmoid-scores') && !inUnit) return undefined;
    if (says.kind === 'log-probabilities' && stats.max > 1e-6) return undefined;
    if (says.kind === 'class-labels' && (floating || (shape.length > 1 && stats.max > 1000)))
      return undefined;
    if (says.anyModel) {
      // Tables are made of data; states, feature maps and several outputs at once are no scores.
      if (TABLES.has(container)) return undefined;
      if (shown?.part || shape.length > 3 || shape[shape.length - 1] === 1)
        return { ...says, weight: Math.min(says.weight, 0.3) };
    }
    // One number per example is a regression's output or a binary score.
    if (says.kind === 'logits' && says.weight < 0.65 && shape.length < 2 && !shown?.row) return undefined;
    return says;
  },
};
