import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/words/plural';
import type { ValueSummary } from '../worker/protocol';
import { Bars } from './bars';
import { count, full } from './format';
import { significant } from './values/numberFormat';
import { Dotted, Words } from './words';

/** An array that stands for no distribution, at a glance: how its values are spread, and within what. */
export function SaysOfValues({ values }: { values: ValueSummary }) {
  const { finite, nan, positiveInfinity, negativeInfinity } = values;
  const infinite = positiveInfinity + negativeInfinity;
  const most = finite?.histogram.counts.reduce((a, b) => Math.max(a, b), 1) ?? 1;
  const figure = (text: string, x: number) => (
    <Words text={text}>
      <span class="ls-num" title={full(x)}>
        {significant(x, 3)}
      </span>
    </Words>
  );
  const parts = [
    finite && figure(l10n.t('min {0}'), finite.minimum),
    finite && figure(l10n.t('max {0}'), finite.maximum),
    finite && figure(l10n.t('mean {0}'), finite.mean),
    nan > 0 && (
      <span class="ls-bad">{plural(nan, l10n.t('1 NaN value'), l10n.t('{0} NaN values', count(nan)))}</span>
    ),
    infinite > 0 && (
      <span class="ls-bad">
        {plural(infinite, l10n.t('1 infinite value'), l10n.t('{0} infinite values', count(infinite)))}
      </span>
    ),
  ];
  return (
    <>
      {finite && (
        <Bars
          heights={Array.from(finite.histogram.counts, (n) => n / most)}
          width={2 * finite.histogram.counts.length}
          height={15}
        />
      )}
      <span class="ls-says">
        <Dotted parts={parts} />
      </span>
    </>
  );
}
