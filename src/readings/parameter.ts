import type { Rule } from './rule';
import { PROOFS, WEIGHTS } from './weights';

export const parameter: Rule = {
  weigh({ parameter, requiresGrad, gradFn }) {
    if (parameter)
      return {
        kind: 'other',
        strength: PROOFS.parameter,
        sentence: 'it is a Parameter: the weights of a layer',
      };
    return requiresGrad && gradFn === undefined
      ? {
          kind: 'other',
          strength: WEIGHTS.leafTensor,
          sentence: 'it has requires_grad but no grad_fn: a weight or an input, not the output of a model',
        }
      : undefined;
  },
};
