import type { Sequence } from '../sequence';
import { choiceKey, textAround, type At, type Claim, type Piece } from '../shape';
import { field, isFields, isList, listOf, textOf, type Fields } from '../written/value';
import { givenOf } from './entry';

/** `{ prefill, tokens, top_tokens }` and the events of its stream: Text Generation Inference. */
export function tgi(at: At): Claim | undefined {
  const { value } = at;
  const token = field(value, 'token');
  if (isToken(token)) return { pieces: [streamed(at, token)], takes: ['token', 'top_tokens'] };
  const tokens = field(value, 'tokens');
  const prefill = field(value, 'prefill');
  const pieces: Piece[] = [];
  if (isTokens(prefill)) pieces.push(piece(at, 'prefill', prefill, []));
  if (isTokens(tokens)) pieces.push(piece(at, 'tokens', tokens, listOf(field(value, 'top_tokens'))));
  return pieces.length > 0 ? { pieces, takes: ['prefill', 'tokens', 'top_tokens'] } : undefined;
}

function isToken(value: unknown): value is Fields {
  return (
    isFields(value) &&
    typeof field(value, 'text') === 'string' &&
    typeof field(value, 'id') === 'number' &&
    ['logprob', 'log_prob'].some((name) => field(value, name) !== undefined)
  );
}

function isTokens(value: unknown): value is readonly unknown[] {
  return isList(value) && value.length > 0 && isToken(value[0]);
}

function piece(
  at: At,
  key: 'prefill' | 'tokens',
  tokens: readonly unknown[],
  tops: readonly unknown[],
): Piece {
  const isPrompt = key === 'prefill';
  return {
    source: 'TGI',
    part: isPrompt ? 'prompt' : 'completion',
    at: { value: tokens, key, up: at, event: at.event },
    stage: 'whole',
    own: isPrompt ? undefined : textAround(at, ['generated_text'], 1),
    read: (to) => tokens.forEach((token, index) => readToken(to, token, tops[index])),
  };
}

function streamed(at: At, token: Fields): Piece {
  return {
    source: 'TGI',
    part: 'completion',
    at,
    stage: 'delta',
    key: choiceKey(at, 'completion').replace(/#\d+#/, '#'),
    ownWhole: textOf(field(at.value, 'generated_text')),
    read: (to) => readToken(to, token, field(at.value, 'top_tokens')),
  };
}

function readToken(to: Sequence, token: unknown, tops: unknown): void {
  if (!isToken(token)) return;
  to.place(givenOf(token), token);
  for (const other of listOf(tops)) if (isFields(other)) to.alternative(givenOf(other));
}
