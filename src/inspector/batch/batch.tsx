import * as l10n from '@vscode/l10n';
import type { BatchSummary } from '../../loss/types';
import { style } from '../styles';
import css from './batch.css';
import { Confusion } from './confusion';
import { Losses } from './losses';
import type { Brush } from './mark';
import { Reliability } from './reliability';

style(css);

interface BatchProps {
  batch: BatchSummary;
  classes: number;
  classNames?: readonly string[];
  brush: Brush;
  name(row: number): string;
  onRow(row: number): void;
}

/** The labelled batch in pictures: of one row they would show nothing. */
export function Batch({ batch, classes, classNames, brush, name, onRow }: BatchProps) {
  const { counted, lossHistogram, fewLosses, reliability, confusion } = batch;
  if (counted < 2) return null;
  const nameOf = (id: number) => classNames?.[id] ?? String(id);
  return (
    <section class="ls-section ls-batch" aria-label={l10n.t('Charts')}>
      {lossHistogram && (
        <Losses histogram={lossHistogram} few={fewLosses} brush={brush} name={name} onRow={onRow} />
      )}
      {reliability && <Reliability bins={reliability} brush={brush} />}
      {confusion && <Confusion cells={confusion} classes={classes} brush={brush} nameOf={nameOf} />}
    </section>
  );
}
