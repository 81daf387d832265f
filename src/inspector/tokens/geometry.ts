/** The surprisal of tokens as bars: one drawing for the chart on the page, the strip under an output, and pictures. */
import { has, isNotTop, surprisalOf, type Range, type TokenColumns } from './columns';
import { stepIn, STEPS } from './heat';

export interface Bars {
  /** SVG path data by step. */
  steps: string[];
  /** Under the axis: tokens that were not the top choice. */
  notTop: string;
  /** Dashed outlines of tokens without a value but a floor. */
  floors: string;
}

export interface Plot {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A token of no surprise still shows that it is there. */
const FOOT = 1;
const MARK = { below: 1.5, height: 2 };

/** Bars of the tokens in a range, side by side, as high as `max` bits at the plot's top. */
export function barsOf(columns: TokenColumns, { from, to }: Range, max: number, plot: Plot): Bars {
  const steps = Array.from({ length: STEPS }, () => '');
  const slot = slotOf({ from, to }, plot.width);
  const gap = slot >= 3 ? 1 : 0;
  const foot = plot.y + plot.height;
  let notTop = '';
  let floors = '';
  for (let token = from; token < to; token++) {
    const x = plot.x + (token - from) * slot;
    const width = slot - gap;
    if (isNotTop(columns, token)) notTop += rectangle(x, foot + MARK.below, width, MARK.height);
    const bits = surprisalOf(columns, token);
    if (has(columns, token, 'floor')) floors += rectangle(x, plot.y, width, plot.height);
    if (Number.isNaN(bits)) continue;
    const high = Math.max(FOOT, (Math.min(max, bits) / max) * plot.height);
    steps[stepIn('surprisal', bits)] += rectangle(x, foot - high, width, high);
  }
  return { steps, notTop, floors };
}

/** Pixels of a token, its gap included: a few do not fill the plot with blocks. */
export function slotOf({ from, to }: Range, width: number): number {
  return Math.min(MAX_SLOT, width / Math.max(1, to - from));
}

const MAX_SLOT = 28;

/** All tokens at a glance: the mean surprisal of each run as a colour, in cells of one height. */
export function cellsOf(columns: TokenColumns, cells: number, plot: Plot): Bars {
  const steps = Array.from({ length: STEPS }, () => '');
  const many = Math.min(cells, columns.count);
  const slot = plot.width / Math.max(1, many);
  const gap = slot >= 3 ? 1 : 0;
  let floors = '';
  for (let cell = 0; cell < many; cell++) {
    const from = Math.floor((cell * columns.count) / many);
    const to = Math.floor(((cell + 1) * columns.count) / many);
    const bits = mean(columns, { from, to });
    const x = plot.x + cell * slot;
    if (Number.isNaN(bits)) floors += rectangle(x, plot.y, slot - gap, plot.height);
    else steps[stepIn('surprisal', bits)] += rectangle(x, plot.y, slot - gap, plot.height);
  }
  return { steps, notTop: '', floors };
}

/** NaN where no token of the range has a log-probability. */
export function largest(columns: TokenColumns, { from, to }: Range): number {
  let most = NaN;
  for (let token = from; token < to; token++) {
    const bits = surprisalOf(columns, token);
    if (bits > most || Number.isNaN(most)) most = bits;
  }
  return most;
}

function mean(columns: TokenColumns, { from, to }: Range): number {
  let sum = 0;
  let valued = 0;
  for (let token = from; token < to; token++) {
    const bits = surprisalOf(columns, token);
    if (Number.isNaN(bits)) continue;
    sum += bits;
    valued++;
  }
  return sum / valued;
}

/** The top of an axis for so many bits, and its marks from 0 on. */
export function axisOf(bits: number): { max: number; marks: number[] } {
  const wanted = bits > 0 ? bits : 1;
  const step = STEP_SIZES.find((size) => wanted <= 4 * size) ?? Math.ceil(wanted / 4);
  const count = Math.max(1, Math.ceil(wanted / step));
  return { max: count * step, marks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}

const STEP_SIZES = [0.25, 0.5, 1, 2, 5, 10, 20, 50];

/** Positions to name below so many pixels, 1-based and round. */
export function positionsOf({ from, to }: Range, width: number): number[] {
  const room = Math.max(1, Math.floor(width / 70));
  const rough = (to - from) / room;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, rough))));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power;
  const positions: number[] = [];
  for (let at = Math.ceil((from + 1) / step) * step; at <= to; at += step) positions.push(at);
  return positions;
}

/** The tokens that a chart of so many pixels shows: all of them, or as many as it can around those in sight. */
export function windowOf(count: number, sight: Range, width: number): Range {
  const room = Math.max(20, Math.floor(width / MIN_SLOT));
  if (count <= room) return { from: 0, to: count };
  const middle = (sight.from + sight.to) / 2;
  const from = Math.round(Math.min(count - room, Math.max(0, middle - room / 2)));
  return { from, to: from + room };
}

/** Pixels of a token below which bars are no longer told apart. */
const MIN_SLOT = 4;

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
