import { ignoredId } from '../arrays/ignoreIndex';
import { float64Column, idColumn, int32Column, type ClassIds } from './growable';
import { NeighbourSums, type Neighbours } from './neighbours';
import { NO_LABEL } from '../arrays/noLabel';
import type { IntegerColumn } from '../arrays/integerColumn';
import { PackedColumn } from './packedColumn';
import {
  addMaskedLabels,
  ColumnsMemory,
  RANK_LIMIT,
  rowColumns,
  type LabelledRows,
  type RowColumns,
} from './rowColumns';
import {
  CompensatedSum,
  Described,
  describeRows,
  noneDescribed,
  reduced,
  rowFlag,
  TOP_FIVE,
} from '../numerics';
import { RowCounts } from './rowCounts';
import { standAlone } from './sequences';
import type { SigmoidColumns } from './sigmoidColumns';
import type { LossSettings, RowFlag } from './types';
import { addFacts, addFactsOf, addIrregular, noFacts, type ValueFacts } from './valueFacts';

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

/**
 * Everything that figures, findings and reports are made of: one column a quantity, one entry a row. A file may have
 * millions of rows: what no figure is made of is not kept of each.
 */
export interface LossTable {
  rows: number;
  classes: number;
  settings: LossSettings;
  /** Class id, −1 where the row counts for nothing. Absent without labels. */
  label?: ClassIds;
  /** Labels as given, where one is out of range; NO_LABEL where there is none. */
  givenLabel?: IntegerColumn;
  top: ClassIds;
  topProbability: Float64Array;
  loss?: Float64Array;
  counts: RowCounts;
  /** Rows with a distribution whose label is among the five most probable. */
  inTopFive: number;
  /** Every row leaves all classes about as likely: none is surer than thrice a guess, nor far in entropy. */
  isNearUniform: boolean;
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

const TOP_K = [1, 2, 3, 5, 10] as const;
/** Flagged rows that are kept one by one. */
const MAX_FLAGS = 1000;

/** Rows that follow others, and stand alone, with class ids: plain data that another thread has computed. */
export interface TablePart extends Pick<
  LossTable,
  | 'rows'
  | 'classes'
  | 'top'
  | 'topProbability'
  | 'label'
  | 'loss'
  | 'storedLoss'
  | 'inTopFive'
  | 'isNearUniform'
  | 'flags'
  | 'labels'
> {
  values: ValueFacts;
  /** How many rows have each rank. */
  ranks: Int32Array;
}

/** What a table's columns are put into: of several that are built one after the other, each may take that of the one before. */
export class TableMemory {
  label = idColumn(0);
  top = idColumn(0);
  readonly topProbability = float64Column();
  readonly loss = float64Column();
  readonly storedLoss = float64Column();
  readonly columns = new ColumnsMemory();
  private classes = 0;

  /** The first rows tell how wide class ids are. */
  begin(classes: number): void {
    if (this.classes === classes) return;
    this.classes = classes;
    this.label = idColumn(classes);
    this.top = idColumn(classes);
  }

  expect(rows: number): void {
    const { label, top, topProbability, loss, storedLoss } = this;
    for (const column of [label, top, topProbability, loss, storedLoss]) column.expect(rows);
  }

  /** Empty again. */
  restart(): this {
    const { label, top, topProbability, loss, storedLoss } = this;
    for (const column of [label, top, topProbability, loss, storedLoss]) column.length = 0;
    return this;
  }
}

/** Builds a table from blocks of rows, in memory of about 20 bytes a row, whatever a row's length. */
export class LossTableBuilder {
  private readonly counts = new RowCounts();
  private readonly isPart: boolean;
  private readonly keepsGiven: boolean;
  private readonly given: PackedColumn;
  private readonly in: TableMemory;
  private readonly above = int32Column();
  private readonly targets = int32Column();
  private readonly missed = int32Column();
  private readonly flags: RowFlag[] = [];
  private readonly values = noFacts();
  private readonly ranks = new Int32Array(RANK_LIMIT + 1);
  /** Of the rows' weights, where classes have some. */
  private readonly weight = new CompensatedSum();
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
  private inTopFive = 0;
  private isNearUniform = true;
  private hasLabels = false;
  private hasStoredLoss = false;
  private rows = 0;
  private classes = 0;
  private expected = 0;

  /**
   * @param beside where labels are kept as they are given, if somebody keeps them; the memory for the rest; and whether all
   *   is to be added elsewhere, where it is summed up in the rows' order
   */
  constructor(
    private readonly settings: LossSettings,
    beside: { given?: PackedColumn; memory?: TableMemory; isPart?: boolean } = {},
  ) {
    this.isPart = beside.isPart ?? false;
    this.keepsGiven = beside.given === undefined;
    this.given = beside.given ?? new PackedColumn();
    this.in = beside.memory?.restart() ?? new TableMemory();
    this.neighbours = new NeighbourSums(settings);
  }

