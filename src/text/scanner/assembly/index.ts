import { BRACKETS, ENDS, POINTS, STARTS } from './layout';

// What `index` found since the last `restart` or `keepOpen`. Counts are of entries in the tables of layout.ts.

export let starts: usize = 0;
export let ends: usize = 0;
export let points: usize = 0;
export let brackets: usize = 0;
/** Commas between numbers, since `restart`. */
export let commas: i32 = 0;
/** Some token holds a sign or an exponent besides a leading minus. */
export let irregular: bool = false;
/** Where numbers, separators and brackets end; 0 while they go on. */
export let stop: usize = 0;

/** Behind every place. */
const NO_PLACE: u32 = 0x7fffffff;

/** Tokens dropped from the tables since `restart`. */
let dropped: i32 = 0;
/** The block before ended inside a token; in white space behind one; with a closing bracket. */
let inToken: u64 = 0;
let afterToken: u64 = 0;
let afterClose: u64 = 0;

export function restart(pending: bool): void {
  starts = ends = points = brackets = 0;
  commas = dropped = 0;
  stop = 0;
  irregular = false;
  inToken = afterClose = 0;
  afterToken = <u64>pending;
}

/** Goes on behind the bracket that closes a list, `tokens` before it. */
export function restartBehindRow(tokens: i32): void {
  restart(false);
  dropped = tokens;
  afterClose = 1;
}

/** Points kept of a token that goes on: a second one says that it is no number, and a token may have any number of them. */
const MOST_POINTS: usize = 2;

/** Empties the tables but for a token that has begun and not ended. */
export function keepOpen(): void {
  dropped += <i32>ends;
  const open = starts - ends;
  let kept: usize = 0;
  if (open > 0) {
    const start = load<u32>(STARTS + (ends << 2));
    store<u32>(STARTS, start);
    let from = points;
    while (from > 0 && load<u32>(POINTS + ((from - 1) << 2)) >= start) from--;
    for (; from < points && kept < MOST_POINTS; from++)
      store<u32>(POINTS + (kept++ << 2), load<u32>(POINTS + (from << 2)));
  }
  points = kept;
  starts = open;
  ends = 0;
  brackets = 0;
}

/** Bit i of the mask of 64 bytes at p for each class of characters. */
// @ts-ignore: decorator
@inline
function join(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  );
}

// @ts-ignore: decorator
@inline
function is(bytes: v128, c: u8): v128 {
  return i8x16.eq(bytes, i8x16.splat(c));
}

// @ts-ignore: decorator
@inline
function areDigits(bytes: v128): v128 {
  return i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9));
}

// @ts-ignore: decorator
@inline
function areSpaces(bytes: v128): v128 {
  return i8x16.le_u(bytes, i8x16.splat(0x20));
}

// @ts-ignore: decorator
@inline
function areExponents(bytes: v128): v128 {
  return v128.or(is(v128.or(bytes, i8x16.splat(0x20)), 0x65), is(bytes, 0x2b));
}

/**
 * Stores the places of three masks' bits, four of each at a time and so some beyond the last: their counts differ
 * little, and one loop is guessed wrongly less often than three.
 */
// @ts-ignore: decorator
@inline
function places(p: usize, a: u64, toA: usize, b: u64, toB: usize, c: u64, toC: usize): void {
  while ((a | b | c) != 0) {
    store<u32>(toA, <u32>(p + <usize>ctz(a)));
    a &= a - 1;
    store<u32>(toB, <u32>(p + <usize>ctz(b)));
    b &= b - 1;
    store<u32>(toC, <u32>(p + <usize>ctz(c)));
    c &= c - 1;
    store<u32>(toA, <u32>(p + <usize>ctz(a)), 4);
    a &= a - 1;
    store<u32>(toB, <u32>(p + <usize>ctz(b)), 4);
    b &= b - 1;
    store<u32>(toC, <u32>(p + <usize>ctz(c)), 4);
    c &= c - 1;
    store<u32>(toA, <u32>(p + <usize>ctz(a)), 8);
    a &= a - 1;
    store<u32>(toB, <u32>(p + <usize>ctz(b)), 8);
    b &= b - 1;
    store<u32>(toC, <u32>(p + <usize>ctz(c)), 8);
    c &= c - 1;
    store<u32>(toA, <u32>(p + <usize>ctz(a)), 12);
    a &= a - 1;
    store<u32>(toB, <u32>(p + <usize>ctz(b)), 12);
    b &= b - 1;
    store<u32>(toC, <u32>(p + <usize>ctz(c)), 12);
    c &= c - 1;
    toA += 16;
    toB += 16;
    toC += 16;
  }
}

