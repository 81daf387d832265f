import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { Problems } from './problems';
import { FieldValues, RecordScanner } from './scanRecord';
import { delimiterOf, splitCsv } from './csv';
import { readNumber } from './numbers';
import { createSplitter, type RecordPlace, type RecordVisitor, type Splitter } from './splitRecords';
import { NO_LABEL } from '../arrays/noLabel';
import type { DumpFields, NoteKind, SkipKind } from './types';

/** Logits handed on at once; small enough to stay in the processor's cache between reading and computing. */
const BLOCK_ELEMENTS = 1 << 15;

/** Rows of consecutive records; the arrays are reused for the next block. */
export interface RowBlock {
  rows: number;
  classes: number;
  logits: Float64Array;
  /** Class ids as the file has them, in range or not; NO_LABEL where there is none. */
  label?: Int32Array;
  /** Labels that are a row of numbers per row. */
  soft?: Float64Array;
  /** Stored losses; NaN where a record has none. */
  storedLoss?: Float64Array;
  /** The row's record, by its place in the file; several rows of one record follow each other from part 0. */
  offset: Float64Array;
  length: Int32Array;
  line: Int32Array;
  part: Int32Array;
}

/**
 * Turns the text of a dump into blocks of rows. A record that cannot be read is skipped and reported, never guessed
 * at; the first readable record says how many classes there are.
 */
export class DumpReader implements RecordVisitor {
  readonly problems = new Problems();
  records = 0;
  blankLines = 0;
  rows = 0;
  classes = 0;

  private readonly splitter: Splitter;
  private readonly read: (place: RecordPlace) => boolean;
  private readonly logits: FieldValues;
  private readonly label?: FieldValues;
  private readonly loss?: FieldValues;
  private readonly classIds?: Map<string, number>;
  private block?: RowBlock & { capacity: number };
  private header?: string[];
  private delimiter = ',';
  private scanner?: RecordScanner;

  constructor(
    private readonly fields: DumpFields,
    private readonly onBlock: (block: RowBlock) => void,
  ) {
    const { format, records } = fields;
    this.splitter = createSplitter(format, records, this);
    this.classIds = fields.classNames && new Map(fields.classNames.map((name, id) => [name, id]));
    if (format === 'jsonl' || format === 'json') {
      const scanner = new RecordScanner();
      this.scanner = scanner;
      this.logits = scanner.want(fields.logits);
      this.label = fields.labels && scanner.want(fields.labels, { texts: true });
      this.loss = fields.loss && scanner.want(fields.loss);
      this.read = (place) => this.readJson(scanner, place);
    } else {
      this.logits = new FieldValues();
      this.label = fields.labels && new FieldValues();
      this.loss = fields.loss && new FieldValues();
      this.read = (place) => this.readCsv(place);
    }
  }

  push(chunk: Uint8Array): void {
    this.splitter.push(chunk);
  }

  /** Ends the text and hands on the last rows. `cutOff`: why the bytes ended early. */
  end(cutOff?: string): void {
    const whole = this.splitter.end();
    if (cutOff !== undefined || !whole) {
      this.problems.add({
        skipped: false,
        kind: 'file-cut-off',
        line: 0,
        offset: 0,
        length: 0,
        message: `${cutOff ?? 'the list of records is not closed: the file ends inside it'}; what came before is read`,
      });
    }
    this.flush();
  }

  record(place: RecordPlace): void {
    if (this.header === undefined && this.scanner === undefined) {
      this.readHeader(place);
      return;
    }
    this.records++;
    if (this.read(place)) this.addRows(place);
  }

  blank(): void {
    this.blankLines++;
  }

  tooLong(offset: number, line: number): void {
    this.records++;
    this.problems.add({
      skipped: true,
      kind: 'too-long',
      line,
      offset,
      length: 0,
      message: 'the record is longer than 64 MB',
    });
  }

  private readJson(scanner: RecordScanner, place: RecordPlace): boolean {
    if (!scanner.scan(place.bytes, place.start, place.end)) {
      const { kind, message } = scanner.problem;
      if (kind === 'cut-off' && place.last) {
        this.skip(place, 'cut-off', 'the last record is half written: the file ends inside it');
      } else this.skip(place, kind === 'cut-off' ? 'not-json' : kind, message);
      return false;
    }
    for (const { kind, message } of scanner.notes) this.note(place, kind, message);
    return true;
  }

  private readHeader({ bytes, start, end }: RecordPlace): void {
    const text = new TextDecoder().decode(bytes.subarray(start, end));
    this.delimiter = delimiterOf(text);
    this.header = splitCsv(text, this.delimiter);
    for (const path of [this.fields.logits, this.fields.labels ?? [], this.fields.loss ?? []]) {
      for (const name of path)
        if (!this.header.includes(name)) throw new Error(`the header has no column ${JSON.stringify(name)}`);
    }
  }

