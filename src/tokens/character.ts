import { append } from '../arrays/longLists';
import type { Answer } from './answer';
import type { TokenPlace } from './model';
import { characterAt, utf8 } from './utf8';

/** The character that a token has a part of; undefined where it has none, or whole ones. */
export function characterOf(answer: Answer, place: number): TokenPlace['character'] {
  const { joined, count } = answer;
  if (!joined.partial.has(place)) return undefined;
  const shares = (other: number) =>
    joined.start[other] < joined.end[place] && joined.end[other] > joined.start[place];
  let [first, last] = [place, place + 1];
  while (first > 0 && shares(first - 1)) first--;
  while (last < count && shares(last)) last++;
  const bytes: number[] = [];
  let [tokenFrom, tokenTo] = [0, 0];
  for (let part = first; part < last; part++) {
    if (part === place) tokenFrom = bytes.length;
    append(bytes, bytesAt(answer, part) ?? []);
    if (part === place) tokenTo = bytes.length;
  }
  for (let at = 0; at < bytes.length;) {
    const { point, length } = characterAt(bytes, at);
    const [from, to] = [Math.max(at, tokenFrom), Math.min(at + length, tokenTo)];
    if (point >= 0 && from < to && to - from < length)
      return { text: String.fromCodePoint(point), bytes: length, from: from - at, to: to - at };
    at += length;
  }
  return undefined;
}

/** Undefined where they are not known: U+FFFD stands for bytes that the server could not write. */
export function bytesAt({ joined, sequence }: Answer, place: number): number[] | undefined {
  const own = joined.bytes.get(place);
  if (own) return Array.from(own);
  if (sequence.chosen.texts[place] === undefined || joined.broken.has(place)) return undefined;
  return Array.from(utf8(joined.tokens[place]));
}
