import * as l10n from '@vscode/l10n';
import type { ValueSummary, ValueWindow } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import type { Rows } from '../rows/rows';

/** Bars of the histogram, at most. */
const BINS = 40;
/** Values of one window: more than a screen shows. */
const WINDOW_ELEMENTS = 1 << 16;

type Values = Float32Array | Float64Array;

/** What numbers are, as they lie there: how many are finite, where they lie, and how they are spread. */
export async function valueSummary(
  rows: Pick<Rows, 'rows' | 'classes' | 'pass'>,
  context: CallContext,
): Promise<ValueSummary> {
  const first = new Bounds();
  await rows.pass(context, ({ logits }) => first.add(logits));
  const { count, nan, positiveInfinity, negativeInfinity, minimum, maximum, whole } = first;
  const finite = count - nan - positiveInfinity - negativeInfinity;
  const counts = { count, nan, positiveInfinity, negativeInfinity };
  if (finite === 0) return counts;
  const mean = first.sum.value / finite;
  const spread = new Spread(minimum, maximum, whole, mean);
  await rows.pass(context, ({ logits }) => spread.add(logits));
  return {
    ...counts,
    finite: {
      minimum,
      maximum,
      whole,
      mean,
      deviation: Math.sqrt(spread.squares.value / finite),
      histogram: { edges: spread.edges, counts: spread.counts },
    },
  };
}

/** The same of values that are in memory. */
export function summaryOfValues(values: Values, context: CallContext): Promise<ValueSummary> {
  const pass: Rows['pass'] = async (_, onBlock) => onBlock({ logits: values });
  return valueSummary({ rows: 1, classes: values.length, pass }, context);
}

/** A rectangle of an array along its classes, as far as it lies in it. */
export async function valueWindow(
  rows: Rows,
  { row, rows: high, column, columns: wide }: ValueWindow,
  { signal }: CallContext,
): Promise<Float64Array> {
  const count = Math.max(0, Math.min(high, rows.rows - row));
  const width = Math.max(0, Math.min(wide, rows.classes - column));
  if (count * width > WINDOW_ELEMENTS)
    throw new Error(
      l10n.t('{0} values are too many at once; the limit is {1}.', count * width, WINDOW_ELEMENTS),
    );
  const values = new Float64Array(count * width);
  if (values.length === 0) return values;
  const { logits } = await rows.read(row, count, signal);
  for (let at = 0; at < count; at++) {
    const from = at * rows.classes + column;
    values.set(logits.subarray(from, from + width), at * width);
  }
  return values;
}

/** A sum with its rounding error carried along (Neumaier). */
class Sum {
  private total = 0;
  private lost = 0;

  add(x: number): void {
    const next = this.total + x;
    this.lost += Math.abs(this.total) >= Math.abs(x) ? this.total - next + x : x - next + this.total;
    this.total = next;
  }

  get value(): number {
    // A total beyond what a number holds has lost nothing that counts.
    return Number.isFinite(this.total) ? this.total + this.lost : this.total;
  }
}

class Bounds {
  count = 0;
  nan = 0;
  positiveInfinity = 0;
  negativeInfinity = 0;
  minimum = Infinity;
  maximum = -Infinity;
  whole = true;
  readonly sum = new Sum();

  add(values: Values): void {
    this.count += values.length;
    for (const x of values) {
      if (x - x !== 0) {
        if (Number.isNaN(x)) this.nan++;
        else if (x > 0) this.positiveInfinity++;
        else this.negativeInfinity++;
        continue;
      }
      if (x < this.minimum) this.minimum = x;
      if (x > this.maximum) this.maximum = x;
      if (this.whole && !Number.isInteger(x)) this.whole = false;
      this.sum.add(x);
    }
  }
}

class Spread {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  readonly squares = new Sum();

  constructor(
    minimum: number,
    maximum: number,
    whole: boolean,
    private readonly mean: number,
  ) {
    const range = maximum - minimum;
    // Each of a few integers has a bar of its own, around it.
    const few = whole && range < BINS;
    const bins = few ? range + 1 : range > 0 ? BINS : 1;
    const [from, to] = few ? [minimum - 0.5, maximum + 0.5] : [minimum, maximum];
    const width = Number.isFinite(range) ? (to - from) / bins : to / bins - from / bins;
    this.edges = Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? to : from + width * i));
    this.counts = new Float64Array(bins);
  }

  add(values: Values): void {
    const { mean, edges, counts, squares } = this;
    const last = counts.length - 1;
    const width = edges[1] - edges[0];
    for (const x of values) {
      if (x - x !== 0) continue;
      squares.add((x - mean) ** 2);
      let at = width > 0 ? Math.floor(x / width - edges[0] / width) : 0;
      at = Math.min(last, Math.max(0, at));
      // The division rounds: the edges decide.
      while (at > 0 && x < edges[at]) at--;
      while (at < last && x >= edges[at + 1]) at++;
      counts[at]++;
    }
  }
}
