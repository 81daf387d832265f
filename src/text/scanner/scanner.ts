import { instantiate, VALUES, WINDOW, WINDOW_UNITS, type Exports } from './instance';
import { readNumbers } from './readNumbers';

export { COMMA, POINT, ROW_COMMA, ROW_SPACE, SCIENTIFIC, SPACE } from './readNumbers';

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

let scanner: Scanner | undefined;

/** The one scanner, made ready for a text. Its results are valid until the next call of anything. */
export function scannerOf(text: string): Scanner {
  scanner ??= new Scanner();
  scanner.start(text);
  return scanner;
}
