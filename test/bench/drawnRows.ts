// Rows of an evaluation as they might be: for benchmarks.
import { ndarray } from '../../src/arrays/ndarray';
import { EvaluatedRowsBuilder, type EvaluatedRows } from '../../src/loss/evaluation/evaluatedRows';
import { softmax } from '../../src/numerics';

export const CLASSES = 10;

let state = 1;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Draws the same rows from here on, whatever was drawn before. */
export function drawAnew(): void {
  state = 1;
}

/** Rows whose label is drawn from the softmax of the logits over 1.5, so that the model is too sure of itself. */
export function drawRows(rows: number, classes = CLASSES): { logits: Float64Array; label: Int32Array } {
  const logits = Float64Array.from(
    { length: rows * classes },
    () => (random() + random() + random() - 1.5) * 4,
  );
  const p = softmax(ndarray(logits, [rows, classes]), { temperature: 1.5 }).data;
  const label = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let left = random();
    let c = 0;
    while (c < classes - 1 && (left -= p[row * classes + c]) > 0) c++;
    label[row] = c;
  }
  return { logits, label };
}

export function rowsOf({ logits, label }: ReturnType<typeof drawRows>, classes = CLASSES): EvaluatedRows {
  const builder = new EvaluatedRowsBuilder({ temperature: 1 }, { rows: label.length, classes });
  const step = 100_000;
  for (let from = 0; from < label.length; from += step)
    builder.add({
      classes,
      logits: logits.subarray(from * classes, (from + step) * classes),
      label: label.subarray(from, from + step),
    });
  return builder.build();
}
