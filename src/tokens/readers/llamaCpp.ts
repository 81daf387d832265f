import { logOf } from '../numbers';
import type { Sequence } from '../sequence';
import { textAround, type At, type Claim } from '../shape';
import { anyField, field, isFields, isList, listOf, textOf } from '../written/value';
import { isEntries, readEntries } from './entry';

/** `completion_probabilities`: llama.cpp's server, before 2025 with `tok_str` and `prob`. */
export function llamaCpp(at: At): Claim | undefined {
  const { value } = at;
  const places = field(value, 'completion_probabilities') ?? field(value, 'probs');
  if (!isList(places) || places.length === 0 || (!isEntries(places) && !isOld(places[0]))) return undefined;
  return {
    pieces: [
      {
        source: 'llama.cpp',
        part: 'completion',
        at: { value: places, key: 'completion_probabilities', up: at, event: at.event },
        stage: field(value, 'stop') === false ? 'delta' : 'whole',
        key: `#${Number(anyField(value, 'index', 'id_slot', 'slot_id') ?? 0)}`,
        own: textAround(at, ['content'], 0),
        read(to) {
          if (!isOld(places[0])) return readEntries(to, places);
          const character = places.length === 1 ? textOf(field(value, 'content')) : undefined;
          for (const place of places) readOld(to, place, character);
        },
      },
    ],
    takes: ['completion_probabilities', 'probs'],
  };
}

function isOld(place: unknown): boolean {
  return (
    isFields(place) && Array.isArray(field(place, 'probs')) && typeof field(place, 'content') === 'string'
  );
}

/** A token that is one byte. Of a character's tokens a stream lists the last alone, beside the whole character. */
const BYTE = /^byte: \\x[\da-f]{2}$/;

/** The token's probability stands among the others', under the same text. */
function readOld(to: Sequence, place: unknown, character: string | undefined): void {
  if (!isOld(place)) return;
  const text = textOf(field(place, 'content'))!;
  const listed = listOf(field(place, 'probs')).filter(isFields);
  const own = listed.find((other) => field(other, 'tok_str') === text);
  const isLastByte = character !== undefined && character !== '' && BYTE.test(text);
  to.place({ text: isLastByte ? character : text, logprob: own ? logOf(field(own, 'prob')) : NaN }, place);
  for (const other of listed) {
    const given = { text: textOf(field(other, 'tok_str')), logprob: logOf(field(other, 'prob')) };
    to.alternative(given, other === own);
  }
}
