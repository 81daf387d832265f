import * as l10n from '@vscode/l10n';
import { numberText, powerText, withMinus } from '../arrays/words/numberText';
import { printable } from '../arrays/words/printable';
import type { Answer } from './answer';
import { characterOf } from './character';
import type { TokenFinding } from './model';

/** Places a finding names, at most. */
const NAMED = 20;

type Rule = (answer: Answer) => TokenFinding | undefined;

/** What is to know about an answer: warnings first. */
export function findingsOf(answer: Answer): TokenFinding[] {
  const found = RULES.map((rule) => rule(answer)).filter((finding) => finding !== undefined);
  return [
    ...found.filter(({ severity }) => severity === 'warning'),
    ...found.filter(({ severity }) => severity === 'info'),
  ];
}

const RULES: readonly Rule[] = [
  truncated,
  scores,
  oddFirst,
  textDiffers,
  statedDiffers,
  aboveOne,
  broken,
  floors,
  unvalued,
  absent,
  assumed,
  rowsOf,
  nameless,
  allOnes,
  special,
  halfOfSurprise,
  mostSurprising,
];

/** Which token each row is of is seen from the numbers alone. */
function rowsOf({ gathered: { exact, source, path } }: Answer): TokenFinding | undefined {
  if (!exact) return undefined;
  const { way, means } = exact;
  if (!means)
    return {
      id: 'rows',
      severity: 'info',
      sentence: l10n.t(
        'Read from rows of “{0}” with the IDs in “{1}”: entropies and ranks are exact.',
        printable(source, 60),
        printable(path, 60),
      ),
    };
  const [chosen, other] = way === 'next' ? [means.next, means.own] : [means.own, means.next];
  const [isNext, first, second] = [
    way === 'next',
    ...[chosen, other].map((one) => withMinus(one.toFixed(2))),
  ];
  return {
    id: 'rows',
    severity: 'info',
    sentence: isNext
      ? l10n.t(
          'Each row of “{0}” is read as predicting the next ID in “{1}”: the mean log-probability is {2}, against {3} for the row’s own ID.',
          printable(source, 60),
          printable(path, 60),
          first,
          second,
        )
      : l10n.t(
          'Each row of “{0}” is read as predicting its own ID in “{1}”: the mean log-probability is {2}, against {3} for the next ID.',
          printable(source, 60),
          printable(path, 60),
          first,
          second,
        ),
  };
}

function placesWhere(answer: Answer, is: (place: number) => boolean): { count: number; places: number[] } {
  const places: number[] = [];
  let count = 0;
  for (let place = 0; place < answer.count; place++)
    if (is(place)) {
      count++;
      if (places.length < NAMED) places.push(place);
    }
  return { count, places };
}

/** Ends of lines are seen, as in the view and in tables. */
function shown(token: string): string {
  return printable(token.replaceAll('\n', '↵').replaceAll('\t', '⇥'), 40);
}

export function quoted(answer: Answer, place: number): string {
  return l10n.t('“{0}”', shown(answer.joined.tokens[place] || `#${answer.sequence.chosen.ids[place]}`));
}

/** The same; part of a character is named after the whole one. */
function called(answer: Answer, place: number): string {
  const character = characterOf(answer, place);
  return character ? l10n.t('part of “{0}”', shown(character.text)) : quoted(answer, place);
}

function truncated(answer: Answer): TokenFinding | undefined {
  if (!answer.truncated) return undefined;
  return {
    id: 'truncated',
    severity: 'warning',
    sentence:
      answer.count === 1
        ? l10n.t('The text ends in the middle of the response; only its first token was read.')
        : l10n.t(
            'The text ends in the middle of the response; the first {0} tokens were read.',
            answer.count,
          ),
  };
}

