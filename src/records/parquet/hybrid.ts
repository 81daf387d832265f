import * as l10n from '@vscode/l10n';
/**
 * Parquet's run-length and bit-packed hybrid: levels, and places in a dictionary. hyparquet's reader fills JavaScript
 * arrays, eight bytes a level; a row group of DuckDB has 12 million of them in one page.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */

/** Fills `output` from the bytes [at, end). Throws where they end sooner. */
export function readHybrid(
  bytes: Uint8Array,
  at: number,
  end: number,
  width: number,
  output: Uint8Array | Int32Array,
): void {
  new HybridReader(bytes, at, end, width).read(output);
}

/** Reads on in levels or places, a stretch at a time. */
export class HybridReader {
  private readonly runs: Runs;
  /** Values of the run that are read. */
  private done = 0;

  constructor(
    private readonly bytes: Uint8Array,
    at: number,
    end: number,
    private readonly width: number,
  ) {
    this.runs = new Runs(bytes, at, end, width);
  }

  read(output: Uint8Array | Int32Array): void {
    const { runs, bytes, width } = this;
    for (let filled = 0; filled < output.length;) {
      if (this.done === runs.count) {
        runs.next();
        this.done = 0;
      }
      const count = Math.min(output.length - filled, runs.count - this.done);
      if (runs.isPacked) {
        runs.mustHold(this.done + count);
        readPacked(bytes, runs.start, this.done, width, output, filled, filled + count);
      } else output.fill(runs.value, filled, filled + count);
      this.done += count;
      filled += count;
    }
  }
}

/** The runs that levels and places are written in. */
export class Runs {
  count = 0;
  /** Whether each value of the run has bits of its own, from `start` on; else all of them are `value`. */
  isPacked = false;
  start = 0;
  value = 0;

  /** @param width of a value, in bits */
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
    private readonly width: number,
  ) {}

  /** Throws behind the last run. */
  next(): void {
    const { bytes, end, width } = this;
    let header = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      if (this.at >= end || shift > 28) throw tooShort();
      byte = bytes[this.at++];
      header |= (byte & 0x7f) << shift;
    }
    const run = header >>> 1;
    this.start = this.at;
    this.isPacked = (header & 1) === 1;
    if (this.isPacked) {
      this.count = run * 8;
      this.at += run * width;
      return;
    }
    const valueBytes = (width + 7) >> 3;
    if (run === 0 || this.at + valueBytes > end) throw new Error(l10n.t('the levels of a page are damaged'));
    this.count = run;
    this.value = 0;
    for (let i = 0; i < valueBytes; i++) this.value |= bytes[this.at++] << (8 * i);
  }

  /** Throws where a packed run's bytes end before so many values: the last run may be padded, and the padding be left out. */
  mustHold(values: number): void {
    if (this.start + Math.ceil((values * this.width) / 8) > this.end) throw tooShort();
  }
}

function tooShort(): Error {
  return new Error(l10n.t('the levels of a page end early'));
}

/** @param first how many of the values that start at `start` are passed over */
function readPacked(
  bytes: Uint8Array,
  start: number,
  first: number,
  width: number,
  output: Uint8Array | Int32Array,
  from: number,
  to: number,
): void {
  if (width === 8) {
    output.set(bytes.subarray(start + first, start + first + to - from), from);
    return;
  }
  const bit = first * width;
  let at = start + Math.floor(bit / 8);
  if (width === 1 && bit % 8 === 0) return readBits(bytes, at, output, from, to);
  let held = 8 - (bit % 8);
  let bits = bytes[at++] >> (bit % 8);
  if (width <= 24) {
    const mask = (1 << width) - 1;
    for (let i = from; i < to; i++) {
      for (; held < width; held += 8) bits |= bytes[at++] << held;
      output[i] = bits & mask;
      bits >>>= width;
      held -= width;
    }
    return;
  }
  // Bits beyond 31 would not fit an integer: what is left over stays below 8 + 32 bits as a double.
  const more = 2 ** width;
  for (let i = from; i < to; i++) {
    for (; held < width; held += 8) bits += bytes[at++] * 2 ** held;
    output[i] = bits % more;
    bits = Math.floor(bits / more);
    held -= width;
  }
}

function readBits(
  bytes: Uint8Array,
  at: number,
  output: Uint8Array | Int32Array,
  from: number,
  to: number,
): void {
  let i = from;
  // Four levels at once, where they are bytes.
  if (output instanceof Uint8Array && (output.byteOffset + from) % 4 === 0) {
    const words = new Uint32Array(output.buffer, output.byteOffset + from, (to - from) >> 2);
    for (let word = 0; word + 2 <= words.length; word += 2, at++, i += 8) {
      words[word] = FOUR_BITS[bytes[at] & 15];
      words[word + 1] = FOUR_BITS[bytes[at] >> 4];
    }
  }
  for (; i < to; at++) {
    const byte = bytes[at];
    for (let bit = 0; bit < 8 && i < to; bit++, i++) output[i] = (byte >> bit) & 1;
  }
}

/** Four bits as four bytes, the lowest first. */
const FOUR_BITS = Uint32Array.from({ length: 16 }, (_, four) => {
  const bytes = Uint8Array.from({ length: 4 }, (_, bit) => (four >> bit) & 1);
  return new Uint32Array(bytes.buffer)[0];
});

/** How many of the bytes are `value`, from a place on. */
export function countOf(value: number, bytes: Uint8Array, from = 0): number {
  let count = 0;
  let i = from;
  // A run of the value, four at once: levels hardly ever are anything else.
  while (i < bytes.length && (bytes.byteOffset + i) % 4 !== 0) count += Number(bytes[i++] === value);
  if (i === bytes.length) return count;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + i, (bytes.length - i) >> 2);
  const four = value * 0x01010101;
  for (let word = 0; word < words.length; word++, i += 4) {
    if (words[word] === four) count += 4;
    else for (let k = i; k < i + 4; k++) count += Number(bytes[k] === value);
  }
  for (; i < bytes.length; i++) count += Number(bytes[i] === value);
  return count;
}
