import * as l10n from '@vscode/l10n';
import type { BatchSummary, Reduction } from '../../loss/types';
import { count, fixed, halfWidth, percent, probability } from '../format';
import { Item } from './item';

interface BandProps {
  batch: BatchSummary;
  reduction: Reduction;
}

/** What holds for all rows, above them. Of one row nothing is said that takes several. */
export function Band({ batch, reduction }: BandProps) {
  const { counted, rows, meanConfidence } = batch;
  const isOfYesAndNo = batch.above !== undefined;
  if (!isOfYesAndNo && counted === 0 && (rows < 2 || meanConfidence === undefined)) return null;
  return (
    <div role="group" aria-label={l10n.t('Batch')}>
      <dl class="ls-band">
        {isOfYesAndNo ? (
          <OfYesAndNo batch={batch} reduction={reduction} />
        ) : counted === 0 ? (
          <>
            <Item name={l10n.t('Rows')} value={count(rows)} />
            <Item
              name={l10n.t('Mean confidence')}
              value={probability(meanConfidence!, 3)}
              exact={meanConfidence}
            />
          </>
        ) : (
          <Labelled batch={batch} reduction={reduction} />
        )}
        {counted > 0 && counted < rows && (
          <Item name={l10n.t('Rows counted')} value={count(counted)}>
            {l10n.t('of {0}', count(rows))}
          </Item>
        )}
      </dl>
    </div>
  );
}

/** Where each class is a yes or no of its own. */
function OfYesAndNo({ batch, reduction }: BandProps) {
  const { rows, counted, above, reduced, yesOrNo } = batch;
  return (
    <>
      {counted === 0 && rows > 1 && <Item name={l10n.t('Rows')} value={count(rows)} />}
      {yesOrNo && <Judged {...yesOrNo} rows={counted} />}
      {counted > 0 && <Item name={lossName(reduction, rows)} value={lossText(reduced)} exact={reduced} />}
      <Item name={l10n.t('Above .5')} value={count(above!)} />
    </>
  );
}

function Judged({ right, all, exact, f1, rows }: NonNullable<BatchSummary['yesOrNo']> & { rows: number }) {
  return (
    <>
      <Item
        name={l10n.t('Right')}
        about={l10n.t('Classes of all rows on the right side of one half')}
        value={percent(right / all)}
        exact={right / all}
      >
        {l10n.t('{0} of {1}', count(right), count(all))}
      </Item>
      {f1 !== undefined && (
        <Item
          name={l10n.t('F1')}
          about={l10n.t('Harmonic mean of precision and recall over the classes of all rows (micro)')}
          value={probability(f1, 3)}
          exact={f1}
        />
      )}
      {rows > 1 && (
        <Item
          name={l10n.t('Exact rows')}
          about={l10n.t('Rows whose classes are all on the right side of one half')}
          value={percent(exact / rows)}
          exact={exact / rows}
        >
          {l10n.t('{0} of {1}', count(exact), count(rows))}
        </Item>
      )}
    </>
  );
}

function lossName(reduction: BandProps['reduction'], rows: number): string {
  if (reduction === 'sum') return l10n.t('Total loss');
  return rows > 1 ? l10n.t('Mean loss') : l10n.t('Loss');
}

function lossText(reduced: number | undefined): string {
  return reduced === undefined ? '–' : fixed(reduced, 4);
}

function Labelled({ batch, reduction }: BandProps) {
  const { reduced, interval, perplexity, accuracy, topFive, calibrationError, counted, rows } = batch;
  const several = counted > 1;
  const right = accuracy === undefined ? 0 : Math.round(accuracy * counted);
  return (
    <>
      {several && accuracy !== undefined && (
        <Item name={l10n.t('Accuracy')} value={percent(accuracy)} exact={accuracy}>
          {l10n.t('{0} of {1}', count(right), count(counted))}
        </Item>
      )}
      {several && topFive !== undefined && (
        <Item name={l10n.t('Top 5')} value={percent(topFive)} exact={topFive} />
      )}
      <Item name={lossName(reduction, rows)} value={lossText(reduced)} exact={reduced}>
        {interval && (
          <span title={l10n.t('Uncertainty from the printed precision of the logits')}>
            ± {halfWidth(interval)}
          </span>
        )}
      </Item>
      {several && perplexity !== undefined && (
        <Item
          name={l10n.t('Perplexity')}
          value={
            perplexity >= 1000 && perplexity < 1e7 ? count(Math.round(perplexity)) : fixed(perplexity, 3)
          }
          exact={perplexity}
        />
      )}
      {several && calibrationError !== undefined && (
        <Item
          name={l10n.t('ECE')}
          about={l10n.t('Expected calibration error over ten confidence bins')}
          value={probability(calibrationError, 3)}
          exact={calibrationError}
        />
      )}
    </>
  );
}
