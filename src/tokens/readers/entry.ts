import { logOf, numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import { anyField, field, isFields, listOf, textOf } from '../written/value';

/** `{ token, bytes, logprob, top_logprobs }`, as OpenAI has it and most others after it. */
export function isEntry(value: unknown): boolean {
  if (!isFields(value)) return false;
  const token = field(value, 'token');
  if (token !== null && typeof token !== 'string')
    return Array.isArray(field(value, 'top_logprobs')) && field(value, 'text') === undefined;
  return ['logprob', 'prob', 'top_logprobs', 'top_probs', 'sampling_logprob'].some((name) =>
    Object.hasOwn(value, name),
  );
}

/** A list of them; the last may be half-written. */
export function isEntries(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && isEntry(value[0]);
}

export function readEntries(to: Sequence, entries: readonly unknown[]): void {
  for (const entry of entries) {
    if (!isEntry(entry)) continue;
    to.place(givenOf(entry), entry);
    for (const other of listOf(anyField(entry, 'top_logprobs', 'top_probs')))
      if (isFields(other)) to.alternative(givenOf(other));
  }
}

export function givenOf(entry: unknown): Given {
  const prob = field(entry, 'prob');
  return {
    text: textOf(anyField(entry, 'token', 'text', 'decoded_token')),
    bytes: field(entry, 'bytes'),
    id: anyField(entry, 'id', 'token_id'),
    logprob: prob === undefined ? numberOf(field(entry, 'logprob')) : logOf(prob),
    rank: field(entry, 'rank'),
    special: field(entry, 'special') === true,
  };
}
