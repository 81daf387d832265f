import { ignoredId } from '../../arrays/ignoreIndex';
import { ndarray } from '../../arrays/ndarray';
import { NO_LABEL } from '../../arrays/noLabel';
import { labelRanks, softmax, softmaxLosses } from '../../numerics';
import { byteColumn, float64Column, int32Column } from '../growable';
import { rowColumns, type LabelledRows } from '../rowColumns';
import type { LossSettings } from '../types';
import { picked, pickedRows } from './columns';
import { addOutside, checkIgnored, isDistribution } from './labelRows';
import type { MisfitLabels } from './types';

/**
 * The rows that count, one entry each: those with a label and a distribution. Every figure is made of these and of no
 * others, so that no two figures disagree about what they are figures of.
 */
export interface EvaluatedRows {
  classes: number;
  /** The row's number among all rows. */
  row: Int32Array;
  label: Int32Array;
  top: Int32Array;
  /** The probability of `top`. */
  confidence: Float64Array;
  loss: Float64Array;
  /** Σ (p − z)² over all classes, z being 1 for the label; of two classes (p − z)² of the second, as Brier's score of one event. */
  brier: Float64Array;
  /** 1 where the label is among the five most probable. */
  inTopFive: Uint8Array;
  /** Rows × classes; absent where they are too many to keep. */
  probabilities?: Float64Array;
  logits?: Float64Array;
  /** Some row's label is shares of several classes: its loss and its squares are from these. */
  softLabels?: true;
  /** All rows that were looked at, and why those that are in no figure are not. */
  all: number;
  unlabelled: number;
  undefined: number;
  /** Of those without a label the ones that were given one. */
  misfit?: MisfitLabels;
}

/** Rows with everything that a calibration is fitted to. */
export interface FullRows extends EvaluatedRows {
  probabilities: Float64Array;
  logits: Float64Array;
}

/** Numbers of all rows that are kept for the figures that need every class: 128 MiB of each matrix. */
const KEPT_NUMBERS = 1 << 24;

/** Classes that may be more probable than a label in the five most probable. */
const RANKED = 5;

/** Gathers the rows that count from blocks of rows. */
export class EvaluatedRowsBuilder {
  private readonly row = int32Column();
  private readonly label = int32Column();
  private readonly top = int32Column();
  private readonly confidence = float64Column();
  private readonly loss = float64Column();
  private readonly brier = float64Column();
  private readonly inTopFive = byteColumn();
  private probabilities: ReturnType<typeof float64Column> | undefined;
  private logits: ReturnType<typeof float64Column> | undefined;
  private all = 0;
  private unlabelled = 0;
  private undefinedRows = 0;
  private softLabels = false;
  private readonly misfit: MisfitLabels = { outside: 0, id: NaN, zeros: 0 };
  private classes = 0;
  private readonly blocks = [new Float64Array(0), new Float64Array(0)];

  /** @param of how many rows there will be at most: probabilities and logits of every class are kept of not too many */
  constructor(
    private readonly settings: LossSettings,
    { rows, classes }: { rows: number; classes: number },
  ) {
    const { row, label, top, confidence, loss, brier, inTopFive } = this;
    for (const column of [row, label, top, confidence, loss, brier, inTopFive]) column.expect(rows);
    if (rows * classes > KEPT_NUMBERS) return;
    this.probabilities = float64Column();
    this.logits = float64Column();
    this.probabilities.expect(rows * classes);
    this.logits.expect(rows * classes);
  }

  add(block: LabelledRows): void {
    const { classes, label } = block;
    checkIgnored(block, this.settings);
    const rows = block.logits.length / classes;
    // float32 rows are computed as the doubles they are, not rounded on the way.
    const logits = this.room(0, block.logits.length);
    logits.set(block.logits);
    const { p, loss, rank } = this.computed({ ...block, logits });
    this.classes = classes;
    const counted = new Int32Array(rows);
    let count = 0;
    for (let i = 0; i < rows; i++) {
      if (!label || label[i] === NO_LABEL || !this.isLabelled(block, i, rank[i])) {
        this.unlabelled++;
        this.addMisfit(block, i);
      } else if (Number.isNaN(p[i * classes]) || Number.isNaN(loss[i])) this.undefinedRows++;
      else counted[count++] = i;
    }
    const [ofRow, ofLabel, ofTop] = [this.row, this.label, this.top].map((column) => column.extend(count));
    const [ofConfidence, ofLoss, ofBrier] = [this.confidence, this.loss, this.brier].map((column) =>
      column.extend(count),
    );
    const ofFive = this.inTopFive.extend(count);
    for (let to = 0; to < count; to++) {
      const i = counted[to];
      const at = i * classes;
      const top = largestOf(logits, at, classes);
      ofRow[to] = this.all + i;
      ofLabel[to] = label![i];
      ofTop[to] = top - at;
      ofConfidence[to] = p[top];
      ofLoss[to] = loss[i];
      ofFive[to] = Number(rank[i] < RANKED);
      if (block.soft && block.soft[at + label![i]] !== 1) this.softLabels = true;
      ofBrier[to] = block.soft
        ? squares(p, at, block.soft, at, classes)
        : squaresOfClass(p, at, at + label![i], classes);
    }
    this.all += rows;
    this.keep(counted.subarray(0, count), p, logits);
  }

  private isLabelled({ soft, classes }: LabelledRows, row: number, rank: number): boolean {
    if (!soft) return rank >= 0;
    return isDistribution(soft.subarray(row * classes, (row + 1) * classes), this.all + row);
  }

