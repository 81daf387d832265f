import * as l10n from '@vscode/l10n';
import { MAX_RECORD_BYTES } from '../text/splitter';
import { tooFew, type ValueStream } from './valueStream';

/** What stands before each text: its length. */
const HEAD = 4;

/**
 * Texts that are decoded as they are asked for: a few packed bytes may be a page of hundreds of megabytes, or of millions of
 * texts, most of which nobody holds at once.
 */
export class TextStream implements ValueStream {
  readonly areNumbers = false;
  private readonly view: DataView;
  private at = 0;

  /** @param left how many there are */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly decode: (text: Uint8Array) => unknown,
    private left: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  next(): unknown {
    const end = this.endOf(this.at, this.left);
    const text = this.bytes.subarray(this.at + HEAD, end);
    if (text.length > MAX_RECORD_BYTES) throw tooLarge();
    this.at = end;
    this.left--;
    return this.decode(text);
  }

  peek(count: number): unknown[] {
    const { at, left } = this;
    this.pass(count);
    if (this.at - at - HEAD * count > MAX_RECORD_BYTES) throw tooLarge();
    this.at = at;
    this.left = left;
    const texts = Array.from({ length: count }, () => this.next());
    this.at = at;
    this.left = left;
    return texts;
  }

  pass(count: number): void {
    for (; count > 0; count--, this.left--) this.at = this.endOf(this.at, this.left);
  }

  private endOf(at: number, left: number): number {
    if (left <= 0) throw tooFew();
    const start = at + HEAD;
    const end = start > this.bytes.length ? Infinity : start + this.view.getUint32(at, true);
    if (end > this.bytes.length) throw new Error(l10n.t('the values of a page are damaged'));
    return end;
  }
}

const tooLarge = () => new Error(l10n.t('the record is larger than {0} MiB', MAX_RECORD_BYTES >> 20));
