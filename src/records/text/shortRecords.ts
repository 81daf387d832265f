import { instantiate, VALUES, WINDOW, type Exports } from '../../text/scanner/instance';
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './jsonBytes';
import type { RowBlock } from '../rowBlocks';
import type { DumpFields, FieldPath } from '../types';

/** What stands between two pieces of text that all records share; ../text/scanner/assembly/records.ts has the same. */
const END = 0;
const LOGITS = 1;
const NUMBER = 2;
const LABEL = 3;
const LOSS = 4;
const TEXT = 5;
const WORD = 6;
const CELL = 7;
const LIST = 8;

/** Linear memory as laid out in ../text/scanner/assembly/layout.ts. */
const ROWS = 8192;
const ROW_VALUES = 65536;
const OFFSETS = VALUES + ROW_VALUES * 8 + 32;
const LENGTHS = OFFSETS + ROWS * 8;
const LABELS = LENGTHS + ROWS * 4;
const LOSSES = LABELS + ROWS * 4;
const FORM = LOSSES + ROWS * 8;
const FORM_BYTES = 1 << 17;

/** Text that is copied into the window at once: with the numbers in it, it stays in a core's second-level cache. */
const COPIED = 1 << 16;
/** A record longer than this is not one of many short ones: its numbers cost more than its keys. */
const MAX_LENGTH = 1 << 14;
/** Records that are looked at for a form of their own, while none lasts. */
const MAX_FORMS = 32;

const BLANK = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** The keys and brackets of a record, or the delimiters of its fields, byte for byte, and the kind of each value between them. */
interface Form {
  /** All pieces in one; piece i ends at `ends[i]`. Value i stands behind it; behind the last the line ends. */
  pieces: Uint8Array;
  ends: Int32Array;
  kinds: Uint8Array;
  /** How many numbers a value of logits has, and in the upper half which class the first is. */
  spans: Uint32Array;
  classes: number;
  /** Stands between the numbers of a list, and ends a field of CSV. */
  delimiter: number;
}

/** Which columns of delimited text are wanted; −1 for none. */
export interface WantedCells {
  columns: number;
  logits: readonly number[];
  label: number;
  loss: number;
  delimiter: string;
}

type ShortFields = Pick<DumpFields, 'logits' | 'labels' | 'loss' | 'scalar'>;

/** Where a row's numbers go that one value holds: how many, and which class the first is. One score alone is the second class's. */
const spanOf = (count: number, first = 0) => (first << 16) | count;
const SINGLE = spanOf(1, 1);

/** The memory in which runs are read: one for all readers, each of which writes its form and window when it comes. */
let shared: Runs | undefined;

/** Lines that differ one after the other, after which the form is given up: it costs more than it spares. */
const MAX_DIFFERING = 64;

/**
 * Short records of JSON Lines or CSV that all have one form: the keys are compared as bytes where they are expected, and numbers
 * go straight into columns; no object, string or call per record. Whatever differs in any byte, holds a number that is not
 * decided there, or is no class id is left to the reader of all records, which knows what it means. So is everything
 * where WebAssembly is refused.
 */
export class ShortRecords {
  private form: Form | undefined;
  private learned = 0;
  private differing = 0;
  /** Records that were read one by one since the last run. */
  private others = 0;
  private readonly fields: ShortFields;
  private readonly runs = (shared ??= new Runs());
  /** Where the last run stopped. */
  at = 0;

  constructor(fields: DumpFields) {
    this.fields = fields;
  }

  /** Whether a run may be tried. */
  get classes(): number {
    return this.form?.classes ?? 0;
  }

  /**
   * Reads whole lines from `start` on into the block, from its row `block.rows` on, until one differs, the block is full or
   * the bytes end; `at` then stands at the first line that was not read. Returns how many rows were.
   *
   * @param base offset of byte 0 in the text
   * @param line number of the line at `start`
   */
  run(
    bytes: Uint8Array,
    start: number,
    end: number,
    { block, capacity }: { block: RowBlock; capacity: number },
    base: number,
    line: number,
  ): number {
    const { form, runs } = this;
    this.at = start;
    if (!form || !runs.take(form)) return 0;
    const first = block.rows;
    let row = first;
    while (row < capacity) {
      runs.show(this, bytes, this.at, end, base);
      const rows = runs.read(base + this.at, form, capacity - row);
      if (rows === 0) break;
      runs.copy(rows, block, row);
      row += rows;
      this.at = runs.stopped - base;
    }
    if (row > first) this.differing = this.others = 0;
    else if (++this.differing > MAX_DIFFERING) this.form = undefined;
    for (let at = first; at < row; at++) block.line[at] = line + at - first;
    block.part.fill(0, first, row);
    return row - first;
  }

