import * as l10n from '@vscode/l10n';
import type { BatchSummary } from '../../loss/types';
import { count, full, probability } from '../format';
import { plural } from '../../arrays/plural';
import { Figure } from './figure';

export function Reliability({ bins }: { bins: NonNullable<BatchSummary['reliability']> }) {
  const rows = bins.map(({ from, to, accuracy, meanConfidence, count: n }) => {
    const [confidence, share] = [probability(meanConfidence, 3), probability(accuracy, 3)];
    return {
      from,
      to,
      accuracy,
      confidence: meanConfidence,
      tip: plural(
        n,
        l10n.t('Confidence {0}, accuracy {1}, 1 row', confidence, share),
        l10n.t('Confidence {0}, accuracy {1}, {2} rows', confidence, share, count(n)),
      ),
    };
  });
  return (
    <Figure
      caption={l10n.t('Reliability')}
      about={l10n.t('Accuracy of rows by the probability of their top class')}
      template="reliability"
      label={l10n.t('Accuracy against confidence')}
      padding={30}
      width={96}
      height={66}
      reserve={88}
      rows={rows}
      head={[
        l10n.t('Confidence from'),
        l10n.t('Confidence to'),
        l10n.t('Mean confidence'),
        l10n.t('Accuracy'),
        l10n.t('Rows'),
      ]}
      table={bins.map((b) => [b.from, b.to, full(b.meanConfidence), full(b.accuracy), b.count])}
    />
  );
}
