import { Answer } from './answer';
import { thoughtApart } from './apart';
import { bytesAt } from './character';
import { findingsOf } from './findings';
import { gather } from './gather';
import type { Token, TokenFigures, TokenSequence } from './model';
import { readable } from './utf8';

/** Every answer in a text. */
export function readTokens(text: string): Answer[] {
  return gather(text)
    .flatMap(thoughtApart)
    .map((gathered) => new Answer(gathered));
}

/** Every sequence of tokens in a text, whole, as other extensions get it. */
export function findTokens(text: string): TokenSequence[] {
  return readTokens(text).map((answer) => ({
    source: answer.source,
    part: answer.part,
    text: answer.joined.text,
    tokens: Array.from({ length: answer.count }, (_, place) => tokenAt(answer, place)),
    figures: publicFigures(answer.figures()),
    findings: findingsOf(answer),
  }));
}

const FIGURES = [
  'count',
  'valued',
  'sumLogprob',
  'perplexity',
  'bitsPerToken',
  'bitsPerByte',
  'topChoices',
  'meanOutside',
] as const;

/** Without what only the view shows. */
function publicFigures(figures: TokenFigures): TokenFigures {
  const known = FIGURES.filter((name) => figures[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, figures[name]])) as unknown as TokenFigures;
}

export function tokenAt(answer: Answer, place: number): Token {
  return { ...chosenAt(answer, place), alternatives: alternativesAt(answer, place) };
}

/** The token by itself. */
export function chosenAt(answer: Answer, place: number): Omit<Token, 'alternatives'> {
  const { sequence, joined, rank, rankAtLeast } = answer;
  const { chosen, special } = sequence;
  const bytes = bytesAt(answer, place);
  return {
    text: joined.tokens[place],
    ...(bytes && { bytes }),
    ...(chosen.ids[place] >= 0 && { id: chosen.ids[place] }),
    ...valueOf(chosen.logprobs[place]),
    ...(rank[place] > 0 && { rank: rank[place] }),
    ...(rank[place] === 0 && rankAtLeast[place] > 0 && { rankAtLeast: rankAtLeast[place] }),
    ...(special.has(place) && { special: true }),
  };
}

function alternativesAt(answer: Answer, place: number): Token['alternatives'] {
  const { sequence } = answer;
  const alternatives: Token['alternatives'] = [];
  for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
    alternatives.push(alternativeAt(answer, index));
  return alternatives;
}

export function alternativeAt({ sequence, joined }: Answer, index: number): Token['alternatives'][number] {
  const { texts, bytes, ids, logprobs } = sequence.alternatives;
  const spelled = spelledOf(joined.spelling(texts[index] ?? '', bytes.get(index)));
  return {
    ...spelled,
    ...(ids[index] >= 0 && { id: ids[index] }),
    ...valueOf(logprobs[index]),
  };
}

function spelledOf(spelled: string | ArrayLike<number>): { text: string; bytes?: number[] } {
  return typeof spelled === 'string'
    ? { text: spelled }
    : { text: readable(spelled), bytes: Array.from(spelled) };
}

function valueOf(logprob: number): { logprob: number | null; floor?: true } {
  if (logprob === -Infinity) return { logprob: null, floor: true };
  return { logprob: Number.isFinite(logprob) ? logprob : null };
}
