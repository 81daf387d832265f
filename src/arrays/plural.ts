/** One of two whole sentences, by a count: no language makes its plurals by adding to a sentence. */
export function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}
