import { sixteenDigits, tokenMask } from './digits';
import { POWERS_OF_TEN, RESULT, VALUES } from './layout';
import { decided, decimals, rareNumber, scientific } from './rareNumber';

/** Separators and number forms seen, or-ed over a call. */
const COMMA: i32 = 1;
const SPACE: i32 = 2;
const ROW_COMMA: i32 = 4;
const ROW_SPACE: i32 = 8;
const POINT: i32 = 16;
const SCIENTIFIC: i32 = 32;

/** Where the next value goes, commas between values, what was seen, the most digits after a point. */
let out: usize = VALUES;
let commas: i32 = 0;
let seen: i32 = 0;
let most: i32 = 0;
/** A number stands last, with no comma after it. */
let open: bool = false;

/**
 * Values of one list from `p`; returns where it stopped: at the first byte that is neither separator nor a number it
 * can decide. Bytes up to 0x20 count as spaces.
 *
 * What decides the speed here is the chain from one number's place to the next, and mispredicted branches; so places
 * come from a bit mask of 64 bytes at a time, and signs, points and digit counts are handled without branching.
 */
function numbers(p: usize, end: usize): usize {
  let to = out;
  let commasSeen = commas;
  let points: usize = 0;
  let pending = open;
  let base = p;
  let mask = tokenMask(p);
  while (true) {
    let c = <u32>load<u8>(p);
    if (<u32>load<u16>(p) == 0x202c && pending && <u32>load<u8>(p, 2) > 0x2c) {
      commasSeen++;
      pending = false;
      p += 2;
      c = <u32>load<u8>(p);
    } else {
      while (c <= 0x20 && p < end) c = load<u8>(++p);
      if (c == 0x2c && pending) {
        commasSeen++;
        pending = false;
        c = load<u8>(++p);
        while (c <= 0x20 && p < end) c = load<u8>(++p);
      }
    }
    let run = <usize>ctz(~(mask >> (p - base)));
    if (p - base + run >= 64) {
      base = p;
      mask = tokenMask(p);
      run = <usize>ctz(~mask);
    }
    if (p + run >= end || run == 0) break;
    const after = <u32>load<u8>(p + run);
    if (after > 0x20 && after != 0x2c && after != 0x5d && after != 0x29) break;

    const negative = <usize>(c == 0x2d);
    const start = p + negative;
    const length = run - negative;
    const digits = i8x16.sub(v128.load(start), i8x16.splat(0x30));
    const others = ~i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10))) | 0x10000;
    const integer = <usize>ctz(others);
    const hasPoint = <usize>(load<u8>(start + integer) == 0x2e);
    const used = hasPoint ? <usize>ctz((others & (others - 1)) | 0x10000) : integer;
    if (used == length && length + hasPoint <= 16 && length > hasPoint) {
      const fraction = <i32>((length - integer) & (0 - hasPoint)) - <i32>hasPoint;
      const mantissa = sixteenDigits(digits, integer, length);
      const value = <f64>(<i64>mantissa) / load<f64>(POWERS_OF_TEN + (fraction << 3));
      store<u64>(to, reinterpret<u64>(value) | ((<u64>negative) << 63));
      points |= hasPoint;
      if (fraction > most) most = fraction;
    } else {
      const value = rareNumber(p, run);
      if (!decided) break;
      store<f64>(to, value);
      if (scientific) seen |= SCIENTIFIC;
      else if (decimals > most) most = decimals;
      points = 1;
    }
    to += 8;
    pending = true;
    p += run;
  }
  out = to;
  commas = commasSeen;
  if (points) seen |= POINT;
  open = pending;
  return p;
}

/**
 * Scans window bytes [at, end). RESULT receives where it stopped, the number of values, rows, row length, flags,
 * most digits after a point, and whether a number stands last with no comma after it.
 *
 * Not nested: `at` is inside a list; `pending`: a number stands before it. Values are read until anything but a number
 * or separator. Nested: `at` is at the bracket that opens a list of numbers; whole sibling lists of one length are read.
 */
export function scan(at: usize, end: usize, nested: bool, pending: bool): void {
  out = VALUES;
  seen = 0;
  most = 0;
  commas = 0;
  let rows: i32 = 0;
  let width: i32 = 0;
  let gaps: i32 = 0;
  if (!nested) {
    open = pending;
    at = numbers(at, end);
    gaps = <i32>((out - VALUES) >> 3) - <i32>!pending;
  } else {
    let p = at;
    while (true) {
      const row = out;
      const keptSeen = seen;
      const keptMost = most;
      const keptCommas = commas;
      open = false;
      p = numbers(p + 1, end);
      const length = <i32>((out - row) >> 3);
      if (p >= end || load<u8>(p) != 0x5d || length == 0 || (rows > 0 && length != width)) {
        out = row;
        seen = keptSeen;
        most = keptMost;
        commas = keptCommas;
        break;
      }
      // A comma may close a list.
      if (!open) commas--;
      gaps += length - 1;
      width = length;
      rows++;
      at = ++p;
      let c = <u32>load<u8>(p);
      while (c <= 0x20 && p < end) c = load<u8>(++p);
      const comma = c == 0x2c;
      if (comma) c = load<u8>(++p);
      while (c <= 0x20 && p < end) c = load<u8>(++p);
      if (c != 0x5b || p >= end) break;
      seen |= comma ? ROW_COMMA : ROW_SPACE;
    }
    open = true;
  }
  if (commas > 0) seen |= COMMA;
  // A comma at the end separates nothing yet.
  if (gaps > commas - <i32>!open) seen |= SPACE;
  store<i32>(RESULT, <i32>at);
  store<i32>(RESULT, <i32>((out - VALUES) >> 3), 4);
  store<i32>(RESULT, rows, 8);
  store<i32>(RESULT, width, 12);
  store<i32>(RESULT, seen, 16);
  store<i32>(RESULT, most, 20);
  store<i32>(RESULT, open ? 1 : 0, 24);
}
