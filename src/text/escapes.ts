/** Colours and cursor movements that terminals obey and notebooks draw: `\u001b[1;36m`. They stand inside numbers, too. */
const ESCAPE = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
/** A text with more of them is no print of arrays. */
const MOST = 1_000_000;

export interface Plain {
  text: string;
  /** The place in the text with escapes of a place in the one without: the start, or the end, of what stands there. */
  original(at: number, end?: boolean): number;
}

/** A text without its terminal escapes; undefined where it has none. */
export function withoutEscapes(text: string): Plain | undefined {
  if (!text.includes('\u001b[')) return undefined;
  const kept: string[] = [];
  /** Of each piece kept: where it begins in the plain text and in the original. */
  const plain: number[] = [];
  const original: number[] = [];
  let from = 0;
  let length = 0;
  const keep = (end: number) => {
    if (end === from && end < text.length) return;
    plain.push(length);
    original.push(from);
    kept.push(text.slice(from, end));
    length += end - from;
  };
  for (const match of text.matchAll(ESCAPE)) {
    keep(match.index);
    from = match.index + match[0].length;
    if (kept.length > MOST) return undefined;
  }
  keep(text.length);
  return {
    text: kept.join(''),
    original(at, end = false) {
      let low = 0;
      let high = plain.length - 1;
      const found = end ? at - 1 : at;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (plain[middle] <= found) low = middle;
        else high = middle - 1;
      }
      return original[low] + at - plain[low];
    },
  };
}
