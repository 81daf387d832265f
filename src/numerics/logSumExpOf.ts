/** max/T + log1p(tail); the maximum itself where the row has no softmax: NaN, +∞ or −∞. */
export function logSumExpOf(max: number, log: number, temperature: number): number {
  return log === log ? max / temperature + log : max;
}
