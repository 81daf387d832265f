/** The checksum of zip members: CRC-32 of ISO 3309, as RFC 1952, section 8, computes it. */

/** Eight bytes at a time, by a table for each (https://create.stephan-brumme.com/crc32/#slicing-by-8-overview). */
const SLICES = 8;

let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const made = new Int32Array(SLICES << 8);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    made[byte] = crc;
  }
  for (let at = 256; at < made.length; at++) made[at] = (made[at - 256] >>> 8) ^ made[made[at - 256] & 0xff];
  return made;
}

/** @param crc of the bytes before, 0 at the start */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const t = (tables ??= makeTables());
  let state = ~crc;
  let at = 0;
  for (; at + SLICES <= bytes.length; at += SLICES) {
    state ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    state =
      t[0x700 | (state & 0xff)] ^
      t[0x600 | ((state >>> 8) & 0xff)] ^
      t[0x500 | ((state >>> 16) & 0xff)] ^
      t[0x400 | (state >>> 24)] ^
      t[0x300 | bytes[at + 4]] ^
      t[0x200 | bytes[at + 5]] ^
      t[0x100 | bytes[at + 6]] ^
      t[bytes[at + 7]];
  }
  for (; at < bytes.length; at++) state = (state >>> 8) ^ t[(state ^ bytes[at]) & 0xff];
  return ~state >>> 0;
}
