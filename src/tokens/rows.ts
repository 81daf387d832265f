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
 * The tokens of rows, likelier reading first: a row is of the token at its own place, as in the scores of a generation, or, as
 * in a causal model's forward pass, of the next one. With more ids than rows it may be either: a generation's
 * scores, or a forward pass that keeps the last rows alone.
 */
export function gatheredOfRows(rows: TokenRows): Gathered[] {
  const [own, next] = [readAs(rows.own), readAs(rows.next)];
  const way = likelier(own, next) ?? (rows.offset > 0 ? 'own' : 'next');
  const isOfAll = own && next && own.impossible === 0 && next.impossible === 0;
  const means = isOfAll ? { own: own.mean, next: next.mean } : undefined;
  return [way, way === 'next' ? ('own' as const) : ('next' as const)].map((one) =>
    gatheredOf(rows, one, means),
  );
}

/** How likely the tokens are, read in one way. */
interface Likelihood {
  /** Share of the tokens whose log-probability is −∞, as outside of the top k. */
  impossible: number;
  /** Mean log-probability of the others. */
  mean: number;
}

/** Undefined where no token is known. */
function readAs({ logprob }: RowsOfToken): Likelihood | undefined {
  const known = logprob.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return undefined;
  const finite = known.filter(Number.isFinite);
  const sum = finite.reduce((total, value) => total + value, 0);
  return { impossible: 1 - finite.length / known.length, mean: sum / Math.max(1, finite.length) };
}

/** The way in which fewer tokens are impossible; of equal ones, in which the others are likelier. */
function likelier(own?: Likelihood, next?: Likelihood): 'own' | 'next' | undefined {
  if (!own || !next) return own ? 'own' : next && 'next';
  const better = next.impossible - own.impossible || own.mean - next.mean;
  return better === 0 ? undefined : better > 0 ? 'own' : 'next';
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
    exact: { classes, entropy: Float64Array.from(entropy), way, means },
  };
}
