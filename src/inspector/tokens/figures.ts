/** Numbers as the token view writes them: a true minus, no leading zero. */
import { fixed as plainFixed, fraction as fixed, probability } from '../format';

export { count, fraction as fixed, probability } from '../format';

/** A log-probability as it is printed: `−0.5598`. */
export function nats(logprob: number): string {
  return plainFixed(logprob, 4);
}

/** A probability with four decimals: `.0591`. */
export function exactly(p: number): string {
  return probability(p, 4);
}

/** `≥ .84`, `.84 … 1.20`, or one number where the bounds are as good as one. */
export function boundsText(low: number, high: number | undefined): string {
  if (high === undefined) return `≥ ${fixed(low, 2)}`;
  return high - low < 0.005 ? fixed(low, 2) : `${fixed(low, 2)} … ${fixed(high, 2)}`;
}
