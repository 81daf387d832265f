/** What a code unit beyond ASCII becomes. */
export const BEYOND_ASCII = 255;

const STEP = 8192;

/**
 * A text as one byte for each of its UTF-16 units, quicker to read one by one than the text. Only what is asked for is
 * made: most of a long array is never looked at this way.
 */
export class Codes {
  readonly bytes: Uint8Array;
  /** The bytes before this that were asked for are there. */
  ready = 0;
  private readonly encoder = new TextEncoder();

  constructor(private readonly text: string) {
    this.bytes = new Uint8Array(text.length);
  }

  /** Makes the bytes from `from` to `end`, and some beyond. What lies between them and those made before is left out. */
  read(from: number, end: number) {
    const { text, bytes, encoder } = this;
    from = Math.max(from, this.ready);
    end = Math.min(text.length, Math.max(end, from + STEP));
    const part = text.slice(from, end);
    const { read, written } = encoder.encodeInto(part, bytes.subarray(from, end));
    if (read !== part.length || written !== part.length) {
      for (let i = 0; i < part.length; i++) {
        const unit = part.charCodeAt(i);
        bytes[from + i] = unit < 128 ? unit : BEYOND_ASCII;
      }
    }
    this.ready = end;
  }
}
