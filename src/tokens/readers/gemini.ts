import { numberOf } from '../numbers';
import type { Given } from '../sequence';
import { around, choiceKey, partsText, type At, type Claim, type Stated } from '../shape';
import { anyField, field, fieldAt, isFields, isList, listOf, textOf } from '../written/value';

/** `{ chosenCandidates, topCandidates }`, in snake case where Python prints it: Gemini, Vertex. */
export function gemini(at: At): Claim | undefined {
  const { value } = at;
  const chosen = anyField(value, 'chosenCandidates', 'chosen_candidates');
  if (!isList(chosen) || !isFields(chosen[0])) return undefined;
  const tops = listOf(anyField(value, 'topCandidates', 'top_candidates'));
  return {
    pieces: [
      {
        source: 'Gemini',
        part: 'completion',
        at,
        // Only the last step of a stream says why it ended.
        stage: at.event || !isFinished(at) ? 'delta' : 'whole',
        key: choiceKey(at, 'completion'),
        own: ownOf(at),
        stated: meanOf(at),
        read(to) {
          chosen.forEach((candidate, place) => {
            to.place(given(candidate), candidate);
            for (const other of listOf(anyField(tops[place], 'candidates'))) to.alternative(given(other));
          });
        },
      },
    ],
  };
}

function isFinished(at: At): boolean {
  const { up } = at;
  if (up === undefined || anyField(up.value, 'finishReason', 'finish_reason') !== undefined) return true;
  // A line of a batch has what was asked beside it.
  return [...around(at, 4)].some(({ value }) => isFields(field(value, 'request')));
}

function ownOf(at: At): string | undefined {
  for (const { value } of around(at, 2)) {
    const text = partsText(fieldAt(value, 'content', 'parts'));
    if (text !== undefined) return text;
  }
  return undefined;
}

function meanOf({ up }: At): Stated | undefined {
  for (const name of ['avgLogprobs', 'avg_logprobs']) {
    const value = field(up?.value, name);
    if (typeof value === 'number') return { name, value, of: 'mean' };
  }
  return undefined;
}

function given(candidate: unknown): Given {
  return {
    text: textOf(anyField(candidate, 'token')),
    id: anyField(candidate, 'tokenId', 'token_id'),
    logprob: numberOf(anyField(candidate, 'logProbability', 'log_probability')),
  };
}
