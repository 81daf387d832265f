// Linear memory, all offsets in bytes. The host writes the tables once and the window before each call (../scanner.ts).

/** Result of the last call: seven i32, see `scan`. */
export const RESULT: usize = 0;
/** 10^0 to 10^22 as f64: every power of ten a double holds exactly. */
export const POWERS_OF_TEN: usize = 64;
/** Byte shuffles that right-align the digits of a token, one of 16 bytes per (integer digits, length). */
export const ALIGNMENTS: usize = 256;
/** 128-bit truncated powers of five, 5^-342 to 5^308, high word first. */
export const POWERS_OF_FIVE: usize = 5120;
/** The text window, one byte per UTF-16 unit, padded with 64 zero bytes. */
export const WINDOW: usize = 16384;
export const WINDOW_BYTES: usize = 131072;
/** Values scanned; a window holds at most one number per two bytes. */
export const VALUES: usize = WINDOW + WINDOW_BYTES + 64;

/** Bytes indexed at once at most: their text, index and values stay in the first-level cache. */
export const CHUNK: usize = 4096;
/** Per chunk, as u32: where tokens start, where they end, where points stand. Each mask of 64 may write past the last. */
export const STARTS: usize = VALUES + WINDOW_BYTES * 4;
export const ENDS: usize = STARTS + CHUNK * 2 + 512;
export const POINTS: usize = ENDS + CHUNK * 2 + 512;
/** Per chunk, three u32 each: where a bracket stands, tokens and commas of rows before it. */
export const BRACKETS: usize = POINTS + CHUNK * 4 + 512;
