import { logOf, numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import {
  anyField,
  field,
  isFields,
  isList,
  listOf,
  pairsOf,
  textOf,
  Entries,
  type Fields,
} from '../written/value';

/** DJL and CTranslate2 write `log_prob`, Java `logProb`. */
const VALUES = [
  'logprob',
  'prob',
  'top_logprobs',
  'top_probs',
  'sampling_logprob',
  'log_prob',
  'logProb',
  'log_probability',
];
const NUMBERS = ['id', 'token_id', 'rank'];
/** A tagger's tokens have these: what is probable there is the tag. */
const TAGS = ['label', 'tag', 'entity', 'entity_group', 'pos', 'ner'];
/** What lists the alternatives; `topLogprobs` is the AI SDK's and Java's, `topTokens` TGIS's. */
const LISTS = ['top_logprobs', 'top_probs', 'top_tokens', 'topLogprobs', 'topTokens'] as const;

/** `{ token, bytes, logprob, top_logprobs }`, as OpenAI has it and most others after it. */
export function isEntry(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const token = field(value, 'token');
  if (token === null || typeof token === 'string')
    return VALUES.some((name) => Object.hasOwn(value, name)) && !isTagged(value);
  const lists = Array.isArray(field(value, 'top_logprobs'));
  if (typeof field(value, 'text') !== 'string') return lists;
  // HELM's completions have a sum beside the list of their tokens.
  return (
    lists || (['logprob', 'log_prob'].some((name) => Object.hasOwn(value, name)) && !holdsEntries(value))
  );
}

function isTagged(value: Fields): boolean {
  return Object.hasOwn(value, 'prob') && TAGS.some((name) => Object.hasOwn(value, name));
}

function holdsEntries(value: Fields): boolean {
  return isFields(listOf(field(value, 'tokens'))[0]);
}

/** A prompt's first token, before which nothing stands: text alone, where others have a value. */
function isFirst(value: unknown): value is Fields {
  return (
    isFields(value) &&
    [field(value, 'token'), field(value, 'text')].some((text) => textOf(text) !== undefined)
  );
}

export function hasAlternatives(entry: Fields): boolean {
  return LISTS.some((name) => listOf(entry[name]).length > 0);
}

/** A list of them; the last may be half-written. */
export function isEntries(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return isEntry(value[0]) || (isFirst(value[0]) && isEntry(value[1]) && !holdsEntries(value[0]));
}

export function readEntries(to: Sequence, entries: readonly unknown[]): void {
  entries.forEach((entry, index) => {
    if (!isEntry(entry) && !(index === 0 && isFirst(entry))) return;
    to.place(givenOf(entry), entry);
    readAlternatives(to, anyField(entry, ...LISTS));
  });
}

/** A list of entries, or of what OpenAI's completions list: `{ " Paris": -0.1, … }`, in a list or by itself. */
function readAlternatives(to: Sequence, given: unknown): void {
  for (const other of isList(given) ? given : [given])
    // Of most lists there are millions.
    if (isFields(other) && typeof other.token === 'string') to.alternative(givenOf(other));
    else if (isKeyed(other))
      for (const [text, logprob] of pairsOf(other)) to.alternative({ text, logprob: numberOf(logprob) });
    else if (isFields(other)) {
      const one = givenOf(other);
      if (one.text !== undefined || !isBegun(other)) to.alternative(one);
    }
}

function isKeyed(other: unknown): boolean {
  if (other instanceof Entries) return true;
  if (!isFields(other) || isEntry(other) || isBegun(other)) return false;
  return Object.values(other).every((value) => typeof value === 'number');
}

/** `{ "id": 33954, "to`: of an entry that a text ends in, a number may be all there is. */
function isBegun(other: Fields): boolean {
  return Object.entries(other).every(
    ([name, value]) => NUMBERS.includes(name) && Number.isInteger(value) && (value as number) >= 0,
  );
}

/** Asked millions of times: fields are read without ceremony. */
export function givenOf(entry: Fields): Given {
  const { prob } = entry;
  const logprob = entry.logprob ?? entry.log_prob ?? entry.logProb ?? entry.log_probability;
  return {
    text: textOf(entry.token ?? entry.text ?? entry.decoded_token),
    bytes: entry.bytes,
    id: entry.id ?? entry.token_id,
    logprob: prob === undefined ? numberOf(logprob) : logOf(prob),
    rank: entry.rank,
    special: entry.special === true,
  };
}
