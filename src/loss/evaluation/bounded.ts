import type { FullRows } from './evaluatedRows';

/** The log-odds of 10⁻¹⁵, by which scikit-learn's `log_loss` long bounded probabilities too. */
const LEAST_BOUND = -Math.log(1e-15);

interface Bounded {
  rows: FullRows;
  /** How far below its row's largest what was infinite is now; absent where nothing was. */
  bound?: number;
}

/**
 * The rows with a number for each logit of −∞, of a probability that was rounded to 0: as far below the row's largest as any
 * finite one is, and as `LEAST_BOUND` at least. No scale and no slope can be told from what is infinite.
 */
export function bounded(rows: FullRows): Bounded {
  const { classes, logits } = rows;
  if (!logits.includes(-Infinity)) return { rows };
  let bound = LEAST_BOUND;
  const largest = new Float64Array(logits.length / classes).fill(-Infinity);
  logits.forEach((x, at) => {
    const row = Math.floor(at / classes);
    if (x > largest[row]) largest[row] = x;
  });
  logits.forEach((x, at) => {
    if (x !== -Infinity) bound = Math.max(bound, largest[Math.floor(at / classes)] - x);
  });
  const finite = logits.map((x, at) => (x === -Infinity ? largest[Math.floor(at / classes)] - bound : x));
  return { rows: { ...rows, logits: finite }, bound };
}

/** The same, where a label has −∞: else such classes may be masked, and stay far below all others. */
export function unlessMasked(rows: FullRows): Bounded {
  const { classes, label, logits } = rows;
  return label.some((id, row) => logits[row * classes + id] === -Infinity) ? bounded(rows) : { rows };
}
