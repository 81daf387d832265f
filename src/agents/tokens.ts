import * as l10n from '@vscode/l10n';
import type { OpenedTokens, SequenceSummary, TokenPlace, TokenRun } from '../tokens/model';
import { MAX_TOKEN_RUN } from '../worker/protocol';
import { NUMBER } from './schemas';
import { EDITOR, SOURCE, sourceOf, textOf } from './source';
import type { Reach, Schema, Tool } from './tool';

const SURPRISES = 6;
const MAX_SEQUENCES = 8;
const CONTEXT = 24;
const MAX_DRAWN = 2000;
const SOURCES = ['text', 'path', 'cell', 'selection'];
const WHERE: Readonly<Record<string, Schema>> = {
  text: {
    ...SOURCE.text,
    description: 'A response or printed object with log-probabilities, of any common server or library.',
  },
  path: { ...SOURCE.path, description: 'A .json, .jsonl or text file with such responses.' },
  cell: SOURCE.cell,
  selection: EDITOR.selection,
};

const TOKEN: Schema = {
  type: 'string',
  description:
    'Line ends and tabs are written \\n, \\r and \\t, other unseen characters \\u200B, and a backslash that would be read so \\\\.',
};

/** A language model's answer as tokens: totals and surprises. */
export const tokens: Tool = {
  name: 'logitscope_tokens',
  title: 'Read token probabilities',
  description:
    'Reads the token log-probabilities in a language model’s response (OpenAI, vLLM, llama.cpp, Ollama, Gemini, TGI and others; JSON, JSON Lines, streams, printed objects): sum, perplexity, bits per token and byte, and the most surprising tokens with what the model would rather have said. Floors such as −9999 are never counted as values. Read-only.',
  input: {
    type: 'object',
    properties: {
      ...WHERE,
      sequence: {
        type: 'integer',
        minimum: 0,
        description: 'Which sequence the surprises are of, counted from 0.',
      },
    },
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      sequences: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            source: { type: 'string' },
            part: { type: 'string', enum: ['prompt', 'reasoning', 'completion', 'refusal'] },
            model: { type: 'string' },
            beginning: { type: 'string' },
            tokens: { type: 'integer' },
            valued: { type: 'integer', description: 'Tokens that have a log-probability.' },
            sumLogprob: NUMBER,
            perplexity: NUMBER,
            bitsPerToken: NUMBER,
            bitsPerByte: NUMBER,
            findings: { type: 'array', items: { type: 'string' } },
          },
        },
      },
      sequence: { type: 'integer', description: 'The sequence that the surprises are of.' },
      surprises: {
        type: 'array',
        description: 'The least probable tokens, the most surprising first.',
        items: {
          type: 'object',
          properties: {
            place: { type: 'integer', description: 'Counted from 0.' },
            before: TOKEN,
            token: TOKEN,
            logprob: NUMBER,
            bits: NUMBER,
            rank: { type: 'integer' },
            rankAtLeast: { type: 'integer' },
            rather: {
              type: 'array',
              items: { type: 'object', properties: { token: TOKEN, logprob: NUMBER } },
            },
          },
        },
      },
      assumed: { type: 'array', items: { type: 'string' } },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['sequences'],
  },
  async run(given, reach) {
    const opened = await openTokens(given, reach);
    if (!opened)
      return {
        sequences: [],
        surprises: [],
        assumed: [l10n.t('No log-probabilities of tokens were found.')],
      };
    const { handle, sequences } = opened;
    try {
      const which = (given.sequence as number | undefined) ?? first(sequences);
      if (which >= sequences.length)
        throw new Error(
          l10n.t('sequence: expected an index from 0 to {0}, got {1}', sequences.length - 1, which),
        );
      await drawn(reach, { handle, sequence: which }, sequences[which].count);
      return {
        sequences: sequences.slice(0, MAX_SEQUENCES).map(summary),
        sequence: which,
        surprises: await surprises(reach, { handle, sequence: which }, sequences[which].count),
      };
    } finally {
      void reach.client.call('closeTokens', { handle }).catch(() => undefined);
    }
  },
};

