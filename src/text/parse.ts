import { checkShape, describe } from '../arrays/ndarray';
import { findArrays, refusal } from './find';
import type { FoundArray } from '../arrays/types';

/**
 * Reads text a person selected as arrays: lists, tuples, any library's print, JSON, JSON Lines, or plain numbers
 * separated by spaces, commas and new lines. Where it is meant as an array and is none, `problem` is one sentence
 * that names the value or index and what was expected.
 */
export function parseArrays(text: string): { found: FoundArray[]; problem?: string } {
  const refused = refusal(text);
  if (refused !== undefined) return { found: [], problem: refused };
  const found = findArrays(text);
  const whole = found.filter(({ elided }) => !elided);
  if (whole.length > 0) {
    const problem = wrongList(text, found);
    return problem === undefined ? { found: whole } : { found: whole, problem };
  }
  if (found.length > 0)
    return { found, problem: 'the array is printed with "..." (elided): its values are not in the text' };
  if (/^[\s#>]*$/.test(text)) return { found, problem: 'the selection is empty' };
  const plain = plainNumbers(text);
  if (plain !== undefined) return plain;
  return {
    found,
    problem:
      wrongList(text, found) ?? 'expected numbers in brackets, such as [2.0, 1.0, 0.1]: there are none',
  };
}

/** Numbers with no brackets around them: a line is a row. Undefined when the text holds anything else. */
function plainNumbers(text: string): { found: FoundArray[]; problem?: string } | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const header = lines.length > 1 && !/\d/.test(lines[0]) ? 1 : 0;
  // Brackets are in no number: not looking at the rest keeps a text full of them cheap.
  if (lines.some((line, i) => i >= header && /[[({]/.test(line))) return undefined;
  const rows = lines.slice(header).map((line) =>
    line
      .trim()
      .split(/\s*[,;\t]\s*|\s+/)
      .filter(Boolean),
  );
  const bad = rows.findIndex((row) => row.some((token) => !isNumber(token)));
  if (bad >= 0) {
    const numbers = rows.reduce((sum, row) => sum + row.filter(isNumber).length, 0);
    const tokens = rows.reduce((sum, row) => sum + row.length, 0);
    // Mostly words: prose, not a table with a mistake in it.
    if (numbers < 2 || numbers * 2 < tokens || /[[({]/.test(text)) return undefined;
    const column = rows[bad].findIndex((token) => !isNumber(token));
    return {
      found: [],
      problem: `[${bad}][${column}]: expected a number, got ${describe(rows[bad][column])}`,
    };
  }
  if (rows.length === 0) return undefined;
  const ragged = rows.findIndex((row) => row.length !== rows[0].length);
  if (ragged >= 0)
    return {
      found: [],
      problem: `row ${ragged} has ${count(rows[ragged].length)}, the first row has ${rows[0].length} (ragged)`,
    };
  const literal =
    rows.length === 1 || rows[0].length === 1
      ? `[${rows.flat().join(', ')}]`
      : `[${rows.map((row) => `[${row.join(', ')}]`).join(', ')}]`;
  const [array] = findArrays(literal);
  if (array === undefined) return undefined;
  const start = text.search(/\S/);
  return { found: [{ ...array, container: 'csv', range: [start, start + text.trim().length] }] };
}

function isNumber(token: string): boolean {
  return /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)$/i.test(token);
}

function count(n: number): string {
  return n === 1 ? '1 number' : `${n} numbers`;
}

/** Lists looked at for a mistake to name. */
const MOST_ATTEMPTS = 200;

interface Item {
  /** Numbers of a list, or its lists. */
  length: number;
  lists: boolean;
}

/**
 * What is wrong with the first list that is meant as an array and is none: the first square bracket that no found
 * array covers and that a number or another bracket follows.
 */
function wrongList(text: string, found: readonly FoundArray[]): string | undefined {
  const opener = /[[(](?=\s*(?:[-+.\d[(]|nan|inf|NaN|Infinity|None|null|["']))/g;
  let next = 0;
  let attempts = 0;
  for (let match = opener.exec(text); match !== null && attempts < MOST_ATTEMPTS; match = opener.exec(text)) {
    const { index } = match;
    while (next < found.length && found[next].range[1] <= index) next++;
    const covering = found[next];
    if (covering !== undefined && covering.range[0] <= index) {
      opener.lastIndex = covering.range[1];
      continue;
    }
    if (text[index] === '(' && !/^\(\s*[([]/.test(text.slice(index, index + 40))) continue;
    if (/[\w)\]]$/.test(text.slice(Math.max(0, index - 1), index)) && text[index] === '[') continue;
    attempts++;
    const { problem, end } = inspect(text, index);
    if (problem !== undefined) return problem;
    opener.lastIndex = Math.max(index + 1, end);
  }
  return undefined;
}

/** Reads one list slowly and says where it stops being an array, unless it is no attempt at one. */
function inspect(text: string, start: number): { problem?: string; end: number } {
  const path: number[] = [];
  const shape: (number | undefined)[] = [];
  let numbers = 0;
  let at = start;
  const where = () => path.map((i) => `[${i}]`).join('');
  const skip = () => {
    while (at < text.length && /[\s#]/.test(text[at])) at++;
  };
  const fail = (message: string) => {
    throw new Error(message);
  };
  const list = (depth: number): Item => {
    const close = text[at] === '(' ? ')' : ']';
    at++;
    if (depth > 64) fail('nested deeper than 64 levels');
    let length = 0;
    let lists: boolean | undefined;
    let comma = false;
    let commas = false;
    for (;;) {
      skip();
      if (at >= text.length) fail('the text ends before the list is closed (truncated)');
      if (text[at] === close) {
        at++;
        break;
      }
      if (text.startsWith('...', at) || text[at] === '…')
        fail('the array is printed with "..." (elided): its values are not in the text');
      path.push(length);
      if (text[at] === '[' || text[at] === '(') {
        if (lists === false) fail(`${where()}: expected a number, as before it, got a list (ragged)`);
        lists = true;
        const inner = list(depth + 1);
        const expected = shape[depth + 1];
        if (expected !== undefined && inner.length !== expected) {
          const here = path
            .slice(0, -1)
            .map((i) => `[${i}]`)
            .join('');
          fail(
            `${here === '' ? '' : `${here}: `}row ${length} has ${inner.lists ? `${inner.length} lists` : count(inner.length)}, the first row has ${expected} (ragged)`,
          );
        }
        shape[depth + 1] = inner.length;
      } else {
        const token =
          /^(?:"[^"\n]*"?|'[^'\n]*'?|\{|[^\s,[\](){}]+(?:\([^()\n]*\))?)/.exec(
            text.slice(at, at + 200),
          )?.[0] ?? text[at];
        if (
          !isNumber(token.replaceAll('_', '')) &&
          !/^(?:\w+\.)*\w+\(\s*[-+]?[\d.]/.test(token) &&
          !/^-?(?:np|math|torch|float)\b/.test(token)
        )
          fail(
            `${where()}: expected a number, got ${/^["']/.test(token) ? describe(token.slice(1, -1)) : token === '{' ? 'a record' : token}`,
          );
        if (lists === true) fail(`${where()}: expected a list, as before it, got ${token} (ragged)`);
        lists = false;
        if (numbers > 0 && length > 0 && !comma && commas)
          fail(`${where()}: expected a comma before ${token}, as elsewhere in the list`);
        numbers++;
        at += token.length;
      }
      path.pop();
      length++;
      skip();
      comma = text[at] === ',';
      if (comma) {
        commas = true;
        at++;
      }
    }
    return { length, lists: lists ?? false };
  };
  try {
    const { length } = list(0);
    checkShape([length], 'the array');
    return { end: at };
  } catch (error) {
    const { message } = error as Error;
    return numbers === 0 && !/elided|got [-+]?[\d.]/.test(message)
      ? { end: at }
      : { problem: message, end: at };
  }
}
