import type { Rule } from './rule';

export const parameter: Rule = {
  weigh: ({ parameter, requiresGrad, gradFn }) =>
    parameter
      ? { kind: 'other', weight: 0.99, sentence: "it is a Parameter: a layer's own weights" }
      : requiresGrad && gradFn === undefined
        ? {
            kind: 'other',
            weight: 0.75,
            sentence: 'requires_grad without a grad_fn: made by hand or a weight, not computed by a model',
          }
        : undefined,
};