/**
 * Finds in bytes [p, to), 64 at a time, where tokens start and end and where their points stand; with `nested` the
 * brackets too. Ends early, with `stop`, at `end` and at the first byte that cannot stand in lists of numbers: a
 * letter, a bracket when not nested, a comma with neither number nor list before it.
 */
export function index(p: usize, to: usize, end: usize, nested: bool): void {
  let startCount = starts;
  let endCount = ends;
  let pointCount = points;
  let token = inToken;
  let space = afterToken;
  let close = afterClose;
  let commaCount = commas;
  for (; p < to; p += 64) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const pointMask = join(is(a, 0x2e), is(b, 0x2e), is(c, 0x2e), is(d, 0x2e));
    const minusMask = join(is(a, 0x2d), is(b, 0x2d), is(c, 0x2d), is(d, 0x2d));
    const commaMask = join(is(a, 0x2c), is(b, 0x2c), is(c, 0x2c), is(d, 0x2c));
    const spaceMask = join(areSpaces(a), areSpaces(b), areSpaces(c), areSpaces(d));
    let tokenMask =
      join(areDigits(a), areDigits(b), areDigits(c), areDigits(d)) | pointMask | minusMask;

    let others = ~(tokenMask | commaMask | spaceMask);
    let bracketMask: u64 = 0;
    let closeMask: u64 = 0;
    if (others != 0) {
      if (nested) {
        closeMask = join(is(a, 0x5d), is(b, 0x5d), is(c, 0x5d), is(d, 0x5d));
        bracketMask = closeMask | join(is(a, 0x5b), is(b, 0x5b), is(c, 0x5b), is(d, 0x5b));
        others &= ~bracketMask;
      }
      if (others != 0) {
        const exponents = join(areExponents(a), areExponents(b), areExponents(c), areExponents(d));
        tokenMask |= exponents;
        irregular = irregular || exponents != 0;
        others &= ~exponents;
      }
    }
    if (p + 64 > end) others |= ~(<u64>0) << <u64>(end - p);

    const behind = (tokenMask << 1) | token;
    let startMask = tokenMask & ~behind;
    let endMask = behind & ~tokenMask;
    if (minusMask & ~startMask) irregular = true;
    token = tokenMask >> 63;
    // The first byte behind a token and white space: adding carries a bit through each run of spaces.
    const runs = (endMask & spaceMask) + spaceMask;
    const sum = runs + space;
    space = <u64>(runs < spaceMask) | <u64>(sum < runs);
    const closed = (closeMask << 1) | close;
    close = closeMask >> 63;
    const number = endMask | (sum & ~spaceMask);
    others |= (commaMask & ~(number | closed)) | (closeMask & ~number);

    let within = ~(<u64>0);
    if (others != 0) {
      const first = ctz(others);
      within = ((<u64>1) << first) - 1;
      stop = p + <usize>first;
      startMask &= within;
      // A token counts when what ends it may stand behind a number; at `end` it may go on.
      const last = load<u8>(stop);
      endMask &= (last == 0x5d || last == 0x29) && stop < end ? within | ((<u64>1) << first) : within;
    }
    if (bracketMask & within) {
      let to = BRACKETS + brackets * 12;
      for (let rest = bracketMask & within; rest != 0; rest &= rest - 1) {
        const below = (rest & (0 - rest)) - 1;
        store<u32>(to, <u32>(p + <usize>ctz(rest)));
        store<i32>(to, dropped + <i32>startCount + <i32>popcnt(startMask & below), 4);
        store<i32>(to, commaCount + <i32>popcnt(commaMask & ~closed & below), 8);
        to += 12;
      }
      brackets = (to - BRACKETS) / 12;
    }
    const pointPlaces = pointMask & within;
    places(
      p,
      startMask,
      STARTS + (startCount << 2),
      endMask,
      ENDS + (endCount << 2),
      pointPlaces,
      POINTS + (pointCount << 2),
    );
    startCount += <usize>popcnt(startMask);
    endCount += <usize>popcnt(endMask);
    pointCount += <usize>popcnt(pointPlaces);
    commaCount += <i32>popcnt(commaMask & ~closed & within);
    if (others != 0) break;
  }
  starts = startCount;
  ends = endCount;
  points = pointCount;
  inToken = token;
  afterToken = space;
  afterClose = close;
  commas = commaCount;
  // A token that does not end is none yet.
  if (stop != 0 && starts > ends) stop = load<u32>(STARTS + (ends << 2));
  store<u32>(POINTS + (points << 2), NO_PLACE);
}
