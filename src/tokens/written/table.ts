import type { Document } from './documents';

/**
 * `|   262 |  the     | -1.414 | 24.33%`: id, text, log-probability and probability, as the documentation of transformers
 * prints what compute_transition_scores gives. A token may be a line end.
 */
const ROW =
  /^\| {0,8}(\d{1,8}) \| ([^|]{8,80}|\|[^|]{7,79}) \| {1,4}?(-?\d{1,4}\.\d{1,10}) \| {1,4}?(\d{1,3}(?:\.\d{1,6})?)%[ \t\r|]{0,4}$/gm;
/** A text is padded to so many characters. */
const PADDED = 8;

/** Rows that follow each other are one list. */
export function* tablesIn(text: string): Generator<Document> {
  let rows: object[] = [];
  let [start, end] = [0, -1];
  for (const match of text.matchAll(ROW)) {
    const [all, id, padded, logprob, percent] = match;
    if (!isProbability(Number(logprob), percent)) continue;
    if (match.index !== end + 1 && rows.length > 0) {
      yield listOf(rows, start);
      rows = [];
    }
    if (rows.length === 0) start = match.index;
    end = match.index + all.length;
    const token = padded.length === PADDED ? padded.trimEnd() || padded[0] : padded;
    rows.push({ token, id: Number(id), logprob: Number(logprob) });
  }
  if (rows.length > 0) yield listOf(rows, start);
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
