import { align, type Pair } from './align';
import type { Answer } from './answer';
import type { TokenComparison } from './model';

/** Two answers side by side: of equal texts by their bytes, of others by the tokens they have in common. */
export function compareAnswers(first: Answer, second: Answer): TokenComparison {
  const pairs =
    first.joined.text === second.joined.text && first.joined.text !== ''
      ? sameBoundaries(first, second)
      : align(keysOf(first), keysOf(second));
  const lines = linesOf(pairs, first, second);
  const comparison: TokenComparison = {
    first: Int32Array.from(lines, ({ one }) => one),
    second: Int32Array.from(lines, ({ other }) => other),
    same: Uint8Array.from(lines, ({ same }) => Number(same)),
    difference: Float64Array.from(lines, ({ difference }) => difference),
    equal: pairs.length,
    figures: [first.figures(), second.figures()],
  };
  return comparison;
}

interface Line {
  one: number;
  other: number;
  same: boolean;
  difference: number;
}

/** What a place's token is: its id where the response has that alone. */
function keysOf({ sequence, joined, count }: Answer): string[] {
  return Array.from({ length: count }, (_, place) =>
    sequence.chosen.texts[place] === undefined ? `#${sequence.chosen.ids[place]}` : joined.tokens[place],
  );
}

/** Tokens that begin and end at the same bytes. */
function sameBoundaries({ joined: a }: Answer, { joined: b }: Answer): Pair[] {
  const pairs: Pair[] = [];
  let [one, other, byteA, byteB] = [0, 0, 0, 0];
  while (one < a.tokens.length && other < b.tokens.length) {
    if (byteA === byteB && a.byteLength[one] === b.byteLength[other]) pairs.push([one, other]);
    const [endA, endB] = [byteA + a.byteLength[one], byteB + b.byteLength[other]];
    if (endA <= endB) {
      one++;
      byteA = endA;
    }
    if (endB <= endA) {
      other++;
      byteB = endB;
    }
  }
  return pairs;
}

/** Between two tokens that are the same, unlike ones stand side by side as far as both go. */
function linesOf(pairs: readonly Pair[], first: Answer, second: Answer): Line[] {
  const lines: Line[] = [];
  const difference = differenceOf(first, second);
  let [one, other] = [0, 0];
  for (const [nextOne, nextOther] of [...pairs, [first.count, second.count] as const]) {
    const begin = lines.length;
    const whole = difference([one, nextOne], [other, nextOther]);
    while (one < nextOne || other < nextOther)
      lines.push({
        one: one < nextOne ? one++ : -1,
        other: other < nextOther ? other++ : -1,
        same: false,
        difference: NaN,
      });
    if (begin < lines.length) lines[begin].difference = whole;
    if (nextOne < first.count || nextOther < second.count)
      lines.push({
        one: one++,
        other: other++,
        same: true,
        difference: difference([nextOne, nextOne + 1], [nextOther, nextOther + 1]),
      });
  }
  return lines;
}

type Range = readonly [from: number, to: number];

/** Surprisal of some places in the second minus that in the first, in bits, where both have the same bytes. */
function differenceOf(first: Answer, second: Answer): (one: Range, other: Range) => number {
  const isComparable = first.values === 'log-probabilities' && second.values === 'log-probabilities';
  const sum = ({ sequence }: Answer, [from, to]: Range) => {
    let total = 0;
    for (let place = from; place < to; place++) total += sequence.chosen.logprobs[place];
    return total;
  };
  const textOf = ({ joined }: Answer, [from, to]: Range) => joined.tokens.slice(from, to).join('');
  return (one, other) => {
    if (!isComparable || one[0] >= one[1] || other[0] >= other[1]) return NaN;
    if (textOf(first, one) !== textOf(second, other)) return NaN;
    const difference = (sum(first, one) - sum(second, other)) / Math.LN2;
    return Number.isFinite(difference) ? difference : NaN;
  };
}
