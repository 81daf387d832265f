import * as l10n from '@vscode/l10n';

/** One of two whole sentences, by a count: no language makes its plurals by adding to a sentence. */
export function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

/** "1 row", "12,345 rows". */
export function rowsText(n: number): string {
  return plural(n, l10n.t('1 row'), l10n.t('{0} rows', grouped(n)));
}

/** A whole number with a comma before every three digits. The runtime's own way takes 20 ms to get ready for its first. */
function grouped(n: number): string {
  let digits = String(n);
  for (let at = digits.length - 3; at > 0; at -= 3) digits = `${digits.slice(0, at)},${digits.slice(at)}`;
  return digits;
}
