import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import { PROOFS, WEIGHTS } from './weights';

export const parameter: Rule = {
  weigh({ parameter, requiresGrad, gradFn }) {
    if (parameter)
      return {
        kind: 'other',
        strength: PROOFS.parameter,
        sentence: l10n.t('it is a Parameter: the weights of a layer'),
      };
    return requiresGrad && gradFn === undefined
      ? {
          kind: 'other',
          strength: WEIGHTS.leafTensor,
          sentence: l10n.t(
            'it has requires_grad but no grad_fn: a weight or an input, not the output of a model',
          ),
        }
      : undefined;
  },
};
