/** Kinds of array elements as bytes hold them, and how they widen to the numbers everything else works with. */

import * as l10n from '@vscode/l10n';

const ELEMENTS = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  float16: 2,
  bfloat16: 2,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  float32: 4,
  float64: 8,
} as const;

export type ElementKind = keyof typeof ELEMENTS;

export const ELEMENT_KINDS = Object.keys(ELEMENTS) as ElementKind[];

export function isElementKind(value: unknown): value is ElementKind {
  return typeof value === 'string' && Object.hasOwn(ELEMENTS, value);
}

/** Bytes of one element. */
export function bytesOf(kind: ElementKind): number {
  return ELEMENTS[kind];
}

/**
 * Elements as numbers. Floats keep every bit: 8-bit and 16-bit ones widen exactly, a NaN's payload moves to the same
 * leading bits. int64 and uint64 are exact to ±2^53 and the nearest float64 beyond.
 *
 * @param bytes a whole number of elements; not changed
 */
export function widen(bytes: Uint8Array, kind: ElementKind, bigEndian = false): Float32Array | Float64Array {
  const size = bytesOf(kind);
  if (bytes.length % size !== 0)
    throw new Error(
      l10n.t('Expected a multiple of {1} bytes for {0}, got {2} bytes', kind, size, bytes.length),
    );
  // Read in place where the bytes lie as a typed array needs them; swapped and moved otherwise.
  const own = bigEndian && size > 1 ? swapped(bytes, size) : aligned(bytes, size);
  return READ[kind](own.buffer, own.byteOffset, bytes.length / size);
}

type Read = (buffer: ArrayBuffer, offset: number, length: number) => Float32Array | Float64Array;

/** By kind, elements in the machine's own order of bytes. */
const READ: Record<ElementKind, Read> = {
  // Copied as integers: moved as floats, an engine may quiet a signalling NaN.
  float32: (...at) => new Float32Array(new Uint32Array(...at).slice().buffer),
  float64: (...at) => new Float64Array(new BigUint64Array(...at).slice().buffer),
  float16: (...at) => fromBits(new Uint16Array(...at), float16Bits()),
  bfloat16: (...at) => fromBfloat16(new Uint16Array(...at)),
  float8_e4m3fn: (...at) => fromBits(new Uint8Array(...at), float8Bits()),
  // The upper half of a float16.
  float8_e5m2: (...at) =>
    fromBits(
      Uint16Array.from(new Uint8Array(...at), (byte) => byte << 8),
      float16Bits(),
    ),
  bool: (...at) => Float32Array.from(new Uint8Array(...at), (byte) => Number(byte !== 0)),
  int8: (...at) => Float32Array.from(new Int8Array(...at)),
  uint8: (...at) => Float32Array.from(new Uint8Array(...at)),
  int16: (...at) => Float32Array.from(new Int16Array(...at)),
  uint16: (...at) => Float32Array.from(new Uint16Array(...at)),
  int32: (...at) => Float64Array.from(new Int32Array(...at)),
  uint32: (...at) => Float64Array.from(new Uint32Array(...at)),
  int64: (...at) => fromBig(new BigInt64Array(...at)),
  uint64: (...at) => fromBig(new BigUint64Array(...at)),
};

/** The same of bytes that nobody else uses: floats stay where they are, as another view of the memory. */
export function widenOwn(bytes: Uint8Array, kind: ElementKind): Float32Array | Float64Array {
  const { buffer, byteOffset, length } = bytes;
  if (kind === 'float32' && byteOffset % 4 === 0 && length % 4 === 0)
    return new Float32Array(buffer, byteOffset, length / 4);
  if (kind === 'float64' && byteOffset % 8 === 0 && length % 8 === 0)
    return new Float64Array(buffer, byteOffset, length / 8);
  return widen(bytes, kind);
}

function aligned(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const inPlace = bytes.byteOffset % size === 0 && bytes.buffer instanceof ArrayBuffer;
  // Not slice(): a Node Buffer's shares its memory.
  return inPlace ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function swapped(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    for (let i = 0; i < size; i++) result[at + i] = bytes[at + size - 1 - i];
  }
  return result;
}

function fromBits(bits: Uint8Array | Uint16Array, table: Uint32Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = table[bits[i]];
  return new Float32Array(wide.buffer);
}

function fromBfloat16(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = bits[i] << 16;
  return new Float32Array(wide.buffer);
}

function fromBig(values: BigInt64Array | BigUint64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = Number(values[i]);
  return result;
}

let float16Table: Uint32Array | undefined;

/** The float32 bits of every float16. */
function float16Bits(): Uint32Array {
  if (float16Table) return float16Table;
  const table = new Uint32Array(1 << 16);
  for (let half = 0; half < 1 << 16; half++) {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >>> 10) & 0x1f;
    let fraction = half & 0x3ff;
    if (exponent === 0x1f) table[half] = sign | 0x7f800000 | (fraction << 13);
    else if (exponent > 0) table[half] = sign | ((exponent + 112) << 23) | (fraction << 13);
    else if (fraction === 0) table[half] = sign;
    else {
      // A denormal float16 is a normal float32.
      let shift = 0;
      while (!(fraction & 0x400)) {
        fraction <<= 1;
        shift++;
      }
      table[half] = sign | ((113 - shift) << 23) | ((fraction & 0x3ff) << 13);
    }
  }
  return (float16Table = table);
}

let float8Table: Uint32Array | undefined;

/** The float32 bits of every float8_e4m3fn. */
function float8Bits(): Uint32Array {
  return (float8Table ??= Uint32Array.from({ length: 1 << 8 }, (_, byte) => e4m3Bits(byte)));
}

/** Of one: no infinity, one NaN of each sign (https://arxiv.org/abs/2209.05433). */
function e4m3Bits(byte: number): number {
  const sign = (byte & 0x80) << 24;
  const exponent = (byte >>> 3) & 0xf;
  const fraction = byte & 0x7;
  if (exponent === 0xf && fraction === 0x7) return sign | 0x7ff00000;
  if (exponent > 0) return sign | ((exponent + 120) << 23) | (fraction << 20);
  if (fraction === 0) return sign;
  // A denormal is a normal float32: its leading bit moves to the place of the hidden one.
  const shift = Math.clz32(fraction) - 28;
  return sign | ((121 - shift) << 23) | (((fraction << shift) & 0x7) << 20);
}
