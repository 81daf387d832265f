/** Arrays of strings as NumPy stores them: all of one length, padded with NULs. */
import { sizeOf } from '../arrays/ndarray';

/** Characters of four bytes each, or bytes; how many of them an element has. */
export interface TextKind {
  wide: boolean;
  length: number;
}

/** Strings that are read: those that name classes, or the label of each row. */
const MOST_TEXTS = 1 << 20;
const MOST_BYTES = 1 << 26;

/** Bytes of one element. */
export function textBytesOf({ wide, length }: TextKind): number {
  return wide ? 4 * length : length;
}

/**
 * Whether strings of a shape, which take so many bytes, are read at all. Of rows of them in Fortran order nobody knows the use.
 */
export function areReadable(shape: readonly number[], bytes: number, fortran: boolean): boolean {
  return !(fortran && shape.length > 1) && sizeOf(shape) <= MOST_TEXTS && bytes <= MOST_BYTES;
}

/** @param bytes whole elements */
export function decodeTexts(bytes: Uint8Array, kind: TextKind, bigEndian: boolean): string[] {
  const size = textBytesOf(kind);
  const texts: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; size > 0 && at + size <= bytes.length; at += size)
    texts.push(
      kind.wide
        ? wideText(view, at, size, bigEndian)
        : bytesAsText(bytes.subarray(at, endOf(bytes, at, at + size))),
    );
  return texts;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const LATIN_1 = new TextDecoder('latin1');

/** Bytes of an unknown encoding: what isn't UTF-8 keeps its differences. */
function bytesAsText(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return LATIN_1.decode(bytes);
  }
}

function wideText(view: DataView, start: number, size: number, bigEndian: boolean): string {
  let text = '';
  for (let at = start; at < start + size; at += 4) {
    const code = view.getUint32(at, !bigEndian);
    if (code === 0) break;
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}

function endOf(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && bytes[end - 1] === 0) end--;
  return end;
}
