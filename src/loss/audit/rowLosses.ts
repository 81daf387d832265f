import { ignoredId } from '../../arrays/ignoreIndex';
import { logSoftmax } from '../../numerics';
import { ndarray } from '../../arrays/ndarray';
import { lossInterval } from '../interval';
import { AUDITED_ELEMENTS, type AuditFacts } from './facts';
import { coarseBits, step } from './tolerance';

/** The rows that count, each with its plain loss −Σ q·log p in nats, and how far print leaves it open to either side. */
export interface RowLosses {
  /** Rows that count, and all rows. */
  count: number;
  all: number;
  classes: number;
  /** Which rows of the batch they are. */
  row: Int32Array;
  label: Int32Array;
  loss: Float64Array;
  open: Float64Array;
  /** Where the logits are at hand. */
  full?: FullRows;
}

/** count × classes each: log p, the label's distribution q, and half a unit in the last place of each logit. */
export interface FullRows {
  logits: Float64Array;
  logP: Float64Array;
  q: Float64Array;
  half: Float64Array;
  /** Of a sigmoid's outputs, where `half` is what is open of log p: the same of log(1 − p). */
  halfOfRest?: Float64Array;
  /** The same of each number of the labels, where they are rows of rounded ones. */
  halfOfLabels?: Float64Array;
  /** One a row: what float32 arithmetic may lose beside. */
  rounding: Float64Array;
  /** They were printed as probabilities: what is open of one is its own. */
  printedAsP: boolean;
  /** The labels are rows of numbers. */
  soft: boolean;
}

/** At the settings' temperature, without any other option; undefined where a table under options has no logits beside it. */
export function rowLosses(facts: AuditFacts): RowLosses | undefined {
  const { table, values } = facts;
  if (!table.label) return undefined;
  const kept = Int32Array.from([...table.label.keys()].filter((row) => table.label![row] >= 0));
  if (values && values.logits.length <= AUDITED_ELEMENTS && values.label) return fromLogits(facts, kept);
  const { labelSmoothing, classWeights, loss } = table.settings;
  if (labelSmoothing || classWeights || loss === 'sigmoid') return undefined;
  const { temperature } = table.settings;
  const losses = Float64Array.from(kept, (row) => table.loss![row]);
  return {
    count: kept.length,
    all: table.rows,
    classes: table.classes,
    row: kept,
    label: Int32Array.from(kept, (row) => table.label![row]),
    loss: losses,
    open: losses.map((one) => {
      if (table.decimals === undefined) return 0;
      const [low, high] = lossInterval(one, table.decimals, temperature);
      return (high - low) / 2;
    }),
  };
}

function fromLogits({ table, values, beside, reading }: AuditFacts, kept: Int32Array): RowLosses {
  const { classes, settings } = table;
  const { logits: given, soft } = values!;
  const size = kept.length * classes;
  const logits = new Float64Array(size);
  const q = new Float64Array(size);
  kept.forEach((row, at) => {
    for (let c = 0; c < classes; c++) logits[at * classes + c] = given[row * classes + c];
    if (soft) q.set(soft.subarray(row * classes, (row + 1) * classes), at * classes);
    else q[at * classes + table.label![row]] = 1;
  });
  const printedAsP = reading === 'probabilities';
  const ofSigmoid = reading === 'sigmoid-scores' ? halfUnitsOfSigmoid(logits, beside) : undefined;
  const half = printedAsP
    ? halfUnitsOfP(logits, beside)
    : (ofSigmoid?.yes ?? halfUnits(logits, table.decimals, beside.dtype));
  const { temperature } = settings;
  for (let i = 0; i < size; i++) {
    logits[i] /= temperature;
    half[i] /= temperature;
  }
  const logP = logSoftmax(ndarray(logits, [kept.length, classes])).data as Float64Array;
  const rounding = roundings(logits, classes);
  const halfOfLabels = soft && halfUnitsOfLabels(q);
  const full: FullRows = {
    logits,
    logP,
    q,
    half,
    ...(ofSigmoid && { halfOfRest: ofSigmoid.no }),
    halfOfLabels,
    rounding,
    printedAsP,
    soft: soft !== undefined,
  };
  const { loss, open } = crossEntropies(full, classes);
  const label = Int32Array.from(kept, (row) => table.label![row]);
  return { count: kept.length, all: table.rows, classes, row: kept, label, loss, open, full };
}

/** Half a unit of the last place of each printed number of labels; undefined where they were typed, or printed in full. */
function halfUnitsOfLabels(q: Float64Array): Float64Array | undefined {
  const isRounded = (places: number) =>
    q.every((x) => Math.abs(x * 10 ** places - Math.round(x * 10 ** places)) < 1e-6);
  if (isRounded(TYPED_PLACES)) return undefined;
  const places = ROUNDED_PLACES.find(isRounded);
  if (places !== undefined) return q.map(() => 0.5 * 10 ** -places);
  if (!q.every((x) => Number(x.toPrecision(SCIENTIFIC_DIGITS)) === x)) return undefined;
  return q.map((x) => (x === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(x)) - SCIENTIFIC_DIGITS + 1)));
}

/** People type labels with fewer digits than libraries print them with. */
const TYPED_PLACES = 3;
const ROUNDED_PLACES = [4, 5, 6];
const SCIENTIFIC_DIGITS = 5;

