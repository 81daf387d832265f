import * as l10n from '@vscode/l10n';
import type { FieldCandidate } from '../types';
import { lastKey, nameOf, type Field } from './field';
import { previewOf } from './values';

/** From this score on a name says that its number is a score of yes or no. */
export const TELLING_SCALAR = -10;

/** One number a record as a score of yes or no. It comes after every list of numbers: a person names it, or nothing else is there. */
export function scalarCandidate(field: Field): FieldCandidate | undefined {
  const { path, values } = field;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length / 2 || numbers.length === 0) return undefined;
  const isShare = numbers.every((value) => value >= 0 && value <= 1);
  const name = lastKey(field);
  return {
    path,
    name: nameOf(field),
    shape: l10n.t('a number'),
    preview: previewOf(numbers[0]),
    isScalar: true,
    score: TELLING_SCALAR + nameScore(name),
    ...(isShare && /prob|^p$|sigmoid/.test(name)
      ? { reading: 'probabilities', readingEvidence: l10n.t('its name says so, and all are in [0, 1]') }
      : { reading: 'logits' }),
  };
}

function nameScore(name: string): number {
  if (/logits?$/.test(name)) return 3;
  if (/scores?$|prob|^p$|sigmoid/.test(name)) return 2;
  if (/^outputs?$|preds?$|predictions?$|margin$/.test(name)) return 1;
  return -1;
}
