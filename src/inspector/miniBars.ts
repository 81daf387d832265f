/** The one drawing of a distribution at a glance: strip, row list and hover share this geometry. */

/** top: the most probable class. label: a mark at the foot of the true class. rest: every other class. */
type BarRole = 'top' | 'label' | 'rest';

/** A rectangle in pixels, y downwards. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  role: BarRole;
}

interface MiniBarsOptions {
  width: number;
  height: number;
  /** Bin of the most probable class, see `binOf`; or of each that stands out. */
  top?: number | readonly number[];
  /** Bin of the label, or of each where a row may have several. */
  label?: number | readonly number[];
}

/** A class of probability 0 still shows that it is there. */
const FOOT = 1;
const LABEL_FOOT = 2;

/**
 * Rectangles for heights in 0..1, left to right, the label's mark after all of them so that it is drawn on top.
 * Heights are clamped to 0..1; NaN draws as 0.
 */
export function miniBars(heights: ArrayLike<number>, options: MiniBarsOptions): Bar[] {
  const { width, height, top, label } = options;
  const count = heights.length;
  const slot = width / count;
  const gap = slot >= 3 ? 1 : slot >= 2 ? 0.5 : 0;
  const bars: Bar[] = [];
  const tops = new Set(top === undefined ? [] : [top].flat());
  for (let i = 0; i < count; i++) {
    const share = heights[i] > 0 ? Math.min(1, heights[i]) : 0;
    const tall = Math.max(FOOT, share * height);
    bars.push({
      x: i * slot + gap / 2,
      y: height - tall,
      width: slot - gap,
      height: tall,
      role: tops.has(i) ? 'top' : 'rest',
    });
  }
  for (const at of label === undefined ? [] : [label].flat()) {
    if (at < 0 || at >= count) continue;
    const { x, width: wide } = bars[at];
    bars.push({ x, y: height - LABEL_FOOT, width: wide, height: LABEL_FOOT, role: 'label' });
  }
  return bars;
}

/** SVG path data of all bars of one role: three paths are a lighter page than a rectangle for each class. */
export function barsPath(bars: readonly Bar[], role: BarRole): string {
  // Joined, not added up: a text that was added up is kept as all of its parts.
  return bars
    .filter((bar) => bar.role === role)
    .map(
      ({ x, y, width, height }) =>
        `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`,
    )
    .join('');
}

export interface BarsRow {
  heights: ArrayLike<number>;
  top?: MiniBarsOptions['top'];
  label?: MiniBarsOptions['label'];
}

/** Colours as SVG takes them, such as `#4daafc`. */
export type BarColours = Record<BarRole, string>;

interface BarsSvgOptions {
  /** Of one row's drawing, in pixels. */
  width: number;
  height: number;
  /** Between rows, which stand side by side. */
  gap?: number;
  colours: BarColours;
}

/** A whole SVG document with the rows side by side, for a data URI. */
export function barsSvg(rows: readonly BarsRow[], options: BarsSvgOptions): string {
  const { width, height, gap = 8, colours } = options;
  const total = Math.max(0, rows.length * (width + gap) - gap);
  const groups = rows.map(({ heights, top, label }, i) => {
    const bars = miniBars(heights, { width, height, top, label });
    const paths = (['rest', 'top', 'label'] as const)
      .map((role) => ({ role, path: barsPath(bars, role) }))
      .filter(({ path }) => path !== '')
      .map(({ role, path }) => `<path fill="${attribute(colours[role])}" d="${path}"/>`);
    return `<g transform="translate(${short(i * (width + gap))})">${paths.join('')}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(total)}" height="${short(height)}">` +
    `${groups.join('')}</svg>`
  );
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function attribute(value: string): string {
  return value.replace(/[^\w#(),.%\s-]/g, '');
}
