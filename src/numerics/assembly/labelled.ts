// What figures are made of, of rows whose statistics are there: a column of each quantity, and counts of what rows and their
// labels are like. Loops of the host's over the same would take longer than the exponentials of short rows.
import { find } from './accurate';
import { larger } from './ranks';
import { STATISTICS } from './statistics';

/** No label: NO_LABEL of src/arrays/noLabel.ts. */
const NONE: i32 = i32.MIN_VALUE;
/** How far from 1 the sum of a printed distribution may be. */
const TOLERANCE: f64 = 1e-3;
/** Of ranks that are counted, those below it are among the five. */
const FIVE: i32 = 5;

/** Writes a class id, −1 for none, in as many bytes as its column has. */
// @ts-ignore: decorator
@inline function put(column: usize, row: usize, bytes: i32, id: i32): void {
  if (bytes == 1) store<i8>(column + row, <i8>id);
  else if (bytes == 2) store<i16>(column + (row << 1), <i16>id);
  else store<i32>(column + (row << 2), id);
}
// @ts-ignore: decorator
@inline function add(counts: usize, at: usize, count: i32): void {
  store<f64>(counts + (at << 3), load<f64>(counts + (at << 3)) + <f64>count);
}

// @ts-ignore: decorator
@inline function sumsToOne<X>(x: usize, n: i32): bool {
  let sum: f64 = 0;
  for (const end = x + <usize>n * sizeof<X>(); x < end; x += sizeof<X>()) {
    const value = <f64>load<X>(x);
    if (!(value >= 0 && value <= 1)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= TOLERANCE;
}

/**
 * The columns of rows and, where labels are given, those of their labels. Adds up `counts`, in the order of
 * src/numerics/rowTotals.ts, and how many rows have each rank up to the limit.
 *
 * @param given class ids as they are given, i32 each; 0 without labels
 * @param bytes of a class id in `top` and `label`
 */
// @ts-ignore: decorator
@inline function describe<X>(
  x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, given: usize, ignored: i32, bytes: i32, limit: i32,
  top: usize, topProbability: usize, logSumExp: usize, label: usize, loss: usize, counts: usize, ranks: usize,
): void {
  const size = <usize>n * sizeof<X>();
  let irregular = 0, units = 0, logUnits = 0;
  let missing = 0, left = 0, outside = 0, infinite = 0, inFive = 0, finite = 0, right = 0;
  let least = load<f64>(counts, 80), most = load<f64>(counts, 88), sum = load<f64>(counts, 96);
  for (let row: usize = 0; row < <usize>rows; row++, x += size, statistics += STATISTICS) {
    const max = load<f64>(statistics), tail = load<f64>(statistics, 24), log = load<f64>(statistics, 32);
    const hasSoftmax = tail == tail;
    const best = hasSoftmax ? find<X>(x, n, <X>max) : -1;
    put(top, row, bytes, best);
    store<f64>(topProbability + (row << 3), 1 / (1 + tail));
    const whole = log == log ? max / temperature + log : max;
    store<f64>(logSumExp + (row << 3), whole);
    if (whole - whole != 0) irregular++;
    else if (temperature == 1 && Math.abs(whole) <= TOLERANCE) logUnits++;
    else if (sumsToOne<X>(x, n)) units++;
    if (!given) continue;
    const id = load<i32>(given + (row << 2));
    if (id == NONE) missing++;
    else if (id == ignored) left++;
    else {
      const value = <f64>id;
      if (!(value >= least)) least = value;
      if (!(value <= most)) most = value;
      if (<u32>id >= <u32>n) outside++;
    }
    if (id == ignored || <u32>id >= <u32>n) {
      put(label, row, bytes, -1);
      store<f64>(loss + (row << 3), NaN);
      continue;
    }
    put(label, row, bytes, id);
    const own = load<X>(x + <usize>id * sizeof<X>());
    const one = log - (<f64>own - max) / temperature;
    store<f64>(loss + (row << 3), one);
    if (one == Infinity) infinite++;
    const rank = <f64>own == max ? 0 : larger<X>(x, n, own, limit);
    const at = ranks + (<usize>rank << 2);
    store<i32>(at, load<i32>(at) + 1);
    inFive += <i32>(rank < FIVE && hasSoftmax);
    const plain = whole - <f64>own / temperature;
    if (plain - plain != 0) continue;
    finite++;
    sum += plain;
    right += <i32>(best == id);
  }
  add(counts, 0, irregular);
  add(counts, 1, units);
  add(counts, 2, logUnits);
  add(counts, 3, missing);
  add(counts, 4, left);
  add(counts, 5, outside);
  add(counts, 6, infinite);
  add(counts, 7, inFive);
  add(counts, 8, finite);
  add(counts, 9, right);
  store<f64>(counts, least, 80);
  store<f64>(counts, most, 88);
  store<f64>(counts, sum, 96);
}
export function describe32(
  x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, given: usize, ignored: i32, bytes: i32, limit: i32,
  top: usize, topProbability: usize, logSumExp: usize, label: usize, loss: usize, counts: usize, ranks: usize,
): void {
  describe<f32>(
    x, rows, n, temperature, statistics, given, ignored, bytes, limit,
    top, topProbability, logSumExp, label, loss, counts, ranks,
  );
}
export function describe64(
  x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, given: usize, ignored: i32, bytes: i32, limit: i32,
  top: usize, topProbability: usize, logSumExp: usize, label: usize, loss: usize, counts: usize, ranks: usize,
): void {
  describe<f64>(
    x, rows, n, temperature, statistics, given, ignored, bytes, limit,
    top, topProbability, logSumExp, label, loss, counts, ranks,
  );
}
