/** What a character may begin inside a bracket. */
export const enum Kind {
  OTHER,
  SPACE,
  NEWLINE,
  OPEN,
  CLOSE,
  COMMA,
  NUMBER,
  QUOTE,
  WORD,
  HASH,
  SLASH,
}

/** By byte of `Codes`. */
export const KINDS = new Uint8Array(256).fill(Kind.WORD, 128);
for (const [characters, kind] of [
  [' \t\r', Kind.SPACE],
  ['\n', Kind.NEWLINE],
  ['[({', Kind.OPEN],
  ['])}', Kind.CLOSE],
  [',', Kind.COMMA],
  ['0123456789+-.', Kind.NUMBER],
  ['"\'`', Kind.QUOTE],
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$', Kind.WORD],
  ['#', Kind.HASH],
  ['/', Kind.SLASH],
] as const)
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
