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
  const count = output.length;
  const valueBytes = (width + 7) >> 3;
  for (let filled = 0; filled < count;) {
    let header = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      if (at >= end || shift > 28) throw new Error(l10n.t('the levels of a page end early'));
      byte = bytes[at++];
      header |= (byte & 0x7f) << shift;
    }
    const run = header >>> 1;
    if (header & 1) {
      const stop = Math.min(count, filled + run * 8);
      at = readPacked(bytes, at, end, width, output, filled, stop);
      filled = stop;
    } else {
      if (run === 0 || at + valueBytes > end) throw new Error(l10n.t('the levels of a page are damaged'));
      let value = 0;
      for (let i = 0; i < valueBytes; i++) value |= bytes[at++] << (8 * i);
      const stop = Math.min(count, filled + run);
      output.fill(value, filled, stop);
      filled = stop;
    }
  }
}

function readPacked(
  bytes: Uint8Array,
  at: number,
  end: number,
  width: number,
  output: Uint8Array | Int32Array,
  from: number,
  to: number,
): number {
  // The last run may be padded, and the padding be left out.
  if (at + Math.ceil(((to - from) * width) / 8) > end)
    throw new Error(l10n.t('the levels of a page end early'));
  if (width === 1) {
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
    return at;
  }
  const groupBytes = Math.ceil((to - from) / 8) * width;
  const mask = 2 ** width - 1;
  // Bits beyond 31 would not fit an integer: what is left over stays below 8 + 32 bits as a double.
  let bits = 0;
  let held = 0;
  for (let i = from, p = at; i < to; i++) {
    while (held < width) {
      bits += bytes[p++] * 2 ** held;
      held += 8;
    }
    output[i] = bits % (mask + 1);
    bits = Math.floor(bits / (mask + 1));
    held -= width;
  }
  return at + groupBytes;
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
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + i, (bytes.length - i) >> 2);
  const four = value * 0x01010101;
  for (let word = 0; word < words.length; word++, i += 4) {
    if (words[word] === four) count += 4;
    else for (let k = i; k < i + 4; k++) count += Number(bytes[k] === value);
  }
  for (; i < bytes.length; i++) count += Number(bytes[i] === value);
  return count;
}
