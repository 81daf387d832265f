import * as l10n from '@vscode/l10n';
import type { ColumnMetaData, PageHeader } from 'hyparquet/src/types.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { ByteWindow, type FileBytes } from '../columnar/fileBytes';
import type { Turns } from '../types';
import { checkThrift } from './checkThrift';
import { unpack } from './codecs';
import { countOf, readHybrid } from './hybrid';
import type { Leaf } from './leaf';
import type { ColumnMemory, PageMemory } from './pageMemory';
import { isPlainNumber, PageValues } from './pageValues';
import { areAll, listsOf, type Lists } from './uniformLevels';
import type { ValueStream } from './valueStream';

/** Entries of one page: values and what stands for missing ones. */
const MAX_ENTRIES = 1 << 27;
/** DuckDB's largest page has 100 MB. */
const MAX_PAGE_BYTES = 1 << 29;
const HEADER_BYTES = 1 << 12;
const MAX_HEADER_BYTES = 1 << 22;

/** Entries of a column, flat: a value, or what stands in its place. */
export interface Page {
  entries: number;
  /** Of each entry how much of the list before goes on: 0 starts a record. Absent in columns without lists, and with `lists`. */
  repetition?: Uint8Array;
  /** Of each entry how much of its path is there. Absent where all of it always is. */
  definition?: Uint8Array;
  /** Where all records are lists of the same length, all of it there. */
  lists?: Lists;
  /** Of the entries that are there. */
  values: ValueStream;
}

/** Reads the pages of one column chunk, one after the other. */
export class Pages {
  private readonly bytes: ByteWindow;
  private readonly decoder: PageValues;
  private at: number;
  private left: number;

  constructor(
    file: FileBytes,
    private readonly leaf: Leaf,
    private readonly chunk: ColumnMetaData,
    private readonly memory: ColumnMemory,
    private readonly turns: Turns,
  ) {
    const { start, end } = rangeOf(chunk);
    this.bytes = new ByteWindow(file, end, memory.packed);
    this.at = start;
    this.left = Number(chunk.num_values);
    this.decoder = new PageValues(leaf);
  }

  get isDone(): boolean {
    return this.left <= 0;
  }

  /** Undefined behind the last page. A page is valid until the next. */
  async next(): Promise<Page | undefined> {
    while (this.left > 0) {
      await this.turns.giveWay?.();
      const header = await this.header();
      const { type, compressed_page_size: packed, uncompressed_page_size: size } = header;
      if (!Number.isInteger(packed) || !Number.isInteger(size)) throw damagedHeader();
      if (!(packed >= 0 && size >= 0 && size <= MAX_PAGE_BYTES))
        throw new Error(l10n.t('a page of {0} bytes is above the limit of {1}', size, MAX_PAGE_BYTES));
      const bytes = await this.bytes.read(this.at, packed);
      this.at += packed;
      if (type === 'DICTIONARY_PAGE') await this.readDictionary(header, bytes);
      else if (type === 'DATA_PAGE') return await this.dataPage(header, bytes);
      else if (type === 'DATA_PAGE_V2') return await this.dataPageV2(header, bytes);
    }
    return undefined;
  }

