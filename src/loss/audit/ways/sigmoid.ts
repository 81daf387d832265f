import * as l10n from '@vscode/l10n';
import type { RowLosses } from '../rowLosses';
import { totals, type Losses, type Way, type Ways } from './way';

/** Each class its own yes or no: binary cross-entropy of every logit. */
export const sigmoidLoss: Ways = (rows, { beside, table }) => {
  if (!rows.full) return [];
  const { classes } = rows;
  const isSet = table.settings.loss === 'sigmoid';
  const mend = { settings: { loss: 'sigmoid' } as const, action: l10n.t('Use sigmoid cross-entropy') };
  const remedy = isSet
    ? l10n.t('Nothing to do.')
    : l10n.t('Use sigmoid (multi-label) cross-entropy to compute it here.');
  const plain = totals(binaryLosses(rows));
  const over = ({ value, open }: { value: number; open: number }, by: number) => ({
    value: value / by,
    open: open / by,
  });
  const mean: Way = {
    ...over(plain.mean, classes),
    ...mend,
    remedy,
    id: 'sigmoid',
    what: l10n.t('the mean of sigmoid cross-entropy'),
  };
  const ways: Way[] = [
    ...(isSet ? [] : [mean]),
    {
      ...plain.mean,
      remedy,
      id: 'sigmoid',
      what: l10n.t('sigmoid cross-entropy, summed over the classes and averaged over the rows'),
    },
    {
      ...plain.sum,
      remedy,
      id: 'sigmoid',
      what: l10n.t('the sum of sigmoid cross-entropy over rows and classes'),
    },
  ];
  const { weights } = beside;
  if (weights?.values.length !== classes) return ways;
  const isPositive = weights.role === 'pos-weight';
  const weighted = totals(
    binaryLosses(rows, isPositive ? { positive: weights.values } : { all: weights.values }),
  );
  ways.unshift({
    ...over(weighted.mean, classes),
    ...(isPositive
      ? {}
      : {
          settings: { loss: 'sigmoid', classWeights: weights.values },
          action: l10n.t('Use sigmoid cross-entropy'),
        }),
    remedy,
    id: 'sigmoid',
    what: isPositive
      ? l10n.t('the mean of sigmoid cross-entropy with “{0}” on the positive terms', weights.name)
      : l10n.t('the mean of sigmoid cross-entropy with “{0}”', weights.name),
    stated: true,
  });
  return ways;
};

/** Of each row the sum over its classes. */
function binaryLosses(
  { full, classes, count }: RowLosses,
  { positive, all }: { positive?: readonly number[]; all?: readonly number[] } = {},
): Losses {
  const { logits, q, half } = full!;
  const loss = new Float64Array(count);
  const open = new Float64Array(count);
  for (let i = 0; i < logits.length; i++) {
    const row = Math.floor(i / classes);
    const c = i % classes;
    const x = logits[i];
    const z = q[i];
    // log(1 + e^−x) and log(1 + e^x), without overflow; what has no weight is left out, ∞ included.
    const tail = Math.log1p(Math.exp(-Math.abs(x)));
    const w = all?.[c] ?? 1;
    const yes = z === 0 ? 0 : z * (positive?.[c] ?? 1) * (Math.max(-x, 0) + tail);
    const no = z === 1 ? 0 : (1 - z) * (Math.max(x, 0) + tail);
    loss[row] += w * (yes + no);
    open[row] += w * half[i] * Math.max(1, positive?.[c] ?? 1);
  }
  return { loss, open };
}
