/** Bit i tells whether the byte at p + i, of 64, is the one that `byte` is full of. */
// @ts-ignore: decorator
@inline
export function bytesAt(p: usize, byte: v128): u64 {
  const low =
    i8x16.bitmask(i8x16.eq(v128.load(p), byte)) | (i8x16.bitmask(i8x16.eq(v128.load(p, 16), byte)) << 16);
  const upper =
    i8x16.bitmask(i8x16.eq(v128.load(p, 32), byte)) |
    (i8x16.bitmask(i8x16.eq(v128.load(p, 48), byte)) << 16);
  return <u64>(<u32>low) | ((<u64>(<u32>upper)) << 32);
}

/** Stores where the lowest four bits of a mask stand, counted from `base`, as u32 at `to`; returns the mask without them. */
// @ts-ignore: decorator
@inline
export function fourPlaces(to: usize, base: u32, mask: u64): u64 {
  store<u32>(to, base + <u32>ctz(mask));
  mask &= mask - 1;
  store<u32>(to, base + <u32>ctz(mask), 4);
  mask &= mask - 1;
  store<u32>(to, base + <u32>ctz(mask), 8);
  mask &= mask - 1;
  store<u32>(to, base + <u32>ctz(mask), 12);
  return mask & (mask - 1);
}
