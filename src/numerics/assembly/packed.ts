// Whole numbers as their distances from a straight line, which take fewer bytes.

/** Numbers that lie nearer to each other than this need no line. */
const NEAR: f64 = 0x100;

/** Of what the last call of `range` saw. */
let least: f64 = 0, most: f64 = 0;

function range(x: usize, rows: i32, slope: f64): void {
  let low = f64x2.splat(load<f64>(x)), high = low;
  let i = f64x2(0, 1);
  const slopes = f64x2.splat(slope), two = f64x2.splat(2), pairs = x + (<usize>(rows >> 1) << 4);
  for (let p = x; p < pairs; p += 16) {
    const v = f64x2.sub(v128.load(p), f64x2.floor(f64x2.mul(slopes, i)));
    low = f64x2.pmin(low, v);
    high = f64x2.pmax(high, v);
    i = f64x2.add(i, two);
  }
  least = min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  most = max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  if (!(rows & 1)) return;
  const last = load<f64>(pairs) - floor<f64>(slope * (rows - 1));
  least = min(least, last);
  most = max(most, last);
}

// @ts-ignore: decorator
@inline function distance(x: usize, row: usize, slope: f64, first: f64): f64 {
  return load<f64>(x + (row << 3)) - floor<f64>(slope * <f64>(<i32>row)) - first;
}

/**
 * Writes by how much each number is above the line, in as few bytes each as are returned: 0 where all lie on it.
 *
 * @param rows at least one
 * @param line gets where the line begins, and its slope
 */
export function pack(x: usize, rows: i32, rest: usize, line: usize): i32 {
  let slope: f64 = 0;
  range(x, rows, 0);
  if (most - least >= NEAR) {
    slope = (load<f64>(x + (<usize>(rows - 1) << 3)) - load<f64>(x)) / (rows - 1);
    range(x, rows, slope);
  }
  const first = least, width = most - least, n = <usize>rows;
  store<f64>(line, first);
  store<f64>(line, slope, 8);
  if (width == 0) return 0;
  if (width < 0x100) {
    for (let row: usize = 0; row < n; row++) store<u8>(rest + row, <i32>distance(x, row, slope, first));
    return 1;
  }
  if (width < 0x10000) {
    for (let row: usize = 0; row < n; row++)
      store<u16>(rest + (row << 1), <i32>distance(x, row, slope, first));
    return 2;
  }
  if (width < 0x100000000) {
    for (let row: usize = 0; row < n; row++)
      store<u32>(rest + (row << 2), <u32>distance(x, row, slope, first));
    return 4;
  }
  for (let row: usize = 0; row < n; row++) store<f64>(rest + (row << 3), distance(x, row, slope, first));
  return 8;
}
