import * as l10n from '@vscode/l10n';
/**
 * A block of LZ4, unpacked behind `at` in `into`; returns where it ends there.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function unpackLz4Block(packed: Uint8Array, into: Uint8Array, at: number): number {
  for (let p = 0; p < packed.length;) {
    const token = packed[p++];
    let literals = token >> 4;
    if (literals === 15) {
      let byte;
      do literals += byte = next(packed, p++);
      while (byte === 255);
    }
    if (p + literals > packed.length || at + literals > into.length) throw damaged();
    into.set(packed.subarray(p, p + literals), at);
    p += literals;
    at += literals;
    if (p >= packed.length) break;
    const offset = next(packed, p++) | (next(packed, p++) << 8);
    let length = token & 15;
    if (length === 15) {
      let byte;
      do length += byte = next(packed, p++);
      while (byte === 255);
    }
    length += 4;
    if (offset === 0 || offset > at || at + length > into.length) throw damaged();
    if (offset >= length) into.copyWithin(at, at - offset, at - offset + length);
    else for (let i = 0; i < length; i++) into[at + i] = into[at + i - offset];
    at += length;
  }
  return at;
}

const MAGIC = 0x184d2204;
const DICTIONARY = 0x01;
const CONTENT_SIZE = 0x08;
const BLOCK_SUMS = 0x10;
/** Of one byte come so many at most: longer matches take more bytes to say. */
const MAX_RATIO = 255;

/**
 * The frame around blocks of LZ4 that Arrow writes. Checksums are passed over.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 *
 * @param size that it unpacks to, as its buffer says
 */
export function unpackLz4Frame(packed: Uint8Array, size: number): Uint8Array {
  const { start, blockSums } = frameHeader(packed);
  if (size > packed.length * MAX_RATIO) throw damaged();
  const into = new Uint8Array(size);
  let at = 0;
  for (const { bytes, isPlain } of blocksIn(packed, start, blockSums)) {
    if (!isPlain) at = unpackLz4Block(bytes, into, at);
    else {
      if (at + bytes.length > into.length) throw damaged();
      into.set(bytes, at);
      at += bytes.length;
    }
  }
  return into.subarray(0, at);
}

/** Where the blocks begin, and whether a checksum is behind each. */
function frameHeader(packed: Uint8Array): { start: number; blockSums: boolean } {
  if (packed.length < 7 || viewOf(packed).getUint32(0, true) !== MAGIC) throw damaged();
  const [flags] = packed.subarray(4);
  const start = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
  return { start, blockSums: (flags & BLOCK_SUMS) !== 0 };
}

function* blocksIn(packed: Uint8Array, start: number, blockSums: boolean) {
  const view = viewOf(packed);
  for (let p = start; p + 4 <= packed.length;) {
    const header = view.getUint32(p, true);
    if (header === 0) return;
    const length = header & 0x7fffffff;
    p += 4;
    if (p + length > packed.length) throw damaged();
    yield { bytes: packed.subarray(p, p + length), isPlain: header >>> 31 === 1 };
    p += length + (blockSums ? 4 : 0);
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function next(packed: Uint8Array, p: number): number {
  if (p >= packed.length) throw damaged();
  return packed[p];
}

function damaged(): Error {
  return new Error(l10n.t('the LZ4 data is damaged'));
}
