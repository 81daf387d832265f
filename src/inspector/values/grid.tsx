import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { sizeOf } from '../../arrays/ndarray';
import type { WorkerClient } from '../../worker/client';
import type { ValueSummary } from '../../worker/protocol';
import { count, full } from '../format';
import { uniform, useVirtualRows } from '../rows/virtualRows';
import { Slices } from '../slices';
import { useInSight } from '../rows/useInSight';
import { useAnswer } from '../useAnswer';
import { numberFormat } from './numberFormat';

const ROW = 20;
const MOST_ROWS = 14;
/** Of a digit, in pixels. */
const DIGIT = 7.3;
const PADDING = 14;
/** Columns drawn beside those in sight. */
const BESIDE = 3;
/** Of columns, at most: browsers stop laying out some millions of pixels beyond. */
const MOST_PIXELS = 28_800_000;

interface GridProps {
  client: WorkerClient;
  session: number;
  shape: readonly number[];
  /** Along the columns. */
  axis: number;
  summary?: ValueSummary;
  decimals?: number;
}

/** Two axes of an array as numbers on a scale of colours, of which those in sight are asked for; the others as slices. */
export function Grid({ client, session, shape, axis, summary, decimals }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [slice, setSlice] = useState(0);
  const rest = shape.filter((_, i) => i !== axis);
  const rows = rest.at(-1) ?? 1;
  const columns = shape[axis];
  const format = numberFormat(summary, decimals);
  const { minimum = 0, maximum = 0 } = summary?.finite ?? {};
  const digits = Math.max(6, format(minimum).length, format(maximum).length, count(columns - 1).length);
  const width = Math.ceil(digits * DIGIT) + PADDING;
  const heads = Math.ceil(count(rows - 1).length * DIGIT) + PADDING;
  const { items, totalSize } = useVirtualRows(scroller, rows, uniform(rows, ROW));
  const across = useColumns(scroller, columns, width, heads);
  const first = items[0]?.index ?? 0;
  const asked = {
    session,
    row: slice * rows + first,
    rows: items.length,
    column: across.from,
    columns: across.count,
  };
  const { result, asked: answered } = useAnswer(client, 'valueWindow', items.length > 0 ? asked : undefined);
  const valueAt = (row: number, column: number): number | undefined => {
    if (!result || !answered) return undefined;
    const [y, x] = [slice * rows + row - answered.row, column - answered.column];
    const wide = Math.min(answered.columns, columns - answered.column);
    return y >= 0 && y < answered.rows && x >= 0 && x < wide ? result[y * wide + x] : undefined;
  };
  const scale = scaleOf(minimum, maximum);
  const outer = rest.length > 1;
  return (
    <figure class="ls-figure ls-value-grid">
      <figcaption>
        {l10n.t('Values')}{' '}
        <span class="ls-about">
          {rest.length === 0
            ? l10n.t('axis {0} along the columns', axis)
            : l10n.t('axis {0} along the rows, axis {1} along the columns', axisOfRows(shape, axis), axis)}
        </span>
      </figcaption>
      {outer && sizeOf(rest) > 0 && (
        <Slices
          shape={rest}
          axis={rest.length - 1}
          row={slice}
          least={1}
          nameOf={(i) => (i < axis ? i : i + 1)}
          onRow={setSlice}
        />
      )}
      <div
        ref={scroller}
        class="ls-grid-scroller"
        role="region"
        aria-label={l10n.t('Values')}
        tabIndex={0}
        style={{ maxHeight: `${(MOST_ROWS + 1) * ROW + 11}px` }}
      >
        <div
          class="ls-grid-canvas"
          style={{ height: `${totalSize + ROW}px`, width: `${across.size + heads}px` }}
        >
          <table
            class="ls-grid"
            aria-rowcount={rows + 1}
            aria-colcount={columns + 1}
            style={{ top: `${items[0]?.start ?? 0}px`, left: `${across.start}px` }}
          >
            <thead>
              <tr>
                <th class="ls-corner" style={{ width: `${heads}px` }} aria-label={l10n.t('Row')}>
                  #
                </th>
                {Array.from({ length: across.count }, (_, x) => (
                  <th key={x} scope="col" aria-colindex={across.from + x + 2} style={{ width: `${width}px` }}>
                    {count(across.from + x)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map(({ index }) => (
                <tr key={index} aria-rowindex={index + 2}>
                  <th scope="row">{count(index)}</th>
                  {Array.from({ length: across.count }, (_, x) => {
                    const value = valueAt(index, across.from + x);
                    if (value === undefined) return <td key={x} />;
                    return (
                      <td
                        key={x}
                        class={classOf(value)}
                        style={{ '--t': `${share(value, scale)}%` }}
                        title={full(value)}
                      >
                        {format(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {summary?.finite && minimum < maximum && (
        <div class="ls-scale" aria-hidden="true">
          <span>{format(minimum)}</span>
          <span
            class={
              minimum < 0 && maximum > 0 ? 'ls-ramp ls-both' : minimum < 0 ? 'ls-ramp ls-below' : 'ls-ramp'
            }
          />
          <span>{format(maximum)}</span>
        </div>
      )}
    </figure>
  );
}

/** The axis whose places are the rows: the last besides that of the columns. */
function axisOfRows(shape: readonly number[], axis: number): number {
  const last = shape.length - 1;
  return axis === last ? last - 1 : last;
}

/** Strongest colour of the scale, in percent: what is written on it stays readable. */
const STRONGEST = 36;

/** What has no colour, and what has the strongest. */
interface Scale {
  none: number;
  reach: number;
}

/** From the value nearest to 0 outwards; where there are both signs, from 0 to either side alike. */
function scaleOf(minimum: number, maximum: number): Scale {
  if (minimum < 0 && maximum > 0) return { none: 0, reach: Math.max(-minimum, maximum) };
  const none = minimum >= 0 ? minimum : maximum;
  return { none, reach: maximum - minimum };
}

function share(value: number, { none, reach }: Scale): number {
  if (!Number.isFinite(value) || reach === 0) return 0;
  return Math.round(STRONGEST * Math.min(1, Math.abs(value - none) / reach));
}

function classOf(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'ls-not-finite';
  return value < 0 ? 'ls-negative' : undefined;
}

interface Columns {
  from: number;
  count: number;
  /** Pixels from the left of the canvas, and of all columns. */
  start: number;
  size: number;
}

/** The columns in sight and some beside them. */
function useColumns(
  scroller: RefObject<HTMLElement | null>,
  columns: number,
  width: number,
  heads: number,
): Columns {
  const { left, width: view } = useInSight(scroller);
  const size = Math.min(columns * width, MOST_PIXELS);
  const scale = size < columns * width ? (columns * width - view) / (size - view) : 1;
  const offset = left * scale;
  const from = Math.min(columns, Math.max(0, Math.floor(offset / width) - BESIDE));
  const to = Math.min(columns, Math.ceil((offset + view - heads) / width) + BESIDE);
  return { from, count: Math.max(0, to - from), start: from * width - offset + left, size };
}
