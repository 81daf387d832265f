import { ndarray } from '../arrays/ndarray';
import { jensenShannon, klDivergence } from '../numerics';
import { rowColumns, type LabelledRows } from './rowColumns';
import { CompensatedSum } from '../numerics';
import type { Comparison, LossSettings } from './types';

/** Rows that are listed one by one. */
const MAX_LISTED = 100;

/** Compares rows of two arrays of one shape, block by block; p is the first, q the second. */
export class Comparer {
  private rows = 0;
  private counted = 0;
  private readonly kl = new CompensatedSum();
  private readonly reverse = new CompensatedSum();
  private readonly js = new CompensatedSum();
  private readonly lossP = new CompensatedSum();
  private readonly lossQ = new CompensatedSum();
  private readonly flips: Comparison['flips'][number][] = [];
  private flipCount = 0;
  private becameRight = 0;
  private becameWrong = 0;
  private readonly farthest: Comparison['farthest'][number][] = [];
  private rankMoved = 0;
  private undefinedRows = 0;

  constructor(private readonly settings: LossSettings) {}

  add(p: LabelledRows, q: LabelledRows): void {
    const { classes } = p;
    const count = p.logits.length / classes;
    const { temperature } = this.settings;
    const a = ndarray(Float64Array.from(p.logits), [count, classes]);
    const b = ndarray(Float64Array.from(q.logits), [count, classes]);
    const forward = klDivergence(a, b, { temperature }).data;
    const backward = klDivergence(b, a, { temperature }).data;
    const shannon = jensenShannon(a, b, { temperature }).data;
    // One set of labels serves both where only one side has them.
    const labels = p.label ? p : q;
    const ofP = rowColumns({ ...p, label: labels.label, soft: labels.soft }, this.settings);
    const ofQ = rowColumns({ ...q, label: labels.label, soft: labels.soft }, this.settings);
    for (let i = 0; i < count; i++, this.rows++) {
      const row = this.rows;
      if (Number.isNaN(shannon[i])) {
        this.undefinedRows++;
        continue;
      }
      this.kl.add(forward[i]);
      this.reverse.add(backward[i]);
      this.js.add(shannon[i]);
      this.keepFarthest({ row, jensenShannon: shannon[i], kl: forward[i] });
      const [from, to] = [ofP.top[i], ofQ.top[i]];
      const rank = rankOf(q.logits, i * classes, classes, from);
      if (rank > 0) this.rankMoved++;
      const label = ofP.rank && ofP.rank[i] >= 0 ? labels.label![i] : undefined;
      if (from !== to) {
        this.flipCount++;
        if (label === from) this.becameWrong++;
        if (label === to) this.becameRight++;
        if (this.flips.length < MAX_LISTED) this.flips.push({ row, from, to, rankOfOld: rank, label });
      }
      if (label === undefined) continue;
      this.counted++;
      this.lossP.add(ofP.loss![i]);
      this.lossQ.add(ofQ.loss![i]);
    }
  }

  build(): Comparison {
    const compared = this.rows - this.undefinedRows;
    return {
      rows: this.rows,
      undefinedRows: this.undefinedRows,
      meanKl: this.kl.value / compared,
      meanReverseKl: this.reverse.value / compared,
      meanJensenShannon: this.js.value / compared,
      flipCount: this.flipCount,
      rankMoved: this.rankMoved,
      becameRight: this.becameRight,
      becameWrong: this.becameWrong,
      flips: this.flips,
      farthest: this.farthest,
      ...(this.counted > 0 && {
        loss: {
          rows: this.counted,
          first: this.lossP.value / this.counted,
          second: this.lossQ.value / this.counted,
        },
      }),
    };
  }

  private keepFarthest(one: Comparison['farthest'][number]): void {
    const { farthest } = this;
    if (farthest.length === 10 && one.jensenShannon <= farthest[9].jensenShannon) return;
    const at = farthest.findIndex(({ jensenShannon }) => jensenShannon < one.jensenShannon);
    farthest.splice(at < 0 ? farthest.length : at, 0, one);
    farthest.length = Math.min(farthest.length, 10);
  }
}

/** How many classes are more probable than the label, equal ones count as less probable. */
function rankOf(data: Float64Array | Float32Array, start: number, classes: number, label: number): number {
  const value = data[start + label];
  let rank = 0;
  for (let i = start; i < start + classes; i++) if (data[i] > value) rank++;
  return rank;
}
