import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { followSize } from '../followSize';
import type { TokenFigures } from '../../tokens/model';
import { style } from '../styles';
import css from './chart.css';
import { surprisalOf, type Range, type TokenColumns } from './columns';
import { count, fixed } from './figures';
import {
  axisOf,
  barsOf,
  cellsOf,
  largest,
  positionsOf,
  slotOf,
  windowOf,
  type Bars,
  type Plot,
} from './geometry';
import { markedText } from './marks';
import { useSight, type Sight } from './sight';

style(css);

const HEIGHT = 112;
const LEFT = 30;
const RIGHT = 4;
/** Pixels within which two positions would be written over each other. */
const NEAR = 30;
const CELLS = { height: 10, gap: 8 };

interface ChartProps {
  columns: TokenColumns;
  chosen: number;
  /** The tokens that the text has in sight: a chart of many follows them. */
  sight: Sight;
  range: Range | undefined;
  /** Of the whole, and of the range once they are known. */
  figures: TokenFigures;
  selected: TokenFigures | undefined;
  onChoose(token: number): void;
  onRange(range: Range | undefined): void;
}

/** Surprisal by position, with a line for the selection. It selects as the text does. */
export function SurprisalChart(props: ChartProps) {
  const { columns, chosen, range, onChoose, onRange } = props;
  const sight = useSight(props.sight) ?? { from: 0, to: 0 };
  const element = useRef<HTMLDivElement>(null);
  const width = useWidth(element);
  const plot: Plot = { x: LEFT, y: 16, width: Math.max(40, width - LEFT - RIGHT), height: 74 };
  const most = useMemo(() => largest(columns, { from: 0, to: columns.count }), [columns]);
  const { max, marks } = axisOf(most);
  const shown = windowOf(columns.count, sight, plot.width);
  const bars = useMemo(
    () => barsOf(columns, shown, max, plot),
    [columns, shown.from, shown.to, max, plot.width],
  );
  const isWhole = shown.to - shown.from === columns.count;
  const slot = slotOf(shown, plot.width);
  const xOf = (token: number) => plot.x + (token - shown.from) * slot;
  const drag = useDrag(
    (x) => clamp(shown.from + Math.floor((x - plot.x) / slot), columns.count),
    onChoose,
    onRange,
  );
  const isShown = chosen >= shown.from && chosen < shown.to;
  const clipped = range && { from: Math.max(range.from, shown.from), to: Math.min(range.to, shown.to) };

  return (
    <section class="ls-section lt-chart" aria-label={l10n.t('Surprisal by position')}>
      <div class="lt-row lt-caption">
        <span>{l10n.t('Surprisal by position, bits')}</span>
        <span class="ls-space" />
        <Selected {...props} />
      </div>
      <div ref={element}>
        <svg width={width} height={HEIGHT} role="img" aria-label={chartName(columns, most)} {...drag}>
          {marks.map((mark, i) => {
            const y = plot.y + plot.height * (1 - mark / max);
            return (
              <g key={mark}>
                <path class={i === 0 ? 'lt-axis-line' : 'lt-grid-line'} d={`M${plot.x} ${y}h${plot.width}`} />
                <text x={plot.x - 6} y={y + 3.5} text-anchor="end">
                  {fixed(mark, mark % 1 === 0 ? 0 : 2)}
                </text>
              </g>
            );
          })}
          {clipped && clipped.to > clipped.from && (
            <>
              <rect
                class="lt-brush"
                x={xOf(clipped.from)}
                y={plot.y}
                width={(clipped.to - clipped.from) * slot}
                height={plot.height}
              />
              <path
                class="lt-brush-ends"
                d={[clipped.from, clipped.to].map((end) => `M${xOf(end)} ${plot.y}v${plot.height}`).join('')}
              />
            </>
          )}
          <Steps bars={bars} />
          {positionsOf(shown, slot * (shown.to - shown.from)).map((position) => (
            <text key={position} x={xOf(position - 0.5)} y={plot.y + plot.height + 16} text-anchor="middle">
              {isShown && Math.abs(xOf(position - 1) - xOf(chosen)) < NEAR ? '' : count(position)}
            </text>
          ))}
          <Highest {...{ columns, shown, max, plot, slot, xOf }} near={isShown ? xOf(chosen) : undefined} />
          {isShown && (
            <Chosen columns={columns} chosen={chosen} x={xOf(chosen)} slot={slot} max={max} plot={plot} />
          )}
        </svg>
        {!isWhole && <Overview columns={columns} shown={shown} width={width} onChoose={onChoose} />}
      </div>
    </section>
  );
}

