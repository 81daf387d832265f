import { Runs } from './hybrid';

/** Of what levels say all of a page's lists are: how many entries each has, and how many stand before the first. */
export interface Lists {
  width: number;
  lead: number;
}

/** Whether the levels of all entries are `most`, told without writing them out. */
export function areAll(bytes: Uint8Array, at: number, end: number, most: number, entries: number): boolean {
  const bits = 32 - Math.clz32(most);
  const runs = new Runs(bytes, at, end, bits);
  // Eight values take as many bytes as one takes bits.
  const eight = Uint8Array.from({ length: bits }, (_, byte) => {
    let packed = 0;
    for (let bit = 0; bit < 8; bit++) packed |= ((most >> ((8 * byte + bit) % bits)) & 1) << bit;
    return packed;
  });
  for (let seen = 0; seen < entries; seen += runs.count) {
    runs.next();
    if (!runs.isPacked) {
      if (runs.value !== most) return false;
      continue;
    }
    const values = Math.min(runs.count, entries - seen);
    runs.mustHold(values);
    const whole = (values >> 3) * bits;
    for (let i = 0, byte = 0; i < whole; i++) {
      if (bytes[runs.start + i] !== eight[byte]) return false;
      if (++byte === bits) byte = 0;
    }
    for (let bit = 0; bit < (values & 7) * bits; bit++) {
      const i = whole + (bit >> 3);
      if (((bytes[runs.start + i] ^ eight[bit >> 3]) >> (bit & 7)) & 1) return false;
    }
  }
  return true;
}

/**
 * How long the lists of a page are, told without writing their levels out: a 0 starts a list, a 1 goes on with it. Undefined
 * where they differ or where fewer than two start. The last may go on in the next page.
 */
export function listsOf(bytes: Uint8Array, at: number, end: number, entries: number): Lists | undefined {
  const runs = new Runs(bytes, at, end, 1);
  const starts = new Starts();
  for (let seen = 0; seen < entries; seen += runs.count) {
    runs.next();
    const to = Math.min(entries, seen + runs.count);
    if (runs.isPacked) {
      runs.mustHold(to - seen);
      if (!starts.packed(bytes, runs.start, seen, to)) return undefined;
    } else if (!(runs.value === 1 ? starts.none(seen, to) : starts.all(seen, to))) return undefined;
  }
  const { width, lead } = starts;
  return width > 0 ? { width, lead } : undefined;
}

/** Where lists start, as long as that is at equal distances. */
class Starts {
  lead = -1;
  width = 0;
  /** Eight levels by how far the first start in them is, where some start is. */
  private patterns = new Uint8Array(9).fill(0xff);

  /** Each of [from, to) starts a list. */
  all(from: number, to: number): boolean {
    for (let i = from; i < to && this.width !== 1; i++) if (!this.is(i, true)) return false;
    return true;
  }

  /** None of them does. */
  none(from: number, to: number): boolean {
    if (this.width === 0) return true;
    return from + this.distance(from) >= to;
  }

  packed(bytes: Uint8Array, start: number, from: number, to: number): boolean {
    let i = from;
    let at = start;
    for (; i < to && (this.width === 0 || i + 8 > to); at++)
      for (let bit = 0; bit < 8 && i < to; bit++, i++)
        if (!this.is(i, ((bytes[at] >> bit) & 1) === 0)) return false;
    if (i === to) return true;
    const { width, patterns } = this;
    let distance = this.distance(i);
    for (; i + 8 <= to; i += 8, at++) {
      if (bytes[at] !== patterns[Math.min(distance, 8)]) return false;
      for (; distance < 8; distance += width);
      distance -= 8;
    }
    for (let bit = 0; i < to; bit++, i++) if (!this.is(i, ((bytes[at] >> bit) & 1) === 0)) return false;
    return true;
  }

  private is(i: number, start: boolean): boolean {
    if (this.width > 0) return start === (this.distance(i) === 0);
    if (start && this.lead >= 0) this.repeat(i - this.lead);
    else if (start) this.lead = i;
    return true;
  }

  private repeat(width: number): void {
    this.width = width;
    for (let distance = 0; distance < 8; distance++)
      for (let bit = distance; bit < 8; bit += width) this.patterns[distance] ^= 1 << bit;
  }

  /** From an entry to the next start, itself counted. */
  private distance(i: number): number {
    const past = (i - this.lead) % this.width;
    return past === 0 ? 0 : this.width - past;
  }
}
