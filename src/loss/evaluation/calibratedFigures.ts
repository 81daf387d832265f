import { drawnOf, eceByChanceOf } from './byChance';
import { squaresOfClass, type EvaluatedRows } from './evaluatedRows';
import { reliabilityOfSums } from './figures';
import { BINS, binOf } from './rankedRows';
import { binned } from './topFigures';
import type { CalibratedFigures } from './types';
import { proportion } from './wilson';

/** Draws by which the calibrated figures' error by chance is told: its mean alone. */
const DRAWS = 200;

/** Rows that are summed by themselves: what rounding takes from each sum does not grow with the rows. */
const PART = 1024;

/** What rows are judged by under calibrated probabilities: figures that none of their order matters to. */
export function calibratedFigures(
  { classes, label }: Pick<EvaluatedRows, 'classes' | 'label'>,
  p: Float64Array,
  seed: number,
): CalibratedFigures {
  const n = label.length;
  const confidence = new Float64Array(n);
  const [count, hits, sum, variance, part] = [0, 1, 2, 3, 4].map(() => new Float64Array(BINS));
  let [loss, brier, right] = [0, 0, 0];
  for (let first = 0; first < n; first += PART) {
    const end = Math.min(n, first + PART);
    let [losses, squares] = [0, 0];
    part.fill(0);
    for (let row = first, from = first * classes; row < end; row++, from += classes) {
      const own = from + label[row];
      let top = from;
      for (let at = from + 1; at < from + classes; at++) if (p[at] > p[top]) top = at;
      const surest = p[top];
      const bin = binOf(surest);
      losses -= Math.log(p[own]);
      squares += squaresOfClass(p, from, own, classes);
      confidence[row] = surest;
      count[bin]++;
      part[bin] += surest;
      variance[bin] += surest * (1 - surest);
      if (top !== own) continue;
      right++;
      hits[bin]++;
    }
    loss += losses;
    brier += squares;
    for (let bin = 0; bin < BINS; bin++) sum[bin] += part[bin];
  }
  // In their order: what is drawn of them is the same whatever order the rows are in.
  const drawn = drawnOf(confidence, { count, variance }).map((some) => some.sort());
  const gaps = { n, count, hits, sum };
  return {
    meanLoss: { value: loss / n },
    brier: { value: brier / n },
    ece: { value: binned(gaps)[0] },
    eceByChance: { value: eceByChanceOf({ n, count, variance, drawn }, seed, DRAWS).value },
    accuracy: proportion(right, n)!,
    reliability: reliabilityOfSums(gaps),
  };
}
