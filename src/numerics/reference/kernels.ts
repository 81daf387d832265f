import { STATISTICS, type Data, type Kernels, type TopK } from '../kernel';
import { addUp, histogram } from './addUp';
import { describe } from './describe';
import { exp, FLOOR, ONE, rounding, shortExp } from './exp';
import { log1p } from './log1p';
import { pack } from './pack';

/**
 * The kernels in plain TypeScript: the order of every operation is that of the WebAssembly build, two lanes included,
 * and so are the bits. Nothing is stored between passes; exponentials are computed again instead.
 */
export const referenceKernels: Kernels = {
  statistics(x, n, temperature, _kind, out) {
    for (let row = 0; row * n < x.length; row++) {
      out.set(statisticsOf(x.subarray(row * n, (row + 1) * n), temperature).statistics, row * 6);
    }
  },
  softmax(x, n, temperature, _fast, out, statistics) {
    for (let row = 0; row * n < x.length; row++) {
      const stats = softmaxOf(
        x.subarray(row * n, (row + 1) * n),
        temperature,
        out.subarray(row * n, (row + 1) * n),
      );
      statistics?.set(stats, row * 6);
    }
  },
  logSoftmax(x, n, temperature, _fast, out) {
    for (let row = 0; row * n < x.length; row++) {
      logSoftmaxOf(x.subarray(row * n, (row + 1) * n), temperature, out.subarray(row * n, (row + 1) * n));
    }
  },
  topK,
  ranks(x, n, ids, limit, out) {
    ids.forEach((id, row) => {
      const value = x[row * n + id];
      let rank = id >= 0 && id < n ? 0 : -1;
      for (let i = 0; rank >= 0 && rank < limit && i < n; i++) if (x[row * n + i] > value) rank++;
      out[row] = rank;
    });
  },
  describe(x, n, options, columns, into) {
    const statistics = new Float64Array(columns.top.length * STATISTICS);
    referenceKernels.statistics(x, n, options.temperature, 'weighted', statistics);
    describe(x, n, statistics, options, columns, into);
  },
  addUp,
  histogram,
  pack,
  summary(row, temperature, k) {
    const top = topK(row, k);
    const max = top.values[0];
    let [nanCount, positiveInfinityCount, maskedCount] = [0, 0, 0];
    for (const x of row) {
      if (x !== x) nanCount++;
      else if (x === Infinity) positiveInfinityCount++;
      else if (x === -Infinity) maskedCount++;
    }
    const others = row.slice();
    for (const i of top.indices) others[i] = -Infinity;
    const all = sums(others, -1, max, temperature);
    return {
      ...top,
      rest: relativeSum(all),
      weighted: all.weighted,
      nanCount,
      positiveInfinityCount,
      maskedCount,
    };
  },
};

function upperHalf(t: number): number {
  const c = t * 134217729;
  return c - (c - t);
}
function safeUpperHalf(t: number): number {
  return Math.abs(t) < 1e290 ? upperHalf(t) : t;
}

/** What rounding took from q = (x − m)/T: TwoDiff, and the remainder of the division. */
function remainder(x: number, m: number, q: number, temperature: number): number {
  const d = x - m;
  const back = d - x;
  const low = x - (d - back) - (m + back);
  if (temperature === 1) return low;
  const product = q * temperature;
  const qh = upperHalf(q);
  const ql = q - qh;
  const th = safeUpperHalf(temperature);
  const tl = temperature - th;
  const error = qh * th - product + qh * tl + ql * th + ql * tl;
  return (d - product - error + low) / temperature;
}

/** Rows whose terms are reduced from x itself, in units of the maximum's own term. */
function isDirect(x: Data, max: number, temperature: number): boolean {
  return x instanceof Float64Array && temperature === 1 && Math.abs(max) < 4096;
}
function octavesOf(max: number): number {
  return Math.floor(max * 1.4426950408889634 + 0.5);
}

/** exp((x − m)/T) in the row's unit; `rounding` holds its error when x is float64. */
function term(
  x: number,
  m: number,
  temperature: number,
  single: boolean,
  octaves: number | undefined,
): number {
  if (octaves !== undefined) return exp(x < m + FLOOR ? m + FLOOR : x, 0, octaves);
  const q = temperature === 1 ? x - m : (x - m) / temperature;
  const d = q < FLOOR ? FLOOR : q;
  if (single) return shortExp(d);
  return exp(d, q > FLOOR ? remainder(x, m, q, temperature) : 0);
}

interface Sums {
  /** The sum of all terms but the maximum's, as an unevaluated pair. */
  high: number;
  low: number;
  /** The maximum's own term, likewise. */
  unit: number;
  unitLow: number;
  /** Σ −d · term, relative to the unit. */
  weighted: number;
  /** Defined for direct rows. */
  octaves: number | undefined;
}