function scores(answer: Answer): TokenFinding | undefined {
  if (answer.values !== 'scores') return undefined;
  const { chosen, alternatives } = answer.sequence;
  const most = Math.max(largest(chosen.logprobs), largest(alternatives.logprobs));
  return {
    id: 'scores',
    severity: 'warning',
    sentence: l10n.t(
      'These are scores, not log-probabilities: the largest is {0}, and no log-probability is above 0. The alternatives listed don’t say how to normalize them.',
      figure(most),
    ),
  };
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), -Infinity);
}

function oddFirst({ oddFirst: value }: Answer): TokenFinding | undefined {
  if (value === undefined) return undefined;
  return {
    id: 'first-above-zero',
    severity: 'info',
    sentence: l10n.t(
      'The first value, {0}, is above 0, so it isn’t a log-probability. It is excluded.',
      figure(value),
    ),
    places: [0],
  };
}

function textDiffers({ joined: { difference, text }, own, truncated }: Answer): TokenFinding | undefined {
  if (difference === 'none' || (truncated && own?.startsWith(text))) return undefined;
  return {
    id: 'text-differs',
    severity: difference === 'other' ? 'warning' : 'info',
    sentence: differing(difference),
  };
}

function differing(difference: string): string {
  switch (difference) {
    case 'special':
      return l10n.t('The response’s own text leaves out the special tokens.');
    case 'space':
      return l10n.t('The response’s own text differs from its tokens in whitespace at its start or end.');
    case 'prompt':
      return l10n.t('The response’s own text has more before the first token, such as the prompt.');
    case 'begin':
      return l10n.t('The tokens begin before the response’s own text, such as with the reasoning.');
    case 'end':
      return l10n.t('The response’s own text ends before the last token.');
    case 'broken':
      return l10n.t('The tokens add up to the response’s own text except at U+FFFD.');
    default:
      return l10n.t('The tokens don’t add up to the response’s own text.');
  }
}

/** Digits of a stated figure that a server may have rounded away, and its own 32-bit sums. */
const STATED_TOLERANCE = 2e-3;

/** The response's own mean or sum, against the one over its tokens. */
function statedDiffers(answer: Answer): TokenFinding | undefined {
  const { stated } = answer.gathered;
  const { sumLogprob, valued, count } = answer.figures();
  // Where a token has no value, the sum is another one.
  if (!stated || sumLogprob === undefined || valued < count || answer.truncated) return undefined;
  const own = stated.of === 'sum' ? sumLogprob : sumLogprob / count;
  if (Math.abs(own - stated.value) <= STATED_TOLERANCE * Math.max(1e-3, Math.abs(own))) return undefined;
  const [said, computed] = [figure(stated.value), figure(own)];
  return {
    id: 'stated-differs',
    severity: 'info',
    sentence:
      stated.of === 'sum'
        ? l10n.t(
            'The response gives {0} as {1}; the sum over these tokens is {2}.',
            stated.name,
            said,
            computed,
          )
        : l10n.t(
            'The response gives {0} as {1}; the mean over these tokens is {2}. It may count other tokens, such as reasoning.',
            stated.name,
            said,
            computed,
          ),
  };
}

function aboveOne(answer: Answer): TokenFinding | undefined {
  if (answer.values === 'scores') return undefined;
  const { sequence } = answer;
  const { logprobs } = sequence.alternatives;
  const { count, places } = placesWhere(answer, (place) => {
    let sum = 0;
    for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
      sum += Math.exp(logprobs[index]) || 0;
    return sum > 1.001;
  });
  if (count === 0) return undefined;
  return {
    id: 'above-one',
    severity: 'warning',
    sentence:
      count === 1
        ? l10n.t('The alternatives of one token sum to more than 1, so they aren’t from one distribution.')
        : l10n.t(
            'The alternatives of {0} tokens sum to more than 1, so they aren’t from one distribution.',
            count,
          ),
    places,
  };
}

function broken({ joined }: Answer): TokenFinding | undefined {
  const count = joined.broken.size;
  if (count === 0) return undefined;
  return {
    id: 'broken-text',
    severity: 'info',
    sentence:
      count === 1
        ? l10n.t('One token isn’t a whole character and came as U+FFFD, so its bytes can’t be recovered.')
        : l10n.t(
            '{0} tokens aren’t whole characters and came as U+FFFD, so their bytes can’t be recovered.',
            count,
          ),
    places: [...joined.broken].slice(0, NAMED),
  };
}

