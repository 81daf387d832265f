import type { FieldValues } from '../fieldValues';
import type { Numbers } from '../columnar/columnarFile';
import { putNull, putValue } from '../columnar/putValue';
import { countOf } from './hybrid';
import type { Leaf } from './leaf';
import type { Page, Pages } from './pages';

/** Reads a column record by record. */
export class ColumnCursor {
  /** Records that are there as a whole and not yet taken. */
  ready = 0;

  private page: Page = { entries: 0, values: [] };
  private entry = 0;
  private value = 0;
  private following?: Page;

  constructor(
    private readonly leaf: Leaf,
    private readonly pages: Pages,
  ) {}

  /** Reads on until there is a record; false behind the last. */
  async load(): Promise<boolean> {
    while (this.ready === 0) {
      const next = this.following ?? (await this.pages.next());
      this.following = undefined;
      if (!next) return this.endRest();
      if (next.entries === 0) continue;
      if (this.entry < this.page.entries) this.joinRest(next);
      else this.start(next, 0, 0);
    }
    return true;
  }

  /** Takes the next record's value. */
  take(into: FieldValues): void {
    into.reset();
    into.seen = 1;
    this.ready--;
    if (this.leaf.depth === 0) this.takeScalar(into);
    else this.takeList(into, recordEnd(this.page, this.entry));
  }

  /** See `GroupReader`. */
  uniform(width: number, most: number): number {
    const { page, leaf, ready } = this;
    if (leaf.depth !== Number(width > 0) || page.definition || !isNumbers(page.values)) return 0;
    const records = Math.min(most, ready);
    if (width === 0) return records;
    const { repetition, entries } = page;
    let at = this.entry;
    for (let record = 0; record < records; record++) {
      const end = at + width;
      if (end > entries) return record;
      for (let i = at + 1; i < end; i++) if (repetition![i] === 0) return record;
      if (end < entries && repetition![end] !== 0) return record;
      at = end;
    }
    return records;
  }

  numbers(width: number, records: number): Numbers {
    const values = this.page.values as Float64Array;
    return values.subarray(this.value, this.value + records * Math.max(1, width));
  }

  pass(width: number, records: number): void {
    this.value += records * Math.max(1, width);
    this.entry += records * Math.max(1, width);
    this.ready -= records;
  }

  private takeScalar(into: FieldValues): void {
    into.rank = 0;
    into.rows = into.width = 1;
    const there = !this.page.definition || this.page.definition[this.entry] === this.leaf.definition;
    this.entry++;
    if (there) putValue(into, this.page.values[this.value++], false);
    else putNull(into);
  }

  private takeList(into: FieldValues, end: number): void {
    const { page, leaf } = this;
    if (leaf.depth === 2) return this.takeMatrix(into, end);
    into.rank = 1;
    into.rows = 1;
    const { values, definition } = page;
    if (!definition && (values instanceof Float32Array || values instanceof Float64Array)) {
      const count = end - this.entry;
      into.append(values.subarray(this.value, this.value + count), count);
      this.value += count;
      this.entry = end;
    } else {
      for (; this.entry < end; this.entry++) {
        const level = definition ? definition[this.entry] : leaf.definition;
        if (level === leaf.definition) putValue(into, values[this.value++], true);
        else if (level >= leaf.slots[0]) putNull(into);
        else if (level < leaf.slots[0] - 1) nullList(into);
      }
    }
    into.width = into.count + into.texts.length;
  }

  private takeMatrix(into: FieldValues, end: number): void {
    const { definition, repetition, values } = this.page;
    const { slots, definition: most } = this.leaf;
    into.rank = 2;
    let isOpen = false;
    for (; this.entry < end; this.entry++) {
      const level = definition ? definition[this.entry] : most;
      if (repetition![this.entry] < 2 && isOpen) into.endRow();
      isOpen = level >= slots[0];
      if (level === most) putValue(into, values[this.value++], true);
      else if (level >= slots[1]) putNull(into);
      else if (level < slots[0] - 1) nullList(into);
    }
    if (isOpen) into.endRow();
  }

  private start(page: Page, entry: number, value: number): void {
    this.page = page;
    this.entry = entry;
    this.value = value;
    this.ready = this.leaf.depth === 0 ? page.entries - entry : recordsIn(page, entry) - 1;
  }

  /** A record may go on in the next page, so that the last one of a page is kept back: its rest becomes a page of its own. */
  private joinRest(next: Page): void {
    const goesOn = next.repetition![0] === 0 ? 0 : recordEnd(next, 0);
    const rest = { page: this.page, from: this.entry, to: this.page.entries, value: this.value };
    const joined = this.joined(rest, { page: next, from: 0, to: goesOn, value: 0 });
    const value = thereIn(next, 0, goesOn, this.leaf.definition);
    this.page = joined;
    this.entry = this.value = 0;
    if (goesOn === next.entries) return;
    this.ready = 1;
    this.following = goesOn === 0 ? next : part(next, goesOn, value);
  }

  private joined(...parts: { page: Page; from: number; to: number; value: number }[]): Page {
    const { definition: most } = this.leaf;
    const values: unknown[] = [];
    const repetition: number[] = [];
    const definition: number[] = [];
    for (const { page, from, to, value } of parts) {
      repetition.push(...page.repetition!.subarray(from, to));
      definition.push(...(page.definition?.subarray(from, to) ?? new Uint8Array(to - from).fill(most)));
      const there = thereIn(page, from, to, most);
      for (let i = 0; i < there; i++) values.push(page.values[value + i]);
    }
    return {
      entries: repetition.length,
      repetition: Uint8Array.from(repetition),
      definition: Uint8Array.from(definition),
      values,
    };
  }

  /** Behind the last page the record that was kept back is whole. */
  private endRest(): boolean {
    if (this.entry >= this.page.entries) return false;
    this.ready = 1;
    return true;
  }
}

/** In JSON null would stand in place of the list. */
function nullList(into: FieldValues): void {
  into.rank = 0;
  putNull(into);
}

const recordsIn = ({ repetition }: Page, from: number): number => countOf(0, repetition!, from);

const NUMBERS = [Float32Array, Float64Array, Int32Array, BigInt64Array];

const isNumbers = (values: Page['values']): boolean => NUMBERS.some((type) => values instanceof type);

function recordEnd({ repetition, entries }: Page, start: number): number {
  const next = repetition!.indexOf(0, start + 1);
  return next < 0 ? entries : next;
}

function thereIn({ definition }: Page, from: number, to: number, most: number): number {
  if (!definition) return to - from;
  let there = 0;
  for (let i = from; i < to; i++) if (definition[i] === most) there++;
  return there;
}

function part(page: Page, from: number, value: number): Page {
  const { values } = page;
  return {
    entries: page.entries - from,
    repetition: page.repetition?.subarray(from),
    definition: page.definition?.subarray(from),
    values: Array.isArray(values) ? values.slice(value) : values.subarray(value),
  };
}
