import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { LabelledRows } from '../../loss/rowColumns';

/** Fewer rows, or classes, fall by chance, or since one class is rare. */
const LEAST_ROWS = 10;
const LEAST_CLASSES = 3;

/**
 * Scores that were sorted, the largest of each row first: their places are no classes, and labels that are class IDs would be
 * compared with them all the same.
 */
export class FallingScores {
  private isFalling = true;
  private rows = 0;
  private first?: number;
  private differ = false;
  private firstRow?: readonly number[];
  /** A model that says the same of every row is a baseline, in whatever order its classes stand. */
  private vary = false;

  constructor(private readonly name: string) {}

  add({ logits, label, soft, classes }: LabelledRows): void {
    if (!this.isFalling) return;
    this.isFalling = label !== undefined && !soft && classes >= LEAST_CLASSES;
    for (let row = 0; this.isFalling && row < label!.length; row++)
      this.addRow(logits, row * classes, classes, label![row]);
  }

  private addRow(logits: ArrayLike<number>, start: number, classes: number, label: number): void {
    for (let at = start + 1; at < start + classes; at++)
      if (logits[at] > logits[at - 1]) this.isFalling = false;
    if (!(logits[start] > logits[start + classes - 1])) return;
    this.firstRow ??= Array.from({ length: classes }, (_, at) => logits[start + at]);
    this.vary ||= this.firstRow.some((x, at) => logits[start + at] !== x);
    this.rows++;
    this.first ??= label;
    if (label !== this.first) this.differ = true;
  }

  /** Throws where every row falls from left to right. */
  check(): void {
    if (!this.isFalling || !this.differ || !this.vary || this.rows < LEAST_ROWS) return;
    throw new Error(
      l10n.t(
        'The scores in “{0}” fall from left to right in every row: they seem to be sorted, so their positions are not classes. Write scores in the order of the classes; if they already are, name them in “logits”.',
        printable(this.name, 80),
      ),
    );
  }
}
