import { lenientJson } from './lenientJson';
import { plainNumber } from './numbers';

/** What all that is read here begins with; most texts of a table don't. */
const MAY_BE = /^\s{0,100}[[({tabs]/;
/** A list, or what prints one: `tensor([0.1, 0.2])`. */
const LIST = /^\s{0,100}(?:(?:tensor|array)\()?[[(]/;
/** One number or text as Python prints what holds it: `tensor(2)`, `b'cat'`. */
const PRINTED = /^\s{0,100}(?:(?:tensor|array)\([-+.\d]|b['"])/;
/** A set of Python's, and no dictionary. */
const SET = /^\s{0,100}(?:\{[^:]*\}|set\(\))\s{0,100}$/;
/** A text in quotes of Python's, and what parts it from the next one: NumPy writes blanks alone. */
const QUOTED = /(?:'([^'\\]*(?:\\.[^'\\]*)*)'|"([^"\\]*(?:\\.[^"\\]*)*)")(?:\s*,\s*|\s+|$)/y;

/**
 * The numbers or the texts of a list that is written as a text, as in a cell of CSV: `[0.1, 0.2]`, `(0.1, 0.2)`, `['cat', 'dog']`,
 * or `[0.1 0.2]` as pandas writes an array of NumPy. Undefined where it is no such list.
 */
export function listInText(written: string): (number | null)[] | string[] | undefined {
  if (!MAY_BE.test(written)) return undefined;
  if (SET.test(written)) return membersOf(written.trim());
  if (!LIST.test(written)) return PRINTED.test(written) ? onlyIn(written.trim()) : undefined;
  const text = written.trim().replace(/^(?:tensor|array)\((\[[^\]]*\])[^[\]]*\)$/, '$1');
  const isClosed = text.endsWith(text.startsWith('(') ? ')' : ']');
  if (!isClosed) return undefined;
  const inside = text.slice(1, -1).trim().replace(/,$/, '');
  // What JSON.parse throws takes longer than all else.
  return (
    (MAY_BE_NUMBERS.test(inside) ? spaced(inside) : undefined) ?? inJson(`[${inside}]`) ?? quoted(inside)
  );
}

/** Numbers alone, as `spaced` reads them; what else begins so is JSON, or none. */
const MAY_BE_NUMBERS = /^[-+.\dni]/i;

function inJson(text: string): (number | null)[] | string[] | undefined {
  const list = lenientJson(/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text);
  if (!Array.isArray(list)) return undefined;
  if (list.every((item) => typeof item === 'number' || item === null)) return list as (number | null)[];
  return list.every((item) => typeof item === 'string') ? list : undefined;
}

function spaced(inside: string): number[] | undefined {
  const numbers = inside.split(/[\s,]+/).map(plainNumber);
  return numbers.every((one) => one !== undefined) ? numbers : undefined;
}

/** As Python prints texts. */
function quoted(inside: string): string[] | undefined {
  const texts: string[] = [];
  QUOTED.lastIndex = 0;
  for (let at = 0; at < inside.length; at = QUOTED.lastIndex) {
    const [, single, double] = QUOTED.exec(inside) ?? [];
    const text = single ?? double;
    if (text === undefined) return undefined;
    texts.push(text.replace(/\\(['"\\])/g, '$1'));
  }
  return texts;
}

function onlyIn(printed: string): number[] | string[] | undefined {
  if (printed.startsWith('b')) {
    const texts = quoted(printed.slice(1));
    return texts?.length === 1 ? texts : undefined;
  }
  const number = /^\w+\(([-+.\de]+)(?:,[^()]*(?:\([^()]*\))?)?\)$/.exec(printed)?.[1];
  const value = number === undefined ? undefined : plainNumber(number);
  return value === undefined ? undefined : [value];
}

/** `{0, 3}`, `{'cat'}`, `set()`. */
function membersOf(set: string): number[] | string[] | undefined {
  if (set.startsWith('set')) return [];
  const inside = set.slice(1, -1).trim();
  return inside === '' ? undefined : (spaced(inside) ?? quoted(inside));
}
