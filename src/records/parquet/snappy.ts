import * as l10n from '@vscode/l10n';
import type { Turns } from '../types';

/** Bytes from which a call of the runtime is faster than a loop. */
const LONG = 32;
/** Bytes between two looks at what else is asked. */
const STEP = 1 << 22;

/**
 * Unpacks Snappy into exactly `into`. hyparquet copies byte by byte; floats are mostly literals of 64 KB.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export async function unpackSnappy(
  packed: Uint8Array,
  into: Uint8Array,
  { giveWay }: Turns = {},
): Promise<void> {
  let p = 0;
  // The length, which the page's header says too.
  while (p < packed.length && packed[p++] & 0x80);
  const place = { p, at: 0 };
  while (place.p < packed.length) {
    unpackSome(packed, into, place);
    await giveWay?.();
  }
  if (place.at !== into.length) throw damaged();
}

/** @param place in both, which goes on */
function unpackSome(packed: Uint8Array, into: Uint8Array, place: { p: number; at: number }): void {
  let { p, at } = place;
  const pause = at + STEP;
  while (p < packed.length && at < pause) {
    const tag = packed[p++];
    if ((tag & 3) === 0) {
      let length = tag >> 2;
      const bytes = length - 59;
      if (bytes > 0) {
        length = littleEndian(packed, p, bytes);
        p += bytes;
      }
      length++;
      if (p + length > packed.length || at + length > into.length) throw damaged();
      if (length < LONG) for (let i = 0; i < length; i++) into[at + i] = packed[p + i];
      else into.set(packed.subarray(p, p + length), at);
      p += length;
      at += length;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const bytes = isShort ? 1 : (tag & 3) === 2 ? 2 : 4;
    const length = isShort ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = littleEndian(packed, p, bytes) + (isShort ? (tag >> 5) << 8 : 0);
    p += bytes;
    if (p > packed.length || offset === 0 || offset > at || at + length > into.length) throw damaged();
    if (length < LONG || offset < length)
      for (let i = 0; i < length; i++) into[at + i] = into[at + i - offset];
    else into.copyWithin(at, at - offset, at - offset + length);
    at += length;
  }
  place.p = p;
  place.at = at;
}

/** What stands behind the end is 0; the caller looks where that is. */
function littleEndian(packed: Uint8Array, p: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value |= packed[p + i] << (8 * i);
  return value >>> 0;
}

function damaged(): Error {
  return new Error(l10n.t('the Snappy data is damaged'));
}
