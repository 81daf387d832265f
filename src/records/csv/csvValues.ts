import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { Scanner, SPACE } from '../../text/scanner/scanner';
import { excerpt } from '../text/excerpt';
import { FieldValues } from '../fields/fieldValues';
import { listInText } from '../text/listInText';
import { addNumbersInCell } from './numbersInCell';
import { namedScoresInText } from '../fields/namedScores';
import { plainNumber, readNumber } from '../text/numbers';
import type { Problems } from '../problems';
import type { WantedCells } from '../text/shortRecords';
import type { CsvFields } from './splitCsv';
import type { RecordPlace } from '../text/splitter';
import type { DumpFields, FieldPath } from '../types';
import { textFields } from '../textFields';

const BLANK = 0x20;
/** From so many on, numbers are read at once: a call into WebAssembly takes as long as a few of them. */
const MANY_COLUMNS = 8;

const TRUTHS: ReadonlyMap<string, number> = new Map([
  ['false', 0],
  ['true', 1],
]);

/** One for all readers: it holds nothing from one record to the next. */
let shared: Scanner | undefined;

/** A wanted column is not there. */
export class NoColumn extends Error {
  constructor(private readonly column: string) {
    super(l10n.t('The header has no column {0}.', JSON.stringify(column)));
  }

  /** The same of a file. */
  of(file: string): Error {
    return new Error(l10n.t('{0}: the header has no column “{1}”.', file, printable(this.column, 80)));
  }
}

/** Reads the wanted columns of CSV records. */
export class CsvValues {
  readonly logits = new FieldValues();
  /** Whose the scores are, where that stands in a column beside them. */
  readonly names?: FieldValues;
  readonly label?: FieldValues;
  readonly loss?: FieldValues;
  readonly beside?: readonly FieldValues[];
  private readonly number = { value: 0, end: 0 };
  private readonly scanner = (shared ??= new Scanner());
  private header: readonly string[] = [];
  private logitsColumns: readonly number[] = [];
  /** The columns of the logits stand side by side, in order. */
  private isRun = false;
  private namesColumn = -1;
  private labelColumn = -1;
  /** Of labels that have a column for each class. */
  private labelColumns: readonly number[] = [];
  private lossColumn = -1;
  private besideColumns: readonly number[] = [];
  /** Columns of one name that are wanted, of which the others have to hold what the first does. */
  private readonly copies: (readonly [first: number, other: number])[] = [];
  /** Of classes, where a label that is a number is one. */
  private readonly namesOfNumbers: ReadonlySet<string>;

  constructor(
    private readonly fields: DumpFields,
    private readonly problems: Problems,
  ) {
    this.namesOfNumbers = new Set(fields.labelsByName && fields.classNames);
    this.names = fields.scored?.beside && new FieldValues();
    this.label = fields.labels && new FieldValues();
    this.loss = fields.loss && new FieldValues();
    this.beside = textFields(fields)?.map(() => new FieldValues());
  }

  /** Throws where a wanted column is not there. */
  readHeader({ count, text }: CsvFields): void {
    const { logits, labels, loss } = this.fields;
    this.header = Array.from({ length: count }, (_, column) => text(column));
    const columns = new Map<string, number[]>();
    this.header.forEach((name, column) => {
      const same = columns.get(name);
      if (same) same.push(column);
      else columns.set(name, [column]);
    });
    const columnOf = (name: string) => {
      const [column, ...others] = columns.get(name) ?? [];
      if (column === undefined) throw new NoColumn(name);
      for (const other of others) this.copies.push([column, other]);
      return column;
    };
    const first = (path: FieldPath | undefined) => (path ? columnOf(path[0]) : -1);
    this.logitsColumns = logits.map(columnOf);
    this.isRun = this.logitsColumns.every((column, i) => column === this.logitsColumns[0] + i);
    this.namesColumn = first(this.fields.scored?.beside);
    this.labelColumn = first(labels);
    if (this.fields.hotLabels) this.labelColumns = labels!.map(columnOf);
    this.lossColumn = first(loss);
    this.besideColumns = (textFields(this.fields) ?? []).map(first);
  }

