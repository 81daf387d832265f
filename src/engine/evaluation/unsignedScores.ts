import * as l10n from '@vscode/l10n';
import { numberText } from '../../arrays/words/numberText';
import { printable } from '../../arrays/words/printable';
import type { LabelledRows } from '../../loss/rowColumns';

/** Of fewer rows all may be of one sign. */
const LEAST_ROWS = 10;
/** From here on a sigmoid is 1 to thirteen digits: a scale of its own, as from 0 to 100. */
const LARGE = 30;

/** One score a row that nobody calls a logit, none of which is negative: points or percent, of which a sigmoid makes nothing. */
export class UnsignedScores {
  private rows = 0;
  private least = Infinity;
  private most = -Infinity;

  constructor(private readonly name: string) {}

  /** Rows of two classes, of which the score is the second one's. */
  add({ logits }: LabelledRows): void {
    for (let at = 1; at < logits.length; at += 2) {
      const score = logits[at];
      if (!Number.isFinite(score)) continue;
      this.rows++;
      this.least = Math.min(this.least, score);
      this.most = Math.max(this.most, score);
    }
  }

  check(): void {
    if (this.rows < LEAST_ROWS || this.least < 0 || this.most < LARGE) return;
    throw new Error(
      l10n.t(
        '“{0}” goes from {1} to {2}, but logits usually include negative values. Write probabilities from 0 to 1; if the numbers are logits, name them in “logits”.',
        printable(this.name, 80),
        numberText(this.least, 6),
        numberText(this.most, 6),
      ),
    );
  }
}
