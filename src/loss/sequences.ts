import { NO_LABEL } from '../arrays/noLabel';

/** The position of each row in its sequence, where every so many rows are one. */
export function partsOf(rows: number, steps: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % steps);
}

/**
 * Labels of a language model: the logits at t belong to the label at t + 1, so each row takes its successor's; the
 * last position of a sequence has none.
 *
 * @param part the position of each row in its sequence
 */
export function shiftLabels(label: Int32Array, part: Int32Array): Int32Array {
  return label.map((_, row) => (isFollowed(part, row) ? label[row + 1] : NO_LABEL));
}

/** Whether the next row continues the same sequence. */
export function isFollowed(part: Int32Array, row: number): boolean {
  return row + 1 < part.length && part[row + 1] === part[row] + 1;
}

/** Whether no row continues a sequence. */
export function standAlone(part: Int32Array): boolean {
  for (let row = 0; row < part.length; row++) if (part[row] !== 0) return false;
  return true;
}
