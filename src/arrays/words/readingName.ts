import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../types';

/** A reading's kind as people call it. */
export function readingName(kind: ReadingKind): string {
  switch (kind) {
    case 'logits':
      return l10n.t('logits');
    case 'binary-logits':
      return l10n.t('binary logits');
    case 'probabilities':
      return l10n.t('probabilities');
    case 'log-probabilities':
      return l10n.t('log-probabilities');
    case 'sigmoid-scores':
      return l10n.t('sigmoid scores');
    case 'class-labels':
      return l10n.t('class labels');
    case 'one-hot':
      return l10n.t('one-hot labels');
    case 'other':
      return l10n.t('not classified');
  }
}
