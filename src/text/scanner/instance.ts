import wasm from './scanner.wasm';

/** Linear memory as laid out in assembly/layout.ts. */
const POWERS_OF_TEN = 64;
const ALIGNMENTS = 256;
const POWERS_OF_FIVE = 5120;
const SHAPES = 16384;
const SHAPE_BYTES = 288;
const SHORT_SHAPES = 26752;
const SHORT_SHAPE_BYTES = 72;
const VECTORS = 29696;
export const WINDOW = 32768;
export const VALUES = 294976;
/** UTF-16 units held at once: text and values of one window stay in the processor's second-level cache. */
export const WINDOW_UNITS = 262144;

export interface Exports {
  memory: WebAssembly.Memory;
  scan(at: number, end: number, nested: number, pending: number): void;
  records(
    at: number,
    end: number,
    classes: number,
    capacity: number,
    base: number,
    delimiter: number,
  ): number;
}

let compiled: WebAssembly.Module | undefined;
/** What `fillTables` writes: it takes longer than copying. */
let tables: Uint8Array | undefined;

/** A scanner with a memory of its own; undefined where WebAssembly is refused. */
export function instantiate(): Exports | undefined {
  try {
    compiled ??= new WebAssembly.Module(wasm);
    const exports = new WebAssembly.Instance(compiled).exports as unknown as Exports;
    const { buffer } = exports.memory;
    if (tables) new Uint8Array(buffer).set(tables);
    else {
      fillTables(buffer);
      tables = new Uint8Array(buffer.slice(0, WINDOW));
    }
    return exports;
  } catch {
    return undefined;
  }
}

function fillTables(buffer: ArrayBuffer) {
  const tens = new Float64Array(buffer, POWERS_OF_TEN, 23);
  for (let exponent = 0; exponent <= 22; exponent++) tens[exponent] = Number(`1e${exponent}`);

  const alignments = new Uint8Array(buffer, ALIGNMENTS, 17 * 17 * 16).fill(255);
  for (let integer = 0; integer <= 16; integer++) {
    for (let length = integer; length <= 16; length++) {
      const sources: number[] = [];
      for (let i = 0; i < length; i++) if (i !== integer) sources.push(i);
      alignments.set(sources, (integer * 17 + length) * 16 + 16 - sources.length);
    }
  }

  fillShapes(buffer, SHAPES, 16, SHAPE_BYTES);
  fillShapes(buffer, SHORT_SHAPES, 8, SHORT_SHAPE_BYTES);
  const bytes = (vector: number, value: number) =>
    new Uint8Array(buffer, VECTORS + vector * 16, 16).fill(value);
  const words = (vector: number, ...values: number[]) =>
    new Uint16Array(buffer, VECTORS + vector * 16, 8).forEach(
      (_, i, all) => (all[i] = values[i % values.length]),
    );
  bytes(0, 0x30);
  bytes(1, 0x2e);
  words(2, 2561);
  words(3, 100, 1);
  words(4, 10000, 1);
  bytes(5, 0x76);
  bytes(6, 0).fill(8, 8);
  new Float64Array(buffer, VECTORS + 7 * 16, 2).fill(1e8);
  bytes(8, 0x2c);
  bytes(9, 0x5d);

  const fives = new BigUint64Array(buffer, POWERS_OF_FIVE, 651 * 2);
  for (let exponent = -342; exponent <= 308; exponent++) {
    const power = truncatedPowerOfFive(exponent);
    fives[(exponent + 342) * 2] = power >> 64n;
    fives[(exponent + 342) * 2 + 1] = power & 0xffffffffffffffffn;
  }
}

/**
 * Shapes of tokens in a vector of `lanes` bytes that ends where they end, by the digits after their point (up to 16 where
 * there is no point in the vector, 17 for tokens known to have none) and their minus.
 */
function fillShapes(buffer: ArrayBuffer, at: number, lanes: number, bytes: number) {
  for (let fraction = 0; fraction <= 17; fraction++) {
    for (const sign of [1, -1]) {
      const row = at + (fraction * 2 + (sign < 0 ? 1 : 0)) * bytes;
      for (let length = 0; length < lanes; length++) {
        const shuffle = new Uint8Array(buffer, row + length * lanes, lanes).fill(255);
        const point = fraction < lanes ? lanes - 1 - fraction : -1;
        const start = lanes - length;
        // No digits, or a point before the token: a byte that is no digit takes the last place.
        const minus = sign < 0 ? 1 : 0;
        const digits = length - minus - (fraction === 17 ? 0 : point < start + minus ? length : 1);
        if (digits < 1) {
          shuffle[lanes - 1] = point < 0 ? start - 1 : point;
          continue;
        }
        for (let from = lanes - 1, to = lanes - 1; from >= start + minus; from--)
          if (from !== point) shuffle[to--] = from;
      }
      const view = new DataView(buffer, row + lanes * lanes, bytes - lanes * lanes);
      view.setFloat64(0, sign * Number(`1e${fraction < lanes ? fraction : 0}`), true);
      if (bytes < SHAPE_BYTES) continue;
      // Eight more digits follow the vector. 10^-n = five · 2^(exponent - 1023), five in 63 bits.
      const digits = fraction + 8;
      const five = truncatedPowerOfFive(-digits) >> 65n;
      view.setUint32(8, Number(five >> 32n), true);
      view.setUint32(12, Number(five & 0xffffffffn), true);
      const scale = 65 - (63 + bitsOfFive(digits)) - digits;
      view.setBigInt64(16, (BigInt(scale) << 52n) + (sign < 0 ? -(1n << 63n) : 0n), true);
    }
  }
}

/** How many bits 5^exponent has: floor(exponent · log2(10)) − exponent + 1, exact for 0 to 342. */
function bitsOfFive(exponent: number): number {
  return ((217706 * exponent) >> 16) - exponent + 1;
}

/** The 128 most significant bits of 5^exponent; rounded up for negative exponents, as the algorithm's proof asks. */
function truncatedPowerOfFive(exponent: number): bigint {
  const power = 5n ** BigInt(Math.abs(exponent));
  const bits = BigInt(bitsOfFive(Math.abs(exponent)));
  if (exponent >= 0) return bits > 128n ? power >> (bits - 128n) : power << (128n - bits);
  // 2^b / power lies in [2^127, 2^128) for b = bits + 127 (power is never a power of two here).
  return (1n << (bits + 127n)) / power + 1n;
}
