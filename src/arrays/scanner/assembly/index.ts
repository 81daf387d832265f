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

/** Empties the tables but for a token that has begun and not ended. */
export function keepOpen(): void {
  dropped += <i32>ends;
  const open = starts - ends;
  if (open > 0) {
    const start = load<u32>(STARTS + (ends << 2));
    store<u32>(STARTS, start);
    let from: usize = 0;
    while (from < points && load<u32>(POINTS + (from << 2)) < start) from++;
    for (let i = from; i < points; i++) store<u32>(POINTS + ((i - from) << 2), load<u32>(POINTS + (i << 2)));
    points -= from;
  } else points = 0;
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

/** Stores the places of a mask's bits from `to`, four at a time, as far as needed and up to three beyond. */
// @ts-ignore: decorator
@inline
function places(mask: u64, p: usize, to: usize): void {
  while (mask != 0) {
    store<u32>(to, <u32>(p + <usize>ctz(mask)));
    mask &= mask - 1;
    store<u32>(to, <u32>(p + <usize>ctz(mask)), 4);
    mask &= mask - 1;
    store<u32>(to, <u32>(p + <usize>ctz(mask)), 8);
    mask &= mask - 1;
    store<u32>(to, <u32>(p + <usize>ctz(mask)), 12);
    mask &= mask - 1;
    to += 16;
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
    places(startMask, p, STARTS + (startCount << 2));
    places(endMask, p, ENDS + (endCount << 2));
    places(pointMask & within, p, POINTS + (pointCount << 2));
    startCount += <usize>popcnt(startMask);
    endCount += <usize>popcnt(endMask);
    pointCount += <usize>popcnt(pointMask & within);
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
