import { numberOf } from '../numbers';
import type { Sequence } from '../sequence';
import { messageText, type At, type Claim } from '../shape';
import { field, isFields, isList, listOf, textOf } from '../written/value';

/** `logprobs: [{ text, token_ids, logprobs: [x, …] }]`: Cohere, chunks of several tokens without alternatives. */
export function cohere(at: At): Claim | undefined {
  const { value } = at;
  const given = field(value, 'logprobs');
  const chunks = isChunk(given) ? [given] : given;
  if (!isList(chunks) || !isChunk(chunks[0])) return undefined;
  return {
    pieces: [
      {
        source: 'Cohere',
        part: 'completion',
        at: { value: chunks, key: 'logprobs', up: at, event: at.event },
        stage: isChunk(given) ? 'delta' : 'whole',
        key: isChunk(given) ? '' : undefined,
        own: isChunk(given) ? textOf(field(given, 'text')) : messageText(at),
        read: (to) => chunks.forEach((chunk) => readChunk(to, chunk)),
      },
    ],
    takes: ['logprobs'],
  };
}

/** `token_likelihoods: [{ token, likelihood }]`: Cohere's generate. */
export function likelihoods(at: At): Claim | undefined {
  const tokens = field(at.value, 'token_likelihoods');
  if (!isList(tokens) || typeof field(tokens[0], 'likelihood') !== 'number') return undefined;
  return {
    pieces: [
      {
        source: 'Cohere',
        part: at.key === 'prompt' ? 'prompt' : 'completion',
        at: { value: tokens, key: 'token_likelihoods', up: at, event: at.event },
        stage: 'whole',
        own: textOf(field(at.value, 'text')),
        read(to) {
          for (const token of tokens)
            to.place(
              { text: textOf(field(token, 'token')), logprob: numberOf(field(token, 'likelihood')) },
              token,
            );
        },
      },
    ],
    takes: ['token_likelihoods'],
  };
}

function isChunk(value: unknown): boolean {
  // vLLM's columns have indices besides.
  if (!isFields(value) || field(value, 'start_indices') !== undefined) return false;
  return isList(field(value, 'logprobs')) && isList(field(value, 'token_ids'));
}

/** How the text divides is not said: the first token has it, the others none. */
function readChunk(to: Sequence, chunk: unknown): void {
  if (!isChunk(chunk)) return;
  const ids = listOf(field(chunk, 'token_ids'));
  listOf(field(chunk, 'logprobs')).forEach((logprob, index) => {
    const text = index === 0 ? (textOf(field(chunk, 'text')) ?? '') : '';
    to.place({ text, id: ids[index], logprob: numberOf(logprob) }, chunk);
  });
}