  /**
   * Takes the form of a record that was read: whether others have it is seen when they come. One alone says nothing against
   * the form that there is: bytes may have ended inside it.
   */
  learn(bytes: Uint8Array, start: number, end: number, classes: number): void {
    if (this.form && this.others++ === 0) return;
    if (!this.runs.works || this.learned >= MAX_FORMS || end - start > MAX_LENGTH) return;
    this.learned++;
    this.form = formOf(bytes, start, end, classes, this.fields);
  }

  /** Takes the form that a header of delimited text says. */
  expect(cells: WantedCells): void {
    if (this.runs.works) this.form = formOfCells(cells, this.fields.scalar !== undefined);
  }
}

/** Reads runs in WebAssembly. A window of the text is copied there and read for as long as its lines have the form. */
class Runs {
  private readonly exports: Exports | undefined = instantiate();
  private readonly bytes: Uint8Array;
  private readonly result: Uint32Array;
  private readonly logits: Float64Array;
  private readonly offset: Float64Array;
  private readonly length: Int32Array;
  private readonly label: Int32Array;
  private readonly loss: Float64Array;
  private form: Form | undefined;
  /** Whose text stands in the window, and between which of its offsets. */
  private owner: ShortRecords | undefined;
  private from = 0;
  private to = 0;
  /** Offset of the first line that the last call did not read. */
  stopped = 0;

  constructor() {
    const buffer = this.exports?.memory.buffer ?? new ArrayBuffer(FORM);
    this.bytes = new Uint8Array(buffer);
    this.result = new Uint32Array(buffer, 0, 1);
    this.logits = new Float64Array(buffer, VALUES, ROW_VALUES);
    this.offset = new Float64Array(buffer, OFFSETS, ROWS);
    this.length = new Int32Array(buffer, LENGTHS, ROWS);
    this.label = new Int32Array(buffer, LABELS, ROWS);
    this.loss = new Float64Array(buffer, LOSSES, ROWS);
  }

  get works(): boolean {
    return this.exports !== undefined;
  }

  /** Makes a form the one that lines are compared with; false where it is too large. */
  take(form: Form): boolean {
    if (form === this.form) return true;
    const { ends, kinds, spans, pieces, classes } = form;
    const count = ends.length;
    if (FORM_BYTES < count * 32 + pieces.length + 16 || classes >= ROW_VALUES) return false;
    const entries = new Uint32Array(this.bytes.buffer, FORM, count * 4);
    let to = FORM + count * 16;
    for (let i = 0; i < count; i++) {
      const piece = pieces.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);
      this.bytes.set(piece, to);
      entries.set([to, piece.length, kinds[i] ?? END, spans[i] ?? 0], i * 4);
      to += piece.length;
    }
    this.form = form;
    return true;
  }

  /** Has the text from byte `at` on in the window. */
  show(owner: ShortRecords, bytes: Uint8Array, at: number, end: number, base: number): void {
    const offset = base + at;
    const enough = Math.min(end, at + MAX_LENGTH + 2) + base;
    if (owner === this.owner && offset >= this.from && enough <= this.to) return;
    const to = Math.min(end, at + COPIED);
    this.bytes.set(bytes.subarray(at, to), WINDOW);
    this.bytes.fill(0, WINDOW + to - at, WINDOW + to - at + 64);
    this.owner = owner;
    this.from = offset;
    this.to = base + to;
  }

  /** Reads lines from a text's offset on; returns how many. */
  read(offset: number, { classes, delimiter }: Form, capacity: number): number {
    const most = Math.min(capacity, ROWS, Math.floor(ROW_VALUES / classes));
    const at = WINDOW + offset - this.from;
    const end = WINDOW + this.to - this.from;
    const rows = this.exports!.records(at, end, classes, most, this.from - WINDOW, delimiter);
    this.stopped = this.result[0] - WINDOW + this.from;
    return rows;
  }

  /** Copies the rows of the last call to a block's. */
  copy(rows: number, block: RowBlock, to: number): void {
    const { classes } = block;
    block.logits.set(this.logits.subarray(0, rows * classes), to * classes);
    block.offset.set(this.offset.subarray(0, rows), to);
    block.length.set(this.length.subarray(0, rows), to);
    block.label?.set(this.label.subarray(0, rows), to);
    block.storedLoss?.set(this.loss.subarray(0, rows), to);
  }
}

