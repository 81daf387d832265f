import { areWrittenShares } from '../../arrays/shares';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { axesOfSumOne } from './axisSums';

/** Fewer rows may end in a whole number by accident. */
const LEAST_ROWS = 10;

/**
 * Scores with the class ID of each row as its last number, as `np.c_[probs, y]` writes them, apart; undefined where nothing is sure to be
 * that.
 */
export function withoutLabelColumn({
  shape,
  data,
}: NDArray): { scores: NDArray; labels: NDArray } | undefined {
  const [rows, width] = shape;
  const classes = width - 1;
  if (shape.length !== 2 || rows < LEAST_ROWS || classes < 2) return undefined;
  const labels = new Float64Array(rows);
  const scores = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const id = data[row * width + classes];
    if (!Number.isInteger(id) || id < 0 || id >= classes) return undefined;
    labels[row] = id;
    scores.set(data.subarray(row * width, row * width + classes), row * classes);
  }
  const apart = { scores: ndarray(scores, [rows, classes]), labels: ndarray(labels, [rows]) };
  const areShares = areWrittenShares(scores);
  const areScores = areShares
    ? axesOfSumOne(apart.scores, [1]).length > 0
    : scores.some((x) => !Number.isInteger(x));
  return areScores && labels.some((id) => id !== labels[0]) ? apart : undefined;
}