  add(block: LabelledRows & { storedLoss?: Float64Array }): void {
    const { classes, logits, label: given, soft, storedLoss } = block;
    this.begin(classes);
    if (storedLoss) this.addStoredLosses(storedLoss);
    if (this.isPlain(block)) return this.addPlain(block);
    if (given) this.countLabels(given, classes, soft !== undefined);
    if (soft) this.countSoft(soft, classes);
    const columns = rowColumns(block, this.settings, this.in.columns);
    addFacts(this.values, logits, classes, columns.logSumExp, this.settings.temperature === 1);
    this.neighbours.add(block, columns);
    this.addFlags(columns.flags);
    const top = this.in.top.extend(columns.top.length);
    top.set(columns.top);
    const { topProbability } = columns;
    this.in.topProbability.append(topProbability);
    if (columns.sigmoid) this.addSigmoids(columns.sigmoid);
    if (given) this.addLosses(given, columns, top);
    else if (!this.isPart) this.counts.add({ top, topProbability }, classes);
    this.isNearUniform &&= isNearUniform(block, topProbability, this.settings);
    this.rows += columns.top.length;
  }

  /** Rows of class ids that stand alone, under the plain loss: what nearly all files are. */
  private isPlain({ classes, label, soft, part }: LabelledRows): boolean {
    const { labelSmoothing, classWeights, loss } = this.settings;
    if (labelSmoothing || classWeights || loss === 'sigmoid' || soft || classes === 0) return false;
    return !label || !part || standAlone(part);
  }

  /** Adds such rows in one pass of the kernels. */
  private addPlain(block: LabelledRows): void {
    const { classes, logits, label: given } = block;
    const { temperature } = this.settings;
    const ignoreIndex = ignoredId(this.settings);
    const rows = logits.length / classes;
    const { neighbours, ranks } = this;
    const columns = {
      top: this.in.top.extend(rows),
      topProbability: this.in.topProbability.extend(rows),
      logSumExp: this.in.columns.of(rows).logSumExp,
      ...(given && { label: this.in.label.extend(rows), loss: this.in.loss.extend(rows) }),
    };
    const counts = noneDescribed();
    counts[Described.Sum] = neighbours.sums.own.loss;
    describeRows(logits, classes, { temperature, ignoreIndex, given }, columns, { counts, ranks });
    if (counts[Described.Irregular] + counts[Described.Infinite] > 0) this.addFlagged(block, columns);
    addFactsOf(this.values, counts, rows);
    if (given) {
      this.hasLabels = true;
      this.addLabelFacts(labelFactsOf(counts, rows));
      this.inTopFive += counts[Described.InTopFive];
      if (this.keepsGiven) this.given.append(given);
    }
    neighbours.addAlone(block, columns, counts);
    if (!this.isPart) this.counts.add(columns, classes);
    this.isNearUniform &&= isNearUniform(block, columns.topProbability, this.settings);
    this.rows += rows;
  }

  /** Of a plain block: rows whose values are no distribution's logits, or whose label has none. */
  private addFlagged(
    { logits, classes }: LabelledRows,
    { topProbability, logSumExp, loss }: Pick<RowColumns, 'topProbability' | 'logSumExp' | 'loss'>,
  ): void {
    const flags: RowFlag[] = [];
    for (let row = 0; row < logSumExp.length; row++) {
      if (Number.isFinite(logSumExp[row])) continue;
      addIrregular(this.values, logits.subarray(row * classes, (row + 1) * classes));
      const flag = rowFlag(logSumExp[row], topProbability[row]);
      if (flag) flags.push({ row, ...flag });
    }
    if (loss) addMaskedLabels(loss, flags);
    this.addFlags(flags);
  }

  /** Adds what another builder took under the same settings. */
  addPart(part: TablePart): void {
    const { rows, classes, label, loss, storedLoss, labels, values } = part;
    this.begin(classes);
    for (const key of Object.keys(values) as (keyof ValueFacts)[]) this.values[key] += values[key];
    this.addFlags(part.flags);
    this.isNearUniform &&= part.isNearUniform;
    this.in.top.append(part.top);
    this.in.topProbability.append(part.topProbability);
    if (storedLoss) this.addStoredLosses(storedLoss);
    if (label && loss) {
      this.hasLabels = true;
      this.addLabelFacts(labels);
      this.in.label.append(label);
      this.in.loss.append(loss);
      this.inTopFive += part.inTopFive;
      for (let rank = 0; rank <= RANK_LIMIT; rank++) this.ranks[rank] += part.ranks[rank];
    }
    this.counts.add(part, classes);
    this.rows += rows;
  }

  /** What was added so far, to be added elsewhere; valid until its memory is used again. */
  take(): TablePart {
    const { rows, classes, hasLabels, flags, values, labels, ranks, inTopFive, isNearUniform } = this;
    const { top, topProbability, label, loss, storedLoss } = this.in;
    return {
      ...{ rows, classes, flags, values, labels, ranks, inTopFive, isNearUniform },
      top: top.values,
      topProbability: topProbability.values,
      ...(hasLabels && { label: label.values, loss: loss.values }),
      ...(this.hasStoredLoss && { storedLoss: storedLoss.values }),
    };
  }

