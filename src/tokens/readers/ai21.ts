import { numberOf } from '../numbers';
import type { Given } from '../sequence';
import { pathOf, textAround, type At, type Claim } from '../shape';
import { anyField, field, isFields, isList, listOf, textOf } from '../written/value';

/** `tokens: [{ generatedToken: { token, logprob }, topTokens }]`: AI21. */
export function ai21(at: At): Claim | undefined {
  const tokens = field(at.value, 'tokens');
  if (!isList(tokens) || !isFields(field(tokens[0], 'generatedToken'))) return undefined;
  return {
    pieces: [
      {
        source: 'AI21',
        part: /(?:^|\.)prompt(?:\.|$)/.test(pathOf(at)) ? 'prompt' : 'completion',
        at: { value: tokens, key: 'tokens', up: at, event: at.event },
        stage: 'whole',
        own: textAround(at, ['text'], 0),
        read(to) {
          for (const token of tokens) {
            const own = field(token, 'generatedToken');
            if (!isFields(own)) continue;
            to.place(given(own), token);
            for (const other of listOf(field(token, 'topTokens'))) to.alternative(given(other));
          }
        },
      },
    ],
    takes: ['tokens'],
  };
}

function given(token: unknown): Given {
  return {
    text: textOf(field(token, 'token')),
    logprob: numberOf(anyField(token, 'raw_logprob', 'logprob')),
  };
}
