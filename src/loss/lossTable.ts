import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { byteColumn, float64Column, int32Column } from './growable';
import { NeighbourSums, type Neighbours } from './neighbours';
import { NO_LABEL } from '../arrays/noLabel';
import { ColumnsMemory, RANK_LIMIT, rowColumns, type LabelledRows, type RowColumns } from './rowColumns';
import { CompensatedSum, reduced } from '../numerics';
import type { SigmoidColumns } from './sigmoidColumns';
import type { LossSettings, RowFlag } from './types';
import { addFacts, noFacts, type ValueFacts } from './valueFacts';

/** What the labels of a batch are like. */
export interface LabelFacts {
  /** Rows that have a label, ignored ones and those out of range included. */
  given: number;
  ignored: number;
  missing: number;
  /** Labels that are no class: not ignored, and outside 0 … C − 1. */
  outOfRange: number;
  /** Over labels that are not ignored; NaN without any. */
  min: number;
  max: number;
  /** Rows of numbers per class: how many have several classes set to 1 and the rest 0, and one set. */
  softRows: number;
  multiHotRows: number;
  oneHotRows: number;
}

/** Everything that figures, findings and reports are made of: one column a quantity, one entry a row. */
export interface LossTable {
  rows: number;
  classes: number;
  settings: LossSettings;
  /** Class id, −1 where the row counts for nothing. Absent without labels. */
  label?: Int32Array;
  /** Labels as given, where one is out of range; NO_LABEL where there is none. */
  givenLabel?: Int32Array;
  top: Int32Array;
  topProbability: Float64Array;
  margin: Float64Array;
  entropy: Float64Array;
  loss?: Float64Array;
  weight?: Float64Array;
  inTopFive: Uint8Array;
  /** Under the sigmoid's loss. */
  sigmoid?: SigmoidColumns;
  /** A loss stored beside each row; NaN where there is none. */
  storedLoss?: Float64Array;
  /** Mean or sum, as the settings say. */
  reduced?: number;
  flags: readonly RowFlag[];
  values: ValueFacts;
  labels: LabelFacts;
  /** Rows whose label is among the k most probable, for k of 1, 2, 3, 5, 10. */
  topK: readonly { k: number; rows: number }[];
  decimals?: number;
  /** Where rows with class ids stand in sequences. */
  neighbours?: Neighbours;
}

export const TOP_K = [1, 2, 3, 5, 10] as const;
/** Flagged rows that are kept one by one. */
const MAX_FLAGS = 1000;

/** Rows with what was computed of them. */
export interface ComputedRows extends Pick<LabelledRows, 'classes' | 'label'> {
  storedLoss?: Float64Array;
  columns: RowColumns;
  facts: ValueFacts;
}

/** Builds a table from blocks of rows, in memory of about 60 bytes a row, whatever a row's length. */
export class LossTableBuilder {
  private readonly label = int32Column();
  private readonly givenLabel = int32Column();
  private readonly top = int32Column();
  private readonly topProbability = float64Column();
  private readonly margin = float64Column();
  private readonly entropy = float64Column();
  private readonly loss = float64Column();
  private readonly weight = float64Column();
  private readonly inTopFive = byteColumn();
  private readonly storedLoss = float64Column();
  private readonly above = int32Column();
  private readonly targets = int32Column();
  private readonly missed = int32Column();
  private readonly flags: RowFlag[] = [];
  private readonly values = noFacts();
  /** How many rows have each rank. */
  private readonly ranks = new Int32Array(RANK_LIMIT + 1);
  private readonly sum = new CompensatedSum();
  private readonly denominator = new CompensatedSum();
  private readonly labels: LabelFacts = {
    given: 0,
    ignored: 0,
    missing: 0,
    outOfRange: 0,
    min: NaN,
    max: NaN,
    softRows: 0,
    multiHotRows: 0,
    oneHotRows: 0,
  };
  private readonly neighbours: NeighbourSums;
  private readonly memory = new ColumnsMemory();
  private hasLabels = false;
  private hasStoredLoss = false;
  private rows = 0;
  private classes = 0;

  constructor(private readonly settings: LossSettings) {
    this.neighbours = new NeighbourSums(settings);
  }

  add(block: LabelledRows & { storedLoss?: Float64Array }): void {
    const { classes, logits, label: given, soft } = block;
    if (given) this.countLabels(given, classes, soft !== undefined);
    if (soft) this.countSoft(soft, classes);
    const columns = rowColumns(block, this.settings, this.memory);
    addFacts(this.values, logits, classes, columns.logSumExp, this.settings.temperature === 1);
    this.neighbours.add(block, columns);
    this.addColumns(block, columns);
  }

  /** Adds rows that stand alone, with class ids, whose columns and facts were computed elsewhere under the same settings. */
  addComputed({ classes, label, storedLoss, columns, facts }: ComputedRows): void {
    if (label) this.countLabels(label, classes, false);
    for (const key of Object.keys(facts) as (keyof ValueFacts)[]) this.values[key] += facts[key];
    this.addColumns({ classes, label, storedLoss }, columns);
  }

