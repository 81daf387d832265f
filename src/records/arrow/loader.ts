import * as l10n from '@vscode/l10n';
import {
  CompressionType,
  Field,
  makeData,
  Vector,
  type Data,
  type DataType,
  type LargeList,
  type List,
  type Schema,
} from 'apache-arrow';
import type { BufferRegion, FieldNode, RecordBatch } from 'apache-arrow/ipc/metadata/message';
import { VectorLoader } from 'apache-arrow/visitor/vectorloader';
import { unpackZstd } from '../columnar/zstd';
import { checkLengths, damaged } from './checkLengths';
import { Dictionary } from './dictionary';
import { unpackLz4Frame } from '../columnar/lz4';
import type { MessagePlace } from './messages';
import { LargeListView, ListView, RunEnds, sizesOf } from './types';

/** Bytes of one batch, unpacked: it is decoded as a whole. Constants are packed into nothing, and a small file may have few. */
const MAX_UNPACKED = 1 << 30;
const [FEW_UNPACKED, UNPACKED_PER_BYTE] = [1 << 25, 1 << 10];
/** Before what is packed stands how long it is unpacked, or that it isn't packed. */
const PREFIX = 8;
const PLAIN = -1n;
/** Rows of a column that repeats its values: their places are written out. */
const MAX_REPEATED = 1 << 24;

/** Values that columns have in common, by their number in the schema. */
export type Dictionaries = ReadonlyMap<number, Dictionary>;

/** Adds what a message says of a dictionary. */
export function addDictionary(
  schema: Schema,
  { message }: MessagePlace,
  body: Uint8Array,
  known: Map<number, Dictionary>,
): void {
  if (!message.isDictionaryBatch()) throw damaged();
  const { id, isDelta, data } = message.header();
  const type = schema.dictionaries.get(id);
  // Those of fields that aren't there are nobody's.
  if (!type) return;
  const [values] = loaded(() => new Loader(data, body, known, message.version).visitMany([type]));
  checkLengths(values);
  const before = isDelta ? known.get(id) : undefined;
  const dictionary = before ?? new Dictionary();
  dictionary.add(new Vector([values]));
  known.set(id, dictionary);
}

/** The columns of a record batch. */
export function columnsOfBatch(
  schema: Schema,
  { message }: MessagePlace,
  body: Uint8Array,
  dictionaries: Dictionaries,
): Data[] {
  if (!message.isRecordBatch()) throw damaged();
  const batch = message.header();
  return loaded(
    () => new Loader(batch, body, dictionaries, message.version).visitMany(schema.fields) as Data[],
  );
}

class TooLarge extends Error {}

/** What apache-arrow says of bytes that it did not expect is no sentence. */
function loaded<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    throw damaged(error);
  }
}

/** apache-arrow's, which also unpacks buffers, each as it is asked for, and reads lists and runs that it doesn't know. */
class Loader extends VectorLoader {
  private readonly codec: CompressionType | undefined;
  private readonly nodesLeft: FieldNode[];
  private unpacked = 0;

  constructor(
    batch: RecordBatch,
    private readonly body: Uint8Array,
    dictionaries: Dictionaries,
    version: number,
  ) {
    const now = new Map([...dictionaries].map(([id, dictionary]) => [id, dictionary.now() as Vector]));
    super(body, batch.nodes, batch.buffers, now, version, batch.variadicBufferCounts);
    this.codec = batch.compression?.type;
    this.nodesLeft = [...batch.nodes].reverse();
  }

  override visit<T extends DataType>(node: Field<T> | T): Data<T> {
    const type = node instanceof Field ? node.type : node;
    if (type instanceof RunEnds) return this.runs(type) as Data<T>;
    if (type instanceof ListView || type instanceof LargeListView) return this.view(type) as Data<T>;
    return super.visit(type);
  }

  protected override nextFieldNode(): FieldNode {
    const node = this.nodesLeft.pop();
    if (!node || !(node.length >= 0 && node.nullCount >= 0)) throw damaged();
    return node;
  }

  protected override nextBufferRange(): BufferRegion {
    const range = super.nextBufferRange() as BufferRegion | undefined;
    const { length } = this.body;
    if (!range || !(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= length))
      throw damaged();
    return range;
  }

  protected override readData<T extends DataType>(_type: T, range = this.nextBufferRange()): Uint8Array {
    const bytes = this.body.subarray(range.offset, range.offset + range.length);
    const whole = this.codec === undefined || bytes.length === 0 ? bytes : this.unpack(bytes, this.codec);
    // Numbers are read from places that are multiples of their size.
    return whole.byteOffset % 8 === 0 ? whole : whole.slice();
  }

  private unpack(packed: Uint8Array, codec: CompressionType): Uint8Array {
    if (packed.length < PREFIX) throw damaged();
    const size = new DataView(packed.buffer, packed.byteOffset, PREFIX).getBigInt64(0, true);
    const rest = packed.subarray(PREFIX);
    if (size === PLAIN) return rest;
    this.unpacked += Number(size);
    const most = Math.min(MAX_UNPACKED, Math.max(FEW_UNPACKED, UNPACKED_PER_BYTE * this.body.length));
    if (size < 0n || this.unpacked > most)
      throw new TooLarge(l10n.t('a record batch of {0} bytes is above the limit of {1}', String(size), most));
    const bytes = unpackTo(rest, Number(size), codec);
    if (bytes.length !== Number(size)) throw damaged();
    return bytes;
  }

  private view(type: ListView | LargeListView): Data {
    const { length, nullCount } = this.nextFieldNode();
    const nullBitmap = this.readNullBitmap(type, nullCount);
    const [valueOffsets, bytes] = [this.readOffsets(type), this.readData(type)];
    const [child] = this.visitMany(type.children);
    const data =
      type instanceof ListView
        ? makeData({ type: type as List, length, nullCount, nullBitmap, valueOffsets, child })
        : makeData({ type: type as LargeList, length, nullCount, nullBitmap, valueOffsets, child });
    const width = type instanceof ListView ? 4 : 8;
    const count = Math.floor(bytes.length / width);
    const sizes =
      width === 4
        ? new Int32Array(bytes.buffer, bytes.byteOffset, count)
        : new BigInt64Array(bytes.buffer, bytes.byteOffset, count);
    sizesOf.set(data, sizes);
    return data;
  }

  private runs(type: RunEnds): Data {
    const { length } = this.nextFieldNode();
    const ends = this.visit(type.ends.type as DataType);
    const repeated = this.visit(type.repeated.type as DataType);
    if (length > MAX_REPEATED) throw damaged();
    const data = new Int32Array(length);
    let from = 0;
    const runs = Math.min(ends.length, repeated.length, (ends.values as ArrayLike<number>).length);
    for (let run = 0; run < runs && from < length; run++) {
      const to = Math.min(length, Number((ends.values as ArrayLike<number | bigint>)[run]));
      if (!(to >= from)) throw damaged();
      data.fill(run, from, to);
      from = to;
    }
    if (from < length) throw damaged();
    return makeData({ type, length, nullCount: 0, data, dictionary: new Vector([repeated]) });
  }
}

/** Into as many bytes as a buffer says that it has, or fewer where so many can't come of it. */
function unpackTo(packed: Uint8Array, size: number, codec: CompressionType): Uint8Array {
  if (codec === CompressionType.LZ4_FRAME) return unpackLz4Frame(packed, size);
  if (codec !== CompressionType.ZSTD) throw damaged();
  return unpackZstd(packed, new Uint8Array(size));
}
