import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import type { ValueSummary } from '../../worker/protocol';
import { Figure } from '../batch/figure';
import { count } from '../format';
import { numberFormat } from './numberFormat';

/** How the finite values are spread. */
export function Histogram(finite: NonNullable<ValueSummary['finite']>) {
  const { edges, counts } = finite.histogram;
  const { minimum, maximum, whole } = finite;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const format = numberFormat({ ...NOTHING, finite });
  const isEach = whole && counts.length === maximum - minimum + 1;
  const rows = Array.from(counts, (n, i) => {
    const range = isEach ? format(minimum + i) : l10n.t('{0} to {1}', format(edges[i]), format(edges[i + 1]));
    return {
      n,
      range,
      tip: plural(n, l10n.t('{0}: 1 value', range), l10n.t('{0}: {1} values', range, count(n))),
    };
  });
  return (
    <Figure
      class="ls-value-bars"
      caption={l10n.t('Distribution of the values')}
      head={[l10n.t('Value'), l10n.t('Count')]}
      table={rows.map(({ range, n }) => [range, count(n)])}
    >
      <div class="ls-plot ls-bins" aria-hidden="true">
        <span class="ls-most">
          {plural(most, l10n.t('up to 1 value'), l10n.t('up to {0} values', count(most)))}
        </span>
        {rows.map(({ n, tip }, i) => (
          <span key={i} class="ls-bin" data-tip={tip}>
            <span class="ls-bin-right" style={{ height: `${(100 * n) / most}%` }} />
          </span>
        ))}
      </div>
      <div class="ls-axis" aria-hidden="true">
        <span>{format(minimum)}</span>
        <span>{format(maximum)}</span>
      </div>
    </Figure>
  );
}

const NOTHING = { count: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
