export { records } from './records';
import { brackets, commas, ends, index, irregular, keepOpen, restart, restartBehindRow, stop } from './index';
import { BRACKETS, CHUNK, ENDS, RESULT, STARTS, VALUES } from './layout';
import { anyPoint, anyScientific, forget, most, numbers } from './numbers';
import { complete, forgetRows, lastRowEnd, next, regular, rowLength, rowsRead } from './regular';

/** Separators and number forms seen, or-ed over a call. */
const COMMA: i32 = 1;
const SPACE: i32 = 2;
const ROW_COMMA: i32 = 4;
const ROW_SPACE: i32 = 8;
const POINT: i32 = 16;
const SCIENTIFIC: i32 = 32;

/** A list that is no row costs an index of this many bytes at most, a long run is taken in ever larger pieces. */
const FIRST_CHUNK: usize = 256;

/** Of the rows accepted: their number, their length, where the last ends, what separates rows and numbers. */
let rows: i32 = 0;
let width: i32 = 0;
let rowsEnd: usize = 0;
let rowCommas: i32 = 0;
let rowGaps: i32 = 0;
let innerCommas: i32 = 0;
/** The window's end cuts the next row. */
let exhausted: bool = false;
/** Of the row that is open: tokens and commas before it. */
let inRow: bool = false;
let tokensBefore: i32 = 0;
let commasBefore: i32 = 0;

/**
 * Scans window bytes [at, end). RESULT receives where it stopped, the number of values, rows, row length, flags,
 * most digits after a point, and whether a number stands last with no comma after it.
 *
 * Not nested: `at` is inside a list; `pending`: a number stands before it. Values are read until anything but a number
 * or separator. Nested: `at` is at the bracket that opens a list of numbers; whole sibling lists of one length are read.
 *
 * A chunk is first indexed, 64 bytes at a time and without a branch per number, then its numbers are read. So neither
 * waits for the other from one number to the next, and brackets cost nothing where numbers are read.
 */
export function scan(at: usize, end: usize, nested: bool, pending: bool): void {
  restart(pending);
  forget();
  exhausted = false;
  let count: usize = 0;
  if (nested) count = scanRows(at, end);
  else count = scanList(at, end, pending);
  store<i32>(RESULT, <i32>count, 4);
  store<i32>(RESULT, most, 20);
}

function report(at: usize, open: bool, separators: i32): void {
  store<i32>(RESULT, <i32>at);
  store<i32>(RESULT, separators | (anyPoint ? POINT : 0) | (anyScientific ? SCIENTIFIC : 0), 16);
  store<i32>(RESULT, open ? 1 : 0, 24);
  store<i32>(RESULT, exhausted ? 1 : 0, 28);
}

/** A digit or minus: what is read regularly starts with a number. */
function mayStart(p: usize): bool {
  const c = load<u8>(p);
  return c == 0x2d || (c >= 0x30 && c <= 0x39);
}

function scanList(at: usize, end: usize, pending: bool): usize {
  const regularly = mayStart(at) ? regular(at, end, false) : 0;
  if (regularly > 0) {
    at = next;
    restart(false);
  }
  let out: usize = VALUES + (regularly << 3);
  let p = at;
  let chunk: usize = FIRST_CHUNK;
  let stopped: usize = 0;
  let lastEnd: usize = 0;
  let commaCount: i32 = 0;
  do {
    const to = min(p + chunk, end + 1);
    index(p, to, end, false);
    const read = numbers(ends, out, irregular);
    out += read << 3;
    if (read > 0) lastEnd = load<u32>(ENDS + ((read - 1) << 2));
    stopped = stop;
    commaCount = commas;
    if (read < ends) {
      stopped = load<u32>(STARTS + (read << 2));
      for (let q = stopped; q < (stop != 0 ? stop : to); q++) commaCount -= <i32>(load<u8>(q) == 0x2c);
    }
    keepOpen();
    p = to;
    chunk = min(chunk << 2, CHUNK);
  } while (stopped == 0);

  const count = <i32>((out - VALUES) >> 3);
  commaCount += <i32>regularly;
  let open = lastEnd > 0 || (pending && regularly == 0);
  for (let q = lastEnd > 0 ? lastEnd : at; q < stopped; q++) if (load<u8>(q) == 0x2c) open = false;
  const gaps = count - <i32>!pending;
  store<i32>(RESULT, 0, 8);
  store<i32>(RESULT, 0, 12);
  // A comma at the end separates nothing yet.
  report(
    stopped,
    open,
    (commaCount > 0 ? COMMA : 0) | (gaps > commaCount - <i32>!open ? SPACE : 0),
  );
  return count;
}

