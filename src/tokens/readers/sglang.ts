import type { Part } from '../model';
import { numberOf } from '../numbers';
import type { Given, Sequence } from '../sequence';
import { textAround, type At, type Claim, type Piece } from '../shape';
import { field, isList, listOf, textOf } from '../written/value';

const LISTS: readonly [prefix: string, part: Part][] = [
  ['input', 'prompt'],
  ['prefill', 'prompt'],
  ['output', 'completion'],
  ['decode', 'completion'],
];

/** `meta_info: { output_token_logprobs: [[logprob, id, text]], output_top_logprobs }`: SGLang. */
export function sglang(at: At): Claim | undefined {
  const pieces: Piece[] = [];
  for (const [prefix, part] of LISTS) {
    const name = `${prefix}_token_logprobs`;
    const tokens = field(at.value, name);
    const tops = listOf(field(at.value, `${prefix}_top_logprobs`));
    if (isTriples(tokens))
      pieces.push(piece({ value: tokens, key: name, up: at, event: at.event }, part, tokens, tops));
    // One list for each choice.
    else if (isList(tokens) && isTriples(tokens[0]))
      tokens.forEach((choice, index) => {
        const list = { value: tokens, key: name, up: at, event: at.event };
        if (isTriples(choice))
          pieces.push(
            piece(
              { value: choice, key: index, up: list, event: at.event },
              part,
              choice,
              listOf(tops[index]),
            ),
          );
      });
  }
  return pieces.length > 0
    ? { pieces, takes: LISTS.flatMap(([prefix]) => [`${prefix}_token_logprobs`, `${prefix}_top_logprobs`]) }
    : undefined;
}

function piece(at: At, part: Part, tokens: readonly unknown[], tops: readonly unknown[]): Piece {
  return {
    source: 'SGLang',
    part,
    at,
    key: typeof at.key === 'number' ? undefined : `${textAround(at, ['id'], 1) ?? ''}#${part}`,
    stage: at.event ? 'delta' : 'whole',
    own: part === 'completion' ? textAround(at, ['text'], 2) : undefined,
    read: (to) => tokens.forEach((token, place) => read(to, token, tops[place])),
  };
}

function isTriple(value: unknown): value is readonly unknown[] {
  if (!isList(value) || value.length < 2 || value.length > 3 || typeof value[1] !== 'number') return false;
  return value[0] === null || !Number.isNaN(numberOf(value[0]));
}

function isTriples(value: unknown): value is readonly unknown[] {
  return isList(value) && value.length > 0 && isTriple(value[0]);
}

function read(to: Sequence, token: unknown, tops: unknown): void {
  if (!isTriple(token)) return;
  to.place(given(token), token);
  for (const other of listOf(tops)) if (isTriple(other)) to.alternative(given(other));
}

function given([logprob, id, text]: readonly unknown[]): Given {
  return { text: textOf(text), id, logprob: numberOf(logprob) };
}
