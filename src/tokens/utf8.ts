const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 bytes of a text, without making them; half a pair counts as the U+FFFD that is written for it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) length++;
    else if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(at + 1))) {
      length += 2;
      at++;
    } else length += 2;
  }
  return length;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/** The character at a byte: its code point, or −1 for bytes that are none, and how many bytes it takes. */
export function characterAt(bytes: ArrayLike<number>, at: number): { point: number; length: number } {
  const first = bytes[at];
  if (first < 0x80) return { point: first, length: 1 };
  const [length, least] = lengthOf(first);
  let point = length > 1 ? first & (0x7f >> length) : 0;
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next];
    // No byte is a continuation outside 80 to BF; the first one is bounded further for some leads.
    if (byte === undefined || (byte & 0xc0) !== 0x80 || (next === 1 && !isSecond(first, byte)))
      return { point: -1, length: next };
    point = (point << 6) | (byte & 0x3f);
  }
  return length > 1 && point >= least ? { point, length } : { point: -1, length: 1 };
}

function lengthOf(first: number): [length: number, least: number] {
  if (first >= 0xc2 && first < 0xe0) return [2, 0x80];
  if (first >= 0xe0 && first < 0xf0) return [3, 0x800];
  return first >= 0xf0 && first < 0xf5 ? [4, 0x10000] : [1, 0];
}

function isSecond(first: number, byte: number): boolean {
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte < 0xa0;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte < 0x90;
}

/** Bytes as text for a person: what is no character is written `\xf0`. */
export function readable(bytes: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { point, length } = characterAt(bytes, at);
    if (point >= 0) text += String.fromCodePoint(point);
    else
      for (let index = at; index < at + length; index++)
        text += `\\x${bytes[index].toString(16).padStart(2, '0')}`;
    at += length;
  }
  return text;
}
