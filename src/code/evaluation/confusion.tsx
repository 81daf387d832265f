import * as l10n from '@vscode/l10n';
import { HeadCell } from './dataTable';
import type { ConfusionSummary, EvaluationFilter } from '../../loss/types';
import { matrixWidths } from './cellWidth';
import { Choice } from './choice';
import { Pair } from './pair';
import { Whisker } from './whisker';
import { count, figure } from './words';

/** Percent of the accent behind the largest confusion: its number stays readable. */
const STRONGEST = 40;

interface ConfusionProps {
  confusion: ConfusionSummary;
  name(id: number): string;
  filter?: EvaluationFilter;
  /** Absent where nothing can be chosen. */
  onChoose?(pair: { label: number; predicted: number } | undefined): void;
}

/** What is taken for what: the matrix of the classes, confused ones side by side, and the largest confusions. */
export function Confusion({ confusion, name, filter, onChoose }: ConfusionProps) {
  const { classes, counts, support, pairs, errors } = confusion;
  const shares = counts.map((row, i) => row.map((rows) => (support[i] > 0 ? rows / support[i] : 0)));
  const largest = Math.max(1e-9, ...shares.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const isChosen = (label: number, predicted: number) =>
    filter?.label === label && filter.predicted === predicted;
  const choose = (label: number, predicted: number) =>
    onChoose?.(isChosen(label, predicted) ? undefined : { label, predicted });
  // The most frequent confusion need not have the largest share: a class with few rows may.
  const axisEnd = Math.max(...pairs.map(({ share }) => share.interval?.[1] ?? share.value));
  const listed = pairs.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <div class="le-confusion">
      <div
        class="le-scroll le-room"
        style={matrixWidths(classes.map(name), counts)}
        tabIndex={0}
        role="group"
        aria-label={l10n.t('Confusion matrix')}
      >
        <table class="le-matrix">
          <caption class="ls-hidden">{l10n.t('Rows are labels; columns are predictions.')}</caption>
          <thead>
            <tr>
              <td />
              {classes.map((id) => (
                <th key={id} scope="col" title={name(id)}>
                  <span>{name(id)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((label, i) => (
              <tr key={label}>
                <th scope="row" title={name(label)}>
                  <span>{name(label)}</span>
                </th>
                {classes.map((predicted, j) => {
                  const rows = counts[i][j];
                  const strength = i === j ? 0 : (STRONGEST * shares[i][j]) / largest;
                  const background =
                    i === j
                      ? undefined
                      : `color-mix(in srgb, var(--ls-accent) ${strength.toFixed(0)}%, transparent)`;
                  return (
                    <td key={predicted} class={i === j ? 'le-diagonal' : undefined} style={{ background }}>
                      {rows > 0 && (
                        <Choice
                          is={isChosen(label, predicted)}
                          label={l10n.t(
                            '{0} rows labeled {1}, predicted {2}',
                            rows,
                            name(label),
                            name(predicted),
                          )}
                          onChoose={onChoose && (() => choose(label, predicted))}
                        >
                          {count(rows)}
                        </Choice>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div>
        {pairs.length === 0 && <p class="le-caption">{l10n.t('No misclassified rows')}</p>}
        <table class="le-pairs" hidden={pairs.length === 0}>
          <caption class="ls-hidden">{l10n.t('The largest confusions')}</caption>
          <thead>
            <tr>
              <HeadCell>{l10n.t('label → predicted')}</HeadCell>
              <HeadCell>{l10n.t('rows')}</HeadCell>
              <HeadCell>{l10n.t('share')}</HeadCell>
              <td />
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ label, predicted, rows, share }) => (
              <tr key={`${label} ${predicted}`}>
                <th scope="row">
                  <Choice
                    is={isChosen(label, predicted)}
                    onChoose={onChoose && (() => choose(label, predicted))}
                  >
                    <span class="ls-label" aria-hidden="true">
                      ◆
                    </span>{' '}
                    <Pair label={name(label)} predicted={name(predicted)} />
                  </Choice>
                </th>
                <td>{count(rows)}</td>
                <td>{figure(share.value)}</td>
                <td>
                  <Whisker of={share} axis={[0, axisEnd]} width={48} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {errors > 0 && (
          <p class="le-caption">
            {l10n.t('These account for {0} of {1} errors', count(listed), count(errors))}
          </p>
        )}
      </div>
    </div>
  );
}
