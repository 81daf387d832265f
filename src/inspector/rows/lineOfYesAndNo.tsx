import * as l10n from '@vscode/l10n';
import { TOLD_TARGETS, type RowsPage } from '../../worker/protocol';
import { Bars } from '../bars';
import { count, narrow, share } from '../format';
import type { LineProps } from './lineProps';

/** The cells of a row whose classes are each a yes or no of its own. */
export function LineOfYesAndNo({ page, at, labelled, namesOf }: LineProps) {
  const { bins, heights } = page.bars;
  const { above, targets } = page.sigmoid!;
  const names = namesOf(page.row[at]);
  const missed = targets?.missed[at] ?? 0;
  const loss = page.loss?.[at];
  const top = page.top[at];
  const counted = (page.label?.[at] ?? -1) >= 0;
  return (
    <>
      <span role="gridcell" class="ls-c-bars">
        <Bars
          heights={heights.subarray(at * bins, (at + 1) * bins)}
          width={84}
          height={15}
          top={aboveHalf(heights, at * bins, bins)}
          label={targets && marked(targets.bins, at * bins, bins)}
        />
      </span>
      <span role="gridcell" class="ls-c-top">
        {top < 0 ? '–' : (names?.[top] ?? top)}
      </span>
      <span role="gridcell" class="ls-c-p">
        {share(page.probability[at])}
      </span>
      <span role="gridcell" class="ls-c-above">
        {top < 0 ? '–' : count(above[at])}
      </span>
      {labelled && (
        <>
          <span role="gridcell" class="ls-c-label">
            {counted ? targetsText(page, at, names) : '–'}
          </span>
          <span role="gridcell" class={missed > 0 ? 'ls-c-missed ls-bad' : 'ls-c-missed'}>
            {counted && top >= 0 ? count(missed) : '–'}
          </span>
          <span role="gridcell" class="ls-c-loss">
            {!counted || loss === undefined ? '–' : narrow(loss, 3, 6)}
          </span>
        </>
      )}
    </>
  );
}

/** Such a row in words, for those who hear it. */
export function spokenOfYesAndNo({
  page,
  at,
  name,
  namesOf,
}: Omit<LineProps, 'classes' | 'labelled'>): string {
  const row = page.row[at];
  const top = page.top[at];
  if (top < 0) return l10n.t('Row {0}, no probabilities', name(row));
  const { above, targets } = page.sigmoid!;
  const names = namesOf(row);
  const said = [
    name(row),
    count(above[at]),
    names?.[top] ?? String(top),
    share(page.probability[at]),
  ] as const;
  return targets && (page.label?.[at] ?? -1) >= 0
    ? l10n.t(
        'Row {0}, {1} above one half, most probable {2}, {3}, targets {4}, {5} wrong, loss {6}',
        ...said,
        targetsText(page, at, names),
        count(targets.missed[at]),
        narrow(page.loss?.[at] ?? NaN, 3, 6),
      )
    : l10n.t('Row {0}, {1} above one half, most probable {2}, {3}', ...said);
}

/** The targets of a row by their names: "cat, dog +3". */
export function targetsText(page: RowsPage, at: number, names: readonly string[] | undefined): string {
  const { count: counts, ids } = page.sigmoid!.targets!;
  const told = Array.from(ids.subarray(at * TOLD_TARGETS, (at + 1) * TOLD_TARGETS)).filter((id) => id >= 0);
  const rest = counts[at] - told.length;
  if (counts[at] === 0) return l10n.t('none');
  return told.map((id) => names?.[id] ?? id).join(', ') + (rest > 0 ? ` +${count(rest)}` : '');
}

function aboveHalf(heights: Float32Array, from: number, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => bin).filter((bin) => heights[from + bin] > 0.5);
}

function marked(marks: Uint8Array, from: number, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => bin).filter((bin) => marks[from + bin] === 1);
}