/** −Σ q·log p of each row, and Σ |Σq·p − q| · half + Σ |log p| · half, what the rounding of logits and labels can move it by. */
export function crossEntropies(
  {
    logP,
    q,
    half,
    halfOfLabels,
    rounding,
  }: Pick<FullRows, 'logP' | 'q' | 'half' | 'halfOfLabels' | 'rounding'>,
  classes: number,
): { loss: Float64Array; open: Float64Array } {
  const count = q.length / classes;
  const loss = new Float64Array(count);
  const open = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const from = row * classes;
    let mass = 0;
    for (let i = from; i < from + classes; i++) mass += q[i];
    for (let i = from; i < from + classes; i++) {
      if (q[i] !== 0) loss[row] -= q[i] * logP[i];
      // With what is beyond the first order of the rounding.
      open[row] += Math.abs(mass * Math.exp(logP[i]) - q[i]) * half[i] * (1 + half[i]);
      if (halfOfLabels && Number.isFinite(logP[i])) open[row] -= halfOfLabels[i] * logP[i];
    }
    open[row] += mass * rounding[row];
  }
  return { loss, open };
}

/** Half a unit in the last printed place of each logit; 0 where all digits are printed. */
function halfUnits(logits: Float64Array, decimals: number | undefined, dtype: string | undefined) {
  const bits = coarseBits(dtype);
  const digits = decimals === undefined ? significantDigits(logits) : evenDigits(logits);
  return logits.map((x) => {
    if (!Number.isFinite(x)) return 0;
    const place = decimals === undefined ? 0 : placeOf(x, decimals);
    const printed = 0.5 * (x === 0 || digits === undefined ? place : Math.max(place, unit(x, digits)));
    // A short print of few bits names the number, and not its decimals.
    return bits === 11 ? Math.max(printed, step(x, bits) / 2) : printed;
  });
}

/** The last printed place: of a number with finer digits than its neighbours, `5e-05` beside `0.9998`, its own. */
function placeOf(x: number, decimals: number): number {
  const scaled = Math.abs(x) * 10 ** decimals;
  if (x === 0 || Math.abs(scaled - Math.round(scaled)) <= 1e-6 * Math.max(1, scaled)) return 10 ** -decimals;
  return unit(x, digitsOf(x));
}

/** One in the last of so many significant digits. */
function unit(x: number, digits: number): number {
  return 10 ** (Math.floor(Math.log10(Math.abs(x))) - digits + 1);
}

/** Of the shortest text that is the number. */
function digitsOf(x: number): number {
  // eslint-disable-next-line no-restricted-syntax -- counted, not shown
  return x.toExponential().split('e')[0].replace(/[-.]/g, '').length;
}

/** Half a unit of printed probabilities, and what it is of their logarithms. */
function halfUnitsOfP(logP: Float64Array, { decimals, dtype, paired }: AuditFacts['beside']) {
  const p = logP.map(Math.exp);
  if (paired !== true) return logarithmic(unitsOfP(p, decimals, dtype), p);
  // Of a pair the second is printed, and the first its rest to 1.
  const units = unitsOfP(
    Float64Array.from({ length: p.length / 2 }, (_, i) => p[2 * i + 1]),
    decimals,
    dtype,
  );
  return logarithmic(
    p.map((_, i) => units[i >> 1]),
    p,
  );
}

/** What half a unit of a printed sigmoid is of its logarithm, and of that of its rest to 1. */
function halfUnitsOfSigmoid(logits: Float64Array, { decimals, dtype }: AuditFacts['beside']) {
  const p = logits.map((x) => 1 / (1 + Math.exp(-x)));
  const units = unitsOfP(p, decimals, dtype);
  const rest = p.map((x) => 1 - x);
  return { yes: logarithmic(units, p), no: logarithmic(units, rest) };
}

/** Logarithms and exponentials leave the last bits of a number that was printed in full. */
function unitsOfP(p: Float64Array, decimals: number | undefined, dtype: string | undefined): Float64Array {
  const printed = p.map((x) => Number(x.toPrecision(14)));
  return halfUnits(printed, decimals, dtype);
}

function logarithmic(units: Float64Array, p: Float64Array): Float64Array {
  return units.map((half, i) => -Math.log1p(-Math.min(half / p[i] || 0, 1 - 1e-12)));
}

/** A float32 loss is a difference of numbers as large as the logits, and rounded as they are. */
function roundings(logits: Float64Array, classes: number): Float64Array {
  return Float64Array.from({ length: logits.length / classes }, (_, row) => {
    let largest = 0;
    for (const x of logits.subarray(row * classes, (row + 1) * classes))
      if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x));
    return 2 ** -23 * largest;
  });
}

/** Digits in which all numbers were printed, where that was in scientific notation; undefined where it was in full. */
function significantDigits(values: Float64Array): number | undefined {
  let most = 0;
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    most = Math.max(most, digitsOf(x));
    if (most > 9) return undefined;
  }
  return most >= 4 ? most : undefined;
}

const SAMPLED = 1000;

/** Digits of numbers that were printed with so many each, `%.3g`, and not with so many places; undefined otherwise. */
function evenDigits(values: Float64Array): number | undefined {
  const digits: number[] = [];
  const places: number[] = [];
  for (const x of values.subarray(0, SAMPLED)) {
    if (!Number.isFinite(x) || x === 0) continue;
    const own = digitsOf(x);
    digits.push(own);
    places.push(own - 1 - Math.floor(Math.log10(Math.abs(x))));
  }
  const most = Math.max(...digits);
  const finest = Math.max(...places);
  const share = (of: number[], one: number) => of.filter((x) => x === one).length / of.length;
  // One number in ten ends in a zero, which is not written.
  const isEven = digits.length >= 4 && share(digits, most) >= 0.6 && share(places, finest) <= 0.5;
  return isEven && most >= 3 && most <= 9 ? most : undefined;
}

/** The ignore index under the settings. */
export function ignoreIndexOf({ table }: AuditFacts): number {
  return ignoredId(table.settings);
}
