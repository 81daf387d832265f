import { numberOf } from '../numbers';
import type { Part } from '../model';
import type { Sequence } from '../sequence';
import { around, choiceKey, messageText, textAround, type At, type Claim, type Piece } from '../shape';
import { anyField, field, isFields, isList, listOf, pairsOf, textOf, Entries } from '../written/value';

/** Fields of these columns, in which nothing more is looked for. */
export const COLUMNS = [
  'tokens',
  'token_logprobs',
  'tokenLogProbs',
  'logprobs',
  'top_logprobs',
  'topLogProbs',
  'token_ids',
  'text_offset',
] as const;

interface Columns {
  tokens: readonly unknown[];
  logprobs: readonly unknown[];
  ids: readonly unknown[];
  tops: readonly unknown[];
}

/** `{ tokens, token_logprobs, top_logprobs, text_offset }`: OpenAI's and vLLM's completions, Together, mlx-lm. */
export function legacy(at: At): Claim | undefined {
  const columns = columnsOf(at.value);
  if (columns === undefined) return undefined;
  const isPrompt = [at, ...aroundLists(at)].some(({ key }) => key === 'prompt' || key === 'prompts');
  const own = isPrompt
    ? textAround(at, ['text', 'prompt'], 1)
    : (textAround(at, ['text'], 1) ?? messageText(at));
  const split = isPrompt ? 0 : promptLength(at, columns);
  const parts: [Part, number, number][] = isPrompt
    ? [['prompt', 0, columns.logprobs.length]]
    : [
        ['prompt', 0, split],
        ['completion', split, columns.logprobs.length],
      ];
  const offset =
    numberOf(listOf(field(at.value, 'text_offset'))[split]) -
    numberOf(listOf(field(at.value, 'text_offset'))[0]);
  const pieces = parts
    .filter(([, from, to]) => to > from)
    .map(([part, from, to]): Piece => ({
      source: columns.ids.length > 0 ? 'Together' : 'OpenAI completions',
      part,
      at,
      key: choiceKey(at, part),
      stage: at.event ? 'delta' : 'whole',
      own:
        split === 0 || own === undefined ? own : ownPart(own, offset, part, to === columns.logprobs.length),
      firstIsOdd: columns.ids.length > 0,
      listsChosen: true,
      read: (sequence) => readColumns(sequence, columns, from, to),
    }));
  return {
    pieces,
    takes: COLUMNS,
  };
}

function* aroundLists(at: At): Generator<At> {
  let left = 3;
  for (let up = at.up; up !== undefined && left-- > 0; up = up.up) yield up;
}

function columnsOf(value: unknown): Columns | undefined {
  const tokens = anyField(value, 'tokens', 'token_strings', 'token_ids');
  if (!isList(tokens) || tokens.length === 0) return undefined;
  if (typeof tokens[0] !== 'string' && typeof tokens[0] !== 'number') return undefined;
  const own = anyField(value, 'token_logprobs', 'tokenLogProbs', 'logprobs', 'log_probs');
  if (!isList(own) || Math.abs(own.length - tokens.length) > 1 || !own.every(isNumberOrNull))
    return undefined;
  return {
    tokens,
    logprobs: own,
    ids: field(value, 'token_ids') === tokens ? [] : listOf(field(value, 'token_ids')),
    tops: topsOf(anyField(value, 'top_logprobs', 'topLogProbs'), tokens.length),
  };
}

function isNumberOrNull(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'number' ||
    (typeof value === 'string' && /^[-+]?inf|nan$/i.test(value))
  );
}

/** A list of what each place lists; where there is one place, that alone. */
function topsOf(tops: unknown, count: number): readonly unknown[] {
  if (isList(tops)) return tops;
  return count === 1 && (isFields(tops) || tops instanceof Entries) ? [tops] : [];
}

function readColumns(
  to: Sequence,
  { tokens, logprobs, ids, tops }: Columns,
  from: number,
  end: number,
): void {
  for (let place = from; place < Math.min(end, tokens.length, logprobs.length); place++) {
    const token = tokens[place];
    to.place({
      text: textOf(token),
      id: typeof token === 'number' ? token : ids[place],
      logprob: numberOf(logprobs[place]),
    });
    const listed = tops[place];
    if (isList(listed)) for (const one of listed) to.alternative(pairGiven(one));
    else
      for (const [text, logprob] of pairsOf(listed))
        // mlx-lm lists ids.
        to.alternative(
          typeof token === 'number'
            ? { id: Number(text), logprob: numberOf(logprob) }
            : { text, logprob: numberOf(logprob) },
        );
  }
}

function pairGiven(one: unknown) {
  if (isList(one)) return { text: textOf(one[0]), logprob: numberOf(one[1]) };
  return {
    text: textOf(anyField(one, 'token', 'text')),
    id: anyField(one, 'token_id', 'id'),
    logprob: numberOf(field(one, 'logprob')),
  };
}

/** Tokens of the prompt that an echo puts first, where the response counts them. */
function promptLength(at: At, { logprobs }: Columns): number {
  if (logprobs[0] !== null && !(numberOf(listOf(field(at.value, 'text_offset'))[0]) === 0)) return 0;
  for (const { value } of around(at)) {
    const usage = field(value, 'usage');
    const [prompt, total] = [numberOf(field(usage, 'prompt_tokens')), numberOf(field(usage, 'total_tokens'))];
    if (prompt > 0 && total === logprobs.length && prompt <= total) return prompt;
  }
  return 0;
}

function ownPart(own: string, offset: number, part: Part, isAll: boolean): string | undefined {
  if (part === 'prompt' && isAll) return own;
  // Offsets count code points.
  const points = Array.from(own);
  if (!(offset > 0 && offset <= points.length)) return undefined;
  return (part === 'prompt' ? points.slice(0, offset) : points.slice(offset)).join('');
}
