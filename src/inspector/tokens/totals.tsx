import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SequenceSummary } from '../../tokens/model';
import { style } from '../styles';
import { meanEntropy, type TokenColumns } from './columns';
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
  return (
    <dl class="lt-totals">
      {sumLogprob !== undefined && (
        <Figure
          name={l10n.t('Sum of log-probabilities')}
          beside={
            figures.valued < figures.count ? l10n.t('over {0} tokens', count(figures.valued)) : undefined
          }
        >
          {fixed(sumLogprob, 2)}
        </Figure>
      )}
      {perplexity !== undefined && <Figure name={l10n.t('Perplexity')}>{fixed(perplexity, 3)}</Figure>}
      {bitsPerToken !== undefined && (
        <Figure name={l10n.t('Bits per token')}>{fixed(bitsPerToken, 3)}</Figure>
      )}
      {bitsPerByte !== undefined && (
        <Figure
          name={l10n.t('Bits per byte')}
          beside={bytes === undefined ? undefined : l10n.t('{0} bytes', count(bytes))}
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

function Figure({ name, beside, children }: { name: string; beside?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{children}</b> {beside !== undefined && <span class="ls-dim">{beside}</span>}
      </dd>
    </div>
  );
}