  private addColumns(
    { classes, label: given, storedLoss }: Pick<ComputedRows, 'classes' | 'label' | 'storedLoss'>,
    columns: RowColumns,
  ): void {
    const count = columns.top.length;
    this.classes = classes;
    for (const flag of columns.flags)
      if (this.flags.length < MAX_FLAGS) this.flags.push({ ...flag, row: flag.row + this.rows });
    this.top.append(columns.top);
    this.topProbability.append(columns.topProbability);
    this.margin.append(columns.margin);
    this.entropy.append(columns.entropy);
    if (columns.sigmoid) this.addSigmoids(columns.sigmoid);
    if (storedLoss) {
      this.hasStoredLoss = true;
      this.storedLoss.append(storedLoss);
    }
    if (given) this.addLosses(given, columns, count);
    this.rows += count;
  }

  /** How many rows there will be, as far as is known. */
  expect(rows: number): void {
    const { label, givenLabel, top, topProbability, margin, entropy, loss, weight, inTopFive, storedLoss } =
      this;
    const columns = [
      label,
      givenLabel,
      top,
      topProbability,
      margin,
      entropy,
      loss,
      weight,
      inTopFive,
      storedLoss,
    ];
    for (const column of columns) column.expect(rows);
  }

  build(): LossTable {
    const { settings, hasLabels, labels } = this;
    const { reduction = 'mean' } = settings;
    const reducedLoss = reduced(reduction, this.sum.value, this.denominator.value);
    return {
      rows: this.rows,
      classes: this.classes,
      settings,
      ...(hasLabels && {
        label: this.label.values,
        loss: this.loss.values,
        weight: this.weight.values,
        ...(labels.outOfRange > 0 && { givenLabel: this.givenLabel.values }),
        ...(reducedLoss !== undefined && { reduced: reducedLoss }),
      }),
      ...(this.hasStoredLoss && { storedLoss: this.storedLoss.values }),
      top: this.top.values,
      topProbability: this.topProbability.values,
      margin: this.margin.values,
      entropy: this.entropy.values,
      inTopFive: this.inTopFive.values,
      ...(settings.loss === 'sigmoid' && { sigmoid: this.sigmoids() }),
      flags: this.flags,
      values: this.values,
      labels,
      ...(this.neighbours.sums.next.rows > 0 && { neighbours: this.neighbours.sums }),
      topK: TOP_K.filter((k) => k === 1 || k < this.classes).map((k) => ({
        k,
        rows: this.ranks.subarray(0, k).reduce((sum, rows) => sum + rows, 0),
      })),
    };
  }

  private addSigmoids({ above, targets, missed }: SigmoidColumns): void {
    this.above.append(above);
    if (targets) this.targets.append(targets);
    if (missed) this.missed.append(missed);
  }

  private sigmoids(): SigmoidColumns {
    const above = this.above.values;
    return this.hasLabels ? { above, targets: this.targets.values, missed: this.missed.values } : { above };
  }

  private countLabels(given: Int32Array, classes: number, soft: boolean): void {
    const { labels } = this;
    const { ignoreIndex = IGNORE_INDEX } = this.settings;
    this.hasLabels = true;
    let { missing, ignored, outOfRange, min, max } = labels;
    for (let row = 0; row < given.length; row++) {
      const id = given[row];
      if (id === NO_LABEL) missing++;
      else if (id === ignoreIndex && !soft) ignored++;
      else {
        if (!(id >= min)) min = id;
        if (!(id <= max)) max = id;
        if (id < 0 || id >= classes) outOfRange++;
      }
    }
    labels.given += given.length - (missing - labels.missing);
    Object.assign(labels, { missing, ignored, outOfRange, min, max });
  }

  private countSoft(soft: Float64Array | Float32Array, classes: number): void {
    const { labels } = this;
    for (let at = 0; at < soft.length;) {
      let set = 0;
      let isHot = true;
      for (const end = at + classes; at < end; at++) {
        if (soft[at] === 1) set++;
        else if (soft[at] !== 0) isHot = false;
      }
      labels.softRows++;
      if (isHot && set === 1) labels.oneHotRows++;
      else if (isHot) labels.multiHotRows++;
    }
  }

  private addLosses(label: Int32Array, columns: RowColumns, count: number): void {
    const { ranks, sum, denominator } = this;
    const loss = columns.loss!;
    const weight = columns.weight!;
    const rank = columns.rank!;
    const scaled = this.settings.classWeights !== undefined && this.settings.loss !== 'sigmoid';
    const counted = this.label.extend(count);
    const inTopFive = this.inTopFive.extend(count);
    for (let row = 0; row < count; row++) {
      const r = rank[row];
      counted[row] = r >= 0 ? label[row] : -1;
      inTopFive[row] = Number(r >= 0 && r < 5);
      if (r < 0) continue;
      ranks[r]++;
      sum.add(loss[row]);
      // A sigmoid's weights are inside its rows' means.
      denominator.add(scaled ? weight[row] : 1);
    }
    this.givenLabel.append(label);
    this.loss.append(loss);
    this.weight.append(weight);
  }
}

/** The table of rows in memory. */
export function lossTable(rows: LabelledRows, settings: LossSettings, decimals?: number): LossTable {
  const builder = new LossTableBuilder(settings);
  builder.add(rows);
  return { ...builder.build(), decimals };
}
