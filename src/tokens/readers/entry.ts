import { logOf, numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import { anyField, field, isFields, listOf, textOf, type Fields } from '../written/value';

const VALUES = ['logprob', 'prob', 'top_logprobs', 'top_probs', 'sampling_logprob'];
/** What lists the alternatives; `topLogprobs` is the AI SDK's and Java's, `topTokens` TGIS's. */
const LISTS = ['top_logprobs', 'top_probs', 'top_tokens', 'topLogprobs', 'topTokens'] as const;

/** `{ token, bytes, logprob, top_logprobs }`, as OpenAI has it and most others after it. */
export function isEntry(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const token = field(value, 'token');
  if (token === null || typeof token === 'string') return VALUES.some((name) => Object.hasOwn(value, name));
  if (typeof field(value, 'text') === 'string') return Object.hasOwn(value, 'logprob');
  return Array.isArray(field(value, 'top_logprobs'));
}

export function hasAlternatives(entry: Fields): boolean {
  return LISTS.some((name) => listOf(entry[name]).length > 0);
}

/** A list of them; the last may be half-written. */
export function isEntries(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && isEntry(value[0]);
}

export function readEntries(to: Sequence, entries: readonly unknown[]): void {
  for (const entry of entries) {
    if (!isEntry(entry)) continue;
    to.place(givenOf(entry), entry);
    for (const other of listOf(anyField(entry, ...LISTS)))
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
