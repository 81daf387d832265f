import { bytesAt, fourPlaces } from './bytesAt';
import { FROM, TO } from './layout';
import { regularNumbers } from './regularNumbers';

/** What a number's first byte is compared with; the byte before it is known. */
const MINUS: i32 = 0x2d00;

/** Numbers that are listed before they are read: their places and values stay in the first-level cache. */
export const ENOUGH: i32 = 1024;

/** Numbers listed since `restart`, read ones included; how many of them are read; whether one of those was none. */
let listed: i32 = 0;
let read: i32 = 0;
let failed: bool = false;
/** Where the first of them is written. */
let target: usize = 0;
/** Bytes from the end of a number to the next, a comma or a comma and a blank, or another delimiter. */
let gap: u32 = 0;

/** Of lists whose values are written one behind the other, from `to` on. */
export function restart(to: usize): void {
  listed = read = 0;
  failed = false;
  target = to;
  gap = 0;
}

/**
 * Lists the `count` numbers that stand between delimiters from `p` on; returns where the last of them ends, 0 where they
 * can't be. Only delimiters are looked for: what stands between them is seen when it is read.
 */
export function listNumbers(p: usize, end: usize, count: i32, delimiter: i32): usize {
  const byte = i8x16.splat(<i8>delimiter);
  const blank = i8x16.splat(0x20);
  let at = <usize>(listed - read) << 2;
  store<u32>(at, <u32>p - 24, FROM);
  let left = count - 1;
  for (let q = p; left > 0; q += 64) {
    if (q >= end) return 0;
    if (at >= <usize>ENOUGH << 3) {
      if (!readListed(read + <i32>(at >> 2))) return 0;
      at = 0;
    }
    let mask = bytesAt(q, byte);
    const found = <i32>popcnt(mask);
    if (gap == 0 && found > 0)
      gap = delimiter == 0x2c && load<u8>(q + <usize>ctz(mask), 1) == 0x20 ? 2 : 1;
    if (gap == 2) {
      const others = mask & ~bytesAt(q + 1, blank);
      if (others != 0 && <i32>popcnt(mask & ((others & (0 - others)) - 1)) < left) return 0;
    }
    const base = <u32>q - 24;
    const gaps = i32x4.splat(gap);
    let to = at;
    do {
      mask = fourPlaces(TO + to, base, mask);
      mask = fourPlaces(TO + to + 16, base, mask);
      v128.store(to, i32x4.add(v128.load(to, TO), gaps), FROM + 4);
      v128.store(to, i32x4.add(v128.load(to, TO + 16), gaps), FROM + 20);
      to += 32;
    } while (mask != 0);
    const taken = min(found, left);
    at += <usize>taken << 2;
    listed += taken;
    left -= taken;
  }
  const last = <usize>load<u32>(at, FROM) + 24;
  const behind = numberEnd(last);
  if (behind >= end) return 0;
  store<u32>(at, <u32>behind - 24, TO);
  listed++;
  return behind;
}

/** Behind digits, points, signs and exponents. */
function numberEnd(p: usize): usize {
  while (true) {
    const bytes = v128.load(p);
    const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
    // Comma, minus and point are three in a row: + , - .
    const signs = v128.andnot(
      i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x2b)), i8x16.splat(4)),
      i8x16.eq(bytes, i8x16.splat(0x2c)),
    );
    const exponents = i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x65));
    const length = ctz(~i8x16.bitmask(v128.or(v128.or(digits, signs), exponents)) | 0x10000);
    p += length;
    if (length < 16) return p;
  }
}

/** Reads listed numbers until `wanted` are read in all; false where one is none, or is not decided here. */
export function readListed(wanted: i32): bool {
  const count = wanted - read;
  if (failed || count <= 0) return !failed;
  const at = <usize>count << 2;
  const next = load<u32>(at, FROM);
  // The last four are filled up with the first.
  for (let i = at; (i & 15) != 0; i += 4) {
    store<u32>(i, load<u32>(0, FROM), FROM);
    store<u32>(i, load<u32>(0, TO), TO);
  }
  const done = min(count, <i32>regularNumbers((count + 3) & ~3, target + (<usize>read << 3), MINUS, true));
  failed = done < count;
  read += done;
  store<u32>(FROM, next);
  return !failed;
}

/** How many were. */
export function numbersRead(): i32 {
  return read;
}
