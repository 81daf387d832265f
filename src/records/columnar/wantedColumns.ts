import * as l10n from '@vscode/l10n';
import { excerpt } from '../text/excerpt';
import { FieldValues } from '../fields/fieldValues';
import type { Problems } from '../problems';
import type { Values } from '../rowsOfRecords';
import type { RowBlock } from '../rowBlocks';
import type { RecordPlace } from '../text/splitter';
import type { DumpFields } from '../types';
import { textFields } from '../textFields';
import { isOfScores } from './namedColumns';
import { columnName, type Column, type ColumnarFile, type GroupReader, type Numbers } from './columnarFile';

/** The columns that hold logits, label and loss, and the values of the current record in them. */
export class WantedColumns {
  readonly values: Values;
  readonly columns: readonly Column[];

  private readonly logits: readonly number[];
  /** Of the classes that scores are of, beside them. */
  private readonly names: number;
  private readonly label: number;
  /** Of labels that have a column for each class. */
  private readonly flags: readonly number[];
  private readonly loss: number;
  private readonly beside: readonly number[];
  /** Labels that are names of classes are looked up, one by one. */
  private readonly byName: boolean;
  /** Each record has one score. */
  private readonly areSingles: boolean;
  private readonly one = new FieldValues();

  /** Throws where a wanted column is not there, or there twice. */
  constructor(
    file: ColumnarFile,
    fields: DumpFields,
    private readonly problems: Problems,
  ) {
    const columns: Column[] = [];
    const byName = new Map<string, Column[]>();
    for (const column of file.columns) {
      const same = byName.get(columnName(column));
      if (same) same.push(column);
      else byName.set(columnName(column), [column]);
    }
    const placeOf = (name: string) => {
      const [column, second] = byName.get(name) ?? [];
      if (!column)
        throw new Error(l10n.t('there is no column {0} of numbers or texts', JSON.stringify(name)));
      if (second) throw new Error(l10n.t('there are several columns named {0}', JSON.stringify(name)));
      return columns.push(column) - 1;
    };
    this.logits = fields.logits.map(placeOf);
    this.names = fields.scored?.beside ? placeOf(fields.scored.beside[0]) : -1;
    this.flags = fields.hotLabels ? fields.labels!.map(placeOf) : [];
    this.label = fields.labels && !fields.hotLabels ? placeOf(fields.labels[0]) : -1;
    this.loss = fields.loss ? placeOf(fields.loss[0]) : -1;
    this.beside = (textFields(fields) ?? []).map(([name]) => placeOf(name));
    this.byName = fields.labelsByName ?? false;
    this.areSingles = fields.scalar !== undefined;
    this.columns = columns;
    this.values = {
      logits: new FieldValues(),
      names: fields.scored?.beside && new FieldValues(),
      label: fields.labels && new FieldValues(),
      loss: fields.loss && new FieldValues(),
      beside: textFields(fields)?.map(() => new FieldValues()),
    };
  }

  /** Reads the next record's values; false where it has to be skipped, which is reported. */
  take(reader: GroupReader, place: RecordPlace): boolean {
    const { logits, names, label, loss, beside } = this.values;
    let isRead = true;
    if (this.logits.length === 1) {
      reader.take(this.logits[0], logits);
      isRead = this.isNumbers(logits, this.logits[0], place);
    } else isRead = this.takeRow(reader, place);
    if (names) reader.take(this.names, names);
    if (label && this.flags.length > 0) this.takeFlags(reader, label);
    else if (label) {
      reader.take(this.label, label);
      noneWhereNull(label);
    }
    if (loss) reader.take(this.loss, loss);
    beside?.forEach((values, at) => reader.take(this.beside[at], values));
    return isRead;
  }

  /** A 0 or 1 for each class; none where one is missing. */
  private takeFlags(reader: GroupReader, label: FieldValues): void {
    label.reset();
    let nulls = 0;
    for (const column of this.flags) {
      reader.take(column, this.one);
      label.append(this.one.data, this.one.count);
      nulls += this.one.nulls;
    }
    const isWhole = nulls === 0 && label.count === this.flags.length;
    if (!isWhole) label.reset();
    label.seen = isWhole ? 1 : 0;
    label.rank = label.rows = 1;
    label.width = label.count;
  }

