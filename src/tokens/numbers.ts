/** What servers write where a token is below the alternatives they give, or where a filter cut it. */
const FLOORS: readonly number[] = [-100, -1000];
/** No softmax of 32-bit floats goes so far down: −9999, the lowest float, −∞. */
const LOWEST = -9999;

/** A number as JSON, Python and text have it; NaN where there is none. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length === 0 || value.length > 40) return NaN;
  const infinite = /^([-+]?)inf(?:inity)?$/i.exec(value);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return Number(value);
}

export function isFloor(logprob: number): boolean {
  return logprob <= LOWEST || FLOORS.includes(logprob);
}

/** The logarithm of a probability. */
export function logOf(probability: unknown): number {
  const p = numberOf(probability);
  return p >= 0 ? Math.log(p) : NaN;
}