  /** Counts a row that is left out in spite of its label. */
  private addMisfit({ label, soft, classes }: LabelledRows, row: number): void {
    const { misfit, settings } = this;
    const id = label?.[row] ?? NO_LABEL;
    if (soft) {
      if (id !== NO_LABEL && soft.subarray(row * classes, (row + 1) * classes).every((x) => x === 0))
        misfit.zeros++;
    } else addOutside(misfit, id, settings);
  }

  /** Memory for one block after the other: made anew for each, it would cost more than what is written to it. */
  private room(which: 0 | 1, length: number): Float64Array {
    if (this.blocks[which].length < length) this.blocks[which] = new Float64Array(length);
    return this.blocks[which].subarray(0, length);
  }

  /** Probabilities and, for each row, its loss and how many classes are more probable than its label, −1 without one. */
  private computed({ logits, classes, label, soft }: LabelledRows & { logits: Float64Array }) {
    const { temperature } = this.settings;
    const ignoreIndex = ignoredId(this.settings);
    const rows = logits.length / classes;
    if (soft || !label) {
      const { loss, rank } = rowColumns({ logits, classes, label, soft }, { temperature, ignoreIndex });
      const p = softmax(ndarray(logits, [rows, classes]), { temperature }).data as Float64Array;
      const none = () => new Int32Array(rows).fill(-1);
      return { p, loss: loss ?? new Float64Array(rows).fill(NaN), rank: rank ?? none() };
    }
    const ids = label.slice();
    for (let row = 0; row < rows; row++) if (ids[row] === ignoreIndex) ids[row] = -1;
    const [p, loss] = [this.room(1, logits.length), new Float64Array(rows)];
    softmaxLosses(logits, classes, ids, temperature, { probabilities: p, losses: loss });
    const rank = new Int32Array(rows);
    labelRanks(logits, classes, ids, RANKED, rank);
    return { p, loss, rank };
  }

  /** Keeps what every class of the counted rows is given, run by run: most are neighbours. */
  private keep(counted: Int32Array, p: Float64Array, logits: Float64Array): void {
    const { probabilities, classes } = this;
    if (!probabilities) return;
    for (let from = 0, to = 0; from < counted.length; from = to) {
      while (to < counted.length && counted[to] - counted[from] === to - from) to++;
      const [begin, end] = [counted[from] * classes, (counted[from] + to - from) * classes];
      probabilities.append(p.subarray(begin, end));
      this.logits!.append(logits.subarray(begin, end));
    }
  }

  build(): EvaluatedRows {
    return {
      classes: this.classes,
      row: this.row.values,
      label: this.label.values,
      top: this.top.values,
      confidence: this.confidence.values,
      loss: this.loss.values,
      brier: this.brier.values,
      inTopFive: this.inTopFive.values,
      probabilities: this.probabilities?.values,
      logits: this.logits?.values,
      all: this.all,
      unlabelled: this.unlabelled,
      undefined: this.undefinedRows,
      ...(this.softLabels && { softLabels: true as const }),
      ...(this.misfit.outside + this.misfit.zeros > 0 && { misfit: this.misfit }),
    };
  }
}

/** Where the largest of a row stands, the first of equals. */
function largestOf(values: Float64Array, from: number, count: number): number {
  let largest = from;
  for (let at = from + 1; at < from + count; at++) if (values[at] > values[largest]) largest = at;
  return largest;
}

/** Σ (p − z)² where z is 1 at one place. */
export function squaresOfClass(p: Float64Array, from: number, own: number, classes: number): number {
  if (classes === 2) return (p[from + 1] - Number(own === from + 1)) ** 2;
  let sum = 0;
  for (let i = from; i < from + classes; i++) {
    const d = i === own ? p[i] - 1 : p[i];
    sum += d * d;
  }
  return sum;
}

function squares(
  p: Float64Array,
  from: number,
  z: Float64Array | Float32Array,
  zFrom: number,
  classes: number,
): number {
  if (classes === 2) return (p[from + 1] - z[zFrom + 1]) ** 2;
  let sum = 0;
  for (let i = 0; i < classes; i++) sum += (p[from + i] - z[zFrom + i]) ** 2;
  return sum;
}

/** Some of the rows, by their places in the columns. */
export function pickRows(rows: EvaluatedRows, at: Int32Array): EvaluatedRows {
  const { classes, probabilities, logits } = rows;
  return {
    ...rows,
    row: picked(rows.row, at),
    label: picked(rows.label, at),
    top: picked(rows.top, at),
    confidence: picked(rows.confidence, at),
    loss: picked(rows.loss, at),
    brier: picked(rows.brier, at),
    inTopFive: picked(rows.inTopFive, at),
    probabilities: probabilities && pickedRows(probabilities, classes, at),
    logits: logits && pickedRows(logits, classes, at),
  };
}

/** The same rows under other probabilities: top class, confidence, loss and squares follow from them. */
export function withProbabilities(rows: EvaluatedRows, p: Float64Array): EvaluatedRows {
  const { classes, label } = rows;
  const n = label.length;
  const top = new Int32Array(n);
  const confidence = new Float64Array(n);
  const loss = new Float64Array(n);
  const brier = new Float64Array(n);
  const inTopFive = new Uint8Array(n);
  for (let row = 0; row < n; row++) {
    const from = row * classes;
    const own = from + label[row];
    let best = from;
    let above = 0;
    for (let i = from; i < from + classes; i++) {
      if (p[i] > p[best]) best = i;
      if (p[i] > p[own]) above++;
    }
    top[row] = best - from;
    confidence[row] = p[best];
    loss[row] = -Math.log(p[own]);
    brier[row] = squaresOfClass(p, from, own, classes);
    inTopFive[row] = Number(above < 5);
  }
  return { ...rows, top, confidence, loss, brier, inTopFive, probabilities: p };
}