/** "tokens 22–40 · 12.77 bits of 59.14 · perplexity 1.593" */
function Selected({ range, figures, selected, onRange }: ChartProps) {
  if (!range) return null;
  const bits = (sum: number | undefined) => (sum === undefined ? '–' : fixed(-sum / Math.LN2, 2));
  return (
    <span class="lt-selected" role="status">
      <span class="ls-num">
        {range.to - range.from === 1
          ? l10n.t('token {0}', count(range.from + 1))
          : l10n.t('tokens {0}–{1}', count(range.from + 1), count(range.to))}
        {selected && (
          <>
            {' · '}
            {l10n.t('{0} bits of {1}', bits(selected.sumLogprob), bits(figures.sumLogprob))}
            {selected.perplexity !== undefined && (
              <> · {l10n.t('perplexity {0}', fixed(selected.perplexity, 3))}</>
            )}
            {selected.bitsPerByte !== undefined && (
              <> · {l10n.t('{0} bits per byte', fixed(selected.bitsPerByte, 3))}</>
            )}
          </>
        )}
      </span>{' '}
      <button type="button" class="ls-link" onClick={() => onRange(undefined)}>
        {l10n.t('Clear')}
      </button>
    </span>
  );
}

export function Steps({ bars: { steps, notTop, floors } }: { bars: Bars }) {
  return (
    <>
      {steps.map((path, step) => path && <path key={step} class={`lt-bar-${step}`} d={path} />)}
      {notTop && <path class="lt-below" d={notTop} />}
      {floors && <path class="lt-floor-bar" d={floors} />}
    </>
  );
}

/** Pixels of a letter in the chart, and bars on each side that words may stand over. */
const LETTER = 6;
const MOST_BESIDE = 200;

function Chosen({
  columns,
  chosen,
  x,
  slot,
  max,
  plot,
}: {
  columns: TokenColumns;
  chosen: number;
  x: number;
  slot: number;
  max: number;
  plot: Plot;
}) {
  const bits = surprisalOf(columns, chosen);
  const high = Number.isNaN(bits) ? 0 : Math.max(1, (Math.min(max, bits) / max) * plot.height);
  const foot = plot.y + plot.height;
  const middle = x + slot / 2;
  const anchor = middle < plot.x + 60 ? 'start' : middle > plot.x + plot.width - 60 ? 'end' : 'middle';
  const said = [markedText(columns.tokens[chosen].trim() || columns.tokens[chosen], 24)];
  if (!Number.isNaN(bits)) said.push(fixed(bits, 2));
  const text = said.join(' ');
  // Above the bars beside it, too, that the words stand over.
  const beside = Math.min(MOST_BESIDE, Math.ceil((text.length * LETTER) / 2 / slot));
  let tallest = high;
  for (let token = chosen - beside; token <= chosen + beside; token++) {
    const other = token >= 0 && token < columns.count ? surprisalOf(columns, token) : NaN;
    if (!Number.isNaN(other)) tallest = Math.max(tallest, (Math.min(max, other) / max) * plot.height);
  }
  return (
    <>
      {high > 0 && (
        <rect
          class="lt-chosen-bar"
          x={x}
          y={foot - high}
          width={Math.max(1, slot - (slot >= 3 ? 1 : 0))}
          height={high}
        />
      )}
      <text
        class="lt-said"
        x={middle}
        y={Number.isNaN(bits) ? plot.y - 4 : Math.max(9, foot - tallest - 4)}
        text-anchor={anchor}
      >
        {text}
      </text>
      <path class="lt-caret" d={`M${middle} ${foot + 4.5}l3.5 5h-7z`} />
      <text class="lt-said" x={middle} y={foot + 19} text-anchor="middle">
        {count(chosen + 1)}
      </text>
    </>
  );
}