  /** A row whose classes stand in columns of their own. */
  private takeRow(reader: GroupReader, place: RecordPlace): boolean {
    const { one } = this;
    const { logits } = this.values;
    logits.reset();
    let isRead = true;
    // Every column is read on, or the next record would get this one's values.
    for (const column of this.logits) {
      reader.take(column, one);
      isRead &&= this.isNumbers(one, column, place);
      logits.append(one.data, one.count);
      logits.nulls += one.nulls;
    }
    logits.seen = logits.rank = logits.rows = 1;
    logits.width = logits.count;
    return isRead;
  }

  /**
   * Reads the next records into a block, for as long as each is a row of numbers, one for each class, with a class id beside
   * it where there are labels; returns how many, up to `most`.
   */
  takeRun(reader: GroupReader, block: RowBlock, most: number): number {
    const { classes, rows } = block;
    const { label, loss } = this;
    if (!reader.uniform || this.beside.length > 0 || this.byName || this.flags.length > 0) return 0;
    const width = this.logits.length === 1 && !this.areSingles ? classes : 0;
    let records = most;
    for (const column of this.logits) records = Math.min(records, reader.uniform(column, width, records));
    for (const column of [label, loss])
      if (column >= 0) records = Math.min(records, reader.uniform(column, 0, records));
    if (label >= 0 && records > 0)
      records = fillIds(reader.numbers!(label, 0, records), block.label!.subarray(rows), classes);
    if (records === 0 || this.hasBigints(reader, width)) return 0;
    this.logits.forEach((column, first) => {
      const numbers = reader.numbers!(column, width, records);
      if (width > 0) fill(block.logits, numbers, rows * classes, 1);
      else fill(block.logits, numbers, rows * classes + (this.areSingles ? 1 : first), classes);
      reader.pass!(column, width, records);
    });
    if (label >= 0) reader.pass!(label, 0, records);
    if (loss >= 0) {
      fill(block.storedLoss!, reader.numbers!(loss, 0, records), rows, 1);
      reader.pass!(loss, 0, records);
    }
    return records;
  }

  /** No double may hold them: they are read value by value, and told as what they are. */
  private hasBigints({ numbers }: GroupReader, width: number): boolean {
    const isBigint = (column: number) => numbers!(column, width, 0) instanceof BigInt64Array;
    return (
      this.logits.some(isBigint) || (this.loss >= 0 && numbers!(this.loss, 0, 0) instanceof BigInt64Array)
    );
  }

  private isNumbers(values: FieldValues, column: number, place: RecordPlace): boolean {
    const name = columnName(this.columns[column]);
    if (values.isRagged) {
      this.problems.skip(place, 'ragged', () => l10n.t('{0}: expected lists of equal length', name));
      return false;
    }
    const text = values.text ?? values.texts[0];
    if (text === undefined || isOfScores(this.columns[column])) return true;
    this.problems.skip(place, 'not-a-number', () =>
      l10n.t('{0}: expected a number, got {1}', name, excerpt(text)),
    );
    return false;
  }
}

/** A label that is null is none. */
function noneWhereNull(label: FieldValues): void {
  if (label.rank === 0 && label.nulls > 0) label.count = 0;
}

/** Class ids, up to the first that is none; returns how many. */
function fillIds(numbers: Numbers, ids: Int32Array, classes: number): number {
  for (let i = 0; i < numbers.length; i++) {
    const id = Number(numbers[i]);
    if (!(id >= 0 && id < classes && Number.isInteger(id))) return i;
    ids[i] = id;
  }
  return numbers.length;
}

function fill(into: Float64Array, numbers: Numbers, at: number, stride: number): void {
  if (stride === 1 && !(numbers instanceof BigInt64Array)) into.set(numbers, at);
  else for (let i = 0; i < numbers.length; i++) into[at + i * stride] = Number(numbers[i]);
}
