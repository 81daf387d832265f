import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../arrays/types';

interface ReadingWords {
  /** On the chip. */
  name: string;
  /** What the inspector does with values read this way. */
  meaning: string;
}

/** Readings in the order a menu offers them. */
export const READING_KINDS: readonly ReadingKind[] = [
  'logits',
  'probabilities',
  'log-probabilities',
  'binary-logits',
  'sigmoid-scores',
  'class-labels',
  'one-hot',
  'other',
];

export function readingWords(kind: ReadingKind): ReadingWords {
  switch (kind) {
    case 'logits':
      return { name: l10n.t('logits'), meaning: l10n.t('softmax over the class axis') };
    case 'probabilities':
      return { name: l10n.t('probabilities'), meaning: l10n.t('shown as is, without another softmax') };
    case 'log-probabilities':
      return {
        name: l10n.t('log-probabilities'),
        meaning: l10n.t('shown as exp(x); softmax of a normalized distribution changes nothing'),
      };
    case 'binary-logits':
      return {
        name: l10n.t('binary logits'),
        meaning: l10n.t('each score x stands for a probability of its own, sigmoid(x)'),
      };
    case 'sigmoid-scores':
      return {
        name: l10n.t('sigmoid scores'),
        meaning: l10n.t('independent probabilities, shown as is'),
      };
    case 'class-labels':
      return { name: l10n.t('class labels'), meaning: l10n.t('class IDs, not scores') };
    case 'one-hot':
      return { name: l10n.t('one-hot'), meaning: l10n.t('labels written as distributions, not scores') };
    case 'other':
      return {
        name: l10n.t('not classified'),
        meaning: l10n.t('no evidence that these are class scores'),
      };
  }
}

/** The evidence for a reading as one description for a tooltip. */
export function evidenceText(kind: ReadingKind, evidence: readonly string[]): string {
  const { name, meaning } = readingWords(kind);
  const read = l10n.t('Read as {0}: {1}.', name, meaning);
  return [read, ...evidence.map((sentence) => `• ${sentence}`)].join('\n');
}
