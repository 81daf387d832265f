import type { Document } from './documents';

/**
 * `|   262 |  the     | -1.414 | 24.33%`: id, text, log-probability and probability, as the documentation of transformers
 * prints what compute_transition_scores gives. A token may hold line ends and strokes: what is around it tells it.
 */
const FRONT = /^\| {0,8}(\d{1,8}) \| /gm;
const BACK = / \| {1,4}?(-?\d{1,4}\.\d{1,10}) \| {1,4}?(\d{1,3}(?:\.\d{1,6})?)%[ \t\r|]{0,4}$/my;
/** Of a token. */
const LONGEST = 80;
/** A text is padded to so many characters. */
const PADDED = 8;

/** Rows that follow each other are one list. */
export function* tablesIn(text: string): Generator<Document> {
  let rows: object[] = [];
  let [start, end] = [0, -1];
  for (const match of text.matchAll(FRONT)) {
    if (match.index <= end) continue;
    const row = rowAt(text, match.index + match[0].length);
    if (!row) continue;
    if (match.index !== end + 1 && rows.length > 0) {
      yield listOf(rows, start);
      rows = [];
    }
    if (rows.length === 0) start = match.index;
    end = row.end;
    rows.push({ token: row.token, id: Number(match[1]), logprob: row.logprob });
  }
  if (rows.length > 0) yield listOf(rows, start);
}

/** What stands behind an id. */
function rowAt(
  text: string,
  from: number,
): { token: string | null; logprob: number; end: number } | undefined {
  for (let at = from + PADDED; at <= from + LONGEST; at++) {
    BACK.lastIndex = at;
    const match = BACK.exec(text);
    if (!match || !isProbability(Number(match[1]), match[2])) continue;
    const padded = text.slice(from, at);
    const token = padded.length === PADDED ? unpadded(padded) : padded;
    return { token, logprob: Number(match[1]), end: BACK.lastIndex };
  }
  return undefined;
}

/** Without the spaces behind it; null where it is of spaces alone, of which the table does not tell how many. */
function unpadded(padded: string): string | null {
  return padded.replace(/ {1,8}$/, '') || null;
}

function listOf(rows: object[], start: number): Document {
  return { value: rows, start, truncated: false, event: false };
}

/** What tells such a table from others: the last column is exp of the one before, as far as both are printed. */
function isProbability(logprob: number, percent: string): boolean {
  const decimals = percent.split('.')[1]?.length ?? 0;
  const [expected, printed] = [100 * Math.exp(logprob), Number(percent)];
  return Math.abs(expected - printed) <= 0.6 * 10 ** -decimals + 6e-4 * expected;
}
