/** Rows of logits with the ids of the tokens beside them: every row is known whole, so entropies and ranks are exact. */
import type { Gathered } from './gather';
import type { RowsOfToken, TokenRows } from './model';
import { Sequence } from './sequence';

/** Alternatives that are listed of each row. */
const TOP = 20;

/** What one row says of a token. */
interface RowFigures {
  entropy: number;
  logSumExp: number;
  /** The largest first. */
  top: number[];
}

/**
 * The figures of rows over a vocabulary.
 *
 * @param logits row-major, [rows, classes]
 * @param ids one for each row, or more: the rows are of the last ones then
 */
export function tokenRows(
  logits: ArrayLike<number>,
  classes: number,
  ids: readonly number[],
  names: { logits: string; ids: string },
): TokenRows {
  const count = logits.length / classes;
  const offset = ids.length - count;
  const empty = (): RowsOfToken => ({ logprob: [], rank: [] });
  const rows: TokenRows = {
    ...{ classes, ids, offset, names },
    ...{ entropy: [], logSumExp: [], top: [], topLogits: [], own: empty(), next: empty() },
  };
  for (let row = 0; row < count; row++) {
    const start = row * classes;
    const { entropy, logSumExp, top } = figuresOf(logits, start, classes);
    rows.entropy.push(entropy);
    rows.logSumExp.push(logSumExp);
    rows.top.push(top);
    rows.topLogits.push(top.map((id) => logits[start + id]));
    for (const [to, shift] of [
      [rows.own, 0],
      [rows.next, 1],
    ] as const) {
      const id = ids[offset + row + shift] ?? -1;
      const isClass = id >= 0 && id < classes;
      to.logprob.push(isClass ? logits[start + id] - logSumExp : NaN);
      to.rank.push(isClass ? rankOf(logits, start, classes, id) : 0);
    }
  }
  return rows;
}

function figuresOf(logits: ArrayLike<number>, start: number, classes: number): RowFigures {
  const top = largest(logits, start, classes);
  const most = logits[start + top[0]];
  let [sum, spread] = [0, 0];
  for (let id = 0; id < classes; id++) {
    const x = logits[start + id] - most;
    const e = Math.exp(x);
    sum += e;
    // −∞ adds nothing.
    if (e > 0) spread += e * x;
  }
  const log = Math.log(sum);
  return { entropy: log - spread / sum, logSumExp: most + log, top };
}

/** Ids of the largest values, the largest first; of equal ones the first. */
function largest(logits: ArrayLike<number>, start: number, classes: number): number[] {
  const top: number[] = [];
  for (let id = 0; id < classes; id++) {
    const x = logits[start + id];
    if (top.length === TOP && !(x > logits[start + top[TOP - 1]])) continue;
    let at = Math.min(top.length, TOP - 1);
    while (at > 0 && x > logits[start + top[at - 1]]) {
      top[at] = top[at - 1];
      at--;
    }
    top[at] = id;
  }
  return top;
}

function rankOf(logits: ArrayLike<number>, start: number, classes: number, id: number): number {
  const own = logits[start + id];
  let above = 0;
  for (let other = 0; other < classes; other++) if (logits[start + other] > own) above++;
  return above + 1;
}

/**
 * The tokens of rows, likelier reading first: a row is of the token at its own place, or, as in a causal model's forward
 * pass, of the next one. Where the ids alone tell, there is one.
 */
export function gatheredOfRows(rows: TokenRows): Gathered[] {
  if (rows.offset > 0) return [gatheredOf(rows, 'own')];
  const means = { own: meanOf(rows.own), next: meanOf(rows.next) };
  const ways = means.next >= means.own ? (['next', 'own'] as const) : (['own', 'next'] as const);
  return ways.map((way) => gatheredOf(rows, way, means));
}

/** Of −∞, which a masked token has, there is no mean to compare. */
function meanOf({ logprob }: RowsOfToken): number {
  const known = logprob.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

function gatheredOf(rows: TokenRows, way: 'own' | 'next', means?: { own: number; next: number }): Gathered {
  const { ids, offset, classes, names } = rows;
  const shift = way === 'next' ? 1 : 0;
  const count = rows.entropy.length;
  const sequence = new Sequence();
  const entropy: number[] = [];
  // Before the first token stands no row.
  if (shift > 0) {
    sequence.place({ id: ids[offset], logprob: NaN });
    entropy.push(NaN);
  }
  for (let row = 0; row + shift < count; row++) {
    const id = ids[offset + row + shift];
    const logprob = rows[way].logprob[row];
    const rank = rows[way].rank[row];
    sequence.place({ id, logprob, rank });
    entropy.push(rows.entropy[row]);
    rows.top[row].forEach((other, at) =>
      sequence.alternative(
        { id: other, logprob: rows.topLogits[row][at] - rows.logSumExp[row], rank: at + 1 },
        other === id,
      ),
    );
    if (rank > rows.top[row].length) sequence.alternative({ id, logprob, rank }, true);
  }
  return {
    source: names.logits,
    part: 'completion',
    path: names.ids,
    start: 0,
    sequence,
    firstIsOdd: false,
    listsChosen: true,
    assumed: false,
    truncated: false,
    exact: { classes, entropy: Float64Array.from(entropy), ...(means && { way, means }) },
  };
}