  private readCsv(place: RecordPlace): boolean {
    const text = new TextDecoder().decode(place.bytes.subarray(place.start, place.end));
    const fields = splitCsv(text, this.delimiter);
    const header = this.header!;
    if (fields.length !== header.length) {
      this.skip(
        place,
        place.last && fields.length < header.length ? 'cut-off' : 'ragged',
        `expected ${header.length} columns, as in the header, got ${fields.length}`,
      );
      return false;
    }
    const { logits, label, loss } = this;
    logits.reset();
    logits.seen = 1;
    const columns = this.fields.logits.map((name) => header.indexOf(name));
    if (columns.length === 1) {
      const list = listOf(fields[columns[0]]);
      if (!list) {
        this.skip(
          place,
          'not-a-number',
          `${header[columns[0]]}: expected numbers, got ${excerpt(fields[columns[0]])}`,
        );
        return false;
      }
      for (const value of list) logits.push(value);
    } else {
      for (const column of columns) {
        const value = numberOf(fields[column]);
        if (value === undefined) {
          this.skip(
            place,
            'not-a-number',
            `${header[column]}: expected a number, got ${excerpt(fields[column])}`,
          );
          return false;
        }
        if (fields[column] === '') logits.nulls++;
        logits.push(value);
      }
    }
    logits.rank = 1;
    logits.rows = 1;
    logits.width = logits.count;
    if (label) this.readCsvScalar(label, fields[header.indexOf(this.fields.labels![0])], true);
    if (loss) this.readCsvScalar(loss, fields[header.indexOf(this.fields.loss![0])], false);
    return true;
  }

  private readCsvScalar(values: FieldValues, text: string, texts: boolean): void {
    values.reset();
    values.seen = text === '' ? 0 : 1;
    const value = text === '' ? undefined : numberOf(text);
    if (value !== undefined) values.push(value);
    else if (texts && text !== '') values.text = text;
    values.rank = 0;
  }

  private addRows(place: RecordPlace): void {
    const { logits, fields } = this;
    const name =
      fields.logits.length > 1 && this.header ? 'the logits' : fields.logits.join('.') || 'the record';
    if (logits.seen === 0) return this.skip(place, 'no-logits', `there is no field "${name}"`);
    if (logits.rank === 0 || logits.count === 0) {
      const got = logits.count === 0 ? 'an empty list' : `the number ${logits.data[0]}`;
      return this.skip(
        place,
        logits.nulls > 0 ? 'no-logits' : 'shape',
        `${name}: expected a list of numbers, got ${got}`,
      );
    }
    const { rows, width } = logits;
    if (this.classes === 0) this.classes = width;
    else if (width !== this.classes) {
      return this.skip(
        place,
        'shape',
        `${name}: expected ${this.classes} numbers, as in the first record, got ${width}`,
      );
    }
    if (logits.nulls > 0)
      this.note(
        place,
        'null',
        `${name}: ${logits.nulls} null ${logits.nulls === 1 ? 'value is' : 'values are'} taken for NaN`,
      );
    const soft = this.isSoft();
    const block = this.room(rows, soft);
    const first = block.rows;
    const { classes } = this;
    block.logits.set(logits.data.subarray(0, logits.count), first * classes);
    for (let row = 0; row < rows; row++) {
      block.offset[first + row] = place.offset;
      block.length[first + row] = place.end - place.start;
      block.line[first + row] = place.line;
      block.part[first + row] = row;
    }
    if (block.label) this.addLabels(block, first, rows, place, soft);
    if (block.storedLoss) {
      const { loss } = this;
      const given = loss!.seen > 0 && loss!.count === rows;
      for (let row = 0; row < rows; row++) block.storedLoss[first + row] = given ? loss!.data[row] : NaN;
    }
    block.rows += rows;
    this.rows += rows;
    if (block.rows * classes >= BLOCK_ELEMENTS) this.flush();
  }

  /** One number per class where a row's label would be. */
  private isSoft(): boolean {
    const { label, logits, classes } = this;
    if (!label || label.rank < 1) return false;
    return label.rank === logits.rank && label.width === classes && label.count > 0;
  }

