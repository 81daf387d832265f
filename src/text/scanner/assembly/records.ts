import { eightDigits, sixteenDigits } from './digits';
import { eiselLemire } from './eiselLemire';
import {
  FORM, LABELS, LENGTHS, LOSSES, OFFSETS, POWERS_OF_TEN, RESULT, VALUES,
} from './layout';
import { ENOUGH, listNumbers, numbersRead, readListed, restart } from './listedNumbers';
import { rareNumber } from './rareNumber';

// Kinds of values between a form's pieces; ../../../records/shortRecords.ts has the same.
const END: i32 = 0;
const LOGITS: i32 = 1;
const NUMBER: i32 = 2;
const LABEL: i32 = 3;
const LOSS: i32 = 4;
const TEXT: i32 = 5;
const WORD: i32 = 6;
const CELL: i32 = 7;
const LIST: i32 = 8;

/** Rows of a run whose numbers are no plain ones, after which it is read number by number. */
const MOST_FAILURES: i32 = 2;

/** Numbers that are listed where the last ones listed were none: a few, then twice as many each time. */
const FEW: i32 = 16;
/** How many are listed at once. Kept from run to run: where lines end a run, as blank ones do, what is listed behind is lost. */
let most: i32 = ENOUGH;

/** The last number read. */
let value: f64 = 0;
/** What may stand between the numbers of a list, besides blanks where they are allowed; ends a cell. */
let delimiter: i32 = 0x2c;

/**
 * Reads lines of one form from window bytes [at, end) until one differs, `capacity` are read or the bytes end; RESULT then
 * receives where the first that was not read starts. The form is the host's (FORM in layout.ts): pieces of bytes that all
 * lines share, and the kind of each value between them. Returns how many lines were read.
 *
 * What differs in any byte, holds a number that is not decided here, or is no class id is not read: the host knows what
 * it means.
 *
 * @param base what a line's place is counted from: that of window byte 0
 */
export function records(at: usize, end: usize, classes: i32, capacity: i32, base: f64, between: i32): i32 {
  delimiter = between;
  let row: i32 = 0;
  let from = at;
  // Rows before this one are read number by number.
  let single = isOneList(classes) ? 0 : capacity;
  let failures: i32 = 0;
  while (row < capacity) {
    if (row < single) {
      const next = line(from, end, row, classes, base, false);
      if (next == 0) break;
      from = next;
      row++;
      continue;
    }
    const first = row;
    let next = from;
    restart(VALUES + (<usize>(first * classes) << 3));
    const wide = most;
    while (row < capacity && (row - first) * classes < wide) {
      const behind = line(next, end, row, classes, base, true);
      if (behind == 0) break;
      next = behind;
      row++;
    }
    const wanted = row;
    row = readListed((row - first) * classes) ? row : first + numbersRead() / classes;
    from = row == wanted ? next : <usize>(load<f64>(OFFSETS + (<usize>row << 3)) - base);
    // One that is none among many is no reason.
    most = (row - first) << 3 < wanted - first ? FEW : min(ENOUGH, wide << 1);
    // The next row ends the run, or holds what is no plain number.
    if (row < wanted || (wanted - first) * classes < wide)
      single = ++failures > MOST_FAILURES ? capacity : row + 1;
  }
  store<u32>(RESULT, <u32>from);
  return row;
}

/** Whether the form has one list of all logits. */
function isOneList(classes: i32): bool {
  for (let form = FORM; load<i32>(form, 8) != END; form += 16)
    if (load<i32>(form, 8) == LOGITS) return load<i32>(form, 12) == classes;
  return false;
}

/** Where the line behind the one at `from` starts; 0 where it differs. */
// @ts-ignore: decorator
@inline
function line(from: usize, end: usize, row: i32, classes: i32, base: f64, isListed: bool): usize {
  const stop = record(from, end, row, classes, isListed);
  if (stop == 0) return 0;
  const newline = stop + <usize>(load<u8>(stop) == 0x0d);
  if (newline >= end || load<u8>(newline) != 0x0a) return 0;
  store<f64>(OFFSETS + (<usize>row << 3), base + <f64>from);
  store<i32>(LENGTHS + (<usize>row << 2), <i32>(stop - from));
  return newline + 1;
}

