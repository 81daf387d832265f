/** What the numbers themselves show, taken in one pass; of an elided array, of the numbers printed. */
export interface Stats {
  size: number;
  min: number;
  max: number;
  finite: number;
  nan: number;
  negativeInfinite: number;
  positiveInfinite: number;
  /** All finite values are whole numbers. */
  whole: boolean;
  /** All finite values have one decimal at most: typed by a person rather than computed. */
  typed: boolean;
  /** Rows along the last axis; 1 for a flat array. */
  rows: number;
  classes: number;
  /** Largest distance of a row's sum from 1. */
  sumError: number;
  /** Rows that hold a single 1 among zeros. */
  oneHotRows: number;
  /** Two classes: rows whose two values have opposite signs, and those nearly mirrored. */
  opposite: number;
  mirrored: number;
  /** Two rows of two classes whose values off the diagonal are equal, as a covariance's are. */
  symmetric: boolean;
  /** The lowest value, where it stands for minus infinity. */
  mask?: number;
  zeros: number;
  /** No value occurs twice (looked for in short arrays only). */
  distinct: boolean;
  /** Largest |log-sum-exp| of a row, when no value is above 0. */
  logSumExp?: number;
}

/** Sentinels people write for minus infinity. */
function isMask(value: number): boolean {
  return (
    value === -100 ||
    value === -1000 ||
    value === -999 ||
    value === -9999 ||
    value === -1e4 ||
    value === -10001 ||
    value === -99999 ||
    // eslint-disable-next-line no-restricted-syntax -- matched, not shown
    (value <= -1e5 && /^-1e\d+$/.test(value.toExponential().replace('+', ''))) ||
    value <= -3.3e38 ||
    (value > -65505 && value < -65503)
  );
}

const SAMPLED_ROWS = 512;
const SAMPLED = 200_000;

export function statsOf(values: ArrayLike<number>, start: number, size: number, classes: number): Stats {
  const rows = classes > 0 ? Math.floor(size / classes) : 0;
  const stats: Stats = {
    size,
    min: Infinity,
    max: -Infinity,
    finite: 0,
    nan: 0,
    negativeInfinite: 0,
    positiveInfinite: 0,
    whole: true,
    typed: true,
    rows,
    classes,
    sumError: 0,
    oneHotRows: 0,
    opposite: 0,
    mirrored: 0,
    symmetric: classes === 2 && rows === 2 && values[start + 1] === values[start + 2],
    distinct: size <= 64 && areDistinct(values, start, size),
    zeros: 0,
  };
  for (let row = 0; row < rows; row++) {
    const at = start + row * classes;
    addRow(stats, values, at, classes);
    if (classes === 2) addPair(stats, values[at], values[at + 1]);
  }
  if (Number.isFinite(stats.min) && isMask(stats.min)) stats.mask = maskIn(stats, values, start);
  if (stats.max <= 0 && rows > 0 && classes > 1 && stats.nan === 0)
    stats.logSumExp = largestLogSumExp(values, start, rows, classes);
  return stats;
}

/** Few values are compared with each other: a set of each costs more than all else that is asked of short arrays. */
const FEW = 8;

function areDistinct(values: ArrayLike<number>, start: number, size: number): boolean {
  if (size > FEW) return new Set(Array.prototype.slice.call(values, start, start + size)).size === size;
  for (let i = start + 1; i < start + size; i++)
    for (let j = start; j < i; j++)
      if (values[i] === values[j] || (Number.isNaN(values[i]) && Number.isNaN(values[j]))) return false;
  return true;
}

function addRow(stats: Stats, values: ArrayLike<number>, at: number, classes: number) {
  let sum = 0;
  let ones = 0;
  let zeros = 0;
  for (let i = at; i < at + classes; i++) {
    const value = values[i];
    sum += value;
    if (value > stats.max) stats.max = value;
    if (value < stats.min) stats.min = value;
    if (value === 0) zeros++;
    else if (value === 1) ones++;
    if (value - value !== 0) addNonFinite(stats, value);
    else {
      stats.finite++;
      if (stats.whole && value % 1 !== 0) stats.whole = false;
      if (stats.typed && !isTyped(value)) stats.typed = false;
    }
  }
  stats.zeros += zeros;
  const error = Math.abs(sum - 1);
  if (!(error <= stats.sumError)) stats.sumError = error;
  if (ones === 1 && zeros === classes - 1) stats.oneHotRows++;
}

function addNonFinite(stats: Stats, value: number) {
  if (value === -Infinity) stats.negativeInfinite++;
  else if (value === Infinity) stats.positiveInfinite++;
  else stats.nan++;
}

/** One decimal at most, as far as doubles tell. */
function isTyped(value: number): boolean {
  if (Math.abs(value) >= 1e15) return true;
  const scaled = value * 10;
  return Math.abs(scaled - Math.round(scaled)) <= 1e-9 * Math.abs(scaled);
}

function addPair(stats: Stats, a: number, b: number) {
  if (!(a * b < 0)) return;
  stats.opposite++;
  if (Math.abs(a + b) <= 0.5 * Math.max(Math.abs(a), Math.abs(b))) stats.mirrored++;
}

/** The lowest value, where it lies far below all others. */
function maskIn({ min, size }: Stats, values: ArrayLike<number>, start: number): number | undefined {
  let next = Infinity;
  for (let i = start; i < start + size; i++) if (values[i] > min && values[i] < next) next = values[i];
  return next > min / 4 && next < Infinity ? min : undefined;
}

function largestLogSumExp(values: ArrayLike<number>, start: number, rows: number, classes: number): number {
  const step = rows * classes <= SAMPLED ? 1 : Math.max(1, Math.floor(rows / SAMPLED_ROWS));
  let largest = 0;
  for (let row = 0; row < rows; row += step) {
    let max = -Infinity;
    const at = start + row * classes;
    for (let i = at; i < at + classes; i++) if (values[i] > max) max = values[i];
    if (max === -Infinity) return Infinity;
    let sum = 0;
    for (let i = at; i < at + classes; i++) sum += Math.exp(values[i] - max);
    largest = Math.max(largest, Math.abs(max + Math.log(sum)));
    if (largest > 1) break;
  }
  return largest;
}
