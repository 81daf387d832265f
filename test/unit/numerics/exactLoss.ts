/**
 * Softmax cross-entropy by its definition, in fixed point on BigInt with 1,200 bits after the point: nothing is shifted,
 * fused or rearranged, for with so many digits nothing has to be.
 */
const BITS = 1200n;
const ONE = 1n << BITS;

interface ExactOptions {
  temperature: number;
  reduction: 'none' | 'mean' | 'sum';
  labelSmoothing: number;
  classWeights?: readonly number[];
}

export interface Exact {
  /** The gradient, an entry a logit, and the sum of the magnitudes of which each entry is made. */
  gradient: number[][];
  size: number[][];
}

/**
 * The gradient with respect to the logits x of rows with targets y, a number a class, as PyTorch defines it; undefined
 * targets ignore the row.
 *
 * @param kind a mean divides by the labels' weights where they are class ids, by the number of rows where they are not
 */
export function exactGradient(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[] | undefined)[],
  kind: 'class-ids' | 'dense',
  { temperature, reduction, labelSmoothing, classWeights }: ExactOptions,
): Exact {
  const classes = BigInt(x[0].length);
  const weights = x[0].map((_, c) => fixed(classWeights?.[c] ?? 1));
  const T = fixed(temperature);
  const smoothing = fixed(labelSmoothing);
  const counted = y.map((row) =>
    kind === 'dense' ? ONE : row ? sum(row.map((v, c) => times(fixed(v), weights[c]))) : 0n,
  );
  const divisor = times(T, reduction === 'mean' ? sum(counted) : ONE);
  const rows = x.map((row, r) => {
    const labels = y[r];
    if (!labels) return row.map(() => [0n, 0n]);
    const powers = row.map((v) => exp(over(fixed(v), T)));
    const p = powers.map((power) => over(power, sum(powers)));
    const t = labels.map((v, c) => {
      const smooth = times(ONE - smoothing, fixed(v)) + smoothing / classes;
      return times(smooth, weights[c]);
    });
    const mass = sum(t);
    return p.map((own, c) => [
      over(times(mass, own) - t[c], divisor),
      over(times(mass - t[c], own) + times(t[c], ONE - own), divisor),
    ]);
  });
  return {
    gradient: rows.map((row) => row.map(([value]) => toNumber(value))),
    size: rows.map((row) => row.map(([, size]) => toNumber(size))),
  };
}

const times = (a: bigint, b: bigint) => (a * b) >> BITS;
const over = (a: bigint, b: bigint) => (a << BITS) / b;
const sum = (terms: readonly bigint[]) => terms.reduce((a, b) => a + b, 0n);

/** A float64 as it is, to the last bit. */
function fixed(value: number): bigint {
  let shift = BITS;
  while (!Number.isInteger(value)) {
    value *= 2;
    shift--;
  }
  return BigInt(value) << shift;
}

/** e^z: its series after z was halved often enough, then squared back. */
function exp(z: bigint): bigint {
  const halvings = 40n;
  const small = z >> halvings;
  let power = ONE;
  let term = ONE;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = times(term, small) / i;
    power += term;
  }
  for (let i = 0n; i < halvings; i++) power = times(power, power);
  return power;
}

/** Cut to 64 bits and then rounded: right to 0.5005 units in the last place. */
function toNumber(value: bigint): number {
  const digits = value < 0n ? -value : value;
  const cut = Math.max(0, digits.toString(2).length - 64);
  const size = Number(digits >> BigInt(cut)) * 2 ** (cut - Number(BITS));
  return value < 0n ? -size : size;
}