  private addLabels(block: RowBlock, first: number, rows: number, place: RecordPlace, soft: boolean): void {
    const { classes, fields } = this;
    const label = this.label!;
    const name = fields.labels!.join('.');
    const ids = block.label!;
    ids.fill(NO_LABEL, first, first + rows);
    if (label.seen === 0 || (label.count === 0 && label.text === undefined && label.texts.length === 0))
      return this.note(place, 'no-label', `there is no label in "${name}"; the row is left out of the loss`);
    if (soft) {
      if (label.rows !== rows)
        return this.note(
          place,
          'label-shape',
          `${name}: expected ${rows} rows, as the logits have, got ${label.rows}`,
        );
      block.soft!.set(label.data.subarray(0, label.count), first * classes);
      for (let row = 0; row < rows; row++) ids[first + row] = largest(label.data, row * classes, classes);
      return;
    }
    const count = label.text === undefined ? label.count + label.texts.length : 1;
    if (count !== rows) {
      return this.note(
        place,
        'label-shape',
        `${name}: expected ${rows === 1 ? 'one label' : `${rows} labels`}, got ${count}; the row is left out of the loss`,
      );
    }
    for (let row = 0; row < rows; row++) {
      const text = label.text ?? label.texts[row];
      const id = text === undefined ? label.data[row] : this.idOf(text, place, name);
      if (id === undefined) continue;
      if (!Number.isInteger(id) || Math.abs(id) > 2147483647) {
        this.note(
          place,
          'label-unknown',
          `${name}: expected a class id, got ${id}; the row is left out of the loss`,
        );
        continue;
      }
      ids[first + row] = id;
      if ((id < 0 || id >= classes) && id !== IGNORE_INDEX)
        this.note(
          place,
          'label-out-of-range',
          `${name}: the label is ${id}; valid class ids are 0 to ${classes - 1}`,
        );
    }
  }

  private idOf(text: string, place: RecordPlace, name: string): number | undefined {
    const known = this.classIds?.get(text);
    if (known !== undefined) return known;
    const id = text.trim() === '' ? NaN : Number(text);
    if (Number.isInteger(id)) {
      this.note(
        place,
        'label-text',
        `${name}: the label is the text ${excerpt(text)}; it is read as class ${id}`,
      );
      return id;
    }
    const expected = this.classIds
      ? 'it is none of the class names'
      : 'the file does not say which class that is';
    this.note(
      place,
      'label-unknown',
      `${name}: ${excerpt(text)}: ${expected}; the row is left out of the loss`,
    );
    return undefined;
  }

  private room(rows: number, soft: boolean): RowBlock {
    const { classes, block } = this;
    // Rows with distributions and rows with class ids are computed apart.
    if (block && block.rows > 0 && (block.soft !== undefined) !== soft) this.flush();
    if (
      this.block &&
      this.block.rows + rows <= this.block.capacity &&
      (this.block.soft !== undefined) === soft
    )
      return this.block;
    this.flush();
    const capacity = Math.max(rows, Math.ceil(BLOCK_ELEMENTS / classes) + 1);
    const made = {
      capacity,
      rows: 0,
      classes,
      logits: new Float64Array(capacity * classes),
      ...(this.label && { label: new Int32Array(capacity) }),
      ...(soft && { soft: new Float64Array(capacity * classes) }),
      ...(this.loss && { storedLoss: new Float64Array(capacity) }),
      offset: new Float64Array(capacity),
      length: new Int32Array(capacity),
      line: new Int32Array(capacity),
      part: new Int32Array(capacity),
    };
    this.block = made;
    return made;
  }

  private flush(): void {
    const { block } = this;
    if (!block || block.rows === 0) return;
    const { rows, classes } = block;
    this.onBlock({
      rows,
      classes,
      logits: block.logits.subarray(0, rows * classes),
      label: block.label?.subarray(0, rows),
      soft: block.soft?.subarray(0, rows * classes),
      storedLoss: block.storedLoss?.subarray(0, rows),
      offset: block.offset.subarray(0, rows),
      length: block.length.subarray(0, rows),
      line: block.line.subarray(0, rows),
      part: block.part.subarray(0, rows),
    });
    block.rows = 0;
  }

  private skip(place: RecordPlace, kind: SkipKind, message: string): void {
    this.problems.add({ skipped: true, kind, message, ...placeOf(place) });
  }

  private note(place: RecordPlace, kind: NoteKind, message: string): void {
    this.problems.add({ skipped: false, kind, message, ...placeOf(place) });
  }
}

function placeOf({ line, offset, start, end }: RecordPlace) {
  return { line, offset, length: end - start };
}

function largest(data: Float64Array, start: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (data[start + c] > data[start + best]) best = c;
  return best;
}

const encoder = new TextEncoder();

/** A number as CSV writes it; an empty field is NaN, as pandas writes it. */
function numberOf(text: string): number | undefined {
  if (text === '') return NaN;
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  if (/^[-+]?nan$/i.test(text)) return NaN;
  const infinite = /^([-+]?)inf(?:inity)?$/i.exec(text);
  return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : undefined;
}

/** `[0.1, 0.2]` or `0.1 0.2` in one field. */
function listOf(text: string): number[] | undefined {
  const bytes = encoder.encode(`${text.replace(/^\s*[[(]|[\])]\s*$/g, ' ')} `);
  const at = { value: 0, end: 0 };
  const values: number[] = [];
  for (let p = 0; p < bytes.length;) {
    if (bytes[p] <= 0x20 || bytes[p] === 0x2c || bytes[p] === 0x3b) p++;
    else if (readNumber(bytes, p, bytes.length - 1, at)) {
      values.push(at.value);
      p = at.end;
    } else return undefined;
  }
  return values.length > 0 ? values : undefined;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
