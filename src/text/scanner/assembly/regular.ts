import { bytesAt, fourPlaces } from './bytesAt';
import { CHUNK, FROM, TO, VALUES, VECTORS } from './layout';
import { regularNumbers } from './regularNumbers';

/** Of the last call: whole rows, their length, where the last of them ends; what stands behind the last comma. */
export let rowsRead: i32 = 0;
export let rowLength: i32 = 0;
export let lastRowEnd: usize = 0;
export let next: usize = 0;
/** Every number up to the last comma was read. */
export let complete: bool = false;

const FIRST_CHUNK: usize = 256;

/** What stands between rows: from the bracket that closes one to the one that opens the next, and how many bytes. */
let between: i32 = 0;
let step: u32 = 0;

/** Appends to the `count` ends of tokens the commas in bytes [p, to), 64 at a time; returns their number. */
function listCommas(p: usize, to: usize, count: usize): usize {
  const comma = v128.load(VECTORS, 128);
  for (; p < to; p += 64) {
    let mask = bytesAt(p, comma);
    const found = <usize>popcnt(mask);
    let at = count << 2;
    const base = <u32>p - 24;
    mask = fourPlaces(TO + at, base, mask);
    if (found > 4) {
      mask = fourPlaces(TO + at + 16, base, mask);
      for (; mask != 0; mask &= mask - 1) {
        store<u32>(at, base + <u32>ctz(mask), TO + 32);
        at += 4;
      }
    }
    count += found;
  }
  return count;
}

/** Fewer than four commas before a closing bracket in 64 bytes. */
function isShort(p: usize): bool {
  const close = bytesAt(p, i8x16.splat(0x5d));
  const before = close ^ (close - 1);
  return close != 0 && popcnt(bytesAt(p, v128.load(VECTORS, 128)) & before) < 4;
}

/** How a row ends at the comma of token `i`; false when it is none between rows. */
function learnBetween(i: usize): bool {
  const comma = <usize>load<u32>(i << 2, TO) + 24;
  let p = comma + 1;
  while (load<u8>(p) <= 0x20 && p < comma + 14) p++;
  if (load<u8>(p) != 0x5b) return false;
  step = <u32>(p - comma) + 1;
  between = (1 << (<i32>(p - comma) + 2)) - 1;
  v128.store(VECTORS + 160, v128.load(comma - 1));
  return true;
}

export function forgetRows(): void {
  rowsRead = 0;
}

/**
 * Reads numbers from `first` on that stand between commas, each with the same white space or none behind it. With `nested`
 * they stand in lists of one length, with the same bytes between any two. Stops at anything else, and behind the last
 * comma. Returns how many numbers it wrote. So only commas need be looked for, with a quarter of the work of `index`, and
 * what else stands between two of them is compared with what is expected there.
 */
export function regular(first: usize, end: usize, nested: bool): usize {
  if (!nested && isShort(first)) return 0;
  store<u32>(FROM, <u32>first - 24);
  // Stands for the bracket or comma before the first.
  store<u32>(TO - 4, <u32>VECTORS + 144 - 24);
  rowsRead = rowLength = 0;
  complete = true;
  let done: usize = 0;
  let listed: usize = 0;
  let row: usize = 0;
  let width: usize = 0;
  let separator: i32 = 0;
  let gap: u32 = 0;
  let chunk = FIRST_CHUNK;
  let p = first;
  while (complete && (p < end || listed > 0)) {
    const more = p < end;
    let count = listed;
    if (more) {
      const to = min(p + chunk, end);
      count = listCommas(p, to, listed);
      p = to;
      chunk = min(chunk << 2, CHUNK);
      if (count == 0) {
        complete = p >= end;
        break;
      }
      if (gap == 0) {
        gap = load<u8>(<usize>load<u32>(0, TO), 25) <= 0x20 ? 2 : 1;
        separator = gap == 1 ? 0x2d2c : 0x2d20;
      }
      const gaps = i32x4.splat(gap);
      for (let i = listed; i < count; i += 4)
        v128.store(i << 2, i32x4.add(v128.load(i << 2, TO), gaps), FROM + 4);
      if (nested) {
        if (width == 0) {
          while (row < count && load<u8>(<usize>load<u32>(row << 2, TO), 23) != 0x5d) row++;
          if (row < count && learnBetween(row)) width = done + row + 1;
        }
        if (width > 0 || row < count) {
          const pattern = v128.load(VECTORS, 160);
          while (row < count) {
            const end = load<u32>(row << 2, TO);
            if (
              width == 0 ||
              (i8x16.bitmask(i8x16.eq(v128.load(<usize>end, 23), pattern)) & between) != between
            ) {
              count = row;
              complete = false;
              break;
            }
            store<u32>(row << 2, end - 1, TO);
            store<u32>(row << 2, end + step, FROM + 4);
            row += width;
          }
        }
      }
    }
    const behind = load<u32>(count << 2, FROM);
    let ready = count;
    if (complete && more) ready &= ~3;
    else {
      // The last four are filled up with the first.
      for (let i = count; (i & 3) != 0; i++) {
        store<u32>(i << 2, load<u32>(0, FROM), FROM);
        store<u32>(i << 2, load<u32>(0, TO), TO);
      }
    }
    const read = min(ready, regularNumbers((ready + 3) & ~3, VALUES + (done << 3), separator, false));
    if (read < ready) complete = false;
    if (width > 0) {
      const rows = (done + read) / width;
      if (<i32>rows > rowsRead) {
        rowsRead = <i32>rows;
        lastRowEnd = <usize>load<u32>((rows * width - 1 - done) << 2, TO) + 25;
      }
    }
    store<u32>(TO - 4, load<u32>(read << 2, TO - 4));
    store<u32>(count << 2, behind, FROM);
    v128.store(FROM, v128.load(FROM + (read << 2)));
    v128.store(TO, v128.load(TO + (read << 2)));
    done += read;
    row -= read;
    listed = count - read;
  }
  rowLength = <i32>width;
  next = done > 0 ? <usize>load<u32>(TO - 4) + 25 : first;
  return done;
}
