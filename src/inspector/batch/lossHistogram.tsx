import * as l10n from '@vscode/l10n';
import type { BatchSummary } from '../../loss/types';
import { count, fixed, full } from '../format';
import { plural } from '../../arrays/plural';
import { Figure } from './figure';

export function LossHistogram({ edges, counts }: NonNullable<BatchSummary['lossHistogram']>) {
  const rows = Array.from(counts, (n, i) => {
    const [from, to] = [fixed(edges[i], 3), fixed(edges[i + 1], 3)];
    return {
      from: edges[i],
      to: edges[i + 1],
      count: n,
      tip: plural(
        n,
        l10n.t('Loss {0} to {1}: 1 row', from, to),
        l10n.t('Loss {0} to {1}: {2} rows', from, to, count(n)),
      ),
    };
  });
  return (
    <Figure
      caption={l10n.t('Loss per row')}
      template="lossHistogram"
      label={l10n.t('Histogram of the loss per row')}
      padding={4}
      reserve={88}
      height={66}
      rows={rows}
      signals={{ largest: edges[edges.length - 1] }}
      head={[l10n.t('Loss from'), l10n.t('Loss to'), l10n.t('Rows')]}
      table={rows.map((r) => [full(r.from), full(r.to), r.count])}
    />
  );
}
