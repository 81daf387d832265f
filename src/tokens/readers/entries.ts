import { choiceKey, messageText, textAround, type At, type Claim, type Piece, type Stage } from '../shape';
import { classOf, field, fieldAt, isFields, isList, textOf } from '../written/value';
import { givenOf, isEntries, isEntry, readEntries } from './entry';

/** `{ logprobs: [entry] }` beside a text: Ollama, OpenAI transcriptions. */
export function beside(at: At): Claim | undefined {
  const { value } = at;
  const entries = field(value, 'logprobs');
  if (!isEntries(entries)) return undefined;
  const done = field(value, 'done');
  const delta = textOf(field(value, 'delta'));
  const isOllama = done !== undefined || field(value, 'response') !== undefined;
  const stage: Stage = done === false || delta !== undefined ? 'delta' : 'whole';
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
    own:
      delta ??
      textOf(fieldAt(value, 'message', 'content')) ??
      textAround(at, ['response', 'text', 'content'], 1),
    read: (to) => readEntries(to, entries),
  };
  return { pieces: [piece], takes: ['logprobs'] };
}

/** One entry by itself: entries that someone printed one after the other are one sequence. */
export function single(at: At): Claim | undefined {
  const { value } = at;
  if (at.up !== undefined || !isEntry(value) || typeof value.token !== 'string' || isTop(value))
    return undefined;
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

/** One of what a place lists. */
function isTop(value: unknown): boolean {
  return classOf(value)?.includes('Top') ?? false;
}

/** `[entry, …]` by itself: a list that someone printed. */
export function alone(at: At): Claim | undefined {
  const { value } = at;
  if (!isList(value) || !isEntries(value)) return undefined;
  const isPlace = isTop(value[0]);
  const piece: Piece = {
    source: 'Log-probabilities',
    part: 'completion',
    at,
    stage: 'whole',
    own: isPlace ? undefined : at.up && messageText(at.up),
    read(to) {
      if (!isPlace) return readEntries(to, value);
      // What one place lists; which of them was chosen is not said.
      to.place({ logprob: NaN }, value);
      for (const other of value) if (isFields(other)) to.alternative(givenOf(other));
    },
  };
  return { pieces: [piece] };
}
