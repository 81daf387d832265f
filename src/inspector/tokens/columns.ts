/** A sequence of tokens as the view holds it: one entry for each; alternatives are asked for one by one. */
import { TOKEN_FLAGS, type TokenRun } from '../../tokens/model';

export interface TokenColumns {
  count: number;
  /** The text that all tokens join to. */
  text: string;
  /** UTF-16 offsets in it: each token's text begins where that of the one before ends. One more than tokens. */
  start: Int32Array;
  /** 1 where a token's bytes go on with the character that the one before began: its own text is empty. */
  continues: Uint8Array;
  /** Each token by itself. */
  tokens: string[];
  /** TOKEN_FLAGS */
  flags: Uint8Array;
  /** In nats; NaN where there is none, floors included. */
  logprob: Float64Array;
  /** 1 is the most probable; 0 where it is not known. */
  rank: Int32Array;
  rankAtLeast: Int32Array;
  /** In nats; NaN where there is no bound. */
  entropyLow: Float64Array;
  entropyHigh: Float64Array;
  /** p of the first choice minus that of the second; NaN where they are not known. */
  margin: Float64Array;
}

/** The tokens from `from` up to, not including, `to`. */
export interface Range {
  from: number;
  to: number;
}

const NUMBERS = ['flags', 'logprob', 'rank', 'rankAtLeast', 'entropyLow', 'entropyHigh', 'margin'] as const;

/** Runs that follow each other, from the first token on, as one. */
export function joinRuns(runs: readonly TokenRun[]): TokenColumns {
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const columns: TokenColumns = {
    count,
    text: '',
    start: new Int32Array(count + 1),
    continues: new Uint8Array(count),
    tokens: [],
    flags: new Uint8Array(count),
    logprob: new Float64Array(count),
    rank: new Int32Array(count),
    rankAtLeast: new Int32Array(count),
    entropyLow: new Float64Array(count),
    entropyHigh: new Float64Array(count),
    margin: new Float64Array(count),
  };
  let at = 0;
  let end = 0;
  for (const run of runs) {
    for (const name of NUMBERS) columns[name].set(run[name], at);
    for (const token of run.tokens) columns.tokens.push(token);
    // A run that begins within a character has all of it in its text, as the run before had.
    if (run.count > 0) columns.text += run.text.slice(Math.max(0, end - run.start[0]));
    for (let i = 0; i < run.count; i++, at++) {
      if (run.flags[i] & TOKEN_FLAGS.partial && run.start[i] < end) columns.continues[at] = 1;
      columns.start[at] = Math.max(end, run.start[i]);
      end = Math.max(end, run.end[i]);
    }
  }
  columns.start[count] = end;
  return columns;
}

export function has(columns: TokenColumns, token: number, flag: keyof typeof TOKEN_FLAGS): boolean {
  return (columns.flags[token] & TOKEN_FLAGS[flag]) !== 0;
}

/** Whether another token was more probable; false where that is not known. */
export function isNotTop({ rank, rankAtLeast }: TokenColumns, token: number): boolean {
  return rank[token] > 1 || (rank[token] === 0 && rankAtLeast[token] > 1);
}

/** −log₂ p in bits; NaN where there is no log-probability. */
export function surprisalOf({ logprob }: TokenColumns, token: number): number {
  return bitsOf(logprob[token]);
}

export function bitsOf(logprob: number): number {
  const bits = -logprob / Math.LN2;
  // Rounding may leave a log-probability a hair above 0.
  return bits <= 0 ? 0 : bits;
}

/** Bounds of the mean entropy over the tokens that have some, in nats; the upper one only where each has it. */
export function meanEntropy({
  count,
  entropyLow,
  entropyHigh,
}: TokenColumns): { low: number; high?: number; count: number } | undefined {
  let [known, low, high] = [0, 0, 0];
  for (let token = 0; token < count; token++) {
    if (Number.isNaN(entropyLow[token])) continue;
    known++;
    low += entropyLow[token];
    high += entropyHigh[token];
  }
  if (known === 0) return undefined;
  return {
    low: low / known,
    ...(!Number.isNaN(high) && { high: high / known }),
    count: known,
  };
}
