// Linear memory, all offsets in bytes. The host writes the tables once and the window before each call (../scanner.ts).

/** Result of the last call: eight i32, see `scan`. */
export const RESULT: usize = 0;
/** 10^0 to 10^22 as f64: every power of ten a double holds exactly. */
export const POWERS_OF_TEN: usize = 64;
/** Byte shuffles that right-align the digits of a token, one of 16 bytes per (integer digits, length). */
export const ALIGNMENTS: usize = 256;
/** 128-bit truncated powers of five, 5^-342 to 5^308, high word first. */
export const POWERS_OF_FIVE: usize = 5120;
/**
 * For tokens of up to 15 bytes in a vector of 16 that ends where they end, rows of 288 bytes. A row's number is twice the
 * count of leading zeros in a mask, in 32 bits, of the vector's points, plus one for a minus; the first is 32. It holds
 * 16 byte shuffles, one per length, which right-align the digits; the power of ten to divide by, signed, as f64; and for
 * a token of which eight more digits follow the vector its power of five, 31 and 32 bits as u32, and as u64 what to add
 * to the bits of a double for exponent and sign. The last two rows are for tokens that have no point, whatever the mask.
 * The shuffle for what is no token takes a byte that is no digit.
 */
export const SHAPES: usize = 16384;
export const SHAPE_BYTES: i32 = 288;
/** The same in rows of 72 bytes for tokens of up to 7 bytes: eight shuffles of 8 bytes and the power of ten. */
export const SHORT_SHAPES: usize = 26752;
export const SHORT_SHAPE_BYTES: i32 = 72;
/** Constant vectors: loaded once they stay in registers, as literals they are made anew at each use. */
export const VECTORS: usize = 29696;
/** The text window, one byte per UTF-16 unit, padded with 64 zero bytes. */
export const WINDOW: usize = 32768;
export const WINDOW_BYTES: usize = 262144;
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
/** Of tokens between commas, as u32: 24 bytes before their start and before their end; one more end before the first. */
export const FROM: usize = STARTS;
export const TO: usize = ENDS + 16;

/** Rows of records read at once at most, and numbers in them: their columns stand behind the numbers, at VALUES, and four more. */
export const ROWS: usize = 8192;
export const ROW_VALUES: usize = 65536;
/** Of each row, where its line starts as f64, its length as i32, its class id as i32, its stored loss as f64. */
export const OFFSETS: usize = VALUES + ROW_VALUES * 8 + 32;
export const LENGTHS: usize = OFFSETS + ROWS * 8;
export const LABELS: usize = LENGTHS + ROWS * 4;
export const LOSSES: usize = LABELS + ROWS * 4;
/**
 * The form of records, four u32 a piece: where its bytes are and how many, the kind of value behind it, and for logits
 * how many numbers and, in the upper half, the class of the first.
 */
export const FORM: usize = LOSSES + ROWS * 8;
