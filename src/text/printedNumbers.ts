import type { PrintedNumbers } from '../arrays/types';

/** Numbers that tell an array apart; longer prints are none of a library's. */
const MAX_NUMBERS = 4096;
const MAX_DEPTH = 8;

type Item = string | List;

/** Items before "..." and after it. */
interface List {
  head: Item[];
  tail?: Item[];
}

/**
 * The numbers of one abbreviated list, such as `[[1.5, ..., 2.], ..., [3., ..., 4.]]`, as they stand in the text.
 * Undefined where there are too many, or the brackets do not fit.
 */
export function printedNumbers(text: string, start: number, end: number): PrintedNumbers | undefined {
  const whole = readList(text, start, end);
  if (whole === undefined) return undefined;
  const texts: string[] = [];
  const at: number[][] = [];
  collect(whole, [], (token, place) => {
    texts.push(token);
    at.push(place);
  });
  const isWhole = at.every((place) => place.length === at[0].length);
  return isWhole && at.length > 0 ? { texts, at } : undefined;
}

function readList(text: string, start: number, end: number): List | undefined {
  const open: List[] = [];
  let whole: List | undefined;
  let numbers = 0;
  const add = (item: Item) => {
    const list = open.at(-1);
    (list?.tail ?? list?.head)?.push(item);
  };
  for (let i = start; i < end && whole === undefined;) {
    const c = text[i];
    const length = gapAt(text, i) || tokenAt(text, i, end);
    if (c === '[' || c === '(') {
      if (open.length === MAX_DEPTH) return undefined;
      const list: List = { head: [] };
      add(list);
      open.push(list);
    } else if (c === ']' || c === ')') {
      const closed = open.pop();
      if (open.length === 0) whole = closed;
    } else if (length > 0 && gapAt(text, i) > 0) {
      const list = open.at(-1);
      if (list !== undefined) list.tail ??= [];
    } else if (length > 0) {
      if (++numbers > MAX_NUMBERS) return undefined;
      add(text.slice(i, i + length));
    }
    i += Math.max(1, length);
  }
  return whole;
}

/** The length of "..." or "…" at a place. */
function gapAt(text: string, at: number): number {
  if (text[at] === '…') return 1;
  return text.startsWith('...', at) ? 3 : 0;
}

/** The length of a number, nan, inf or a truth value at a place. */
function tokenAt(text: string, at: number, end: number): number {
  let stop = at;
  while (stop < end && /[\w.+-]/.test(text[stop]) && gapAt(text, stop) === 0) stop++;
  return stop - at;
}

function collect({ head, tail = [] }: List, place: number[], add: (token: string, at: number[]) => void) {
  const each = (item: Item, index: number) => {
    if (typeof item === 'string') add(item, [...place, index]);
    else collect(item, [...place, index], add);
  };
  head.forEach(each);
  tail.forEach((item, i) => each(item, i - tail.length));
}
