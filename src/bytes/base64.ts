/** Decoding base64 with padding, strictly: what is not base64 is an error, and the size is known before memory is taken. */

import * as l10n from '@vscode/l10n';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const INVALID = 0xff;

let sextets: Uint8Array | undefined;

function sextetTable(): Uint8Array {
  if (sextets) return sextets;
  sextets = new Uint8Array(256).fill(INVALID);
  for (let i = 0; i < ALPHABET.length; i++) sextets[ALPHABET.charCodeAt(i)] = i;
  return sextets;
}

/** How many bytes a text of base64 stands for; throws when its length or padding is wrong. */
export function base64Size(text: string, what: string): number {
  if (text.length % 4 !== 0) {
    throw new Error(
      l10n.t('{0}: expected base64, whose length is a multiple of 4, got {1} characters', what, text.length),
    );
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** Characters decoded at once, so that the text is never held a second time as bytes. */
const CHUNK = 1 << 20;

/** @param what names the text in messages */
export function decodeBase64(text: string, what: string): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(base64Size(text, what));
  if (decodeNatively(text, result)) return result;
  const table = sextetTable();
  const body = text.length - (text.endsWith('=') ? 4 : 0);
  const encoder = new TextEncoder();
  const ascii = new Uint8Array(Math.min(CHUNK, body));
  let to = 0;
  for (let from = 0; from < body; from += CHUNK) {
    const length = Math.min(CHUNK, body - from);
    const { read, written } = encoder.encodeInto(text.slice(from, from + length), ascii);
    // Two bytes for one character: it is none of the alphabet.
    if (read !== written || read !== length) refuse(text, from, what);
    for (let i = 0; i < length; i += 4) {
      const a = table[ascii[i]];
      const b = table[ascii[i + 1]];
      const c = table[ascii[i + 2]];
      const d = table[ascii[i + 3]];
      if ((a | b | c | d) & 0x80) refuse(text, from + i, what);
      result[to++] = (a << 2) | (b >> 4);
      result[to++] = (b << 4) | (c >> 2);
      result[to++] = (c << 6) | d;
    }
  }
  if (body < text.length) {
    const [a, b, c] = [0, 1, 2].map((i) => table[text.charCodeAt(body + i)] ?? INVALID);
    const two = text.endsWith('==');
    if ((a | b) & 0x80 || (!two && c & 0x80)) refuse(text, body, what);
    result[to++] = (a << 2) | (b >> 4);
    if (!two) result[to] = (b << 4) | (c >> 2);
  }
  return result;
}

/**
 * False without Node's decoder, four times as fast, or where it leaves characters out, takes those of base64url, or takes
 * the low byte of one beyond ASCII.
 */
function decodeNatively(text: string, result: Uint8Array<ArrayBuffer>): boolean {
  if (typeof Buffer === 'undefined' || text.includes('-') || text.includes('_')) return false;
  if (Buffer.byteLength(text) !== text.length) return false;
  return Buffer.from(result.buffer).write(text, 'base64') === result.length;
}

function refuse(text: string, from: number, what: string): never {
  let at = from;
  while (at < text.length - 1 && ALPHABET.includes(text[at])) at++;
  throw new Error(
    l10n.t('{0}: expected base64, got {1} at character {2}', what, JSON.stringify(text[at]), at),
  );
}
