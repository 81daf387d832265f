import * as l10n from '@vscode/l10n';
import type { NearbyHead } from '../../../arrays/types';
import { lossTable } from '../../lossTable';
import { totals, type Way, type Ways } from './way';

/** Models of several heads add the mean losses of all, or average them as those for questions and answers do. */
export const severalHeads: Ways = (rows, { beside: { heads = [] }, table: { settings } }) => {
  const { ignoreIndex } = settings;
  const means = heads.map((head) => meanOf(head, ignoreIndex));
  if (means.length === 0 || means.some((mean) => mean === undefined)) return [];
  const own = totals(rows).mean;
  const all = [own, ...means.map((mean) => mean!)];
  const value = all.reduce((sum, one) => sum + one.value, 0);
  const open = all.reduce((sum, one) => sum + one.open, 0);
  const names = heads.map(({ name }) => l10n.t('“{0}”', name)).join(', ');
  const about = {
    id: 'heads',
    remedy: l10n.t('Look at the loss of each head on its own, or add them.'),
  } as const;
  const ways: Way[] = [
    { ...about, value, open, what: l10n.t('the sum of its mean and that of {0}', names) },
    {
      ...about,
      value: value / all.length,
      open: open / all.length,
      what: l10n.t('the average of its mean and that of {0}', names),
    },
  ];
  return ways;
};

function meanOf({ values, labels, decimals }: NearbyHead, ignoreIndex: number | undefined) {
  const classes = values.shape[values.shape.length - 1];
  const label = Int32Array.from(labels.data);
  if (label.length * classes !== values.data.length) return undefined;
  const value = lossTable(
    { logits: Float64Array.from(values.data), classes, label },
    { temperature: 1, ignoreIndex },
  ).reduced;
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return { value, open: decimals === undefined ? 0 : 10 ** -decimals };
}