  /** Where the wanted values stand; undefined where all columns of one name are looked at. */
  cells(delimiter: string): WantedCells | undefined {
    if (this.copies.length > 0) return undefined;
    return {
      columns: this.header.length,
      logits: this.logitsColumns,
      label: this.labelColumn,
      loss: this.lossColumn,
      delimiter,
    };
  }

  /** False where the record has to be skipped, which is reported. */
  read(place: RecordPlace, fields: CsvFields): boolean {
    const { logits, label, loss, logitsColumns } = this;
    const { bytes } = place;
    if (!this.isWhole(place, fields)) return false;
    this.checkCopies(fields);
    if (this.fields.scalar === 'label') return this.readLabel(bytes, fields);
    logits.reset();
    logits.seen = 1;
    logits.rank = 1;
    logits.rows = 1;
    if (this.names) this.readScalar(this.names, bytes, fields, this.namesColumn);
    const isNamed = this.fields.scored !== undefined && this.names === undefined;
    const isRead = isNamed
      ? this.readNamed(place, fields, logitsColumns[0])
      : logitsColumns.length === 1
        ? this.readList(place, fields, logitsColumns[0])
        : this.readColumns(place, fields, logitsColumns);
    if (!isRead) return false;
    logits.width = logits.count;
    if (label && this.labelColumns.length > 0) this.readFlags(label, fields);
    else if (label) this.readScalar(label, bytes, fields, this.labelColumn);
    if (loss) this.readScalar(loss, bytes, fields, this.lossColumn, false);
    this.readBeside(fields);
    return true;
  }

  private readLabel(bytes: Uint8Array, fields: CsvFields): boolean {
    this.readScalar(this.logits, bytes, fields, this.logitsColumns[0]);
    this.logits.seen = 1;
    this.readBeside(fields);
    return true;
  }

  private readBeside(fields: CsvFields): void {
    this.beside?.forEach((values, at) => {
      values.text = fields.text(this.besideColumns[at]);
    });
  }

  private isWhole(place: RecordPlace, { count, isQuoteOpen }: CsvFields): boolean {
    const { header, problems } = this;
    if (isQuoteOpen) {
      problems.skip(place, 'cut-off', () => l10n.t('the file ends inside a quoted field'));
      return false;
    }
    if (count === header.length) return true;
    problems.skip(place, place.last && count < header.length ? 'cut-off' : 'ragged', () =>
      l10n.t('expected {0} columns, as in the header, got {1}', header.length, count),
    );
    return false;
  }

  /** Throws where columns of one name differ: nobody says which one is meant. */
  private checkCopies(fields: CsvFields): void {
    for (const [first, other] of this.copies) {
      const [one, two] = [fields.text(first), fields.text(other)];
      if (one === two) continue;
      throw new Error(
        l10n.t(
          'The header has several columns named “{0}”, and they differ: one holds {1} and another {2}. Give each a name of its own.',
          printable(this.header[first], 80),
          excerpt(one),
          excerpt(two),
        ),
      );
    }
  }

  private readColumns(place: RecordPlace, fields: CsvFields, columns: readonly number[]): boolean {
    const { logits } = this;
    if (this.isRun && columns.length >= MANY_COLUMNS && this.readRun(place.bytes, fields, columns))
      return true;
    for (const column of columns) {
      if (this.readPlain(place.bytes, fields, column)) {
        logits.push(this.number.value);
        continue;
      }
      const text = fields.text(column);
      const value = text === '' ? NaN : plainNumber(text);
      if (value === undefined) return this.notNumbers(place, column, text, false);
      if (text === '') logits.nulls++;
      logits.push(value);
    }
    return true;
  }

  /** Plain numbers in all columns, read at once; false where one is something else. */
  private readRun(bytes: Uint8Array, fields: CsvFields, columns: readonly number[]): boolean {
    const { scanner, logits } = this;
    const start = fields.startOf(columns[0]);
    const run = bytes.subarray(start, fields.endOf(columns[columns.length - 1]));
    // Two numbers in a field would make up for one that is missing.
    if (run.includes(BLANK)) return false;
    scanner.startBytes(run);
    for (let at = 0; at < run.length;) {
      scanner.numbers(at, at > 0 && scanner.open);
      if (scanner.count === 0 || (scanner.flags & SPACE && fields.delimiter !== '\t')) break;
      logits.append(scanner.values, scanner.count);
      at = scanner.at;
    }
    if (logits.count === columns.length && scanner.at === run.length && scanner.open) return true;
    logits.count = 0;
    return false;
  }

