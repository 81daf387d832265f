import type { FieldValues } from '../fields/fieldValues';
import { plainNumber, readNumber } from '../text/numbers';

const BLANK = 0x20;
const COMMA = 0x2c;
const QUOTE = 0x22;
const CLOSING: ReadonlyMap<number, number> = new Map([
  [0x5b, 0x5d],
  [0x28, 0x29],
]);
/** Longer than any number in words: `-Infinity`. */
const LONGEST_WORD = 16;

/** A blank, or what ends a line: NumPy breaks long arrays. */
const isBlank = (c: number) => c === BLANK || (c >= 0x09 && c <= 0x0d);
const number = { value: 0, end: 0 };

/**
 * Adds the numbers of a list in brackets, between which commas or blanks stand: straight from the bytes of a cell, which may hold
 * millions. False where the cell is anything else, which may be a list all the same; some may have been added then.
 */
export function addNumbersInCell(into: FieldValues, bytes: Uint8Array, start: number, end: number): boolean {
  const cell = { start, end };
  trim(cell, bytes);
  if (bytes[cell.start] === QUOTE && bytes[cell.end - 1] === QUOTE) {
    cell.start++;
    cell.end--;
    trim(cell, bytes);
  }
  if (cell.end - cell.start < 2 || CLOSING.get(bytes[cell.start]) !== bytes[cell.end - 1]) return false;
  cell.start++;
  cell.end--;
  trim(cell, bytes);
  for (let p = cell.start; ;) {
    const next = endOfNumber(bytes, p, cell.end);
    if (next < 0) return false;
    into.push(number.value);
    if (next === cell.end) return true;
    p = next;
    while (isBlank(bytes[p])) p++;
    if (bytes[p] === COMMA) p++;
    while (isBlank(bytes[p])) p++;
    if (p === next) return false;
  }
}

function trim(cell: { start: number; end: number }, bytes: Uint8Array): void {
  while (cell.start < cell.end && isBlank(bytes[cell.start])) cell.start++;
  while (cell.end > cell.start && isBlank(bytes[cell.end - 1])) cell.end--;
}

/** Where it ends, its value in `number`; -1 where there is none. */
function endOfNumber(bytes: Uint8Array, start: number, end: number): number {
  const isEnd = (p: number) => p === end || (p < end && (isBlank(bytes[p]) || bytes[p] === COMMA));
  const c = bytes[start];
  const mayBePlain = c === 0x2d || c === 0x2e || (c >= 0x30 && c <= 0x39);
  if (mayBePlain && readNumber(bytes, start, end, number, true) && isEnd(number.end)) return number.end;
  let p = start;
  while (!isEnd(p) && p < end && p - start < LONGEST_WORD) p++;
  const value = isEnd(p) ? plainNumber(String.fromCharCode(...bytes.subarray(start, p))) : undefined;
  if (value === undefined) return -1;
  number.value = value;
  return p;
}
