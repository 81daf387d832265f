/** How a tokenizer spells its tokens: what a token's text stands for, as text or as bytes. */
import { unescaped } from './written/strings';
import { utf8 } from './utf8';

export type Spelling = (text: string, bytes: readonly number[] | undefined) => string | ArrayLike<number>;

/** llama.cpp: `byte: \x89`. */
const NAMED_BYTE = /^byte: \\x([\da-f]{2})$/i;
/** OpenAI's completions: `bytes: \xf0\x9f`, where the space is the token's own. */
const NAMED_BYTES = 'bytes:';
const BYTE_TOKEN = /^<0x([\dA-F]{2})>$/;
const ESCAPED = /\\x[89a-f][\da-f]/i;
const PYTHON_BYTES = /^b(?:'[^]*'|"[^]*")$/;

/** Its bytes where they are given, else its text. */
const asGiven: Spelling = (text, bytes) => bytes ?? namedBytes(text) ?? text;

const textAlone: Spelling = (text) => text;

/** GPT-2's letters for bytes: `Ġhello`, `Ċ`. */
const byteLevel: Spelling = (text) => {
  const bytes: number[] = [];
  for (const letter of text) {
    const byte = byteOfLetter().get(letter);
    if (byte === undefined) return text;
    bytes.push(byte);
  }
  return bytes;
};

/** SentencePiece: `▁hello`, `<0x0A>`. */
const sentencePiece: Spelling = (text) => {
  const byte = BYTE_TOKEN.exec(text);
  return byte ? [parseInt(byte[1], 16)] : text.replaceAll('▁', ' ');
};

/** `\xf0\x9f`, where the bytes themselves are not given. */
const escaped: Spelling = (text, bytes) => {
  const known = bytes ?? namedBytes(text);
  if (known) return known;
  return ESCAPED.test(text) ? escapedBytes(text) : text;
};

/** `b' Tim'` */
const pythonBytes: Spelling = (text) => {
  if (!PYTHON_BYTES.test(text)) return text;
  return [...unescaped(text.slice(2, -1))].map((letter) => letter.charCodeAt(0) & 0xff);
};

function namedBytes(text: string): number[] | undefined {
  const [, byte] = NAMED_BYTE.exec(text) ?? [];
  if (byte !== undefined) return [parseInt(byte, 16)];
  const isNamed = text.startsWith(NAMED_BYTES) && ESCAPED.test(text);
  return isNamed ? escapedBytes(text.slice(NAMED_BYTES.length)) : undefined;
}

function escapedBytes(text: string): number[] {
  const parts = text.split(/((?:\\x[\da-f]{2})+)/i);
  return parts.flatMap((part, index) => (index % 2 === 1 ? hexBytes(part) : [...utf8(part)]));
}

function hexBytes(written: string): number[] {
  return written
    .split('\\x')
    .slice(1)
    .map((digits) => parseInt(digits, 16));
}

let letters: Map<string, number> | undefined;

function byteOfLetter(): ReadonlyMap<string, number> {
  if (letters) return letters;
  letters = new Map();
  let other = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isItself = (byte > 32 && byte < 127) || (byte > 160 && byte < 256 && byte !== 173);
    letters.set(String.fromCharCode(isItself ? byte : 256 + other++), byte);
  }
  return letters;
}

/** Bytes in GPT-2's letters. */
export function lettersOf(bytes: readonly number[]): string {
  const letters = [...byteOfLetter().keys()];
  return bytes.map((byte) => letters[byte]).join('');
}

/**
 * The spellings that tokens may have, the likeliest first. Which one it is can be seen where the response has its own text;
 * else the first stands.
 */
export function spellingsOf(texts: readonly (string | undefined)[]): Spelling[] {
  let [spaced, marked, pieced, quoted, hexed] = [false, false, false, texts.length > 0, false];
  for (const text of texts) {
    if (text === undefined || text === '') continue;
    spaced ||= text.includes(' ');
    marked ||= text.includes('Ġ') || text.includes('Ċ');
    pieced ||= text.includes('▁') || BYTE_TOKEN.test(text);
    quoted &&= PYTHON_BYTES.test(text);
    hexed ||= ESCAPED.test(text);
  }
  const likely: Spelling[] = [];
  if (quoted) likely.push(pythonBytes);
  if (marked && !spaced) likely.push(byteLevel);
  if (pieced && !spaced) likely.push(sentencePiece);
  if (hexed) likely.push(escaped);
  const others: Spelling[] = [textAlone];
  if (marked && spaced) others.push(byteLevel);
  if (pieced && spaced) others.push(sentencePiece);
  return [...likely, asGiven, ...others];
}
