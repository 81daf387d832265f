import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../../arrays/types';
import { WEIGHTS, type Strength } from '../weights';
import type { Use } from './code';

/** What code says that a value is. */
export interface Says {
  kind: ReadingKind;
  strength: Strength;
  sentence: string;
  /** Said of any model's output: what the numbers look like decides whether it holds. */
  anyModel?: true;
}

/** What a value is that goes into a function. */
export function saidOfUse(use: Use, callee: string): Says {
  switch (use) {
    case 'softmax':
      return { kind: 'logits', strength: WEIGHTS.codeLater, sentence: l10n.t('the code puts it through {0} later', callee) }; // prettier-ignore
    case 'cross-entropy':
      return { kind: 'logits', strength: WEIGHTS.codeCrossEntropy, sentence: l10n.t('the code passes it to a cross-entropy later') }; // prettier-ignore
    case 'sigmoid':
      return { kind: 'binary-logits', strength: WEIGHTS.codeSigmoidLater, sentence: l10n.t('the code puts it through a sigmoid later') }; // prettier-ignore
  }
}
