import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './jsonBytes';
import type { RowBlock } from './rowBlocks';
import type { DumpFields, FieldPath } from './types';

/** What stands between two pieces of text that all records share. */
const NUMBER = 0;
const TEXT = 1;
const WORD = 2;
const LOGITS = 3;
const LABEL = 4;
const LOSS = 5;

/** Digits that a float64 mantissa always holds exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** A record longer than this is not one of many short ones: its numbers cost more than its keys. */
const MAX_LENGTH = 4096;
/** Records that are looked at for a form of their own, while none lasts. */
const MAX_FORMS = 32;

const BLANK = 0x20;
const RETURN = 0x0d;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** The keys and brackets of a record, byte for byte, and the kind of each value between them. */
interface Form {
  /** All pieces in one; piece i ends at `ends[i]`. Value i stands behind it; behind the last the line ends. */
  pieces: Uint8Array;
  ends: Int32Array;
  kinds: Uint8Array;
  classes: number;
}

/**
 * Short records of JSON Lines that all have one form: the keys are compared as bytes where they are expected, and numbers
 * go straight into the block's columns; no object, string or call per record. Whatever differs in any byte, holds a number
 * of more digits than a double keeps, or is no class id is left to the reader of all records, which knows what it means.
 */
export class ShortRecords {
  private form: Form | undefined;
  private learned = 0;
  private readonly fields: Pick<DumpFields, 'logits' | 'labels' | 'loss'>;
  /** The last number: a field of an object would be a new number each time. */
  private readonly value = new Float64Array(1);
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
    into: { block: RowBlock; capacity: number },
    base: number,
    line: number,
  ): number {
    const { form } = this;
    this.at = start;
    if (!form) return 0;
    const { block, capacity } = into;
    const first = block.rows;
    let row = first;
    for (let from = start; row < capacity; row++) {
      const stop = this.record(form, bytes, from, block, row);
      if (stop < 0) break;
      const newline = bytes[stop] === RETURN ? stop + 1 : stop;
      if (newline >= end || bytes[newline] !== NEWLINE) break;
      block.offset[row] = base + from;
      block.length[row] = stop - from;
      block.line[row] = line + row - first;
      block.part[row] = 0;
      this.at = from = newline + 1;
    }
    return row - first;
  }

  /** Where the record at `p` ends; −1 where it differs. Its values then stand in the block's row, or will be written over. */
  private record(
    { pieces, ends, kinds, classes }: Form,
    bytes: Uint8Array,
    p: number,
    block: RowBlock,
    row: number,
  ): number {
    let piece = 0;
    for (let i = 0; ; i++) {
      // The byte behind the last one is 0, which is in no piece.
      for (const to = ends[i]; piece < to; piece++, p++) if (bytes[p] !== pieces[piece]) return -1;
      if (i === kinds.length) return p;
      switch (kinds[i]) {
        case LOGITS:
          p = this.list(bytes, p, block.logits, row * classes, classes);
          break;
        case TEXT:
          p = textEnd(bytes, p);
          break;
        case WORD:
          p = wordEnd(bytes, p);
          break;
        default:
          p = this.number(bytes, p);
          if (p > 0 && !this.keep(kinds[i], block, row)) return -1;
      }
      if (p < 0) return -1;
    }
  }

  private list(bytes: Uint8Array, p: number, into: Float64Array, at: number, count: number): number {
    for (const last = at + count - 1; ; at++) {
      p = this.number(bytes, p);
      if (p < 0) return -1;
      into[at] = this.value[0];
      if (at === last) return p;
      if (bytes[p++] !== COMMA) return -1;
      while (bytes[p] === BLANK) p++;
    }
  }

  /** Where the plain number at `p` ends, its value kept; −1 where none stands, or one that a mantissa does not hold. */
  private number(bytes: Uint8Array, p: number): number {
    const negative = bytes[p] === MINUS;
    if (negative) p++;
    let from = p;
    let value = 0;
    let c = bytes[p] - ZERO;
    while (c >= 0 && c <= 9) {
      value = value * 10 + c;
      c = bytes[++p] - ZERO;
    }
    let digits = p - from;
    if (digits === 0) return -1;
    if (bytes[p] === POINT) {
      from = ++p;
      c = bytes[p] - ZERO;
      while (c >= 0 && c <= 9) {
        value = value * 10 + c;
        c = bytes[++p] - ZERO;
      }
      const scale = p - from;
      digits += scale;
      if (scale === 0 || digits > EXACT_DIGITS) return -1;
      value /= POWERS_OF_TEN[scale];
    }
    if (digits > EXACT_DIGITS) return -1;
    this.value[0] = negative ? -value : value;
    return p;
  }

  /** Puts the last number where a value of its kind goes; false where it is no class id. */
  private keep(kind: number, { label, storedLoss, classes }: RowBlock, row: number): boolean {
    const [value] = this.value;
    if (kind === LOSS) storedLoss![row] = value;
    if (kind !== LABEL) return true;
    label![row] = value;
    return label![row] === value && value >= 0 && value < classes;
  }

  /** Takes the form of a record that was read: whether others have it is seen when they come. */
  learn(bytes: Uint8Array, start: number, end: number, classes: number): void {
    if (this.learned >= MAX_FORMS || end - start > MAX_LENGTH) return;
    this.learned++;
    this.form = formOf(bytes, start, end, classes, this.fields);
  }
}

/** The quote that ends a text without escapes; −1 where there are any. */
function textEnd(bytes: Uint8Array, p: number): number {
  for (let c = bytes[p]; c !== QUOTE; c = bytes[++p]) if (c === BACKSLASH || !(c >= BLANK)) return -1;
  return p;
}

function wordEnd(bytes: Uint8Array, p: number): number {
  while (bytes[p] >= 0x61 && bytes[p] <= 0x7a) p++;
  return isWord(bytes, p) ? p : -1;
}

/** Whether `true`, `false` or `null` ends at `p`. */
function isWord(bytes: Uint8Array, p: number): boolean {
  const two = bytes[p - 2] * 256 + bytes[p - 1];
  return (
    (two === 0x7565 && bytes[p - 3] === 0x72 && bytes[p - 4] === 0x74) ||
    (two === 0x7365 && bytes[p - 3] === 0x6c && bytes[p - 4] === 0x61 && bytes[p - 5] === 0x66) ||
    (two === 0x6c6c && bytes[p - 3] === 0x75 && bytes[p - 4] === 0x6e)
  );
}

/** Undefined where a record has lists besides the logits, keys with escapes, or a wanted field twice or not at all. */
function formOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  classes: number,
  { logits, labels, loss }: Pick<DumpFields, 'logits' | 'labels' | 'loss'>,
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
    while ((bytes[p] >= ZERO && bytes[p] <= 0x39) || bytes[p] === MINUS || bytes[p] === POINT) p++;
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
      if (!isAt(logits)) return false;
      copy();
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
    if (isAt(logits)) return false;
    value(isAt(labels) ? LABEL : isAt(loss) ? LOSS : NUMBER, number);
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
    classes,
  };
}
