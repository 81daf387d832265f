import * as l10n from '@vscode/l10n';
import { Pair } from '../../../code/evaluation/pair';
import { HeadCell } from '../../../code/evaluation/dataTable';
import { Bars } from '../../../inspector/bars';
import { binOf } from '../../../arrays/binOf';
import { RowLink } from './rowLink';
import { LISTED } from './suspects';
import type { EvaluationPage } from '../../../worker/protocol';
import { count, figure, smallProbability } from '../../../code/evaluation/words';

interface WorstProps {
  page: EvaluationPage;
  classes: number;
  name(id: number): string;
  /** Said where there are no rows. */
  none: string;
  /** Rows that can be listed, where it is not all. */
  among?: number;
  onMore?(): void;
  /** Goes to the record of a row, where the rows are a file's. */
  onReveal?(row: number): void;
}

/** Rows one by one: what they are, what they were taken for, and where they stand. */
export function Worst({ page, classes, name, none, among, onMore, onReveal }: WorstProps) {
  const { bins, heights } = page.bars;
  if (page.row.length === 0) return <p class="le-caption le-foot">{none}</p>;
  return (
    <div>
      <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Rows')}>
        <table class="le-rows">
          <caption class="ls-hidden">{l10n.t('Rows, the highest loss first')}</caption>
          <thead>
            <tr>
              <HeadCell>{page.line ? l10n.t('line') : l10n.t('row')}</HeadCell>
              <HeadCell class="le-start">{l10n.t('distribution')}</HeadCell>
              <HeadCell class="le-start">{l10n.t('label → predicted')}</HeadCell>
              <HeadCell>{l10n.t('loss')}</HeadCell>
              <HeadCell>{l10n.t('p label')}</HeadCell>
              <HeadCell>{l10n.t('p predicted')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {Array.from(page.row, (row, i) => {
              const loss = page.loss?.[i] ?? NaN;
              return (
                <tr key={row}>
                  <td>
                    <RowLink row={row} line={page.line?.[i]} onReveal={onReveal} />
                  </td>
                  <td class="le-start">
                    <Bars
                      heights={heights.subarray(i * bins, (i + 1) * bins)}
                      width={100}
                      height={16}
                      top={binOf(page.top[i], classes, bins)}
                      label={binOf(page.label?.[i] ?? 0, classes, bins)}
                    />
                  </td>
                  <td class="le-start le-words">
                    <span class="ls-label" aria-hidden="true">
                      ◆
                    </span>{' '}
                    <Pair label={name(page.label?.[i] ?? -1)} predicted={name(page.top[i])} />
                  </td>
                  <td>{figure(loss)}</td>
                  <td>{smallProbability(Math.exp(-loss))}</td>
                  <td>{figure(page.probability[i])}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="le-caption le-foot">
        {l10n.t('{0} of {1} rows', count(page.row.length), count(page.total))}{' '}
        {among !== undefined && l10n.t('(among the {0} rows with the highest loss)', count(among))}{' '}
        {onMore && page.row.length < Math.min(LISTED, page.total) && (
          <button type="button" class="ls-link" onClick={onMore}>
            {l10n.t('Show more')}
          </button>
        )}
      </p>
    </div>
  );
}
