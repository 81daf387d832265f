// Random counts, sixteen at a time: the bits of ../mix.ts, compared with every limit without a branch.

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
