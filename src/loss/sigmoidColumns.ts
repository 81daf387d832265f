import * as l10n from '@vscode/l10n';
import { sigmoid } from './distribution';
import type { RowFlag } from '../numerics';

/** What rows have whose classes are each a yes or no of its own. One entry a row. */
export interface SigmoidColumns {
  /** Classes with a probability above one half. */
  above: Int32Array;
  /** Classes that the row has. Absent without labels, as is the next; both are 0 where a row's label counts for nothing. */
  targets?: Int32Array;
  /** Classes on the wrong side of one half. */
  missed?: Int32Array;
}

/** Row-major; labels as `LabelledRows` has them. */
interface Rows {
  logits: Float64Array | Float32Array;
  classes: number;
  label?: Int32Array;
  soft?: Float64Array | Float32Array;
}

/** One entry a row. */
interface Columns {
  top: Int32Array;
  topProbability: Float64Array;
  margin: Float64Array;
  entropy: Float64Array;
  flags: RowFlag[];
  sigmoid: SigmoidColumns;
}

/** A target of one half or more is a yes. */
export function isTarget(z: number): boolean {
  return z >= 0.5;
}

/**
 * Columns of rows whose classes are each a yes or no: probabilities are sigmoids, the margin is between the two most
 * probable classes, the entropy that of all yes and no together, in nats. A row with a NaN has none of them.
 *
 * @param counts whether a row's label counts
 */
export function sigmoidColumns(
  { logits, classes, label, soft }: Rows,
  temperature: number,
  counts: (id: number) => boolean,
): Columns {
  const rows = classes === 0 ? 0 : logits.length / classes;
  const floats = () => new Float64Array(rows).fill(NaN);
  const [topProbability, margin, entropy] = [floats(), floats(), floats()];
  const top = new Int32Array(rows).fill(-1);
  const above = new Int32Array(rows);
  const targets = label && new Int32Array(rows);
  const missed = label && new Int32Array(rows);
  const flags: RowFlag[] = [];
  for (let row = 0; row < rows; row++) {
    const x = logits.subarray(row * classes, (row + 1) * classes);
    if (x.some(Number.isNaN)) {
      flags.push({ row, reason: 'nan', message: l10n.t('a value is NaN, so its probability is unknown') });
      continue;
    }
    const [best, second] = topTwo(x);
    top[row] = best;
    topProbability[row] = sigmoid(x[best] / temperature);
    margin[row] = topProbability[row] - (second < 0 ? 0 : sigmoid(x[second] / temperature));
    entropy[row] = 0;
    for (let c = 0; c < classes; c++) {
      entropy[row] += binaryEntropy(x[c] / temperature);
      above[row] += Number(x[c] > 0);
    }
    if (!targets || !counts(label[row])) continue;
    for (let c = 0; c < classes; c++) {
      const wanted = soft ? isTarget(soft[row * classes + c]) : c === label[row];
      targets[row] += Number(wanted);
      missed![row] += Number(wanted !== x[c] > 0);
    }
  }
  return { top, topProbability, margin, entropy, flags, sigmoid: { above, targets, missed } };
}

function topTwo(x: ArrayLike<number>): [best: number, second: number] {
  let [best, second] = [0, -1];
  for (let c = 1; c < x.length; c++) {
    if (x[c] > x[best]) [best, second] = [c, best];
    else if (second < 0 || x[c] > x[second]) second = c;
  }
  return [best, second];
}

/** Of σ(x), in nats: log(1 + e^−|x|) + |x| e^−|x| / (1 + e^−|x|). */
function binaryEntropy(x: number): number {
  const size = Math.abs(x);
  if (size === Infinity) return 0;
  const e = Math.exp(-size);
  return Math.log1p(e) + (size * e) / (1 + e);
}