/** Where the line at p ends; 0 where it differs. Its values then stand in the row, or will be written over. */
function record(p: usize, end: usize, row: i32, classes: i32, isListed: bool): usize {
  let form = FORM;
  while (true) {
    p = piece(p, load<u32>(form), load<u32>(form, 4));
    if (p == 0 || p >= end) return 0;
    const kind = load<i32>(form, 8);
    if (kind == LOGITS) {
      const first = row * classes + <i32>load<u16>(form, 14);
      const count = <i32>load<u16>(form, 12);
      p = isListed ? listNumbers(p, end, count, delimiter) : list(p, VALUES + (<usize>first << 3), count);
    } else if (kind == END) return p;
    else if (kind == TEXT) p = textEnd(p, end);
    else if (kind == WORD) p = wordEnd(p);
    else if (kind == CELL) p = cellEnd(p, end);
    else if (kind == LIST) p = listEnd(p, end);
    else {
      p = number(p);
      if (kind == LABEL) {
        const id = <i32>value;
        if (<f64>id != value || <u32>id >= <u32>classes) return 0;
        store<i32>(LABELS + (<usize>row << 2), id);
      } else if (kind == LOSS) store<f64>(LOSSES + (<usize>row << 3), value);
    }
    if (p == 0) return 0;
    form += 16;
  }
}

/** Behind the piece, which is read sixteen bytes at a time, the last of them masked; 0 where the bytes at p are others. */
// @ts-ignore: decorator
@inline
function piece(p: usize, bytes: usize, length: usize): usize {
  let left = length;
  while (left > 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(bytes))) != 0xffff) return 0;
    p += 16;
    bytes += 16;
    left -= 16;
  }
  const wanted = (1 << <i32>left) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(bytes))) & wanted) == wanted ? p + left : 0;
}

/** Reads `count` numbers into `to`. Places follow from the bytes alone: the values are not waited for. */
function list(p: usize, to: usize, count: i32): usize {
  const last = to + (<usize>(count - 1) << 3);
  while (true) {
    const bytes = v128.load(p);
    const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10)));
    const points = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2e)));
    const minus = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2d))) & 1;
    const length = ctz(~(digits | points | minus));
    const behind = <i32>load<u8>(p + length);
    const end = 1 << length;
    const fractional = points & (end - 1);
    const integer = ctz(fractional | end) - minus;
    const fraction = length - minus - integer - <i32>(fractional != 0);
    // At most 15 digits, or one double rounding: before and behind the only point at least one.
    if (
      length < 16 &&
      integer > 0 &&
      (fractional & (fractional - 1)) == 0 &&
      (fraction > 0 || fractional == 0) &&
      (behind | 0x20) != 0x65
    ) {
      const start = v128.load(p + minus);
      const mantissa = sixteenDigits(i8x16.sub(start, i8x16.splat(0x30)), integer, length - minus);
      const plain = <f64>(<i64>mantissa) / load<f64>(POWERS_OF_TEN + (fraction << 3));
      store<u64>(to, reinterpret<u64>(plain) | (<u64>minus << 63));
      p += length;
    } else {
      p = longNumber(p);
      if (p == 0) return 0;
      store<f64>(to, value);
    }
    if (to == last) return p;
    if (<i32>load<u8>(p++) != delimiter) return 0;
    if (delimiter == 0x2c) while (load<u8>(p) == 0x20) p++;
    to += 8;
  }
}

/** Where the number at p ends, its value kept; 0 where none stands that is decided here. */
function number(p: usize): usize {
  let q = p + <usize>(load<u8>(p) == 0x2d);
  const start = q;
  let whole: u32 = 0;
  while (<u32>load<u8>(q) - 0x30 <= 9 && q - start < 9) whole = whole * 10 + (<u32>load<u8>(q++) - 0x30);
  const c = load<u8>(q);
  if (q == start || c == 0x2e || (c | 0x20) == 0x65 || <u32>c - 0x30 <= 9) return longNumber(p);
  value = start == p ? <f64>whole : -<f64>whole;
  return q;
}

