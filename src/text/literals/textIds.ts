import { BEYOND_ASCII } from './codes';

const SLOTS = 1024;

/**
 * Small numbers for stretches of one text, the same for equal stretches. Those met before are mostly told by comparing
 * them with where they stood last: no string is built for the keys of each further record.
 */
export class TextIds {
  /** The stretch of each number. */
  readonly texts: string[] = [];
  private readonly known = new Map<string, number>();
  /** Start, end and number of the stretch met last, by a hash of length and three characters. */
  private readonly slots = new Int32Array(3 * SLOTS);

  /** @param codes the text as bytes */
  constructor(
    private readonly text: string,
    private readonly codes: Uint8Array,
  ) {}

  of(start: number, end: number): number {
    const { slots } = this;
    const slot = this.slotOf(start, end);
    if (this.isMet(slot, start, end)) return slots[slot + 2] - 1;
    const stretch = this.text.slice(start, end);
    let id = this.known.get(stretch);
    if (id === undefined) {
      id = this.texts.length;
      this.known.set(stretch, id);
      this.texts.push(stretch);
    }
    slots[slot] = start;
    slots[slot + 1] = end;
    slots[slot + 2] = id + 1;
    return id;
  }

  /** The number of a stretch met lately, else -1. */
  lately(start: number, end: number): number {
    const slot = this.slotOf(start, end);
    return this.isMet(slot, start, end) ? this.slots[slot + 2] - 1 : -1;
  }

  private slotOf(start: number, end: number): number {
    const { codes } = this;
    if (start === end) return 0;
    const hash =
      (end - start) * 17 + codes[start] * 31 + codes[end - 1] * 7 + codes[(start + end) >> 1] * 113;
    return 3 * (hash & (SLOTS - 1));
  }

  private isMet(slot: number, start: number, end: number): boolean {
    const { codes, slots, text } = this;
    if (slots[slot + 2] === 0) return false;
    let other = slots[slot];
    if (slots[slot + 1] - other !== end - start) return false;
    for (let i = start; i < end; i++, other++) {
      const code = codes[i];
      if (code !== codes[other]) return false;
      if (code === BEYOND_ASCII && text.charCodeAt(i) !== text.charCodeAt(other)) return false;
    }
    return true;
  }
}
