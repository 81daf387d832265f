// Sums and counts over the columns of rows, in the rows' order: the same to the bit whoever has computed the columns.

/** One bin more than there are, for the confidence 1. */
const BINS: usize = 11;
/** What is a last digit below the end of a bin lies in the next, as in src/numerics/rowTotals.ts. */
const BINS_BEYOND: f64 = 10 * (1 + 1e-14);
const COUNT: usize = 72, RIGHT: usize = COUNT + BINS * 8, CONFIDENCE: usize = RIGHT + BINS * 8;

// @ts-ignore: decorator
@inline function idAt(column: usize, row: usize, bytes: i32): i32 {
  if (bytes == 1) return load<i8>(column + row);
  return bytes == 2 ? load<i16>(column + (row << 1)) : load<i32>(column + (row << 2));
}
// @ts-ignore: decorator
@inline function increase(p: usize, by: f64): void { store<f64>(p, load<f64>(p) + by); }

/**
 * Adds rows to `totals`, which stand in the order of src/numerics/rowTotals.ts.
 *
 * @param label 0 without labels
 * @param bytes of a class id in `top` and `label`
 */
export function addUp(
  rows: i32, bytes: i32, top: usize, topProbability: usize, label: usize, loss: usize, totals: usize,
): void {
  let confident = load<f64>(totals, 48), confidence = load<f64>(totals, 56);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const p = load<f64>(topProbability + (row << 3));
    if (p != p) continue;
    confident++;
    confidence += p;
  }
  store<f64>(totals, confident, 48);
  store<f64>(totals, confidence, 56);
  if (!label) return;
  let labelled = load<f64>(totals), counted = load<f64>(totals, 8), right = load<f64>(totals, 16);
  let finite = load<f64>(totals, 24), largest = load<f64>(totals, 32);
  let sum = load<f64>(totals, 40), lost = load<f64>(totals, 64);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const id = idAt(label, row, bytes);
    if (id < 0) continue;
    labelled++;
    // Neumaier's sum, as in src/numerics/compensatedSum.ts.
    const x = load<f64>(loss + (row << 3));
    const next = sum + x, part = next - sum;
    lost += sum - (next - part) + (x - part);
    sum = next;
    if (x - x == 0) {
      finite++;
      largest = max(largest, x);
    }
    const best = idAt(top, row, bytes);
    const p = load<f64>(topProbability + (row << 3));
    if (best < 0 || p != p) continue;
    counted++;
    // Whether a row is right is an accident to the processor: it is added and not branched at.
    const isRight = <f64>(best == id);
    right += isRight;
    const bin = totals + (<usize>(p * BINS_BEYOND) << 3);
    increase(bin + COUNT, 1);
    increase(bin + RIGHT, isRight);
    increase(bin + CONFIDENCE, p);
  }
  store<f64>(totals, labelled);
  store<f64>(totals, counted, 8);
  store<f64>(totals, right, 16);
  store<f64>(totals, finite, 24);
  store<f64>(totals, largest, 32);
  store<f64>(totals, sum, 40);
  store<f64>(totals, lost, 64);
}

/** Counters of one bin are taken in turns: a count has to be written before it can be read again. */
const TURNS: usize = 4;

/**
 * Adds finite losses of rows with a label to bins of equal width from 0 on; what lies beyond the last is counted there.
 *
 * @param counts of each bin those that are right, then the others, i32 each; behind them room for three times as many
 */
export function histogram(
  rows: i32, bytes: i32, top: usize, label: usize, loss: usize, bins: i32, width: f64, counts: usize,
): void {
  const last = <f64>(bins - 1), turn = <usize>bins << 3;
  memory.fill(counts + turn, 0, (TURNS - 1) * turn);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const id = idAt(label, row, bytes);
    const x = load<f64>(loss + (row << 3));
    if (id < 0 || x - x != 0) continue;
    const bin = <usize>max(0.0, min(last, x / width));
    const isWrong = <usize>(idAt(top, row, bytes) != id);
    const at = counts + (row & (TURNS - 1)) * turn + (bin << 3) + (isWrong << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let at = counts, end = counts + turn; at < end; at += 4)
    store<i32>(at, load<i32>(at) + load<i32>(at + turn) + load<i32>(at + 2 * turn) + load<i32>(at + 3 * turn));
}
