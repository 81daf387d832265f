import * as l10n from '@vscode/l10n';
import type { Cursor } from './cursor';
import { PickleError } from './errors';
import { MAX_INLINE, MAX_INTEGER } from './limits';
import { readText } from './text';
import { Bytes, LongText, type Value } from './values';

/** Enough for an instruction, the number after it, and a number's bytes. */
export const LEAD = 17;
/** Bytes of the longest number that NumPy keeps by itself. */
const MAX_NUMBER = 8;

/** Reads what follows an instruction's byte. Numbers are ready in the window; what is not comes as a promise. */
export type ReadArgument = (cursor: Cursor) => Value | Promise<Value>;

export const nothing: ReadArgument = () => null;

export const uint8 = (cursor: Cursor) => cursor.byte();
export const uint16 = (cursor: Cursor) => cursor.uint16();
export const int32 = (cursor: Cursor) => cursor.int32();
export const uint32 = (cursor: Cursor) => cursor.uint32();
export const uint64 = (cursor: Cursor) => cursor.uint64();
export const float64 = (cursor: Cursor) => cursor.float64();

type ReadLength = (cursor: Cursor) => number;

export const integerOf =
  (length: ReadLength): ReadArgument =>
  (cursor) =>
    integer(cursor, length(cursor));
export const textOf =
  (length: ReadLength): ReadArgument =>
  (cursor) =>
    text(cursor, length(cursor), 'utf-8');
/** Of Python 2, whose strings are bytes. */
export const stringOf =
  (length: ReadLength): ReadArgument =>
  (cursor) =>
    text(cursor, length(cursor), 'latin-1');
export const bytesOf =
  (length: ReadLength): ReadArgument =>
  (cursor) =>
    bytes(cursor, length(cursor));

export const plainLine: ReadArgument = (cursor) => line(cursor);
export const integerLine: ReadArgument = (cursor) => line(cursor, toInteger);
export const numberLine: ReadArgument = (cursor) => line(cursor, toNumber);
export const stringLine: ReadArgument = (cursor) => line(cursor, unquoted);

/** Joined by a newline. */
export const twoLines: ReadArgument = async (cursor) =>
  `${(await line(cursor)) as string}\n${(await line(cursor)) as string}`;

export const textLine: ReadArgument = async (cursor) => {
  const { offset, length, bytes } = await cursor.line();
  return bytes ? readText(bytes, 'raw-unicode-escape') : new LongText(offset, length, 'raw-unicode-escape');
};

function line(cursor: Cursor, read: (line: string) => Value = (line) => line): Value | Promise<Value> {
  const ready = cursor.readyLine();
  return ready ? read(readText(ready, 'latin-1')) : longLine(cursor).then(read);
}

async function longLine(cursor: Cursor): Promise<string> {
  const { length, bytes } = await cursor.line();
  if (!bytes)
    throw new PickleError(l10n.t('a line of {0} bytes exceeds the limit of {1}', length, MAX_INLINE));
  return readText(bytes, 'latin-1');
}

function text(cursor: Cursor, length: number, encoding: 'utf-8' | 'latin-1'): Value | Promise<Value> {
  if (length > MAX_INLINE || length < 0) {
    const { position } = cursor;
    cursor.skip(checked(length));
    return new LongText(position, length, encoding);
  }
  if (cursor.ready(length)) return readText(cursor.take(length), encoding);
  return cursor.load(length).then(() => readText(cursor.take(length), encoding));
}

function bytes(cursor: Cursor, length: number): Bytes {
  const { position } = cursor;
  // Of a single number, which is read at once.
  if (length <= MAX_NUMBER && cursor.ready(length))
    return new Bytes(readText(cursor.take(length), 'latin-1'));
  cursor.skip(checked(length));
  return new Bytes({ offset: position, length });
}

function checked(length: number): number {
  if (Number.isSafeInteger(length) && length >= 0) return length;
  throw new PickleError(l10n.t('a length of {0} bytes is impossible', length));
}

/** Little-endian two's complement; the nearest float64 of what lies beyond 2^53. */
function integer(cursor: Cursor, length: number): Value | Promise<Value> {
  if (length < 0 || length > MAX_INTEGER)
    throw new PickleError(l10n.t('an integer of {0} bytes exceeds the limit of {1}', length, MAX_INTEGER));
  const read = () => {
    const digits = cursor.take(length);
    if (length === 0) return 0;
    const hex = [...digits].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
    return Number(BigInt.asIntN(8 * length, BigInt(`0x${hex.join('')}`)));
  };
  return cursor.ready(length) ? read() : cursor.load(length).then(read);
}

function toInteger(line: string): number | boolean {
  // Booleans before protocol 2.
  if (line === '00' || line === '01') return line === '01';
  if (!/^\s*[+-]?\d+L?\s*$/.test(line)) throw new PickleError(l10n.t('{0} is not an integer', shown(line)));
  return Number(line.replace('L', ''));
}

function toNumber(line: string): number {
  const word = line.trim().toLowerCase();
  if (/^[+-]?(inf|nan)$/.test(word))
    return word.endsWith('nan') ? NaN : word[0] === '-' ? -Infinity : Infinity;
  const value = word === '' ? NaN : Number(word);
  if (Number.isNaN(value)) throw new PickleError(l10n.t('{0} is not a number', shown(line)));
  return value;
}

/** A literal as Python 2's repr() writes it. */
function unquoted(line: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(line.trim());
  if (!quoted) throw new PickleError(l10n.t('{0} is not a quoted string', shown(line)));
  return quoted[2].replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 40));
}
