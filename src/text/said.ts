import type { PrintedLoss } from '../arrays/types';

/** Characters of a text that are searched for what it says beside its arrays. */
const REACH = 1_000_000;
const LOSS =
  /(loss|nll|cross[ _]entropy)["']?\)?\s{0,20}(?:[:=,]|is)\s{0,20}(?:(?:np\.|torch\.|tf\.)?(?:float\d{0,3}|tensor|array)\(\s{0,20})?(-?\d+(?:\.\d+(?:e[-+]?\d+)?)?)/gi;
const CLASS_NAMES =
  /(?:id2label|classes|class_?names?|label_?names|target_names|candidate_labels|labels)["']?\s{0,20}[:=]\s{0,20}[[{]/g;
/** Characters of a list of names, and of a name. */
const LONGEST_LIST = 20_000;
const LONGEST_NAME = 80;

/** The first loss a text prints: `Test loss: 0.6931`, `'train_loss': tensor(0.35)`. */
export function printedLoss(text: string): PrintedLoss | undefined {
  const searched = text.slice(0, REACH);
  for (const { 1: word, 2: digits, index } of searched.matchAll(LOSS)) {
    const start = nameStart(searched, index);
    const point = digits.indexOf('.');
    if (start === undefined || (digits[0] === '-' && point < 0)) continue;
    return {
      value: Number(digits),
      ...(point < 0 || /e/i.test(digits) ? {} : { decimals: digits.length - point - 1 }),
      name: searched.slice(start, index + word.length),
    };
  }
  return undefined;
}

/** Where a name that ends in "loss" begins, `train_loss`, `Test loss`; undefined within a word: `floss`. */
function nameStart(text: string, at: number): number | undefined {
  const joined = at > 0 ? text[at - 1] : '';
  if (joined !== '_' && joined !== ' ') return /\w/.test(joined) ? undefined : at;
  let start = at - 1;
  while (start > 0 && /\w/.test(text[start - 1])) start--;
  if (start < at - 1) return start;
  return joined === ' ' ? at : undefined;
}

/** Lists of names the text holds: `classes: ['cat', 'dog']`, `id2label = {0: "NEGATIVE", 1: "POSITIVE"}`. */
export function classNames(text: string): string[][] {
  const searched = text.slice(0, REACH);
  const closer = /[\]}]/g;
  const lists: string[][] = [];
  let close = -1;
  let read = -1;
  for (const match of searched.matchAll(CLASS_NAMES)) {
    const open = match.index + match[0].length - 1;
    if (open < read) continue;
    if (close < open) {
      closer.lastIndex = open;
      close = closer.exec(searched)?.index ?? Infinity;
    }
    if (close - open > LONGEST_LIST) continue;
    const names = namesIn(searched.slice(open, close), searched[open] === '{');
    if (names.length > 1) lists.push(names);
    read = close;
  }
  return lists;
}

/** The strings of a list, or a map's values that are strings. */
function namesIn(list: string, map: boolean): string[] {
  const names: string[] = [];
  for (let at = 0; at < list.length; at++) {
    const end = quoteEnd(list, at);
    if (end === undefined) continue;
    if (!map || (end > at + 1 && list.slice(0, at).trimEnd().endsWith(':')))
      names.push(list.slice(at + 1, end));
    at = end;
  }
  return names;
}

/** Where the string that begins at a place ends, if one does, on the same line and not too far away. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  let at = start + 1;
  for (let length = 0; length <= LONGEST_NAME && at < text.length && text[at] !== '\n'; length++) {
    if (text[at] === quote) return at;
    at += text[at] === '\\' ? 2 : 1;
  }
  return undefined;
}
