import type { Part } from '../model';
import { logOf, numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import { around, textAround, type At, type Claim, type Piece, type Stated } from '../shape';
import { classOf, Entries, field, isFields, isList, listOf, textOf } from '../written/value';

/** `[null, { "<token id>": { logprob, rank, decoded_token } | logprob }, …]`: vLLM's prompt_logprobs and outputs. */
export function vllm(at: At): Claim | undefined {
  const { value, key } = at;
  if (!isList(value) || !isKeyedById(value)) return undefined;
  const part: Part =
    typeof key === 'string' && /^(?:prompt|input)/.test(key)
      ? 'prompt'
      : value[0] === null
        ? 'prompt'
        : 'completion';
  const ids = idsFor(at, part);
  const known = ids.length === value.length;
  const piece: Piece = {
    source: 'vLLM',
    part,
    at,
    stage: 'whole',
    own: part === 'prompt' ? textAround(at, ['prompt'], 3) : textAround(at, ['text', 'generation'], 1),
    stated: part === 'prompt' ? undefined : sumOf(at),
    listsChosen: true,
    assumed: !known,
    read(to) {
      value.forEach((place, index) => readPlace(to, place, known ? numberOf(ids[index]) : undefined));
    },
  };
  return { pieces: [piece] };
}

/** `FlatLogprobs(start_indices, end_indices, token_ids, logprobs, ranks, decoded_tokens)`: the same as columns. */
export function vllmFlat(at: At): Claim | undefined {
  const { value } = at;
  const [starts, ends] = [field(value, 'start_indices'), field(value, 'end_indices')];
  const ids = listOf(field(value, 'token_ids'));
  const logprobs = listOf(field(value, 'logprobs'));
  if (!isList(starts) || !isList(ends) || ids.length === 0 || logprobs.length !== ids.length)
    return undefined;
  const [ranks, texts] = [listOf(field(value, 'ranks')), listOf(field(value, 'decoded_tokens'))];
  const rows = starts.map((start, place) => {
    const [from, to] = [numberOf(start), Math.min(numberOf(ends[place]), ids.length)];
    if (!(from < to)) return null;
    const row = new Entries();
    for (let index = from; index < to; index++)
      row.pairs.push([
        String(ids[index]),
        { logprob: logprobs[index], rank: ranks[index], decoded_token: texts[index] },
      ]);
    return row;
  });
  return vllm({ ...at, value: rows });
}

/** `{ 791: Logprob(…), … }` by itself: rows that someone printed one after the other are one sequence. */
export function vllmRow(at: At): Claim | undefined {
  const { value } = at;
  if (at.up !== undefined || !isKeyedById([value])) return undefined;
  if (!(value instanceof Entries) || !value.pairs.every(([, one]) => isFields(one))) return undefined;
  const piece: Piece = {
    source: 'vLLM',
    part: 'completion',
    at,
    stage: 'delta',
    key: 'printed',
    listsChosen: true,
    assumed: true,
    read: (to) => readPlace(to, value, undefined),
  };
  return { pieces: [piece] };
}

/** Beyond this a number is no log-probability: a dict of classes and their probabilities has such. */
const ABOVE = 1e-4;
/** The most entries that are looked at before a list is taken for one of these. */
const LOOKED_AT = 64;

function isKeyedById(list: readonly unknown[]): boolean {
  let keyed = 0;
  for (const entry of list.slice(0, LOOKED_AT)) {
    if (entry === null) continue;
    if (!(entry instanceof Entries) || entry.pairs.length === 0) return false;
    if (!entry.pairs.every(([key, value]) => /^\d+$/.test(key) && isOfToken(value))) return false;
    keyed++;
  }
  return keyed > 0;
}

function isOfToken(value: unknown): boolean {
  if (isFields(value))
    return typeof field(value, 'logprob') === 'number' || classOf(value) === 'Logprob' || 'logprob' in value;
  return value === '-inf' || (typeof value === 'number' && value <= ABOVE);
}

function sumOf({ up }: At): Stated | undefined {
  const name = 'cumulative_logprob';
  const value = field(up?.value, name);
  return typeof value === 'number' ? { name, value, of: 'sum' } : undefined;
}

/** The ids of the tokens themselves, beside the list. */
function idsFor(at: At, part: Part): readonly unknown[] {
  for (const { value } of around(at, 3)) {
    const ids = listOf(field(value, part === 'prompt' ? 'prompt_token_ids' : 'token_ids'));
    if (ids.length > 0) return ids;
  }
  return [];
}

function readPlace(to: Sequence, place: unknown, id: number | undefined): void {
  if (!(place instanceof Entries)) {
    to.place({ id, logprob: NaN }, place);
    return;
  }
  const chosen = id === undefined ? chosenOf(place) : place.pairs.find(([key]) => Number(key) === id);
  to.place(chosen ? given(chosen) : { id, logprob: NaN }, place);
  for (const pair of place.pairs) to.alternative(given(pair), pair === chosen);
}

/** The one whose rank lies beyond the others', else the one written first. */
function chosenOf({ pairs }: Entries): readonly [string, unknown] {
  return pairs.find(([, value]) => numberOf(field(value, 'rank')) > pairs.length) ?? pairs[0];
}

function given([key, value]: readonly [string, unknown]): Given {
  if (!isFields(value)) return { id: Number(key), logprob: numberOf(value) };
  const prob = field(value, 'prob');
  return {
    id: Number(key),
    text: textOf(field(value, 'decoded_token')),
    logprob: prob === undefined ? numberOf(field(value, 'logprob')) : logOf(prob),
    rank: field(value, 'rank'),
  };
}