/** The same for numbers of up to 32 bytes, with an exponent too, for NaN and for the infinities. */
function longNumber(p: usize): usize {
  const a = v128.load(p);
  const b = v128.load(p, 16);
  const zero = i8x16.splat(0x30);
  const ten = i8x16.splat(10);
  const point = i8x16.splat(0x2e);
  const digits =
    <u64>(<u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(a, zero), ten))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(b, zero), ten))) << 16);
  const points =
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, point))) | (<u64>(<u32>i8x16.bitmask(i8x16.eq(b, point))) << 16);
  const minus = <usize>(load<u8>(p) == 0x2d);
  const length = <usize>ctz(~(digits | points | <u64>minus));
  if (length >= 32) return 0;
  const start = p + minus;
  const run = length - minus;
  if (run == 0) return wordNumber(p, minus);
  if ((load<u8>(p + length) | 0x20) == 0x65) return scientific(p, length);
  const inside = points & (((<u64>1) << length) - 1);
  const integer = <usize>ctz(inside | ((<u64>1) << length)) - minus;
  const fraction = <i32>(run - integer) - <i32>(inside != 0);
  if (integer == 0 || (inside & (inside - 1)) != 0 || (inside != 0 && fraction == 0)) return 0;
  let read: f64;
  if (run > 16 && run <= 20 && fraction >= 8) {
    const head = i8x16.sub(v128.load(start), zero);
    const mantissa = sixteenDigits(head, integer, run - 8) * 100000000 + eightDigits(start + run - 8);
    read = eiselLemire(mantissa, -fraction);
  } else {
    read = rareNumber(start, run);
  }
  if (read != read) return 0;
  value = minus ? -read : read;
  return p + length;
}

/** `length`: up to the exponent. */
function scientific(p: usize, length: usize): usize {
  let q = p + length + 1;
  const sign = load<u8>(q);
  if (sign == 0x2b || sign == 0x2d) q++;
  while (<u32>load<u8>(q) - 0x30 <= 9) q++;
  // JSON has digits on both sides of a point.
  if (load<u8>(p + length - 1) == 0x2e) return 0;
  value = rareNumber(p, q - p);
  return value == value ? q : 0;
}

/** NaN, Infinity and -Infinity, as Python writes them. */
function wordNumber(p: usize, minus: usize): usize {
  const q = p + minus;
  if (minus == 0 && load<u16>(q) == 0x614e && load<u8>(q, 2) == 0x4e) {
    value = NaN;
    return q + 3;
  }
  // "Infinity"
  if (load<u64>(q) != 0x7974696e69666e49) return 0;
  value = minus ? -Infinity : Infinity;
  return q + 8;
}

/** The quote that ends a text; 0 where an escape or a control character stands before it. */
function textEnd(p: usize, end: usize): usize {
  for (; p < end; p += 16) {
    const bytes = v128.load(p);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x22)));
    const others = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x5c)), i8x16.lt_u(bytes, i8x16.splat(0x20))),
    );
    if ((quotes | others) == 0) continue;
    return ctz(quotes | 0x10000) < ctz(others | 0x10000) ? p + ctz(quotes) : 0;
  }
  return 0;
}

/** Behind `true`, `false` or `null`. */
function wordEnd(p: usize): usize {
  const four = load<u32>(p);
  if (four == 0x65757274 || four == 0x6c6c756e) return p + 4;
  return four == 0x736c6166 && load<u8>(p, 4) == 0x65 ? p + 5 : 0;
}

/** The bracket that ends a list of numbers, texts and words; 0 where it holds something else. */
function listEnd(p: usize, end: usize): usize {
  while (load<u8>(p) == 0x20) p++;
  if (load<u8>(p) == 0x5d) return p;
  while (p < end) {
    const c = load<u8>(p);
    if (c == 0x22) {
      p = textEnd(p + 1, end);
      if (p == 0) return 0;
      p++;
    } else {
      p = c >= 0x61 ? wordEnd(p) : number(p);
      if (p == 0) return 0;
    }
    while (load<u8>(p) == 0x20) p++;
    if (load<u8>(p) == 0x5d) return p;
    if (load<u8>(p++) != 0x2c) return 0;
    while (load<u8>(p) == 0x20) p++;
  }
  return 0;
}

/** Behind a field of CSV without quotes. */
function cellEnd(p: usize, end: usize): usize {
  for (; p < end; p++) {
    const c = <i32>load<u8>(p);
    if (c == delimiter || c == 0x0a || c == 0x0d) return p;
    if (c == 0x22) return 0;
  }
  return 0;
}
