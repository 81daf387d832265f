import * as l10n from '@vscode/l10n';
import type { ColumnDecoder, DecodedArray, Encoding } from 'hyparquet/src/types.js';
import { alpDecode } from 'hyparquet/src/alp.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import type { Numbers } from '../columnar/columnarFile';
import { MAX_RECORD_BYTES } from '../text/splitter';
import { HybridReader, readHybrid } from './hybrid';
import type { Leaf } from './leaf';
import { TextStream } from './textStream';
import { DecodedValues, NUMBERS, NumberStream, type ValueStream } from './valueStream';

/** Whether a column's values stand in its pages as an array of the runtime has them. */
export const isPlainNumber = (type: string): type is keyof typeof NUMBERS => Object.hasOwn(NUMBERS, type);

/** Decodes the values of a column's pages. */
export class PageValues {
  private dictionary?: DecodedArray;
  private readonly decoder: ColumnDecoder;

  /** The type of its numbers, where they are what they are written as. */
  private readonly numbers?: keyof typeof NUMBERS;

  /** Of one that is a text, or bytes that may be one. */
  private readonly textOf?: (bytes: Uint8Array) => unknown;

  constructor(private readonly leaf: Leaf) {
    const { element, schemaPath, type, physicalPath, kind } = leaf;
    this.decoder = {
      pathInSchema: [...physicalPath],
      type,
      element,
      schemaPath,
      codec: 'UNCOMPRESSED',
      // A JSON column is shown as the text it is.
      parsers: { ...DEFAULT_PARSERS, jsonFromBytes: DEFAULT_PARSERS.stringFromBytes },
    };
    if (type === 'BYTE_ARRAY' && kind === 'text') this.textOf = textsBy(this.decoder);
    if (!isPlainNumber(type)) return;
    const some = new NUMBERS[type](1);
    if (decodedBy(() => convert(some, this.decoder)) === some) this.numbers = type;
  }

  readDictionary(bytes: Uint8Array, count: number): void {
    if (this.textOf) {
      mustHold(bytes, count * 4, count);
      mustFit(bytes.length, MAX_TEXTS);
      this.dictionary = new TextStream(bytes, this.textOf, count).peek(count);
      return;
    }
    const plain = this.plain(bytes, count);
    this.dictionary = decodedBy(() => convert(plain, this.decoder));
  }

  /** Exactly `count` values. */
  read(bytes: Uint8Array, encoding: Encoding, count: number): ValueStream {
    if (count === 0) return new DecodedValues([]);
    if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') return this.lookUp(bytes, count);
    if (encoding === 'PLAIN' && this.numbers) return this.plainNumbers(this.numbers, bytes, count);
    if (encoding === 'PLAIN' && this.textOf) {
      mustHold(bytes, count * 4, count);
      return new TextStream(bytes, this.textOf, count);
    }
    const decoded = this.decoded(bytes, encoding, count);
    return new DecodedValues(decodedBy(() => convert(decoded, this.decoder)));
  }

  private plainNumbers(type: keyof typeof NUMBERS, bytes: Uint8Array, count: number): ValueStream {
    mustHold(bytes, count * NUMBERS[type].BYTES_PER_ELEMENT, count);
    let at = 0;
    // They seldom stand where an array of numbers can start.
    const decode = (into: Numbers) => {
      const { byteLength: size } = into;
      bytesOf(into).set(bytes.subarray(at, at + size));
      at += size;
    };
    return new NumberStream(type, decode, count);
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
    if (encoding === 'BYTE_STREAM_SPLIT')
      return decodedBy(() => byteStreamSplit(reader, count, type, element.type_length));
    if (encoding === 'ALP') return decodedBy(() => alpDecode(reader, count, type));
    if (encoding === 'DELTA_BINARY_PACKED') {
      const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      decodedBy(() => deltaBinaryUnpack(reader, count, numbers));
      return numbers;
    }
    const texts = new Array<Uint8Array>(count);
    if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') decodedBy(() => deltaLengthByteArray(reader, count, texts));
    else if (encoding === 'DELTA_BYTE_ARRAY') {
      mustFit(lengthRepeated(bytes, count), MAX_REPEATED);
      decodedBy(() => deltaByteArray(reader, count, texts));
    } else if (typeof encoding !== 'string') throw new Error(l10n.t('the values of a page are damaged'));
    else throw new Error(l10n.t('the encoding {0} is not supported', encoding));
    return texts;
  }

