import * as l10n from '@vscode/l10n';
import type { DecodedArray } from 'hyparquet/src/types.js';
import type { FieldValues } from '../fields/fieldValues';
import type { Numbers } from '../columnar/columnarFile';
import { putNull, putValue } from '../columnar/putValue';
import { countOf } from './hybrid';
import type { Leaf } from './leaf';
import type { Page, Pages } from './pages';
import { DecodedValues } from './valueStream';

/** Values of one record that stands in several pages: they are held at once. */
const MOST_ENTRIES = 1 << 25;

/** Reads a column record by record. */
export class ColumnCursor {
  /** Records that are there as a whole and not yet taken. */
  ready = 0;

  private page: Page = { entries: 0, values: new DecodedValues([]) };
  private entry = 0;
  /** A page of which the first record was the rest of the one before, and where its next one starts. */
  private following?: { page: Page; entry: number };

  constructor(
    private readonly leaf: Leaf,
    private readonly pages: Pick<Pages, 'next' | 'isDone'>,
  ) {}

  /** Reads on until there is a record; false behind the last. */
  async load(): Promise<boolean> {
    while (this.ready === 0) {
      if (this.following) {
        this.start(this.following.page, this.following.entry);
        this.following = undefined;
        continue;
      }
      // A record may go on in the next page, so that the last one of a page is kept back.
      const rest = this.entry < this.page.entries ? this.partOf(this.page, this.entry) : undefined;
      const next = await this.pages.next();
      if (rest) await this.goOn(rest, next);
      else if (!next) return false;
      else if (next.entries === 0) continue;
      else if (levelOf(next, 0) > 0) throw new Error(l10n.t('the levels of a page are damaged'));
      else this.start(next, 0);
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
    if (leaf.depth !== Number(width > 0) || page.definition || !page.values.areNumbers) return 0;
    const records = Math.min(most, ready);
    if (width === 0) return records;
    const { repetition, entries, lists } = page;
    if (lists) return lists.width === width ? records : 0;
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
    return this.page.values.peek(records * Math.max(1, width)) as Numbers;
  }

  pass(width: number, records: number): void {
    this.page.values.pass(records * Math.max(1, width));
    this.entry += records * Math.max(1, width);
    this.ready -= records;
  }

  private takeScalar(into: FieldValues): void {
    into.rank = 0;
    into.rows = into.width = 1;
    const there = !this.page.definition || this.page.definition[this.entry] === this.leaf.definition;
    this.entry++;
    if (there) putValue(into, this.page.values.next(), false);
    else putNull(into);
  }

  private takeList(into: FieldValues, end: number): void {
    const { page, leaf } = this;
    if (leaf.depth === 2) return this.takeMatrix(into, end);
    into.rank = 1;
    into.rows = 1;
    const { values, definition } = page;
    if (!definition) {
      const count = end - this.entry;
      const numbers = values.peek(count);
      if (numbers instanceof Float32Array || numbers instanceof Float64Array) into.append(numbers, count);
      else for (const value of numbers as Iterable<unknown>) putValue(into, value, true);
      values.pass(count);
      this.entry = end;
    } else {
      for (; this.entry < end; this.entry++) {
        const level = definition[this.entry];
        if (level === leaf.definition) putValue(into, values.next(), true);
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
      if (level === most) putValue(into, values.next(), true);
      else if (level >= slots[1]) putNull(into);
      else if (level < slots[0] - 1) nullList(into);
    }
    if (isOpen) into.endRow();
  }

  private start(page: Page, entry: number): void {
    this.page = page;
    this.entry = entry;
    const isWhole = this.leaf.depth === 0 || this.pages.isDone;
    this.ready = recordsIn(page, entry) - Number(!isWhole);
  }

  /** Goes on with a record that the page before has kept back; what of the next pages belongs to it is joined to it. */
  private async goOn(rest: Page, first: Page | undefined): Promise<void> {
    const parts = [rest];
    let entries = rest.entries;
    for (let next = first; next; next = await this.pages.next()) {
      const end = levelOf(next, 0) > 0 ? recordEnd(next, 0) : 0;
      entries += end;
      if (entries > MOST_ENTRIES)
        throw new Error(l10n.t('a record has more than {0} values', MOST_ENTRIES.toLocaleString('en')));
      if (end > 0) parts.push(this.partOf(next, 0, end));
      if (end < next.entries) this.following = { page: next, entry: end };
      if (end < next.entries || this.pages.isDone) break;
    }
    this.page = parts.length > 1 ? this.joined(parts, entries) : rest;
    this.entry = 0;
    this.ready = 1;
  }

  /** Entries of one record as a page of their own, whose values stay when the next page is read; they are passed. */
  private partOf(page: Page, from: number, to = page.entries): Page {
    const { definition, values } = page;
    const entries = to - from;
    const there = thereIn(page, this.leaf, from, to);
    const own = values.peek(there).slice();
    values.pass(there);
    return {
      entries,
      repetition: levelsIn(page, from, to),
      definition: definition?.slice(from, to),
      values: new DecodedValues(own),
    };
  }

  private joined(pages: readonly Page[], entries: number): Page {
    const { definition: most } = this.leaf;
    const bytes = (of: (page: Page) => Uint8Array) => {
      const all = new Uint8Array(entries);
      let at = 0;
      for (const page of pages) {
        all.set(of(page), at);
        at += page.entries;
      }
      return all;
    };
    const values = pages.map((page) => page.values.peek(thereIn(page, this.leaf, 0, page.entries)));
    const definitionOf = (page: Page) => page.definition ?? new Uint8Array(page.entries).fill(most);
    return {
      entries,
      repetition: bytes((page) => page.repetition!),
      definition: pages.some(({ definition }) => definition) ? bytes(definitionOf) : undefined,
      values: new DecodedValues(concatenated(values)),
    };
  }
}

/** In JSON null would stand in place of the list. */
function nullList(into: FieldValues): void {
  into.rank = 0;
  putNull(into);
}

/** How much of the list before goes on at an entry: 0 starts a record. */
function levelOf({ repetition, lists }: Page, entry: number): number {
  if (repetition) return repetition[entry];
  return lists ? Number(entry < lists.lead || (entry - lists.lead) % lists.width !== 0) : 0;
}

function levelsIn({ repetition, lists }: Page, from: number, to: number): Uint8Array {
  if (repetition) return repetition.slice(from, to);
  const levels = new Uint8Array(to - from);
  if (!lists) return levels;
  const { lead, width } = lists;
  levels.fill(1);
  const passed = Math.max(0, Math.ceil((from - lead) / width));
  for (let at = lead + passed * width; at < to; at += width) levels[at - from] = 0;
  return levels;
}

function recordsIn({ entries, repetition, lists }: Page, from: number): number {
  if (lists) return Math.ceil((entries - from) / lists.width);
  return repetition ? countOf(0, repetition, from) : entries - from;
}

function recordEnd({ entries, repetition, lists }: Page, start: number): number {
  if (lists) return Math.min(entries, start < lists.lead ? lists.lead : start + lists.width);
  const next = repetition!.indexOf(0, start + 1);
  return next < 0 ? entries : next;
}

function thereIn({ definition }: Page, leaf: Leaf, from: number, to: number): number {
  return definition ? countOf(leaf.definition, definition.slice(from, to)) : to - from;
}

/** Of pages of one column; some may have none, or write them otherwise. */
function concatenated(pages: readonly DecodedArray[]): DecodedArray {
  const [first, ...others] = pages.filter(({ length }) => length > 0);
  if (others.length === 0) return first ?? pages[0];
  if (Array.isArray(first) || others.some((one) => one.constructor !== first.constructor))
    return pages.flatMap((one) => Array.from(one as Iterable<unknown>));
  const length = others.reduce((sum, one) => sum + one.length, first.length);
  const all = new (first.constructor as Float64ArrayConstructor)(length);
  let at = 0;
  for (const one of [first, ...others]) {
    all.set(one as Float64Array, at);
    at += one.length;
  }
  return all;
}