/** Undefined where a record has lists in lists, keys with escapes, or a wanted field twice or not at all. */
function formOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  classes: number,
  { logits, labels, loss, scalar }: ShortFields,
): Form | undefined {
  const pieces: number[] = [];
  const ends: number[] = [];
  const kinds: number[] = [];
  const path: string[] = [];
  let p = start;
  const copy = () => pieces.push(bytes[p++]);
  const spaces = () => {
    while (bytes[p] === BLANK) copy();
  };
  const isAt = (wanted: FieldPath | undefined) =>
    wanted !== undefined && wanted.length === path.length && wanted.every((key, i) => key === path[i]);
  const value = (kind: number, skip: () => void) => {
    ends.push(pieces.length);
    kinds.push(kind);
    skip();
  };
  const number = () => {
    while (mayStandInNumber(bytes[p])) p++;
  };
  /** A list of which nothing is wanted. */
  const unwanted = (): boolean => {
    value(LIST, () => {
      for (let inText = false; p < end && (inText || bytes[p] !== CLOSE_LIST); p++)
        if (bytes[p] === QUOTE) inText = !inText;
    });
    if (p >= end) return false;
    copy();
    return true;
  };
  /** False where the record is none of a simple form. */
  const walk = (): boolean => {
    const c = bytes[p];
    if (c === OPEN_OBJECT) return object();
    if (c === QUOTE) {
      if (isAt(labels) || isAt(loss) || isAt(logits)) return false;
      copy();
      value(TEXT, () => {
        while (p < end && bytes[p] !== QUOTE) p++;
      });
      copy();
      return true;
    }
    if (c === OPEN_LIST) {
      copy();
      if (!isAt(logits)) return !isAt(labels) && !isAt(loss) && unwanted();
      if (scalar) return false;
      spaces();
      value(LOGITS, () => {
        while (p < end && bytes[p] !== CLOSE_LIST && bytes[p] !== BLANK) {
          p++;
          while (bytes[p] === BLANK && bytes[p - 1] === COMMA) p++;
        }
      });
      spaces();
      if (bytes[p] !== CLOSE_LIST) return false;
      copy();
      return true;
    }
    if (c >= 0x61 && c <= 0x7a) {
      if (isAt(labels) || isAt(loss) || isAt(logits)) return false;
      value(WORD, () => {
        while (bytes[p] >= 0x61 && bytes[p] <= 0x7a) p++;
      });
      return true;
    }
    if (isAt(logits) && !scalar) return false;
    value(isAt(logits) ? LOGITS : isAt(labels) ? LABEL : isAt(loss) ? LOSS : NUMBER, number);
    return true;
  };
  const object = (): boolean => {
    copy();
    for (;;) {
      spaces();
      if (bytes[p] !== QUOTE) return false;
      const from = p + 1;
      copy();
      while (p < end && bytes[p] !== QUOTE && bytes[p] !== BACKSLASH) copy();
      if (bytes[p] !== QUOTE) return false;
      path.push(new TextDecoder().decode(bytes.subarray(from, p)));
      copy();
      spaces();
      if (bytes[p] !== COLON) return false;
      copy();
      spaces();
      if (path.length > 8 || !walk()) return false;
      path.pop();
      spaces();
      if (bytes[p] === CLOSE_OBJECT) {
        copy();
        return true;
      }
      if (bytes[p] !== COMMA) return false;
      copy();
    }
  };
  if (bytes[p] !== OPEN_OBJECT || !object() || p !== end) return undefined;
  ends.push(pieces.length);
  const once = (kind: number, wanted: FieldPath | undefined) =>
    kinds.filter((one) => one === kind).length === (wanted ? 1 : 0);
  if (!once(LOGITS, logits) || !once(LABEL, labels) || !once(LOSS, loss)) return undefined;
  return {
    pieces: Uint8Array.from(pieces),
    ends: Int32Array.from(ends),
    kinds: Uint8Array.from(kinds),
    spans: Uint32Array.from(kinds, (kind) => (kind === LOGITS ? (scalar ? SINGLE : spanOf(classes)) : 0)),
    classes,
    delimiter: COMMA,
  };
}

/** Undefined where one column is wanted twice, or the logits stand in one that may hold lists. */
function formOfCells(
  { columns, logits, label, loss, delimiter }: WantedCells,
  areSingles: boolean,
): Form | undefined {
  const wanted = [...logits, label, loss].filter((column) => column >= 0);
  if ((logits.length < 2 && !areSingles) || new Set(wanted).size < wanted.length) return undefined;
  const between = delimiter.charCodeAt(0);
  const classOf = new Map(logits.map((column, id) => [column, id]));
  const kinds: number[] = [];
  const spans: number[] = [];
  for (let column = 0; column < columns;) {
    const first = classOf.get(column);
    let count = 1;
    if (first === undefined) kinds.push(column === label ? LABEL : column === loss ? LOSS : CELL);
    else {
      while (classOf.get(column + count) === first + count) count++;
      kinds.push(LOGITS);
    }
    spans.push(first === undefined ? 0 : areSingles ? SINGLE : spanOf(count, first));
    column += count;
  }
  return {
    pieces: new Uint8Array(kinds.length - 1).fill(between),
    ends: Int32Array.from([...kinds.keys(), kinds.length - 1]),
    kinds: Uint8Array.from(kinds),
    spans: Uint32Array.from(spans),
    classes: areSingles ? 2 : logits.length,
    delimiter: between,
  };
}

/** Digits, signs, points and exponents. */
function mayStandInNumber(c: number): boolean {
  return (c >= ZERO && c <= 0x39) || c === MINUS || c === PLUS || c === POINT || (c | BLANK) === 0x65;
}