function sums(x: Data, argmax: number, max: number, temperature: number): Sums {
  const single = x instanceof Float32Array;
  const octaves = isDirect(x, max, temperature) ? octavesOf(max) : undefined;
  const unit = octaves === undefined ? ONE : exp(max, 0, octaves);
  const unitLow = octaves === undefined ? 0 : rounding;
  const s = [0, 0];
  const lost = [0, 0];
  const weighted = [0, 0];
  for (let i = 0; i < x.length + (x.length & 1); i++) {
    const v = i < x.length && i !== argmax ? x[i] : -Infinity;
    const lane = i & 1;
    const e = term(v, max, temperature, single, octaves);
    const q = temperature === 1 ? v - max : (v - max) / temperature;
    weighted[lane] -=
      e * (octaves === undefined ? (q < FLOOR ? FLOOR : q) : (v < max + FLOOR ? max + FLOOR : v) - max);
    const before = s[lane];
    const next = before + e;
    s[lane] = next;
    if (single) continue;
    const part = next - before;
    lost[lane] += before - (next - part) + (e - part) + rounding;
  }
  const [a, b] = s;
  const high = a + b;
  const part = high - a;
  const low = a - (high - part) + (b - part) + (lost[0] + lost[1]);
  return { high, low, unit, unitLow, weighted: (weighted[0] + weighted[1]) / unit, octaves };
}

function relativeSum({ high, low, unit, unitLow }: Sums): number {
  if (unitLow === 0) return (high + low) / unit;
  const q = high / unit;
  const product = q * unit;
  return q + (high - product - productError(q, unit, product) + low - q * unitLow) / unit;
}

function scan(x: Data): [max: number, argmax: number, second: number] {
  let max = -Infinity;
  let second = -Infinity;
  let argmax = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] > max) {
      second = max;
      max = x[i];
      argmax = i;
    } else if (x[i] > second) second = x[i];
  }
  return [max, argmax, second];
}

/** The sums over all elements but the maximum, as the row's statistics need them. */
function sumsOfOthers(x: Data, argmax: number, max: number, temperature: number): Sums {
  const all = sums(x, -1, max, temperature);
  const { high, low, unit, unitLow } = all;
  const others = high - unit;
  const back = others - high;
  const threshold = x instanceof Float32Array ? 2 ** -18 : 2 ** -30;
  if (others <= unit * threshold) return sums(x, argmax, max, temperature);
  return { ...all, high: others, low: high - (others - back) - (unit + back) + (low - unitLow) };
}

interface Row {
  statistics: number[];
  others?: Sums;
}

function statisticsOf(x: Data, temperature: number): Row {
  const [max, argmax, second] = scan(x);
  if (!Number.isFinite(max)) {
    return { statistics: [x.some((v) => v !== v) ? NaN : max, argmax, NaN, NaN, NaN, NaN] };
  }
  const others = sumsOfOthers(x, argmax, max, temperature);
  const tail = relativeSum(others);
  if (tail !== tail) return { statistics: [NaN, argmax, NaN, NaN, NaN, NaN] };
  return { statistics: [max, argmax, second, tail, log1p(tail), others.weighted], others };
}

function productError(a: number, b: number, p: number): number {
  const ah = safeUpperHalf(a);
  const al = a - ah;
  const bh = safeUpperHalf(b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

function softmaxOf(x: Data, temperature: number, out: Data): number[] {
  const { statistics, others } = statisticsOf(x, temperature);
  if (!others) {
    out.fill(NaN);
    return statistics;
  }
  const [max, argmax] = statistics;
  const single = x instanceof Float32Array;
  const { high, low, unit, unitLow, octaves } = others;
  const total = unit + high;
  const inverse = 1 / total;
  const rest = (unit > high ? unit - total + high : high - total + unit) + (low + unitLow);
  const product = inverse * total;
  const short = (1 - product - productError(inverse, total, product) - inverse * rest) * inverse;
  for (let i = 0; i < x.length; i++) {
    const e = i === argmax ? unit : term(x[i], max, temperature, single, octaves);
    const error = i === argmax ? unitLow : rounding;
    out[i] = single ? inverse * e : e * inverse + (e * short + error * inverse);
  }
  return statistics;
}

function logSoftmaxOf(x: Data, temperature: number, out: Data): void {
  const [max, , , tail, log] = statisticsOf(x, temperature).statistics;
  if (tail !== tail) {
    out.fill(NaN);
    return;
  }
  const single = x instanceof Float32Array;
  for (let i = 0; i < x.length; i++) {
    const q = temperature === 1 ? x[i] - max : (x[i] - max) / temperature;
    const z = q - log;
    if (single || !(q > -Number.MAX_VALUE)) {
      out[i] = z;
      continue;
    }
    const back = z - q;
    out[i] = z + (q - (z - back) - (log + back) + remainder(x[i], max, q, temperature));
  }
}

/** A heap of indices with the last of the k at its root: n log k steps. */
function topK(row: Data, k: number): TopK {
  const indices = Int32Array.from({ length: k }, (_, i) => i);
  const follows = (i: number, j: number) => precedes(row[j], row[i]) || (i > j && !precedes(row[i], row[j]));
  const sink = (index: number, at: number, size: number) => {
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && follows(indices[child + 1], indices[child])) child++;
      if (!follows(indices[child], index)) break;
      indices[at] = indices[child];
      at = child;
    }
    indices[at] = index;
  };
  for (let at = (k >> 1) - 1; at >= 0; at--) sink(indices[at], at, k);
  for (let i = k; i < row.length && k > 0; i++) if (precedes(row[i], row[indices[0]])) sink(i, 0, k);
  for (let last = k - 1; last > 0; last--) {
    const index = indices[last];
    indices[last] = indices[0];
    sink(index, 0, last);
  }
  return { indices, values: Float64Array.from(indices, (i) => row[i]) };
}

function precedes(v: number, w: number): boolean {
  return v > w || (v !== v && w === w);
}
