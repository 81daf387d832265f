import { logOf, numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import { anyField, field, isFields, listOf, textOf, type Fields } from '../written/value';

/** `{ token, bytes, logprob, top_logprobs }`, as OpenAI has it and most others after it. */
export function isEntry(value: unknown): value is Fields {
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

/** Asked millions of times: fields are read without ceremony. */
export function givenOf(entry: Fields): Given {
  const { prob } = entry;
  return {
    text: textOf(entry.token ?? entry.text ?? entry.decoded_token),
    bytes: entry.bytes,
    id: entry.id ?? entry.token_id,
    logprob: prob === undefined ? numberOf(entry.logprob) : logOf(prob),
    rank: entry.rank,
    special: entry.special === true,
  };
}
