// How many elements of a row are larger than the one of its class id: compared two or four at a time, none branched at.

/** Elements between two looks at whether the limit is reached. */
const STEP: i32 = 64;

export function larger<X>(x: usize, n: i32, value: X, limit: i32): i32 {
  const lanes = 16 / <i32>sizeof<X>();
  const than = v128.splat<X>(value);
  let count: i32 = 0;
  let i: i32 = 0;
  while (i + lanes <= n && count < limit) {
    const stop = min(i + STEP, n) - lanes;
    let found = i64x2.splat(0);
    for (; i <= stop; i += lanes) {
      const above = v128.gt<X>(v128.load(x + <usize>i * sizeof<X>()), than);
      found = sizeof<X>() == 4 ? i32x4.sub(found, above) : i64x2.sub(found, above);
    }
    if (sizeof<X>() == 4) {
      count += i32x4.extract_lane(found, 0) + i32x4.extract_lane(found, 1);
      count += i32x4.extract_lane(found, 2) + i32x4.extract_lane(found, 3);
    } else count += <i32>(i64x2.extract_lane(found, 0) + i64x2.extract_lane(found, 1));
  }
  if (count < limit) for (; i < n; i++) count += <i32>(load<X>(x + <usize>i * sizeof<X>()) > value);
  return min(count, limit);
}

// @ts-ignore: decorator
@inline function ranksOf<X>(x: usize, rows: i32, n: i32, ids: usize, limit: i32, out: usize): void {
  for (let row = 0; row < rows; row++, x += <usize>n * sizeof<X>(), ids += 4, out += 4) {
    const id = load<i32>(ids);
    const isClass = <u32>id < <u32>n;
    store<i32>(out, isClass ? larger<X>(x, n, load<X>(x + <usize>id * sizeof<X>()), limit) : -1);
  }
}

export function ranks32(x: usize, rows: i32, n: i32, ids: usize, limit: i32, out: usize): void {
  ranksOf<f32>(x, rows, n, ids, limit, out);
}
export function ranks64(x: usize, rows: i32, n: i32, ids: usize, limit: i32, out: usize): void {
  ranksOf<f64>(x, rows, n, ids, limit, out);
}