function floors(answer: Answer): TokenFinding | undefined {
  const { count, places } = placesWhere(answer, (place) => answer.isFloor(place));
  if (count === 0) return undefined;
  return {
    id: 'floors',
    severity: 'info',
    sentence:
      count === 1
        ? l10n.t(
            'At token {0}, the server wrote its floor instead of a value. The token is less probable than the alternatives given, and is excluded from the totals.',
            places[0] + 1,
          )
        : l10n.t(
            'At {0} tokens, the server wrote its floor instead of a value. They are less probable than the alternatives given, and are excluded from the totals.',
            count,
          ),
    places,
  };
}

function unvalued(answer: Answer): TokenFinding | undefined {
  const { logprobs } = answer.sequence.chosen;
  const { count, places } = placesWhere(answer, (place) => Number.isNaN(logprobs[place]));
  if (count === 0 || (count === 1 && answer.oddFirst !== undefined)) return undefined;
  if (count === answer.count)
    return {
      id: 'no-values',
      severity: 'warning',
      sentence: l10n.t('No token has a log-probability.'),
      places,
    };
  const isFirst = count === 1 && places[0] === 0;
  return {
    id: 'unvalued',
    severity: 'info',
    sentence: isFirst
      ? l10n.t('The first token has no log-probability; the totals are over the others.')
      : count === 1
        ? l10n.t('Token {0} has no log-probability; the totals are over the others.', places[0] + 1)
        : l10n.t('{0} tokens have no log-probability; the totals are over the others.', count),
    places,
  };
}

function absent(answer: Answer): TokenFinding | undefined {
  const { sequence, among } = answer;
  const { count, places } = placesWhere(
    answer,
    (place) =>
      among[place] < 0 &&
      sequence.alternativesEnd(place) > sequence.starts[place] &&
      (sequence.chosen.texts[place] !== undefined || sequence.chosen.ids[place] >= 0),
  );
  if (count === 0) return undefined;
  return {
    id: 'not-among-alternatives',
    severity: 'info',
    sentence:
      count === 1
        ? l10n.t('The token {0} is not among its alternatives.', quoted(answer, places[0]))
        : l10n.t('{0} tokens are not among their alternatives.', count),
    places,
  };
}

function assumed(answer: Answer): TokenFinding | undefined {
  if (!answer.assumed) return undefined;
  return {
    id: 'chosen-assumed',
    severity: 'info',
    sentence: l10n.t(
      'The response doesn’t say which token was chosen, so the first one listed at each position is assumed.',
    ),
  };
}

function nameless(answer: Answer): TokenFinding | undefined {
  if (!answer.nameless) return textless(answer);
  const hasIds = answer.sequence.chosen.ids.some((id) => id >= 0);
  return {
    id: hasIds ? 'ids-alone' : 'no-texts',
    severity: 'info',
    sentence: hasIds
      ? answer.gathered.exact
        ? l10n.t('Only the IDs of the tokens are known, not their texts.')
        : l10n.t('The response has the IDs of the tokens, not their texts.')
      : l10n.t('The response has no token texts.'),
  };
}

function textless(answer: Answer): TokenFinding | undefined {
  const { texts } = answer.sequence.chosen;
  const { count, places } = placesWhere(answer, (place) => texts[place] === undefined);
  if (count === 0) return undefined;
  return {
    id: 'text-missing',
    severity: 'info',
    sentence:
      count === 1
        ? l10n.t('The text of token {0} isn’t known.', places[0] + 1)
        : l10n.t('The texts of {0} tokens aren’t known.', count),
    places,
  };
}

