import * as l10n from '@vscode/l10n';
import { excerpt } from '../excerpt';
import { FieldValues } from '../fieldValues';
import type { Problems } from '../problems';
import type { Values } from '../rowsOfRecords';
import type { RecordPlace } from '../splitter';
import type { DumpFields } from '../types';
import { columnName, type Column, type ColumnarFile, type GroupReader } from './columnarFile';

/** The columns that hold logits, label and loss, and the values of the current record in them. */
export class WantedColumns {
  readonly values: Values;
  readonly columns: readonly Column[];

  private readonly logits: readonly number[];
  private readonly label: number;
  private readonly loss: number;
  private readonly beside: readonly number[];
  private readonly one = new FieldValues();

  /** Throws where a wanted column is not there, or there twice. */
  constructor(
    file: ColumnarFile,
    fields: DumpFields,
    private readonly problems: Problems,
  ) {
    const columns: Column[] = [];
    const placeOf = (name: string) => {
      const [column, second] = file.columns.filter((one) => columnName(one) === name);
      if (!column)
        throw new Error(l10n.t('there is no column {0} of numbers or texts', JSON.stringify(name)));
      if (second) throw new Error(l10n.t('there are several columns named {0}', JSON.stringify(name)));
      return columns.push(column) - 1;
    };
    this.logits = fields.logits.map(placeOf);
    this.label = fields.labels ? placeOf(fields.labels[0]) : -1;
    this.loss = fields.loss ? placeOf(fields.loss[0]) : -1;
    this.beside = (fields.beside ?? []).map(([name]) => placeOf(name));
    this.columns = columns;
    this.values = {
      logits: new FieldValues(),
      label: fields.labels && new FieldValues(),
      loss: fields.loss && new FieldValues(),
      beside: fields.beside?.map(() => new FieldValues()),
    };
  }

  /** Reads the next record's values; false where it has to be skipped, which is reported. */
  take(reader: GroupReader, place: RecordPlace): boolean {
    const { logits, label, loss, beside } = this.values;
    let isRead = true;
    if (this.logits.length === 1) {
      reader.take(this.logits[0], logits);
      isRead = this.isNumbers(logits, this.logits[0], place);
    } else isRead = this.takeRow(reader, place);
    if (label) {
      reader.take(this.label, label);
      noneWhereNull(label);
    }
    if (loss) reader.take(this.loss, loss);
    beside?.forEach((values, at) => reader.take(this.beside[at], values));
    return isRead;
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

  private isNumbers(values: FieldValues, column: number, place: RecordPlace): boolean {
    const name = columnName(this.columns[column]);
    if (values.isRagged) {
      this.problems.skip(place, 'ragged', () => l10n.t('{0}: expected lists of equal length', name));
      return false;
    }
    const text = values.text ?? values.texts[0];
    if (text === undefined) return true;
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
