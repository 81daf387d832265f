import * as l10n from '@vscode/l10n';
import type { FieldCandidate } from '../types';

/** Rows that sum to 1 in [0, 1] are probabilities whatever they are called: no logits do that by accident. */
export function readingOf(
  values: readonly (readonly (number | null | readonly (number | null)[])[])[],
): Pick<FieldCandidate, 'reading' | 'readingEvidence'> {
  const rows = values.flatMap((value) =>
    Array.isArray(value[0]) ? (value as (number | null)[][]) : [value as (number | null)[]],
  );
  const whole = rows.filter((row) => row.every((x) => x !== null));
  const sum = (row: readonly (number | null)[], of: (x: number) => number) =>
    row.reduce<number>((total, x) => total + of(x!), 0);
  const isOne = (total: number) => Math.abs(total - 1) <= 1e-3;
  if (whole.length === 0) return { reading: 'logits' };
  if (whole.every((row) => row.every((x) => x >= 0 && x <= 1) && isOne(sum(row, (x) => x))))
    return { reading: 'probabilities', readingEvidence: l10n.t('rows are in [0, 1] and sum to 1') };
  if (whole.every((row) => row.every((x) => x <= 0) && isOne(sum(row, Math.exp))))
    return { reading: 'log-probabilities', readingEvidence: l10n.t('the exponentials of each row sum to 1') };
  return { reading: 'logits' };
}
