// What a bootstrap does time and again with many rows: draws how often each counts, and sums what so counts.

/** Random bits, sixteen rows at a time: those of ../mix.ts. */

// @ts-ignore: decorator
@inline function mixed(own: usize, salt: v128): v128 {
  let x = i32x4.add(v128.load(own), salt);
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(<i32>0x846ca68b));
  x = v128.xor(x, i32x4.shr_u(x, 16));
  // Signed numbers in the order of unsigned ones: there is an instruction that compares those.
  return v128.xor(x, i32x4.splat(i32.MIN_VALUE));
}

/** Of each of n numbers how many of some limits it reaches, once mixed. Goes on beyond n up to the next sixteen. */
export function draws(own: usize, n: i32, salt: i32, limits: usize, count: i32, out: usize): void {
  const salts = i32x4.splat(salt);
  const lastLimit = limits + (<usize>count << 2);
  for (const end = out + <usize>n; out < end; out += 16, own += 64) {
    const x0 = mixed(own, salts), x1 = mixed(own + 16, salts), x2 = mixed(own + 32, salts), x3 = mixed(own + 48, salts);
    // Each limit that is not reached takes one away.
    let c0 = i32x4.splat(count), c1 = c0, c2 = c0, c3 = c0;
    for (let at = limits; at < lastLimit; at += 4) {
      const limit = v128.xor(v128.load32_splat(at), i32x4.splat(i32.MIN_VALUE));
      c0 = i32x4.add(c0, i32x4.gt_s(limit, x0));
      c1 = i32x4.add(c1, i32x4.gt_s(limit, x1));
      c2 = i32x4.add(c2, i32x4.gt_s(limit, x2));
      c3 = i32x4.add(c3, i32x4.gt_s(limit, x3));
    }
    v128.store(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(c0, c1), i16x8.narrow_i32x4_s(c2, c3)));
  }
}

/** Puts the weights of some rows one after the other, and how many rows stand before each behind them. */
export function gather(weight: usize, place: usize, n: i32, out: usize, before: usize): void {
  for (let to = out, end = out + <usize>n; to < end; to++, place += 4) store<u8>(to, load<u8>(weight + <usize>load<i32>(place)));
  count(out, n, before);
}

/** How many rows stand before each, all of them counted, behind. */
export function count(weight: usize, n: i32, before: usize): void {
  let sum: i32 = 0;
  store<i32>(before, 0);
  const end = weight + <usize>n;
  // Eight at a time: each and the one before it, then pairs, then fours.
  for (; weight + 7 < end; weight += 8, before += 32) {
    let w = i16x8.extend_low_i8x16_u(v128.load64_zero(weight));
    w = i16x8.add(w, v128.shuffle<i16>(w, i16x8.splat(0), 8, 0, 1, 2, 3, 4, 5, 6));
    w = i16x8.add(w, v128.shuffle<i16>(w, i16x8.splat(0), 8, 8, 0, 1, 2, 3, 4, 5));
    w = i16x8.add(w, v128.shuffle<i16>(w, i16x8.splat(0), 8, 8, 8, 8, 0, 1, 2, 3));
    const sums = i32x4.splat(sum);
    v128.store(before, i32x4.add(i32x4.extend_low_i16x8_u(w), sums), 4);
    v128.store(before, i32x4.add(i32x4.extend_high_i16x8_u(w), sums), 20);
    sum += i16x8.extract_lane_u(w, 7);
  }
  for (; weight < end; weight++, before += 4) {
    sum += load<u8>(weight);
    store<i32>(before, sum, 4);
  }
}

/** The summed weights of lists of rows that follow each other, each by where it ends. */
export function counts(weight: usize, place: usize, ends: usize, lists: i32, out: usize): void {
  const first = place;
  for (const last = ends + (<usize>lists << 2); ends < last; ends += 4, out += 4) {
    let sum: i32 = 0;
    for (const end = first + (<usize>load<i32>(ends) << 2); place < end; place += 4)
      sum += load<u8>(weight + <usize>load<i32>(place));
    store<i32>(out, sum);
  }
}

/** Σ w x, in four sums of every fourth row each. */
export function sum(weight: usize, x: usize, n: i32): f64 {
  let low = f64x2.splat(0), high = low;
  const end = x + (<usize>n << 3);
  for (; x + 24 < end; x += 32, weight += 4) {
    const w = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(weight)));
    low = f64x2.add(low, f64x2.mul(f64x2.convert_low_i32x4_s(w), v128.load(x)));
    high = f64x2.add(high, f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(w, w, 2, 3, 2, 3)), v128.load(x, 16)));
  }
  let s0 = f64x2.extract_lane(low, 0), s1 = f64x2.extract_lane(low, 1), s2 = f64x2.extract_lane(high, 0);
  if (x < end) s0 += <f64>load<u8>(weight) * load<f64>(x);
  if (x + 8 < end) s1 += <f64>load<u8>(weight, 1) * load<f64>(x, 8);
  if (x + 16 < end) s2 += <f64>load<u8>(weight, 2) * load<f64>(x, 16);
  return s0 + s2 + (s1 + f64x2.extract_lane(high, 1));
}

// @ts-ignore: decorator
@inline function at4(base: usize, place: i32): i32 {
  return load<i32>(base + (<usize>place << 2));
}

// @ts-ignore: decorator
@inline function at8(base: usize, place: i32): f64 {
  return load<f64>(base + (<usize>place << 3));
}

/** ../areas.ts in the same steps: writes area, risk and marked as doubles. */
export function areas(place: usize, tieFrom: usize, tieTo: usize, count: i32, weight: usize, before: usize, n: i32, harmonic: usize, out: usize): void {
  const all = at4(before, n);
  const most = at8(harmonic, all);
  let above: i32 = 0;
  let area: f64 = 0, risk: f64 = 0;
  for (let at = count - 1; at >= 0; ) {
    const from = at4(tieFrom, at), to = at4(tieTo, at);
    const end = at4(before, to);
    const tied = end - at4(before, from), higher = all - end;
    if (to - from == 1) {
      area += <f64>(tied * (higher - above));
      const h = harmonic + (<usize>higher << 3);
      let tails = <f64>tied * most - <f64>i32(tied > 0) * load<f64>(h) - <f64>i32(tied > 1) * load<f64>(h, 8) - <f64>i32(tied > 2) * load<f64>(h, 16);
      if (tied > 3) tails -= between(harmonic, higher + 3, higher + tied);
      risk += tails;
      above += tied;
      at--;
      continue;
    }
    let marked: i32 = 0;
    for (; at >= 0 && at4(place, at) >= from; at--) marked += load<u8>(weight + <usize>at4(place, at));
    if (marked == 0) continue;
    area += <f64>marked * (<f64>(higher - above) + <f64>(tied - marked) / 2);
    risk += <f64>marked / <f64>tied * (<f64>tied * most - between(harmonic, higher, higher + tied));
    above += marked;
  }
  store<f64>(out, area);
  store<f64>(out, risk, 8);
  store<f64>(out, <f64>above, 16);
}

function between(harmonic: usize, from: i32, to: i32): f64 {
  if (to - from > 8) return <f64>to * (at8(harmonic, to) - 1) - <f64>from * (at8(harmonic, from) - 1);
  let sum: f64 = 0;
  for (let k = from; k < to; k++) sum += at8(harmonic, k);
  return sum;
}
