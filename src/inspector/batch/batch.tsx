import * as l10n from '@vscode/l10n';
import type { BatchSummary } from '../../loss/types';
import { count, fixed, full, halfWidth, probability } from '../format';
import { style } from '../styles';
import css from './batch.css';
import { Confusion } from './confusion';
import { LossHistogram } from './lossHistogram';
import { Reliability } from './reliability';

style(css);

interface BatchProps {
  batch: BatchSummary;
  reduction: 'mean' | 'sum' | 'none';
  classes: number;
  classNames?: readonly string[];
}

/** The labelled batch in figures and pictures. */
export function Batch({ batch, reduction, classes, classNames }: BatchProps) {
  const { counted, lossHistogram, reliability, confusion } = batch;
  const nameOf = (id: number) => classNames?.[id] ?? String(id);
  return (
    <section class="ls-section ls-batch" aria-label={l10n.t('Batch')}>
      <Figures batch={batch} reduction={reduction} />
      {counted > 1 && (
        <>
          {lossHistogram && <LossHistogram {...lossHistogram} />}
          {reliability && <Reliability bins={reliability} />}
          {confusion && <Confusion cells={confusion} classes={classes} nameOf={nameOf} />}
        </>
      )}
    </section>
  );
}

function Figures({ batch, reduction }: Pick<BatchProps, 'batch' | 'reduction'>) {
  const { reduced, interval, perplexity, accuracy, topFive, calibrationError, counted, rows } = batch;
  return (
    <dl class="ls-keys">
      <dt>{reduction === 'sum' ? l10n.t('Total loss') : l10n.t('Mean loss')}</dt>
      <dd title={reduced === undefined ? undefined : full(reduced)}>
        {reduced === undefined ? '–' : fixed(reduced, 4)}
        {interval && (
          <span class="ls-dim" title={l10n.t('Uncertainty from the printed precision of the logits')}>
            {' '}
            ± {halfWidth(interval)}
          </span>
        )}
      </dd>
      {perplexity !== undefined && (
        <>
          <dt>{l10n.t('Perplexity')}</dt>
          <dd title={full(perplexity)}>{fixed(perplexity, 3)}</dd>
        </>
      )}
      {accuracy !== undefined && <Accuracy top={accuracy} topFive={topFive} />}
      {calibrationError !== undefined && (
        <>
          <dt title={l10n.t('Expected calibration error over ten confidence bins')}>{l10n.t('ECE')}</dt>
          <dd title={full(calibrationError)}>{probability(calibrationError, 3)}</dd>
        </>
      )}
      {counted < rows && (
        <>
          <dt>{l10n.t('Rows counted')}</dt>
          <dd>{l10n.t('{0} of {1}', count(counted), count(rows))}</dd>
        </>
      )}
    </dl>
  );
}

function Accuracy({ top, topFive }: { top: number; topFive?: number }) {
  const both = topFive === undefined ? [top] : [top, topFive];
  return (
    <>
      <dt>{topFive === undefined ? l10n.t('Accuracy') : l10n.t('Accuracy · top 5')}</dt>
      <dd title={both.map(full).join(' · ')}>{both.map((share) => probability(share)).join(' · ')}</dd>
    </>
  );
}
