import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../../arrays/types';
import { WEIGHTS, type Strength } from '../weights';
import type { Known, Told } from '../../losscode/evidence';
import type { Use } from './code';
import { quoted } from './quote';

/** What code says that a value is. */
export interface Says {
  kind: ReadingKind;
  strength: Strength;
  sentence: string;
  /** A loss takes each number as a yes or no. */
  eachIsBinary?: true;
  /** Said of any model's output: what the numbers look like decides whether it holds. */
  anyModel?: true;
}

/** What a value is that goes into a function. */
export function saidOfUse(use: Use, callee: string): Says {
  switch (use) {
    case 'softmax':
      return { kind: 'logits', strength: WEIGHTS.codeLater, sentence: l10n.t('the code puts it through {0}', callee) }; // prettier-ignore
    case 'cross-entropy':
      return { kind: 'logits', strength: WEIGHTS.codeCrossEntropy, sentence: l10n.t('the code passes it to a cross-entropy') }; // prettier-ignore
    case 'sigmoid':
      return { kind: 'binary-logits', strength: WEIGHTS.codeSigmoidLater, sentence: l10n.t('the code puts it through a sigmoid') }; // prettier-ignore
    case 'binary-cross-entropy':
      return { kind: 'binary-logits', strength: WEIGHTS.codeCrossEntropy, sentence: l10n.t('the code passes it to a binary cross-entropy'), eachIsBinary: true }; // prettier-ignore
  }
}

/**
 * What following the value itself says, where that is surer than what was said of its name or of any model: it was put
 * through a softmax, or its model ends in a linear layer and it goes into a loss that takes logits.
 */
export function saidOfFlow({ is, made, use, used }: Known, shown: string, said?: Says): Says | undefined {
  const isGuess = said === undefined || said.anyModel === true;
  if (is === 'probabilities' || is === 'log-probabilities' || is === 'sigmoid-scores') {
    // Of what was said for the same reason the sentence stays.
    if (!isGuess && said.kind === is) return undefined;
    return {
      kind: is,
      strength: WEIGHTS.codeReturned,
      sentence: l10n.t('{0} comes from {1}', shown, where(made!)),
    };
  }
  if (!isGuess) return undefined;
  if (use === 'regression') return { kind: 'other', strength: WEIGHTS.codeNotScores, sentence: l10n.t('the code passes {0} to {1}, a regression loss', shown, where(used!)) }; // prettier-ignore
  if (is === 'hidden') return { kind: 'other', strength: WEIGHTS.codeOneLayer, sentence: l10n.t('{0} comes from {1}, which isn’t a last layer', shown, where(made!)) }; // prettier-ignore
  if (use === undefined) return undefined;
  const later = {
    ...saidOfUse(use, used!.text),
    sentence: l10n.t('the code passes {0} to {1}', shown, where(used!)),
  };
  return is === 'logits'
    ? { ...later, sentence: l10n.t('{0}; it comes from {1}', later.sentence, where(made!)) }
    : later;
}

function where({ text, cell }: Told): string {
  return cell === undefined ? quoted(text) : l10n.t('{0} (cell {1})', quoted(text), cell + 1);
}
