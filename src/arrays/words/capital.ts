/** Words at the head of a column, of a row, of a sentence: `Mean loss`. A symbol keeps its case: `p label`, `log p`. */
export function capital(words: string): string {
  return /^(?:log )?p(?: |$)/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);
}
