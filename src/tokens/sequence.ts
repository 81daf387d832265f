import { isFloor } from './numbers';
import { utf8 } from './utf8';

/** A token as a response gives it, or an alternative. */
export interface Given {
  /** Absent where the response has its id alone. */
  text?: string;
  /** As given; whether they are its bytes is seen when the text is joined. */
  bytes?: unknown;
  id?: unknown;
  /** Its log-probability; NaN where there is none. */
  logprob: number;
  /** 1 is the most probable. */
  rank?: unknown;
  special?: boolean;
}

/** Tokens of one place each, or alternatives, as columns. */
export class Choices {
  readonly texts: (string | undefined)[] = [];
  /** As given, where they say something that the text does not. */
  readonly bytes = new Map<number, readonly number[]>();
  /** −1 where there is none. */
  readonly ids: number[] = [];
  /** NaN where there is none, −∞ for a floor. */
  readonly logprobs: number[] = [];
  /** As given; 0 where not. */
  readonly ranks: number[] = [];

  get length(): number {
    return this.texts.length;
  }

  add({ text, bytes, id, logprob, rank }: Given): void {
    // vLLM writes ids so where it was asked for them.
    const [, written] = text?.startsWith('token_id:') ? (/^token_id:(\d{1,12})$/.exec(text) ?? []) : [];
    const own = written === undefined ? text : undefined;
    const index = this.texts.push(own) - 1;
    if (written === undefined && isBytes(bytes) && (own === undefined || !isUtf8Of(bytes, own)))
      this.bytes.set(index, bytes);
    this.ids.push(isCount(id) ? id : written === undefined ? -1 : Number(written));
    this.logprobs.push(isFloor(logprob) ? -Infinity : logprob);
    this.ranks.push(isCount(rank) && rank > 0 ? rank : 0);
  }

  isSame(others: Choices): boolean {
    return others.length === this.length && this.beginsWith(others);
  }

  beginsWith(others: Choices): boolean {
    return (
      others.length <= this.length &&
      others.texts.every((text, index) => text === this.texts[index]) &&
      others.ids.every((id, index) => id === this.ids[index]) &&
      others.logprobs.every((value, index) => Object.is(value, this.logprobs[index]))
    );
  }

  append(others: Choices, from = 0, to = others.length): void {
    const offset = this.length - from;
    for (const [index, bytes] of others.bytes)
      if (index >= from && index < to) this.bytes.set(offset + index, bytes);
    for (let index = from; index < to; index++) {
      this.texts.push(others.texts[index]);
      this.ids.push(others.ids[index]);
      this.logprobs.push(others.logprobs[index]);
      this.ranks.push(others.ranks[index]);
    }
  }
}

/** The places of one sequence with their alternatives, as they are read. */
export class Sequence {
  readonly chosen = new Choices();
  readonly special = new Set<number>();
  readonly alternatives = new Choices();
  /** Where each place's alternatives begin; those of the last one end with the column. */
  readonly starts: number[] = [];
  /** The alternative that is the token itself, where the response says so. */
  readonly same = new Map<number, number>();
  /** What the response has at each place. */
  readonly raw: unknown[] = [];

  get count(): number {
    return this.starts.length;
  }

  place(given: Given, raw?: unknown): void {
    if (given.special) this.special.add(this.count);
    this.starts.push(this.alternatives.length);
    this.chosen.add(given);
    this.raw.push(raw);
  }

  /** @param isChosen it is the token of the place itself */
  alternative(given: Given, isChosen = false): void {
    if (isChosen) this.same.set(this.count - 1, this.alternatives.length);
    this.alternatives.add(given);
  }

  alternativesEnd(place: number): number {
    return place + 1 < this.count ? this.starts[place + 1] : this.alternatives.length;
  }

  /** The places from one to another. */
  slice(from: number, to: number): Sequence {
    const part = new Sequence();
    const first = from < this.count ? this.starts[from] : this.alternatives.length;
    for (let place = from; place < to; place++) {
      part.starts.push(this.starts[place] - first);
      part.raw.push(this.raw[place]);
      if (this.special.has(place)) part.special.add(place - from);
      const same = this.same.get(place);
      if (same !== undefined) part.same.set(place - from, same - first);
    }
    part.chosen.append(this.chosen, from, to);
    part.alternatives.append(this.alternatives, first, this.alternativesEnd(to - 1));
    return part;
  }

  append(other: Sequence): void {
    const [place, alternative] = [this.count, this.alternatives.length];
    for (const special of other.special) this.special.add(place + special);
    for (const [at, index] of other.same) this.same.set(place + at, alternative + index);
    for (const start of other.starts) this.starts.push(alternative + start);
    for (const raw of other.raw) this.raw.push(raw);
    this.chosen.append(other.chosen);
    this.alternatives.append(other.alternatives);
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Bytes beside their text may be an empty list, and are none then. */
function isBytes(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
}

function isUtf8Of(bytes: readonly number[], text: string): boolean {
  let isAscii = bytes.length === text.length;
  for (let index = 0; isAscii && index < bytes.length; index++)
    isAscii = bytes[index] < 128 && bytes[index] === text.charCodeAt(index);
  if (isAscii) return true;
  if (bytes.length < text.length || bytes.length > 3 * text.length) return false;
  const own = utf8(text);
  return own.length === bytes.length && own.every((byte, index) => byte === bytes[index]);
}
