import * as l10n from '@vscode/l10n';
import type { ColumnDecoder, DecodedArray, Encoding } from 'hyparquet/src/types.js';
import { alpDecode } from 'hyparquet/src/alp.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { readHybrid } from './hybrid';
import type { Leaf } from './leaf';
import type { PageMemory } from './pageMemory';

const NUMBERS = { FLOAT: Float32Array, DOUBLE: Float64Array, INT32: Int32Array, INT64: BigInt64Array };

/** Whether a column's values stand in its pages as an array of the runtime has them. */
export const isPlainNumber = (type: string): type is keyof typeof NUMBERS => Object.hasOwn(NUMBERS, type);

/** Decodes the values of a column's pages. */
export class PageValues {
  private dictionary?: DecodedArray;
  private readonly decoder: ColumnDecoder;

  /** @param aligned memory of numbers that stand where no array of numbers can start */
  constructor(
    private readonly leaf: Leaf,
    private readonly aligned: PageMemory,
  ) {
    const { element, schemaPath, type, physicalPath } = leaf;
    this.decoder = {
      pathInSchema: [...physicalPath],
      type,
      element,
      schemaPath,
      codec: 'UNCOMPRESSED',
      // A JSON column is shown as the text it is.
      parsers: { ...DEFAULT_PARSERS, jsonFromBytes: DEFAULT_PARSERS.stringFromBytes },
    };
  }

  readDictionary(bytes: Uint8Array, count: number): void {
    this.dictionary = convert(this.plain(bytes, count, true), this.decoder);
  }

  /** Exactly `count` values. */
  read(bytes: Uint8Array, encoding: Encoding, count: number): DecodedArray {
    if (count === 0) return [];
    if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') return this.lookUp(bytes, count);
    return convert(this.decoded(bytes, encoding, count), this.decoder);
  }

  private decoded(bytes: Uint8Array, encoding: Encoding, count: number): DecodedArray {
    const { type, element } = this.leaf;
    const reader = readerOf(bytes);
    if (encoding === 'PLAIN') return this.plain(bytes, count);
    if (encoding === 'RLE' && type === 'BOOLEAN') {
      const bits = new Uint8Array(count);
      readHybrid(bytes, 4, bytes.length, 1, bits);
      return Array.from(bits, (bit) => bit === 1);
    }
    if (encoding === 'BYTE_STREAM_SPLIT') return byteStreamSplit(reader, count, type, element.type_length);
    if (encoding === 'ALP') return alpDecode(reader, count, type);
    if (encoding === 'DELTA_BINARY_PACKED') {
      const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      deltaBinaryUnpack(reader, count, numbers);
      return numbers;
    }
    const texts = new Array<Uint8Array>(count);
    if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') deltaLengthByteArray(reader, count, texts);
    else if (encoding === 'DELTA_BYTE_ARRAY') deltaByteArray(reader, count, texts);
    else throw new Error(l10n.t('the encoding {0} is not supported', encoding));
    return texts;
  }

  private plain(bytes: Uint8Array, count: number, isDictionary = false): DecodedArray {
    const { type, element } = this.leaf;
    const size = { FLOAT: 4, INT32: 4, DOUBLE: 8, INT64: 8, INT96: 12, BOOLEAN: 1 / 8 }[type as string] ?? 1;
    // hyparquet sees the buffer around a page, and would read on in it.
    if (count * size > bytes.length) throw new Error(l10n.t('a page is too short for its {0} values', count));
    if (!isPlainNumber(type) || isDictionary)
      return readPlain(readerOf(bytes), type, count, element.type_length);
    const Numbers = NUMBERS[type];
    const plain = bytes.subarray(0, count * size);
    if (plain.byteOffset % size === 0)
      return new Numbers(plain.buffer as ArrayBuffer, plain.byteOffset, count);
    const aligned = this.aligned.take(plain.length);
    aligned.set(plain);
    return new Numbers(aligned.buffer, 0, count);
  }

  private lookUp(bytes: Uint8Array, count: number): DecodedArray {
    const { dictionary } = this;
    if (!dictionary) throw new Error(l10n.t('a page refers to a dictionary that is not there'));
    const width = bytes[0];
    if (!(width <= 32)) throw new Error(l10n.t('the places in a dictionary are damaged'));
    const places = new Int32Array(count);
    if (width > 0) readHybrid(bytes, 1, bytes.length, width, places);
    const values = emptyLike(dictionary, count);
    for (let i = 0; i < count; i++) {
      const place = places[i];
      if (!(place >= 0 && place < dictionary.length))
        throw new Error(l10n.t('a value is number {0} of a dictionary of {1}', place, dictionary.length));
      values[i] = dictionary[place] as number;
    }
    return values;
  }
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

function emptyLike(values: DecodedArray, length: number): DecodedArray {
  if (values instanceof Float32Array) return new Float32Array(length);
  if (values instanceof Float64Array) return new Float64Array(length);
  if (values instanceof Int32Array) return new Int32Array(length);
  if (values instanceof BigInt64Array) return new BigInt64Array(length);
  return new Array<unknown>(length);
}