async function openTokens(
  given: Readonly<Record<string, unknown>>,
  reach: Reach,
): Promise<OpenedTokens | undefined> {
  const { client, signal } = reach;
  if (sourceOf(given, SOURCES, reach) !== 'path') {
    for (const { text } of await textOf(given, SOURCES, reach)) {
      const opened = await client.call('openTokens', { text }, { signal });
      if (opened) return opened;
    }
    return undefined;
  }
  const { held } = await client.call(
    'holdTokens',
    { file: await reach.file(given.path as string) },
    { signal },
  );
  try {
    return await client.call('openTokens', { held }, { signal });
  } finally {
    void client.call('drop', { held }).catch(() => undefined);
  }
}

/** An answer before the prompt it was given to. */
function first(sequences: readonly SequenceSummary[]): number {
  return Math.max(
    0,
    sequences.findIndex(({ part }) => part === 'completion'),
  );
}

function summary({ source, part, model, beginning, figures, findings }: SequenceSummary): object {
  const { count, valued, sumLogprob, perplexity, bitsPerToken, bitsPerByte } = figures;
  return {
    source,
    part,
    model,
    beginning: beginning.slice(0, 60),
    tokens: count,
    valued,
    sumLogprob,
    perplexity,
    bitsPerToken,
    bitsPerByte,
    findings: findings.map(({ sentence }) => sentence),
  };
}

/** Where someone draws them, the first tokens. */
async function drawn(
  { client, signal, draw }: Reach,
  of: { handle: number; sequence: number },
  count: number,
): Promise<void> {
  if (!draw || count === 0) return;
  const to = Math.min(count, MAX_DRAWN);
  const { text, start, logprob } = await client.call('tokenRun', { ...of, from: 0, to }, { signal });
  const end = (i: number) => (i + 1 < to ? start[i + 1] - start[0] : text.length);
  draw({
    texts: Array.from({ length: to }, (_, i) => text.slice(start[i] - start[0], end(i))),
    bits: Array.from({ length: to }, (_, i) => bitsOf(logprob[i])),
  });
}

function bitsOf(logprob: number): number | null {
  const bits = -logprob / Math.LN2;
  return Number.isFinite(bits) ? Number(bits.toPrecision(3)) : null;
}

interface Surprise {
  place: number;
  logprob: number;
  before: string;
}

async function surprises(
  reach: Reach,
  of: { handle: number; sequence: number },
  count: number,
): Promise<object[]> {
  const { client, signal, progress } = reach;
  let worst: Surprise[] = [];
  for (let from = 0; from < count; from += MAX_TOKEN_RUN) {
    const to = Math.min(count, from + MAX_TOKEN_RUN);
    worst = leastOf(await client.call('tokenRun', { ...of, from, to }, { signal }), worst);
    progress?.(to / count);
  }
  return Promise.all(
    worst.map(async ({ place, before }) =>
      described(await client.call('tokenAlternatives', { ...of, place }, { signal }), before),
    ),
  );
}

function leastOf({ from, count, text, start, logprob }: TokenRun, known: Surprise[]): Surprise[] {
  const least = [...known];
  for (let i = 0; i < count; i++) {
    const value = logprob[i];
    if (Number.isNaN(value) || (least.length === SURPRISES && value >= least[SURPRISES - 1].logprob))
      continue;
    const at = start[i] - start[0];
    least.push({ place: from + i, logprob: value, before: text.slice(Math.max(0, at - CONTEXT), at) });
    least.sort((a, b) => a.logprob - b.logprob);
    least.length = Math.min(least.length, SURPRISES);
  }
  return least;
}

function described({ place, token, alternatives }: TokenPlace, before: string): object {
  return {
    place,
    before: tokenText(before),
    token: tokenText(token.text),
    logprob: token.logprob ?? undefined,
    bits: token.logprob === null ? undefined : -token.logprob / Math.LN2,
    rank: token.rank,
    rankAtLeast: token.rankAtLeast,
    rather: alternatives
      ?.filter(({ chosen, logprob }) => !chosen && logprob !== null)
      .slice(0, 2)
      .map(({ text, logprob }) => ({ token: tokenText(text), logprob })),
  };
}

const WRITTEN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A text in which line ends count: they are written as a program would, where a sentence has spaces. */
function tokenText(text: string): string {
  return text.replace(/[\n\r\t]|\\(?=[nrtu\\])/g, (character) => WRITTEN[character]);
}