function allOnes(answer: Answer): TokenFinding | undefined {
  const { logprobs } = answer.sequence.chosen;
  let [valued, ones] = [0, 0];
  for (const value of logprobs)
    if (value > -Infinity) {
      valued++;
      if (value > -1e-6) ones++;
    }
  if (valued < 2 || ones < valued) return undefined;
  return {
    id: 'all-ones',
    severity: 'info',
    sentence: l10n.t(
      'Every token has probability 1. Servers that apply the temperature first report this at temperature 0; it does not tell how sure the model was.',
    ),
  };
}

function special({ sequence }: Answer): TokenFinding | undefined {
  const count = sequence.special.size;
  if (count === 0) return undefined;
  return {
    id: 'special-tokens',
    severity: 'info',
    sentence:
      count === 1 ? l10n.t('One token is a special token.') : l10n.t('{0} tokens are special tokens.', count),
    places: [...sequence.special].slice(0, NAMED),
  };
}

/** The fewest tokens that carry half of all surprise, where they are at most an eighth. */
function halfOfSurprise(answer: Answer): TokenFinding | undefined {
  if (answer.values === 'scores') return undefined;
  const { logprobs } = answer.sequence.chosen;
  const places = logprobs.map((_, place) => place).filter((place) => answer.isValued(place));
  places.sort((a, b) => logprobs[a] - logprobs[b]);
  const total = places.reduce((sum, place) => sum - logprobs[place], 0);
  let [carried, count] = [0, 0];
  while (count < places.length && carried < total / 2) carried -= logprobs[places[count++]];
  if (!(total > 0) || count === 0 || count > places.length / 8) return undefined;
  const first = places.slice(0, 4).slice(0, count);
  // Tokens may be parts of one character.
  const names = [...new Set(first.map((place) => called(answer, place)))].join(', ');
  return {
    id: 'half-of-surprise',
    severity: 'info',
    sentence:
      count > first.length
        ? l10n.t(
            'Half of all surprise lies in {0} of {1} tokens: {2} and {3} more.',
            count,
            places.length,
            names,
            count - first.length,
          )
        : l10n.t('Half of all surprise lies in {0} of {1} tokens: {2}.', count, places.length, names),
    places: places.slice(0, Math.min(count, NAMED)),
  };
}

/** The least probable token, where another was more probable. */
function mostSurprising(answer: Answer): TokenFinding | undefined {
  if (answer.values === 'scores') return undefined;
  const { sequence, rank, rankAtLeast } = answer;
  const { logprobs } = sequence.chosen;
  let least = -1;
  for (let place = 0; place < answer.count; place++)
    if (
      answer.isValued(place) &&
      (rank[place] > 1 || rankAtLeast[place] > 1) &&
      !(logprobs[place] >= logprobs[least])
    )
      least = place;
  if (least < 0 || !(logprobs[least] < Math.log(0.1))) return undefined;
  const top = topOf(answer, least);
  if (top === undefined) return undefined;
  return {
    id: 'most-surprising',
    severity: 'info',
    sentence: l10n.t(
      'At token {0} the model preferred “{1}” (p {2}); {3} was chosen (p {4}).',
      least + 1,
      shown(top.text),
      share(Math.exp(top.logprob)),
      called(answer, least),
      share(Math.exp(logprobs[least])),
    ),
    places: [least],
  };
}

function topOf({ sequence, joined }: Answer, place: number): { text: string; logprob: number } | undefined {
  const { texts, ids, logprobs, bytes } = sequence.alternatives;
  let top = -1;
  for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
    if (logprobs[index] > -Infinity && !(logprobs[index] <= logprobs[top])) top = index;
  if (top < 0) return undefined;
  const spelled = joined.spelling(texts[top] ?? `#${ids[top]}`, bytes.get(top));
  return { text: typeof spelled === 'string' ? spelled : (texts[top] ?? ''), logprob: logprobs[top] };
}

/** A probability as a sentence has it. */
export function share(p: number): string {
  return p > 0 && p < 1e-3 ? powerText(p, 2) : p.toPrecision(2).replace(/^0\./, '.');
}

export function figure(value: number): string {
  return numberText(value, 4);
}