/** What the highest bar in sight is worth, unless the chosen token's words stand there. */
function Highest({
  columns,
  shown,
  max,
  plot,
  slot,
  xOf,
  near,
}: {
  columns: TokenColumns;
  shown: Range;
  max: number;
  plot: Plot;
  slot: number;
  xOf(token: number): number;
  near: number | undefined;
}) {
  const highest = useMemo(() => {
    let best = -1;
    for (let token = shown.from; token < shown.to; token++)
      if (
        best < 0 ? surprisalOf(columns, token) > 0 : surprisalOf(columns, token) > surprisalOf(columns, best)
      )
        best = token;
    return best;
  }, [columns, shown.from, shown.to]);
  if (highest < 0) return null;
  const x = xOf(highest);
  if (near !== undefined && Math.abs(x - near) < 2 * NEAR) return null;
  const bits = surprisalOf(columns, highest);
  const top = plot.y + plot.height * (1 - Math.min(max, bits) / max);
  const middle = x + slot / 2;
  return (
    <text
      x={middle}
      y={Math.max(9, top - 4)}
      text-anchor={middle > plot.x + plot.width - 20 ? 'end' : 'middle'}
    >
      {fixed(bits, 2)}
    </text>
  );
}

/** All tokens in a line, with a frame around those in the chart. */
function Overview({
  columns,
  shown,
  width,
  onChoose,
}: {
  columns: TokenColumns;
  shown: Range;
  width: number;
  onChoose(token: number): void;
}) {
  const plot = { x: LEFT, y: 1, width: Math.max(40, width - LEFT - RIGHT), height: CELLS.height };
  const cells = useMemo(() => cellsOf(columns, Math.floor(plot.width / 2), plot), [columns, plot.width]);
  const scale = plot.width / columns.count;
  const drag = useDrag((x) => clamp(Math.floor((x - plot.x) / scale), columns.count), onChoose);
  return (
    <svg width={width} height={CELLS.height + 2} aria-hidden="true" {...drag}>
      <Steps bars={cells} />
      <rect
        class="lt-frame"
        x={plot.x + shown.from * scale}
        y={0.5}
        width={Math.max(3, (shown.to - shown.from) * scale)}
        height={CELLS.height + 1}
      />
    </svg>
  );
}

function chartName(columns: TokenColumns, most: number): string {
  return l10n.t(
    'Surprisal of {0} tokens by position, at most {1} bits',
    count(columns.count),
    Number.isNaN(most) ? '–' : fixed(most, 2),
  );
}

function clamp(token: number, total: number): number {
  return Math.min(total - 1, Math.max(0, token));
}

/** A click chooses; a drag selects, or where nothing can be selected goes on choosing. */
function useDrag(
  tokenAt: (x: number) => number,
  onChoose: (token: number) => void,
  onRange?: (range: Range | undefined) => void,
) {
  const pressed = useRef<number | undefined>(undefined);
  const at = (event: PointerEvent) =>
    tokenAt(event.clientX - (event.currentTarget as Element).getBoundingClientRect().left);
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      pressed.current = at(event);
      onChoose(pressed.current);
    },
    onPointerMove(event: PointerEvent) {
      const from = pressed.current;
      if (from === undefined) return;
      const to = at(event);
      if (!onRange) onChoose(to);
      else if (to !== from) onRange({ from: Math.min(from, to), to: Math.max(from, to) + 1 });
    },
    onPointerUp() {
      pressed.current = undefined;
    },
  };
}

/** Pixels across the chart. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    const box = element.current!;
    return followSize(box, () => setWidth(box.clientWidth || 600));
  }, []);
  return width;
}
