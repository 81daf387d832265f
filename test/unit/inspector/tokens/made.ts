// Sequences of tokens made by hand, and a client that answers for them: the view is tested without the reading.
import type { WorkerClient } from '../../../../src/worker/client';
import type { Call, Params, Result } from '../../../../src/worker/protocol';
import {
  TOKEN_FLAGS,
  type OpenedTokens,
  type SequenceSummary,
  type TokenFigures,
  type TokenFinding,
  type TokenPlace,
  type TokenRun,
} from '../../../../src/tokens/model';

export interface MadeToken {
  /** Its text; part of a character as written, `\xf0\x9f`. */
  text: string;
  /** Null for none. */
  logprob: number | null;
  floor?: boolean;
  rank?: number;
  rankAtLeast?: number;
  alternatives?: [text: string, logprob: number][];
  /** The character it is a part of, and which of its bytes. */
  part?: { text: string; bytes: number; from: number; to: number; lead?: string };
  /** It has no part in the text. */
  hidden?: boolean;
}

export interface Made {
  tokens: MadeToken[];
  findings?: TokenFinding[];
  summary?: Partial<SequenceSummary>;
}

export function runOf(tokens: readonly MadeToken[], from = 0, to = tokens.length): TokenRun {
  const start: number[] = [];
  const end: number[] = [];
  let text = '';
  for (const token of tokens) {
    if (token.part) {
      const { text: character, from: first, lead = '' } = token.part;
      if (first === 0) text += lead + character;
      start.push(text.length - character.length - (first === 0 ? lead.length : 0));
    } else {
      start.push(text.length);
      if (!token.hidden) text += token.text;
    }
    end.push(text.length);
  }
  const cut = tokens.slice(from, to);
  const numbers = (of: (token: MadeToken) => number) => Float64Array.from(cut, of);
  const p = ({ alternatives = [] }: MadeToken) => alternatives.map(([, logprob]) => Math.exp(logprob));
  return {
    from,
    count: cut.length,
    text: cut.length === 0 ? '' : text.slice(start[from], end[to - 1]),
    start: Int32Array.from(start.slice(from, to)),
    end: Int32Array.from(end.slice(from, to)),
    tokens: cut.map((token) => token.text),
    flags: Uint8Array.from(
      cut,
      ({ floor, part, hidden }) =>
        (floor ? TOKEN_FLAGS.floor : 0) |
        (part ? TOKEN_FLAGS.partial : 0) |
        (hidden ? TOKEN_FLAGS.special : 0),
    ),
    logprob: numbers(({ logprob }) => logprob ?? NaN),
    rank: Int32Array.from(cut, ({ rank = 0 }) => rank),
    rankAtLeast: Int32Array.from(cut, ({ rankAtLeast = 0 }) => rankAtLeast),
    entropyLow: numbers((token) => p(token).reduce((sum, q) => sum - q * Math.log(q), 0) || NaN),
    entropyHigh: numbers(() => NaN),
    outside: numbers((token) => 1 - p(token).reduce((sum, q) => sum + q, 0)),
    margin: numbers((token) => p(token)[0] - p(token)[1]),
  };
}

export function figuresOf(tokens: readonly MadeToken[]): TokenFigures {
  const valued = tokens.filter(({ logprob }) => logprob !== null);
  const sumLogprob = valued.reduce((sum, { logprob }) => sum + logprob!, 0);
  const ranked = tokens.filter(({ rank, rankAtLeast }) => rank !== undefined || rankAtLeast !== undefined);
  return {
    count: tokens.length,
    valued: valued.length,
    sumLogprob,
    perplexity: Math.exp(-sumLogprob / valued.length),
    bitsPerToken: -sumLogprob / valued.length / Math.LN2,
    bitsPerByte: -sumLogprob / 375 / Math.LN2,
    bytes: 375,
    topChoices: ranked.filter(({ rank }) => rank === 1).length,
    ranked: ranked.length,
    meanOutside: 0.031,
  };
}

function placeOf(token: MadeToken, place: number): TokenPlace {
  const { text, logprob, floor, rank, rankAtLeast, alternatives, part } = token;
  const listed = alternatives?.reduce((sum, [, x]) => sum + Math.exp(x), 0);
  return {
    place,
    token: {
      text,
      logprob: floor ? null : logprob,
      ...(floor && { floor: true }),
      rank,
      rankAtLeast,
      bytes: [...new TextEncoder().encode(text)],
    },
    alternatives: alternatives?.map(([other, x], i) => ({
      text: other,
      logprob: x,
      rank: i + 1,
      ...(other === text && { chosen: true as const }),
    })),
    ...(listed !== undefined && { outside: Math.max(0, 1 - listed), entropyLow: 1.46, entropyHigh: 2.59 }),
    character: part,
  };
}

/** Answers as the worker does, for these sequences; `asked` lists the calls. */
export function madeClient(sequences: readonly Made[], asked: [Call, unknown][] = []): WorkerClient {
  const summaries = sequences.map(({ tokens, findings = [], summary }, i): SequenceSummary => ({
    source: 'OpenAI chat completion',
    path: `choices[${i}].logprobs.content`,
    part: 'completion',
    model: 'olmo-7b-instruct',
    values: 'log-probabilities',
    count: tokens.length,
    length: 0,
    beginning: tokens
      .slice(0, 20)
      .map(({ text }) => text)
      .join(''),
    alternatives: Math.max(0, ...tokens.map(({ alternatives }) => alternatives?.length ?? 0)),
    figures: figuresOf(tokens),
    findings,
    ...summary,
  }));
  const answers: { [C in Call]?: (params: Params<C>) => Result<C> } = {
    openTokens: (): OpenedTokens => ({ handle: 1, sequences: summaries }),
    closeTokens: () => undefined,
    tokenRun: ({ sequence, from, to }) => runOf(sequences[sequence].tokens, from, to),
    tokenAlternatives: ({ sequence, place }) => placeOf(sequences[sequence].tokens[place], place),
    tokenTotals: ({ sequence, from, to }) => figuresOf(sequences[sequence].tokens.slice(from, to)),
    tokenReport: ({ format, from, to }) => `${format} ${from ?? 'all'} ${to ?? ''}`,
  };
  return {
    call: async <C extends Call>(call: C, params: Params<C>) => {
      asked.push([call, params]);
      const answer = answers[call];
      if (!answer) throw new Error(`no answer to ${call}`);
      return answer(params);
    },
    dispose: () => undefined,
  };
}
