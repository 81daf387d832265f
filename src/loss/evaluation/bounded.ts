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
  const largest = new Float64Array(logits.length / classes);
  for (let row = 0, from = 0; row < largest.length; row++, from += classes) {
    let [most, least] = [-Infinity, Infinity];
    for (let at = from; at < from + classes; at++) {
      const x = logits[at];
      if (x > most) most = x;
      if (x < least && x !== -Infinity) least = x;
    }
    largest[row] = most;
    if (most - least > bound) bound = most - least;
  }
  const finite = logits.slice();
  for (let at = finite.indexOf(-Infinity); at >= 0; at = finite.indexOf(-Infinity, at + 1))
    finite[at] = largest[Math.floor(at / classes)] - bound;
  return { rows: { ...rows, logits: finite }, bound };
}

/** The same, where a label has −∞: else such classes may be masked, and stay far below all others. */
export function unlessMasked(rows: FullRows): Bounded {
  const { classes, label, logits } = rows;
  return label.some((id, row) => logits[row * classes + id] === -Infinity) ? bounded(rows) : { rows };
}
