import { numberOf } from '../numbers';
import { textAround, type At, type Claim } from '../shape';
import { anyField, isList, listOf, pairsOf, textOf } from '../written/value';

const NAME = /^(?:top_?)?log_?probs?$/i;
/** The most entries that are looked at before a list is taken for one of these. */
const LOOKED_AT = 64;

/** `log_probs: [{ " Paris": -0.1, … }, …]`: Aleph Alpha, text-generation-webui, OpenAI's `top_logprobs` by itself. */
export function keyedByText(at: At): Claim | undefined {
  const { value, key } = at;
  if (typeof key !== 'string' || !NAME.test(key) || !isList(value) || !isKeyed(value)) return undefined;
  const given = listOf(anyField(at.up?.value, 'completion_tokens', 'tokens'));
  const tokens = given.length === value.length ? given : [];
  return {
    pieces: [
      {
        source: 'Log-probabilities',
        part: 'completion',
        at,
        stage: 'whole',
        own: textAround(at, ['completion', 'text'], 1),
        listsChosen: true,
        assumed: tokens.length === 0,
        read(to) {
          value.forEach((place, index) => {
            const listed = pairsOf(place);
            const chosen = textOf(tokens[index]) ?? listed[0]?.[0];
            to.place({ text: chosen, logprob: NaN }, place);
            for (const [text, logprob] of listed)
              to.alternative({ text, logprob: numberOf(logprob) }, text === chosen);
          });
        },
      },
    ],
  };
}

/** Tokens may be digits, too, but not all of them: a list keyed by ids alone is vLLM's. */
function isKeyed(list: readonly unknown[]): boolean {
  let named = false;
  for (const place of list.slice(0, LOOKED_AT)) {
    if (place === null) continue;
    const pairs = pairsOf(place);
    if (pairs.length === 0 || !pairs.every(([, value]) => numberOf(value) <= 0)) return false;
    named ||= pairs.some(([text]) => !/^\d+$/.test(text));
  }
  return named;
}