function scanRows(at: usize, end: usize): usize {
  forgetRows();
  rows = width = rowCommas = rowGaps = innerCommas = tokensBefore = 0;
  inRow = false;
  rowsEnd = at;
  if (mayStart(at + 1)) regular(at + 1, end, true);
  let more = true;
  if (rowsRead > 0) {
    rows = rowsRead;
    width = rowLength;
    rowsEnd = lastRowEnd;
    rowCommas = rows - 1;
    rowGaps = innerCommas = rows * (width - 1);
    tokensBefore = rows * width;
    restartBehindRow(tokensBefore);
    // The rest of a row is read with the next window's text; the zero byte stands at the whole text's end.
    exhausted = complete && load<u8>(end - 1) != 0;
    more = !exhausted;
  }
  let p = rowsEnd;
  let chunk: usize = FIRST_CHUNK;
  let count: usize = tokensBefore;
  while (more) {
    const to = min(p + chunk, end + 1);
    index(p, to, end, true);
    more = takeRows(brackets) && stop == 0;
    // What follows the last row is not wanted where nothing more can become one.
    const wanted = more ? ends : min(ends, <usize>(rows * width) - min(count, <usize>(rows * width)));
    const read = numbers(wanted, VALUES + (count << 3), irregular);
    count += read;
    if (read < wanted) {
      giveRowsBack(at, <i32>count);
      break;
    }
    keepOpen();
    p = to;
    chunk = min(chunk << 2, CHUNK);
  }
  store<i32>(RESULT, rows, 8);
  store<i32>(RESULT, width, 12);
  let separators = (rowCommas > 0 ? ROW_COMMA : 0) | (rows - 1 > rowCommas ? ROW_SPACE : 0);
  if (innerCommas > 0) separators |= COMMA;
  if (rowGaps > innerCommas) separators |= SPACE;
  report(rowsEnd, true, separators);
  return <usize>(rows * width);
}

/** Goes through the indexed brackets; false at the first that does not continue rows of one length. */
function takeRows(brackets: usize): bool {
  let bracket = BRACKETS;
  for (let i: usize = 0; i < brackets; i++, bracket += 12) {
    const place = <usize>load<u32>(bracket);
    const tokens = load<i32>(bracket, 4);
    const commas = load<i32>(bracket, 8);
    if (inRow) {
      const length = tokens - tokensBefore;
      if (load<u8>(place) != 0x5d || length == 0 || (rows > 0 && length != width)) return false;
      inRow = false;
      width = length;
      rows++;
      rowsEnd = place + 1;
      tokensBefore = tokens;
      innerCommas += commas - commasBefore;
      rowGaps += length - 1;
    } else {
      if (load<u8>(place) != 0x5b || tokens != tokensBefore) return false;
      if (rows > 0) rowCommas += <i32>(load<u8>(rowsEnd) == 0x2c);
      inRow = true;
      commasBefore = commas;
    }
  }
  return true;
}

/** Keeps the rows whose numbers were all read, `count` of them, and finds where they end. */
function giveRowsBack(at: usize, count: i32): void {
  rows = width > 0 ? min(rows, count / width) : 0;
  let left = rows;
  rowCommas = 0;
  rowsEnd = at;
  while (left > 0) {
    if (load<u8>(rowsEnd++) != 0x5d) continue;
    left--;
    if (left > 0) rowCommas += <i32>(load<u8>(rowsEnd) == 0x2c);
  }
}
