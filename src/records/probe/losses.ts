import * as l10n from '@vscode/l10n';
import type { DumpProbe, FieldCandidate } from '../types';
import { lastKey, nameOf, type Field } from './field';
import { previewOf } from './values';

export function lossCandidate(field: Field): FieldCandidate | undefined {
  const { path, values } = field;
  if (!/^(?:\w+_)?(loss|nll|xent|cross_?entropy)$/.test(lastKey(field))) return undefined;
  if (!values.every((value) => typeof value === 'number' || value === null)) return undefined;
  return {
    path,
    name: nameOf(field),
    shape: l10n.t('a number'),
    preview: previewOf(values[0]),
    score: 10 - path.length,
  };
}

/** A reduced loss among what a document says beside its records. `text` says with how many decimals. */
export function printedLossIn(beside: unknown, text: string): DumpProbe['printedLoss'] {
  if (typeof beside !== 'object' || beside === null) return undefined;
  for (const [key, item] of Object.entries(beside)) {
    if (typeof item !== 'number' || !/^(?:eval_|test_|val_|mean_|avg_)?(loss|nll|cross_?entropy)$/i.test(key))
      continue;
    // eslint-disable-next-line no-restricted-syntax -- one of few keys in quotes, and a number: linear
    const printed = new RegExp(`"${key}"\\s*:\\s*(-?\\d+(?:\\.(\\d+))?)(?![\\d.eE])`).exec(text);
    return { value: item, decimals: printed ? (printed[2]?.length ?? 0) : undefined, name: key };
  }
  return undefined;
}