  private plain(bytes: Uint8Array, count: number): DecodedArray {
    const { type, element } = this.leaf;
    const size = { FLOAT: 4, INT32: 4, DOUBLE: 8, INT64: 8, INT96: 12, BOOLEAN: 1 / 8 }[type as string] ?? 1;
    // hyparquet sees the buffer around a page, and would read on in it.
    mustHold(bytes, count * size, count);
    return decodedBy(() => readPlain(readerOf(bytes), type, count, element.type_length));
  }

  private lookUp(bytes: Uint8Array, count: number): ValueStream {
    const { dictionary, numbers } = this;
    if (!dictionary) throw new Error(l10n.t('a page refers to a dictionary that is not there'));
    const width = bytes[0];
    if (!(width <= 32)) throw new Error(l10n.t('the offsets in a dictionary are damaged'));
    const reader = new HybridReader(bytes, 1, bytes.length, width);
    let places = new Int32Array(Math.min(count, 1 << 12));
    const placesOf = (some: number) => {
      if (places.length < some) places = new Int32Array(some);
      const next = places.subarray(0, some);
      if (width > 0) reader.read(next);
      return next;
    };
    if (numbers && isNumbers(dictionary)) {
      const decode = (into: Numbers) => lookUpNumbers(dictionary, placesOf(into.length), into);
      return new NumberStream(numbers, decode, count);
    }
    const values = new Array<unknown>(count);
    for (const [i, place] of placesOf(count).entries())
      values[i] = dictionary[checkedPlace(place, dictionary.length)] as unknown;
    return new DecodedValues(values);
  }
}

/** Texts of a dictionary, which are held as a whole. */
const MAX_TEXTS = MAX_RECORD_BYTES;
/** Texts of which each begins as the one before. */
const MAX_REPEATED = 1 << 29;

function mustFit(bytes: number, most: number): void {
  if (bytes > most) throw new Error(l10n.t('a page of {0} bytes is above the limit of {1}', bytes, most));
}

/** How much longer texts become that each say how much of the one before they begin with: a kilobyte may stand for a terabyte. */
function lengthRepeated(bytes: Uint8Array, count: number): number {
  const prefixes = new Int32Array(count);
  decodedBy(() => deltaBinaryUnpack(readerOf(bytes), count, prefixes));
  let sum = bytes.length;
  for (let at = 0; at < count; at++) sum += prefixes[at];
  return sum;
}

/** Decodes one text as all of a column are; undefined where they are something else. */
function textsBy(decoder: ColumnDecoder): ((bytes: Uint8Array) => unknown) | undefined {
  try {
    const [text] = convert([new Uint8Array(0)], decoder) as unknown[];
    if (typeof text === 'string') return DEFAULT_PARSERS.stringFromBytes;
    return text instanceof Uint8Array ? (bytes) => bytes : undefined;
  } catch {
    return undefined;
  }
}

/** What hyparquet says of bytes that it did not expect is no sentence. */
function decodedBy<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new Error(l10n.t('the values of a page are damaged'), { cause: error });
  }
}

function mustHold(bytes: Uint8Array, size: number, count: number): void {
  if (size > bytes.length) throw new Error(l10n.t('a page is too short for its {0} values', count));
}

const isNumbers = (values: DecodedArray): values is Numbers =>
  Object.values(NUMBERS).some((type) => values instanceof type);

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** As words of four bytes, whatever numbers they are: one loop for all of them, which the runtime makes fast. */
function lookUpNumbers(dictionary: Numbers, places: Int32Array, into: Numbers): void {
  const wordsOf = ({ buffer, byteOffset, byteLength }: Numbers) =>
    new Int32Array(buffer, byteOffset, byteLength >> 2);
  const from = wordsOf(dictionary);
  const to = wordsOf(into);
  const { length } = dictionary;
  if (from.length === length) {
    for (let i = 0; i < places.length; i++) to[i] = from[checkedPlace(places[i], length)];
    return;
  }
  for (let i = 0; i < places.length; i++) {
    const place = checkedPlace(places[i], length);
    to[2 * i] = from[2 * place];
    to[2 * i + 1] = from[2 * place + 1];
  }
}

function checkedPlace(place: number, length: number): number {
  if (place >= 0 && place < length) return place;
  throw new Error(l10n.t('a value refers to entry {0} of a dictionary of {1}', place, length));
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}
