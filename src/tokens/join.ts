import type { Choices } from './sequence';
import { spellingsOf, type Spelling } from './spelling';
import { characterAt, readable, utf8Length } from './utf8';

/** Tokens as one text. */
export interface Joined {
  text: string;
  /** UTF-16 offsets of each place; of a part of a character, the whole one's. */
  start: Int32Array;
  end: Int32Array;
  /** UTF-8 bytes of each place. */
  byteLength: Int32Array;
  /** Each token by itself, for a person. */
  tokens: string[];
  /** Places whose text does not say their bytes. */
  bytes: Map<number, ArrayLike<number>>;
  partial: Set<number>;
  /** Places in which U+FFFD stands for what is no character or could not be written. */
  broken: Set<number>;
  spelling: Spelling;
}

/** How two texts of one answer differ. */
export type Difference = 'none' | 'special' | 'space' | 'prompt' | 'begin' | 'end' | 'broken' | 'other';

/** Joins tokens by their bytes, spelled so that they give the response's own text, where it has one. */
export function join(
  chosen: Choices,
  special: ReadonlySet<number>,
  own?: string,
): Joined & { difference: Difference } {
  let first: (Joined & { difference: Difference }) | undefined;
  for (const spelling of spellingsOf(chosen.texts)) {
    const joined = joinedBy(spelling, chosen);
    const difference = own === undefined ? 'none' : differenceOf(joined, special, own);
    const candidate = { ...joined, difference };
    if (difference === 'none') return candidate;
    if (own !== undefined && joined.text.startsWith(' ') && holdsMark(chosen.texts[0])) {
      const text = joined.text.slice(1);
      if (text === own) return { ...withoutFirstSpace(joined), difference: 'none' };
      if (difference === 'special' && text.startsWith(own))
        return { ...withoutFirstSpace(joined), difference };
    }
    if (first === undefined || (first.difference === 'other' && difference !== 'other')) first = candidate;
  }
  return first!;
}

/** SentencePiece marks the beginning of a text with a space that is none of it. */
function holdsMark(text: string | undefined): boolean {
  return text?.startsWith('▁') ?? false;
}

function differenceOf(joined: Joined, special: ReadonlySet<number>, own: string): Difference {
  const { text } = joined;
  if (text === own) return 'none';
  if (special.size > 0 && withoutSpecial(joined, special).trim() === own.trim()) return 'special';
  if (text.trim() === own.trim()) return 'space';
  if (text !== '' && own.endsWith(text)) return 'prompt';
  if (own !== '' && text.startsWith(own)) return 'end';
  if (own !== '' && text.endsWith(own)) return 'begin';
  return joined.broken.size > 0 && isWrittenAs(own, text.split(/\ufffd+/)) ? 'broken' : 'other';
}

/** Whether a text has these parts in order, from its start to its end, whatever stands between. */
function isWrittenAs(own: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = own.indexOf(part, from);
    if (at < 0 || (from === 0 && part === parts[0] && at > 0)) return false;
    from = at + part.length;
  }
  return own.endsWith(parts[parts.length - 1]);
}

function withoutSpecial({ text, start, end }: Joined, special: ReadonlySet<number>): string {
  let rest = '';
  for (let place = 0; place < start.length; place++)
    if (!special.has(place))
      rest += text.slice(place > 0 ? Math.max(start[place], end[place - 1]) : start[place], end[place]);
  return rest;
}

function withoutFirstSpace(joined: Joined): Joined {
  const less = (offset: number) => Math.max(0, offset - 1);
  const { text, tokens, start, end, byteLength } = joined;
  byteLength[0] -= 1;
  return {
    ...joined,
    text: text.slice(1),
    tokens: [tokens[0].slice(1), ...tokens.slice(1)],
    start: start.map(less),
    end: end.map(less),
  };
}

/** Bytes of one character may lie in several places: those in a row are read together. */
export function joinedBy(spelling: Spelling, { texts, bytes: given }: Choices): Joined {
  const count = texts.length;
  const joined: Joined = {
    text: '',
    start: new Int32Array(count),
    end: new Int32Array(count),
    byteLength: new Int32Array(count),
    tokens: [],
    bytes: new Map(),
    partial: new Set(),
    broken: new Set(),
    spelling,
  };
  const pieces: string[] = [];
  let length = 0;
  const add = (piece: string) => {
    pieces.push(piece);
    length += piece.length;
  };
  for (let place = 0; place < count;) {
    const spelled = spelling(texts[place] ?? '', given.get(place));
    if (typeof spelled === 'string') {
      joined.start[place] = length;
      add(spelled);
      joined.end[place] = length;
      joined.tokens.push(spelled);
      joined.byteLength[place] = utf8Length(spelled);
      if (spelled.includes('\ufffd')) joined.broken.add(place);
      place++;
      continue;
    }
    const run: ArrayLike<number>[] = [];
    for (let next: ReturnType<Spelling> = spelled; typeof next !== 'string';) {
      run.push(next);
      const after = place + run.length;
      if (after >= count) break;
      next = spelling(texts[after] ?? '', given.get(after));
    }
    add(readRun(joined, run, place, length));
    place += run.length;
  }
  joined.text = pieces.join('');
  return joined;
}

/** Reads the bytes of some places in a row; `offset` is where their text begins. */
function readRun(joined: Joined, run: readonly ArrayLike<number>[], first: number, offset: number): string {
  const bytes: number[] = [];
  const owner: number[] = [];
  run.forEach((own, index) => {
    for (let at = 0; at < own.length; at++) {
      bytes.push(own[at]);
      owner.push(first + index);
    }
    const place = first + index;
    joined.start[place] = -1;
    joined.byteLength[place] = own.length;
    joined.tokens.push(readable(own));
    joined.bytes.set(place, own);
  });
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { point, length } = characterAt(bytes, at);
    const from = offset + text.length;
    text += point < 0 ? '\ufffd' : String.fromCodePoint(point);
    for (let index = at; index < at + length; index++) {
      const place = owner[index];
      if (joined.start[place] < 0) joined.start[place] = from;
      joined.end[place] = offset + text.length;
      if (point < 0) joined.broken.add(place);
      else if (owner[at] !== owner[at + length - 1]) joined.partial.add(place);
    }
    at += length;
  }
  // A token of no bytes stands where the one before it ends.
  let last = offset;
  run.forEach((_own, index) => {
    const place = first + index;
    if (joined.start[place] < 0) joined.start[place] = joined.end[place] = last;
    last = joined.end[place];
  });
  return text;
}