  /** How many rows there will be, as far as is known. */
  expect(rows: number): void {
    this.expected = rows;
    this.in.expect(rows);
  }

  build(): LossTable {
    const { settings, hasLabels, labels } = this;
    const { reduction = 'mean' } = settings;
    const { sum, labelled } = this.counts;
    const reducedLoss = reduced(reduction, sum, settings.classWeights ? this.weight.value : labelled);
    return {
      rows: this.rows,
      classes: this.classes,
      settings,
      ...(hasLabels && {
        label: this.in.label.values,
        loss: this.in.loss.values,
        ...(labels.outOfRange > 0 && { givenLabel: this.given }),
        ...(reducedLoss !== undefined && { reduced: reducedLoss }),
      }),
      ...(this.hasStoredLoss && { storedLoss: this.in.storedLoss.values }),
      top: this.in.top.values,
      topProbability: this.in.topProbability.values,
      counts: this.counts,
      inTopFive: this.inTopFive,
      isNearUniform: this.isNearUniform && this.rows > 0,
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

  private begin(classes: number): void {
    if (this.classes === classes) return;
    this.classes = classes;
    if (this.rows > 0) return;
    this.in.begin(classes);
    this.expect(this.expected);
  }

  private addFlags(flags: readonly RowFlag[]): void {
    for (const flag of flags)
      if (this.flags.length < MAX_FLAGS) this.flags.push({ ...flag, row: flag.row + this.rows });
  }

  private addStoredLosses(losses: Float64Array): void {
    this.hasStoredLoss = true;
    this.in.storedLoss.append(losses);
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
    const ignoreIndex = ignoredId(this.settings);
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

  private addLabelFacts({ min, max, ...counts }: LabelFacts): void {
    const { labels } = this;
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) labels[key] += counts[key];
    // Labels that are all ignored have neither.
    if (min < labels.min || Number.isNaN(labels.min)) labels.min = min;
    if (max > labels.max || Number.isNaN(labels.max)) labels.max = max;
  }

  private addLosses(label: Int32Array, columns: RowColumns, top: ClassIds): void {
    const { ranks } = this;
    const { topProbability, loss, weight } = columns;
    const counted = this.in.label.extend(label.length);
    const inTopFive = countRanks(columns.rank!, label, counted, ranks, columns.top, topProbability);
    this.inTopFive += inTopFive;
    if (this.keepsGiven) this.given.append(label);
    this.in.loss.append(loss!);
    if (this.isPart) return;
    this.counts.add({ top, topProbability, label: counted, loss }, this.classes);
    const { classWeights, loss: kind } = this.settings;
    if (!classWeights) return;
    // A sigmoid's weights are inside its rows' means.
    const one = kind === 'sigmoid' ? undefined : weight;
    for (let row = 0; row < counted.length; row++) if (counted[row] >= 0) this.weight.add(one ? one[row] : 1);
  }
}

/** Counts ranks, and writes the labels that count; returns how many are among the five most probable. */
function countRanks(
  rank: Int32Array,
  label: Int32Array,
  counted: ClassIds,
  ranks: Int32Array,
  top: Int32Array,
  topProbability: Float64Array,
): number {
  let inTopFive = 0;
  for (let row = 0; row < label.length; row++) {
    const r = rank[row];
    counted[row] = r >= 0 ? label[row] : -1;
    if (r < 0) continue;
    ranks[r]++;
    if (r < TOP_FIVE && top[row] >= 0 && topProbability[row] >= 0) inTopFive++;
  }
  return inTopFive;
}

/** Rows whose entropies are taken at once: of most files the first ones tell. */
const UNIFORM_ROWS = 1 << 10;

/** Of the softmax: entropies are asked for where probabilities leave it open. */
function isNearUniform(
  { logits, classes }: LabelledRows,
  topProbability: Float64Array,
  settings: LossSettings,
): boolean {
  if (settings.loss === 'sigmoid' || !topProbability.every((p) => p <= 3 / classes)) return false;
  const step = UNIFORM_ROWS * classes;
  for (let at = 0; at < logits.length; at += step) {
    const { entropy } = rowColumns({ logits: logits.subarray(at, at + step), classes }, settings);
    if (!entropy.every((one) => one >= 0.95 * Math.log(classes))) return false;
  }
  return true;
}

/** What the kernels counted of so many labels. */
function labelFactsOf(counts: Float64Array, rows: number): LabelFacts {
  const missing = counts[Described.Missing];
  return {
    given: rows - missing,
    missing,
    ignored: counts[Described.Ignored],
    outOfRange: counts[Described.OutOfRange],
    min: counts[Described.Least],
    max: counts[Described.Most],
    softRows: 0,
    multiHotRows: 0,
    oneHotRows: 0,
  };
}

/** The table of rows in memory. */
export function lossTable(rows: LabelledRows, settings: LossSettings, decimals?: number): LossTable {
  const builder = new LossTableBuilder(settings);
  builder.add(rows);
  return { ...builder.build(), decimals };
}
