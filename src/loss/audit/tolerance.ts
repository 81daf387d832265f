import type { PrintedLoss } from '../../arrays/types';

/** Bits of a significand, the leading one counted, of types whose rounding shows in print. */
const BITS: Readonly<Record<string, number>> = { bfloat16: 8, float16: 11, half: 11 };
/** Roundings that a float32 sum of many rows accumulates, relative to the sum: seen up to 4e-7 in PyTorch's means. */
const FLOAT32 = 1e-6;

/** A type of few digits by the name it is printed with: `torch.bfloat16`, `float16`. */
export function coarseBits(dtype: string | undefined): number | undefined {
  return dtype === undefined ? undefined : BITS[dtype.slice(dtype.lastIndexOf('.') + 1)];
}

/** The distance of neighbouring numbers of a type at a value. */
export function step(value: number, bits: number): number {
  return value === 0 ? 0 : 2 ** (Math.floor(Math.log2(Math.abs(value))) - bits + 1);
}

/** How far a printed loss may be from the one meant: half a unit of its last digit, and the steps of its type. */
export function printedTolerance({ value, decimals, dtype }: PrintedLoss): number {
  const digits = decimals === undefined ? 0 : 0.5 * 10 ** -decimals * (1 + 1e-9);
  const bits = coarseBits(dtype);
  return digits + (bits === undefined ? FLOAT32 * Math.abs(value) : step(value, bits));
}

/** Chances below this are none. */
const UNLIKELY = 1e-3;

/** Whether a printed loss can be a number of a type. */
export function isRounded({ value, decimals }: PrintedLoss, bits: number): boolean {
  return chanceOfRounding(value, decimals, bits) >= 0;
}

/** The type of few digits that values are of, where that is no accident of their print: its name. */
export function coarseTypeOf(values: ArrayLike<number>, decimals: number | undefined): string | undefined {
  return ['bfloat16', 'float16'].find((dtype) => {
    let chance = 1;
    for (let i = 0; i < values.length; i++) {
      const own = chanceOfRounding(values[i], decimals, BITS[dtype]);
      if (own < 0) return false;
      chance *= own;
    }
    return chance < UNLIKELY;
  });
}

/** How likely any number, so printed, could be one of the type, by chance; negative where it is none. */
function chanceOfRounding(value: number, decimals: number | undefined, bits: number): number {
  if (!Number.isFinite(value) || value === 0) return 1;
  const size = step(value, bits);
  // The shortest print of a float32 has seven digits or more, however many decimals its neighbors have.
  const digits = decimals === undefined ? 0 : 0.5 * 10 ** -decimals * (1 + 1e-9);
  const half = Math.max(digits, Math.abs(value) * 1e-7);
  if (2 * half >= size) return 1;
  return Math.abs(Math.round(value / size) * size - value) <= half ? (2 * half) / size : -1;
}
