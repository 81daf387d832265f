/** What a place's alternatives say: they are a part of a distribution, never all of it. */
import type { Sequence } from './sequence';
import type { Spelling } from './spelling';

/** Two prints of one log-probability. */
const SAME = 1e-6;

/** The alternative that is the place's own token; −1 where none is. Ids go before bytes, and bytes before texts. */
export function chosenAmong(sequence: Sequence, place: number, spelling: Spelling): number {
  const known = sequence.same.get(place);
  if (known !== undefined) return known;
  const { chosen, alternatives } = sequence;
  const [from, to] = [sequence.starts[place], sequence.alternativesEnd(place)];
  const [id, text] = [chosen.ids[place], chosen.texts[place]];
  let best = -1;
  for (let index = from; index < to; index++) {
    if (id >= 0 && alternatives.ids[index] >= 0) {
      if (alternatives.ids[index] === id) return index;
      continue;
    }
    if (text === undefined || alternatives.texts[index] === undefined) continue;
    if (!isSameText(sequence, place, index, spelling)) continue;
    // Of several with one text it is the one with its value.
    const gap = (at: number) => Math.abs(alternatives.logprobs[at] - chosen.logprobs[place]);
    if (best < 0 || gap(index) < gap(best)) best = index;
  }
  return best;
}

function isSameText(
  { chosen, alternatives }: Sequence,
  place: number,
  index: number,
  spelling: Spelling,
): boolean {
  const text = chosen.texts[place]!;
  const listed = alternatives.texts[index]!;
  if (chosen.bytes.size === 0 && alternatives.bytes.size === 0) return text === listed;
  const [own, other] = [chosen.bytes.get(place), alternatives.bytes.get(index)];
  if (own === undefined && other === undefined) return text === listed;
  if (own !== undefined && other !== undefined) return own.join() === other.join();
  // One has bytes where the other has text alone: alike only where the text spells them.
  const [bytes, spelled] = own ? [own, spelling(listed, other)] : [other!, spelling(text, own)];
  if (text === listed) return true;
  return typeof spelled !== 'string' && Array.from(spelled).join() === bytes.join();
}

/** The probability outside all that a place lists, and what bounds its entropy. */
export interface Mass {
  /** 1 − Σ p over the alternatives and the token itself, never below 0. */
  outside: number;
  /** −Σ p ln p over them. */
  listed: number;
  /** How many have a value. */
  count: number;
  /** Nothing outside is more probable. */
  most: number;
}

/** Undefined where no alternative has a value. */
export function massOf(
  sequence: Sequence,
  place: number,
  among: number,
  listsChosen: boolean,
): Mass | undefined {
  const { chosen, alternatives } = sequence;
  const [from, to] = [sequence.starts[place], sequence.alternativesEnd(place)];
  let [sum, lost, listed, count, most] = [0, 0, 0, 0, Infinity];
  const add = (logprob: number) => {
    const p = Math.exp(logprob);
    const next = sum + p;
    lost += Math.abs(sum) >= Math.abs(p) ? sum - next + p : p - next + sum;
    sum = next;
    listed -= p > 0 ? p * logprob : 0;
    count++;
  };
  for (let index = from; index < to; index++) {
    const logprob = alternatives.logprobs[index];
    if (!(logprob > -Infinity)) continue;
    add(logprob);
    // A server that lists the chosen token besides the k most probable says nothing of those between.
    if (index !== among || !(listsChosen || index === from)) most = Math.min(most, logprob);
  }
  if (count === 0) return undefined;
  // Alone and perhaps added, it bounds nothing.
  if (most === Infinity) most = listsChosen ? 0 : alternatives.logprobs[among];
  const own = chosen.logprobs[place];
  if (among < 0 && own > -Infinity) add(own);
  return { outside: Math.max(0, 1 - (sum + lost)), listed, count, most: Math.exp(most) };
}

/** In nats: the rest in pieces as large as may be, and a remainder. */
export function entropyLow({ outside, listed, most }: Mass): number {
  if (!(outside > 0) || !(most > 0)) return listed;
  const pieces = Math.floor(outside / most);
  const remainder = outside - pieces * most;
  const rest = pieces > 0 ? -pieces * most * Math.log(most) : 0;
  return listed + rest - (remainder > 0 ? remainder * Math.log(remainder) : 0);
}

/** In nats: the rest spread evenly over what is left of a vocabulary; undefined where its size is not known. */
export function entropyHigh(
  { outside, listed, count }: Mass,
  vocabulary: number | undefined,
): number | undefined {
  if (!(outside > 0)) return listed;
  if (vocabulary === undefined || vocabulary <= count) return undefined;
  return listed - outside * Math.log(outside / (vocabulary - count));
}

export interface Rank {
  /** 1 is the most probable; 0 where it is not known. */
  rank: number;
  /** The least it can be; 0 where nothing is known. */
  atLeast: number;
}

const UNKNOWN: Rank = { rank: 0, atLeast: 0 };

/** @param k how many alternatives were asked for, as far as can be seen; Infinity where none is added for its being chosen */
export function rankOf(sequence: Sequence, place: number, among: number, k: number): Rank {
  const { chosen, alternatives } = sequence;
  if (among < 0 && chosen.texts[place] === undefined && chosen.ids[place] < 0) return UNKNOWN;
  const given = chosen.ranks[place] || (among >= 0 ? alternatives.ranks[among] : 0);
  if (given > 0) return { rank: given, atLeast: 0 };
  const [from, to] = [sequence.starts[place], sequence.alternativesEnd(place)];
  const own = among >= 0 ? alternatives.logprobs[among] : chosen.logprobs[place];
  let [above, valued, least] = [0, 0, Infinity];
  for (let index = from; index < to; index++) {
    const logprob = alternatives.logprobs[index];
    if (!(logprob > -Infinity) || index === among) continue;
    valued++;
    least = Math.min(least, logprob);
    if (logprob > own) above++;
  }
  if (among >= 0 && own > -Infinity) {
    // The least probable, and one more than were asked for or before all others: it is listed because it was chosen.
    const isExtra = valued > 0 && above === valued && (to - from > k || among === from);
    return isExtra ? { rank: 0, atLeast: valued + 1 } : { rank: above + 1, atLeast: 0 };
  }
  if (valued === 0) return UNKNOWN;
  // A token that is more probable than what is listed as the most probable: the two are not of one distribution.
  if (among < 0 && own > least + SAME) return UNKNOWN;
  return { rank: 0, atLeast: valued + 1 };
}