  private async header(): Promise<PageHeader> {
    for (let length = HEADER_BYTES; ; length *= 4) {
      const bytes = await this.bytes.peek(this.at, length);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        checkThrift(bytes);
        const header = parquetHeader(reader);
        this.at += reader.offset;
        return header;
      } catch (error) {
        // Statistics may make it long.
        if (bytes.length < length || length >= MAX_HEADER_BYTES) throw damagedHeader(error);
      }
    }
  }

  private async readDictionary(header: PageHeader, packed: Uint8Array): Promise<void> {
    const count = header.dictionary_page_header?.num_values ?? -1;
    const { codec } = this.chunk;
    const bytes = await unpack(codec, packed, header.uncompressed_page_size, undefined, this.turns);
    // Numbers may be a view of the bytes, whose memory takes the next page.
    const own = codec === 'UNCOMPRESSED' ? bytes.slice() : bytes;
    this.decoder.readDictionary(own, checked(count));
  }

  private async dataPage(header: PageHeader, packed: Uint8Array): Promise<Page> {
    const { num_values: count, encoding } = present(header.data_page_header);
    const entries = this.checkedEntries(count);
    const bytes = await this.unpack(packed, header.uncompressed_page_size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    const levels = (most: number) => {
      if (most === 0) return NO_LEVELS;
      const start = at + 4;
      at = start + view.getUint32(at, true);
      return { start, end: at };
    };
    const repetition = levels(this.leaf.depth);
    const definition = levels(this.leaf.definition);
    return this.page(entries, bytes, repetition, definition, (there) =>
      this.decoder.read(bytes.subarray(at), encoding, there),
    );
  }

  private async dataPageV2(header: PageHeader, packed: Uint8Array): Promise<Page> {
    const page = present(header.data_page_header_v2);
    const { encoding, is_compressed: isPacked } = page;
    const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = page;
    const entries = this.checkedEntries(page.num_values);
    const start = first + second;
    if (!(first >= 0 && second >= 0 && start <= packed.length))
      throw new Error(l10n.t('the levels of a page end early'));
    const size = header.uncompressed_page_size - start;
    const rest = packed.subarray(start);
    const bytes = isPacked && size > 0 ? await this.unpack(rest, size) : rest;
    const repetition = { start: 0, end: first };
    const definition = { start: first, end: start };
    return this.page(entries, packed, repetition, definition, (there) =>
      this.decoder.read(bytes, encoding, there),
    );
  }

  private page(
    entries: number,
    bytes: Uint8Array,
    repetition: Range,
    definition: Range,
    valuesOf: (there: number) => ValueStream,
  ): Page {
    const { leaf, memory } = this;
    const { depth, definition: most } = leaf;
    if (Math.max(repetition.end, definition.end) > bytes.length)
      throw new Error(l10n.t('the levels of a page end early'));
    this.left -= entries;
    const areThere = most === 0 || areAll(bytes, definition.start, definition.end, most, entries);
    const lists =
      depth === 1 && areThere ? listsOf(bytes, repetition.start, repetition.end, entries) : undefined;
    if (lists && !(this.isDone && (entries - lists.lead) % lists.width > 0))
      return { entries, lists, values: valuesOf(entries) };
    const levels = ({ start, end }: Range, highest: number, into: PageMemory) => {
      const read = into.take(entries);
      readHybrid(bytes, start, end, 32 - Math.clz32(highest), read);
      return read;
    };
    const written = areThere ? undefined : levels(definition, most, memory.definition);
    return {
      entries,
      repetition: depth > 0 ? levels(repetition, depth, memory.repetition) : undefined,
      definition: written,
      values: valuesOf(written ? countOf(most, written) : entries),
    };
  }

  private async unpack(packed: Uint8Array, size: number): Promise<Uint8Array> {
    // Numbers are copied on; of texts and bytes there are views.
    const memory = isPlainNumber(this.leaf.type) ? this.memory.unpacked : undefined;
    const bytes = await unpack(this.chunk.codec, packed, size, memory, this.turns);
    await this.turns.giveWay?.();
    return bytes;
  }

  private checkedEntries(count: number): number {
    if (checked(count) > this.left)
      throw new Error(l10n.t('a page has {0} values, but only {1} are left', count, this.left));
    return count;
  }
}

/** Bytes of a page. */
interface Range {
  start: number;
  end: number;
}

const NO_LEVELS: Range = { start: 0, end: 0 };

function damagedHeader(cause?: unknown): Error {
  return new Error(l10n.t('the header of a page is damaged'), { cause });
}

function checked(count: number): number {
  // What is read of damaged bytes may be anything.
  if (!Number.isInteger(count)) throw damagedHeader();
  if (count >= 0 && count <= MAX_ENTRIES) return count;
  throw new Error(l10n.t('a page of {0} values is above the limit of {1}', count, MAX_ENTRIES));
}

function present<T>(header: T | undefined): T {
  if (header === undefined) throw new Error(l10n.t('a page has no header of its kind'));
  return header;
}

function rangeOf(chunk: ColumnMetaData): { start: number; end: number } {
  const first = chunk.dictionary_page_offset || chunk.data_page_offset;
  const start = Number(first < chunk.data_page_offset ? first : chunk.data_page_offset);
  const end = start + Number(chunk.total_compressed_size);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end))
    throw new Error(l10n.t('the footer of the Parquet file is damaged'));
  return { start, end };
}
