/** Numbers as the token view writes them: a true minus, no leading zero. */
import { fixed as plainFixed, probability } from '../format';

export { count, probability } from '../format';

export function fixed(value: number, decimals: number): string {
  return trimmed(plainFixed(value, decimals));
}

/** A log-probability as it is printed: `−0.5598`. */
export function nats(logprob: number): string {
  return plainFixed(logprob, 4).replace('-', '−');
}

/** "−2.83", ".64" */
export function trimmed(text: string): string {
  return text.replace('-', '−').replace(/^(−?)0\./, '$1.');
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
