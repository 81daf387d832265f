import * as l10n from '@vscode/l10n';
import type { DecodedArray } from 'hyparquet/src/types.js';
import type { Numbers } from '../columnar/columnarFile';

/** The values of a page, from the first to the last. */
export interface ValueStream {
  /** Whether `peek` gives an array of numbers. */
  readonly areNumbers: boolean;
  /** The next value, which is passed with it. */
  next(): unknown;
  /** The next values, valid until others are asked for. Throws where there are fewer. */
  peek(count: number): DecodedArray;
  pass(count: number): void;
}

export const NUMBERS = { FLOAT: Float32Array, DOUBLE: Float64Array, INT32: Int32Array, INT64: BigInt64Array };

/** Values that are there as a whole. */
export class DecodedValues implements ValueStream {
  readonly areNumbers: boolean;
  private at = 0;

  constructor(private readonly values: DecodedArray) {
    this.areNumbers = Object.values(NUMBERS).some((type) => values instanceof type);
  }

  next(): unknown {
    if (this.at >= this.values.length) throw tooFew();
    return this.values[this.at++];
  }

  peek(count: number): DecodedArray {
    const { values, at } = this;
    if (at + count > values.length) throw tooFew();
    return Array.isArray(values) ? values.slice(at, at + count) : values.subarray(at, at + count);
  }

  pass(count: number): void {
    this.at += count;
  }
}

/** Values decoded at once where little is asked for. */
const WINDOW = 1 << 12;

/** Numbers that are decoded a stretch at a time: a page of DuckDB has up to 12 million, most of which nobody holds at once. */
export class NumberStream implements ValueStream {
  readonly areNumbers = true;
  private window: Numbers;
  private from = 0;
  private to = 0;

  /**
   * @param type of the array that they are given as
   * @param decode fills an array with the next numbers
   * @param left how many there are
   */
  constructor(
    private readonly type: keyof typeof NUMBERS,
    private readonly decode: (into: Numbers) => void,
    private left: number,
  ) {
    this.window = new NUMBERS[type](Math.min(left, WINDOW));
  }

  next(): unknown {
    if (this.from === this.to) this.fill(1);
    return this.window[this.from++];
  }

  peek(count: number): Numbers {
    if (this.to - this.from < count) this.fill(count);
    return this.window.subarray(this.from, this.from + count);
  }

  pass(count: number): void {
    this.from += count;
  }

  private fill(count: number): void {
    const rest = this.window.subarray(this.from, this.to);
    if (count > rest.length + this.left) throw tooFew();
    const { window } = this;
    if (window.length < count) {
      this.window = new NUMBERS[this.type](count);
      this.window.set(rest as never);
    } else window.copyWithin(0, this.from, this.to);
    const more = Math.min(this.left, this.window.length - rest.length);
    this.decode(this.window.subarray(rest.length, rest.length + more));
    this.left -= more;
    this.from = 0;
    this.to = rest.length + more;
  }
}

export function tooFew(): Error {
  return new Error(l10n.t('the levels of a page count more values than it has'));
}
