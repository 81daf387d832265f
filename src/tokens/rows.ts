/** Rows of logits with the ids of the tokens beside them: every row is known whole, so entropies and ranks are exact. */
import { ndarray, type NDArray } from '../arrays/ndarray';
import { labelRanks, rowsSummary, topK } from '../numerics';
import type { Gathered } from './gather';
import type { RowsOfToken, TokenRows } from './model';
import { Sequence } from './sequence';

/** Alternatives that are listed of each row. */
const TOP = 20;

/**
 * The figures of rows over a vocabulary.
 *
 * @param logits row-major, [rows, classes]
 * @param ids one for each row, or more: the rows are of the last ones then
 */
export function tokenRows(
  logits: NDArray['data'],
  classes: number,
  ids: readonly number[],
  names: { logits: string; ids: string },
): TokenRows {
  const count = logits.length / classes;
  const offset = ids.length - count;
  const { entropy, logSumExp } = rowsSummary(ndarray(logits, [count, classes]));
  const largest = Array.from({ length: count }, (_, row) =>
    topK(logits.subarray(row * classes, (row + 1) * classes), TOP),
  );
  // Beyond the last row stands no id that a row could be of.
  const of = (shift: number): RowsOfToken => {
    const wanted = Int32Array.from({ length: count }, (_, row) => ids[offset + row + shift] ?? -1);
    const ranks = new Int32Array(count);
    labelRanks(logits, classes, wanted, classes, ranks);
    const logprob = Array.from(wanted, (id, row) =>
      ranks[row] < 0 ? NaN : logits[row * classes + id] - logSumExp[row],
    );
    // Of the most probable the rank is 1, of none 0.
    return { logprob, rank: Array.from(ranks, (above) => above + 1) };
  };
  return {
    ...{ classes, ids, offset, names },
    entropy: Array.from(entropy),
    logSumExp: Array.from(logSumExp),
    top: largest.map(({ indices }) => Array.from(indices)),
    topLogits: largest.map(({ values }) => Array.from(values)),
    own: of(0),
    next: of(1),
  };
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
