import { choiceKey, messageText, textAround, type At, type Claim, type Piece, type Stage } from '../shape';
import { classOf, field, fieldAt, isFields, isList, textOf, type Fields } from '../written/value';
import { givenOf, hasAlternatives, isEntries, isEntry, readEntries } from './entry';
import { thoughtOf } from './reasoning';

/** `{ logprobs: [entry] }` beside a text: Ollama, OpenAI transcriptions. */
export function beside(at: At): Claim | undefined {
  const { value } = at;
  const entries = field(value, 'logprobs');
  if (!isEntries(entries)) return undefined;
  const done = field(value, 'done');
  const delta = textOf(field(value, 'delta'));
  const isOllama = done !== undefined || field(value, 'response') !== undefined;
  const stage: Stage = done === false || delta !== undefined ? 'delta' : 'whole';
  const own =
    delta ??
    textOf(fieldAt(value, 'message', 'content')) ??
    textAround(at, ['response', 'text', 'content'], 1);
  const piece: Piece = {
    source: isOllama
      ? 'Ollama'
      : field(value, 'text') !== undefined
        ? 'OpenAI transcription'
        : 'Log-probabilities',
    part: 'completion',
    at: { value: entries, key: 'logprobs', up: at, event: at.event },
    stage,
    key: stage === 'delta' ? choiceKey(at, 'completion') : undefined,
    own,
    thought: thoughtOf(field(value, 'message')) ?? thoughtOf(value),
    read: (to) => readEntries(to, entries),
  };
  return { pieces: [piece], takes: ['logprobs'] };
}

/** One entry by itself: entries that someone printed one after the other are one sequence. */
export function single(at: At): Claim | undefined {
  const { value } = at;
  if (at.up !== undefined || !isEntry(value) || typeof value.token !== 'string' || isTop(value))
    return undefined;
  if (Number.isNaN(givenOf(value).logprob) && !hasAlternatives(value)) return undefined;
  const piece: Piece = {
    source: 'Log-probabilities',
    part: 'completion',
    at,
    stage: 'delta',
    key: 'printed',
    read: (to) => readEntries(to, [value]),
  };
  return { pieces: [piece] };
}

function ownOf(at: At): string | undefined {
  return textOf(field(at.value, 'generated_text')) ?? messageText(at);
}

/** `{ delta: { content, token_id }, logprobs: -0.1 }`: the steps of Together's stream. */
export function stepped(at: At): Claim | undefined {
  const { value } = at;
  const logprob = field(value, 'logprobs');
  const delta = field(value, 'delta');
  if (typeof logprob !== 'number' || !isFields(delta)) return undefined;
  const text = textOf(field(delta, 'content')) ?? textOf(field(value, 'text'));
  const piece: Piece = {
    source: 'Together',
    part: 'completion',
    at,
    stage: 'delta',
    key: choiceKey(at, 'completion'),
    own: text,
    read: (to) => to.place({ text, id: field(delta, 'token_id'), logprob }, value),
  };
  return { pieces: [piece] };
}

/** One of what a place lists. */
function isTop(value: unknown): boolean {
  return classOf(value)?.includes('Top') ?? false;
}

/** Fewer stand in falling order by chance. */
const LEAST_LISTED = 4;
const MOST_LISTED = 1000;

/** What one place lists, by its look: the most probable first, no token twice, and together a part of one distribution. */
function isPlace({ key, up }: At, list: readonly unknown[]): boolean {
  if (isTop(list[0])) return true;
  const isUnnamed =
    up === undefined || typeof key === 'number' || /^(?:top|alternatives|candidates)/.test(key ?? '');
  if (!isUnnamed || list.length < LEAST_LISTED || list.length > MOST_LISTED || !isRow(list)) return false;
  const values = (list as readonly Fields[]).map((one) => givenOf(one).logprob);
  return values.every((value, index) => index === 0 || value <= values[index - 1]);
}

/** `[[entry, …], …]`: LlamaIndex lists the alternatives of each place, the chosen one first. */
export function rows(at: At): Claim | undefined {
  const { value } = at;
  if (!isList(value) || value.length === 0 || !value.every(isRow)) return undefined;
  const piece: Piece = {
    source: 'Log-probabilities',
    part: 'completion',
    at,
    stage: 'whole',
    own: at.up && messageText(at.up),
    assumed: true,
    read(to) {
      for (const row of value as readonly (readonly Fields[])[]) {
        to.place(givenOf(row[0]), row);
        row.forEach((other, index) => to.alternative(givenOf(other), index === 0));
      }
    },
  };
  return { pieces: [piece] };
}

/** Alternatives of one place: no two are the same token, and none lists others. */
function isRow(row: unknown): boolean {
  if (!isEntries(row) || !row.every((one) => isEntry(one) && !hasAlternatives(one))) return false;
  const given = (row as readonly Fields[]).map(givenOf);
  const sum = given.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
  return sum <= 1.01 && new Set(given.map(({ text }) => text)).size === row.length;
}

/** `[entry, …]` by itself: a list that someone printed. */
export function alone(at: At): Claim | undefined {
  const { value } = at;
  if (!isList(value) || !isEntries(value)) return undefined;
  const isListed = isPlace(at, value);
  const isPrompt = typeof at.key === 'string' && /^(?:input|prompt|prefill)/.test(at.key);
  const piece: Piece = {
    source: 'Log-probabilities',
    part: isPrompt ? 'prompt' : 'completion',
    at,
    stage: 'whole',
    own: isListed || isPrompt ? undefined : at.up && ownOf(at.up),
    read(to) {
      if (!isListed) return readEntries(to, value);
      // What one place lists; which of them was chosen is not said.
      to.place({ logprob: NaN }, value);
      for (const other of value) if (isFields(other)) to.alternative(givenOf(other));
    },
  };
  return { pieces: [piece] };
}
