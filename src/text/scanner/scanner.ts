import { readNumbers } from './readNumbers';
import wasm from './scanner.wasm';

export { COMMA, POINT, ROW_COMMA, ROW_SPACE, SCIENTIFIC, SPACE } from './readNumbers';

/** Linear memory as laid out in assembly/layout.ts. */
const POWERS_OF_TEN = 64;
const ALIGNMENTS = 256;
const POWERS_OF_FIVE = 5120;
const SHAPES = 16384;
const SHAPE_BYTES = 288;
const SHORT_SHAPES = 26752;
const SHORT_SHAPE_BYTES = 72;
const VECTORS = 29696;
const WINDOW = 32768;
const VALUES = 294976;
/** UTF-16 units held at once: text and values of one window stay in the processor's second-level cache. */
export const WINDOW_UNITS = 262144;

interface Exports {
  memory: WebAssembly.Memory;
  scan(at: number, end: number, nested: number, pending: number): void;
}

/**
 * Reads runs of plain numbers out of a text at memory speed: a window of the text is copied into a WebAssembly
 * memory, one byte per UTF-16 unit, and scanned there sixteen digits at a time. Anything but plain numbers,
 * separators and the brackets of equal rows stops it; the caller goes on from there. Where WebAssembly is refused, by a
 * content security policy for one, TypeScript reads the same numbers, but no rows at once.
 */
export class Scanner {
  private readonly scanWindow: Exports['scan'] | undefined;
  private readonly bytes: Uint8Array;
  private readonly result: Int32Array;
  /** Values of the last call, valid until the next. */
  readonly values: Float64Array;
  private readonly encoder = new TextEncoder();
  private windowStart = 0;
  private windowEnd = 0;
  /** The rest of the window holds no whole row. */
  private exhausted = false;

  /** Where the last call stopped. */
  at = 0;
  count = 0;
  rows = 0;
  width = 0;
  flags = 0;
  decimals = 0;
  /** A number stands last, with no comma after it. */
  open = false;

  private text: string | Uint8Array = '';

  constructor() {
    const exports = instantiate();
    const buffer = exports?.memory.buffer ?? new ArrayBuffer(VALUES + WINDOW_UNITS * 4);
    this.scanWindow = exports?.scan;
    this.bytes = new Uint8Array(buffer);
    this.result = new Int32Array(buffer, 0, 8);
    this.values = new Float64Array(buffer, VALUES, WINDOW_UNITS / 2);
    if (exports !== undefined) fillTables(buffer);
  }

  start(text: string) {
    this.text = text;
    this.windowStart = this.windowEnd = 0;
  }

  /** A text that is bytes already, ASCII where numbers stand: places are byte offsets then. */
  startBytes(bytes: Uint8Array) {
    this.text = bytes;
    this.windowStart = this.windowEnd = 0;
  }

  /** Values of one list from `at`, which is inside it. `pending`: a number stands before `at`, with no comma since. */
  numbers(at: number, pending: boolean) {
    this.run(at, 0, pending ? 1 : 0);
  }

  /** Whole sibling lists of numbers, all of one length, from the bracket at `at`. */
  lists(at: number) {
    this.run(at, 1, 0);
  }

  private run(at: number, nested: number, pending: number) {
    if (this.scanWindow === undefined) {
      this.rows = this.width = this.count = 0;
      if (nested === 0) Object.assign(this, readNumbers(this.text, at, pending === 1, this.values));
      return;
    }
    if (at < this.windowStart || at >= this.windowEnd || (this.exhausted && at > this.windowStart))
      this.load(at);
    for (;;) {
      // At the text's end the padding's zero byte ends a number; inside the text a number may go on.
      const last = this.windowEnd === this.text.length;
      const end = WINDOW + this.windowEnd - this.windowStart + (last ? 1 : 0);
      this.scanWindow(WINDOW + at - this.windowStart, end, nested, pending);
      const result = this.result;
      this.at = Math.min(result[0] - WINDOW + this.windowStart, this.text.length);
      this.count = result[1];
      if (this.count > 0 || last || this.windowStart === at || this.windowEnd - at > WINDOW_UNITS / 2) break;
      this.load(at);
    }
    const result = this.result;
    this.rows = result[2];
    this.width = result[3];
    this.flags = result[4];
    this.decimals = result[5];
    this.open = result[6] === 1;
    this.exhausted = result[7] === 1;
  }

  private load(at: number) {
    this.exhausted = false;
    const end = Math.min(this.text.length, at + WINDOW_UNITS);
    const length = end - at;
    const window = this.bytes.subarray(WINDOW, WINDOW + WINDOW_UNITS);
    if (typeof this.text === 'string') this.encode(this.text, at, end, window);
    else window.set(this.text.subarray(at, end));
    this.bytes.fill(0, WINDOW + length, WINDOW + length + 64);
    this.windowStart = at;
    this.windowEnd = end;
  }

  private encode(text: string, at: number, end: number, window: Uint8Array) {
    const length = end - at;
    const { read, written } = this.encoder.encodeInto(text.slice(at, end), window);
    if (read === length && written === length) return;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(at + i);
      window[i] = unit < 128 ? unit : 255;
    }
  }
}

/** Undefined where WebAssembly is refused. */
function instantiate(): Exports | undefined {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports as unknown as Exports;
  } catch {
    return undefined;
  }
}

let scanner: Scanner | undefined;

/** The one scanner, made ready for a text. Its results are valid until the next call of anything. */
export function scannerOf(text: string): Scanner {
  scanner ??= new Scanner();
  scanner.start(text);
  return scanner;
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
