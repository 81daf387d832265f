import type { ReadingKind } from '../arrays/types';

export interface ReadingWords {
  /** On the chip. */
  name: string;
  /** What the inspector does with values read this way. */
  meaning: string;
}

export const READINGS: Record<ReadingKind, ReadingWords> = {
  logits: { name: 'logits', meaning: 'softmax over the class axis' },
  probabilities: { name: 'probabilities', meaning: 'shown as they are, not put through softmax again' },
  'log-probabilities': {
    name: 'log-probabilities',
    meaning: 'shown as exp(x); softmax leaves a normalized distribution as it is',
  },
  'binary-logits': {
    name: 'binary logits',
    meaning: 'one score x per example; the softmax of [0, x] is its sigmoid',
  },
  'sigmoid-scores': {
    name: 'sigmoid scores',
    meaning: 'independent probabilities s, each the distribution [1 − s, s]',
  },
  'class-labels': { name: 'class labels', meaning: 'class ids, not scores' },
  'one-hot': { name: 'one-hot', meaning: 'labels written as distributions, not scores' },
  other: { name: 'array', meaning: 'nothing says that these are scores of classes' },
};

/** Readings under which a row is one distribution over the class axis. */
export function isDistribution(kind: ReadingKind): boolean {
  return kind === 'logits' || kind === 'probabilities' || kind === 'log-probabilities';
}

/** The evidence for a reading as one description for a tooltip. */
export function evidenceText(kind: ReadingKind, evidence: readonly string[]): string {
  const words = READINGS[kind];
  return [`Read as ${words.name}: ${words.meaning}.`, ...evidence.map((sentence) => `• ${sentence}`)].join(
    '\n',
  );
}
