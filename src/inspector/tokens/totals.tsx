import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SequenceSummary } from '../../tokens/model';
import { style } from '../styles';
import { meanEntropy, type TokenColumns } from './columns';
import { halfWidth } from '../format';
import { boundsText, count, exactly, fixed } from './figures';
import css from './totals.css';

style(css);

/** Figures over the tokens that have a log-probability; what is not known is not shown. */
export function Totals({
  sequence: { figures, alternatives },
  columns,
}: {
  sequence: SequenceSummary;
  /** Of all its tokens; absent until they are there. */
  columns: TokenColumns | undefined;
}) {
  const entropy = useMemo(() => columns && meanEntropy(columns), [columns]);
  const { sumLogprob, perplexity, bitsPerToken, bitsPerByte, bytes, topChoices, ranked, meanOutside } =
    figures;
  const { valued, sumWithin = 0 } = figures;
  const perToken = sumWithin / valued;
  return (
    <dl class="lt-totals">
      {sumLogprob !== undefined && (
        <Figure
          name={l10n.t('Sum of log-probabilities')}
          half={sumWithin}
          beside={
            figures.valued < figures.count ? l10n.t('over {0} tokens', count(figures.valued)) : undefined
          }
        >
          {fixed(sumLogprob, 2)}
        </Figure>
      )}
      {perplexity !== undefined && (
        <Figure name={l10n.t('Perplexity')} half={perplexity * Math.expm1(perToken)}>
          {fixed(perplexity, 3)}
        </Figure>
      )}
      {bitsPerToken !== undefined && (
        <Figure name={l10n.t('Bits per token')} half={perToken / Math.LN2}>
          {fixed(bitsPerToken, 3)}
        </Figure>
      )}
      {bitsPerByte !== undefined && (
        <Figure
          name={l10n.t('Bits per byte')}
          half={bytes === undefined ? undefined : sumWithin / (bytes * Math.LN2)}
          beside={
            bytes === undefined
              ? undefined
              : plural(bytes, l10n.t('1 byte'), l10n.t('{0} bytes', count(bytes)))
          }
        >
          {fixed(bitsPerByte, 3)}
        </Figure>
      )}
      {entropy && (
        <Figure
          name={l10n.t('Mean entropy')}
          beside={
            entropy.count < figures.count
              ? l10n.t('nats over {0} tokens', count(entropy.count))
              : l10n.t('nats')
          }
        >
          {boundsText(entropy.low, entropy.high)}
        </Figure>
      )}
      {topChoices !== undefined && ranked !== undefined && (
        <Figure name={l10n.t('Not the top choice')} beside={l10n.t('of {0}', count(ranked))}>
          {count(ranked - topChoices)}
        </Figure>
      )}
      {meanOutside !== undefined && alternatives > 0 && (
        <Figure name={l10n.t('Outside the top {0}, mean', count(alternatives))}>
          {exactly(meanOutside)}
        </Figure>
      )}
    </dl>
  );
}

/** Below these, what is uncertain is in none of the digits shown. */
const LEAST_SHOWN = 1e-4;

function Figure({
  name,
  half = 0,
  beside,
  children,
}: {
  name: string;
  /** What the printed digits leave open. */
  half?: number;
  beside?: string;
  children: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{children}</b>{' '}
        {half >= LEAST_SHOWN && (
          <span class="ls-dim" title={l10n.t('The response has rounded log-probabilities.')}>
            ± {halfWidth([-half, half])}{' '}
          </span>
        )}
        {beside !== undefined && <span class="ls-dim">{beside}</span>}
      </dd>
    </div>
  );
}