  /** The usual number, straight from its bytes. */
  private readPlain(bytes: Uint8Array, fields: CsvFields, column: number): boolean {
    const start = fields.startOf(column);
    const end = fields.endOf(column);
    const c = bytes[start];
    const mayBeNumber = c === 0x2d || c === 0x2e || (c >= 0x30 && c <= 0x39);
    return mayBeNumber && readNumber(bytes, start, end, this.number, true) && this.number.end === end;
  }

  /** `[0.1, 0.2]` or `0.1 0.2` in one field. */
  private readList(place: RecordPlace, fields: CsvFields, column: number): boolean {
    if (this.readPlain(place.bytes, fields, column)) {
      this.logits.push(this.number.value);
      return true;
    }
    if (addNumbersInCell(this.logits, place.bytes, fields.startOf(column), fields.endOf(column))) return true;
    this.logits.count = 0;
    const text = fields.text(column);
    const list = /^[ta]/.test(text) ? text.replace(/^(?:tensor|array)\((\[[^\]]*\])[^[\]]*\)$/, '$1') : text;
    const tokens = list.replace(/^[[(]|[\])]$/g, ' ').match(/[^\s,;]+/g) ?? [];
    for (const token of tokens) {
      const value = token === 'null' ? NaN : plainNumber(token);
      if (value === undefined) break;
      this.logits.push(value);
    }
    return (
      (tokens.length > 0 && this.logits.count === tokens.length) || this.notNumbers(place, column, text, true)
    );
  }

  /** `{'cat': 0.9, 'dog': 0.1}`, or a list of names and scores. */
  private readNamed(place: RecordPlace, fields: CsvFields, column: number): boolean {
    const text = fields.text(column);
    const scores = namedScoresInText(text);
    if (!scores) return this.notNumbers(place, column, text, true);
    this.logits.append(Float64Array.from(scores.scores), scores.scores.length);
    this.logits.texts = [...scores.names];
    return true;
  }

  private notNumbers(place: RecordPlace, column: number, text: string, many: boolean): false {
    this.problems.skip(place, 'not-a-number', () =>
      many
        ? l10n.t('{0}: expected numbers, got {1}', this.header[column], excerpt(text))
        : l10n.t('{0}: expected a number, got {1}', this.header[column], excerpt(text)),
    );
    return false;
  }

  /** A 0 or 1 for each class; none where one is missing. */
  private readFlags(values: FieldValues, fields: CsvFields): void {
    values.reset();
    for (const column of this.labelColumns) {
      const text = fields.text(column);
      const value = TRUTHS.get(text.toLowerCase()) ?? plainNumber(text);
      if (value === undefined) break;
      values.push(value);
    }
    const isWhole = values.count === this.labelColumns.length;
    if (!isWhole) values.reset();
    values.seen = isWhole ? 1 : 0;
    values.rank = values.rows = 1;
    values.width = values.count;
  }

  private readScalar(
    values: FieldValues,
    bytes: Uint8Array,
    fields: CsvFields,
    column: number,
    texts = true,
  ): void {
    values.reset();
    values.rank = 0;
    values.seen = 1;
    if (this.namesOfNumbers.size === 0 && this.readPlain(bytes, fields, column))
      return values.push(this.number.value);
    if (texts && addNumbersInCell(values, bytes, fields.startOf(column), fields.endOf(column))) {
      values.rank = values.rows = 1;
      values.width = values.count;
      return;
    }
    values.count = 0;
    const text = fields.text(column);
    values.seen = text === '' ? 0 : 1;
    if (texts && this.namesOfNumbers.has(text)) {
      values.text = text;
      return;
    }
    const value = plainNumber(text);
    if (value !== undefined) return values.push(value);
    const list = texts ? listInText(text) : undefined;
    if (list) values.take(list);
    else if (texts && text !== '') values.text = text;
  }
}
