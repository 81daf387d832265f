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
