import { withOverride, type Overrides } from '../arrays/override';
import type { ReadingKind } from '../arrays/types';
import type { Shown, ToPage } from './protocol';

/** What a panel shows, with what a person chose since it was opened, in its page or elsewhere. */
export class ShownNow {
  /** The reading that was chosen elsewhere last, unless the page chose another since. */
  private followed: ReadingKind | undefined;

  constructor(private shown: Shown) {}

  get found(): Shown['found'] {
    return this.shown.found;
  }

  /**
   * What a page is told that begins. One that was dropped while it was hidden was left with a reading of its own, which
   * counts only where none was chosen since.
   */
  get messages(): ToPage[] {
    const { shown, followed } = this;
    return [{ type: 'show', shown }, ...(followed ? [{ type: 'reading' as const, kind: followed }] : [])];
  }

  /** The page chose a reading. */
  read(kind: ReadingKind): void {
    this.followed = undefined;
    this.change(kind);
  }

  /** The page chose names. */
  name(classNames: readonly string[] | undefined, namesFrom: string | undefined): void {
    this.shown = { ...this.shown, found: { ...this.found, classNames, namesFrom } };
  }

  /** Readings were chosen elsewhere: what the page is told where this array's is another now. */
  follow(overrides: Overrides): ToPage | undefined {
    const { kind } = withOverride(this.found, overrides).reading;
    if (kind === this.found.reading.kind) return undefined;
    this.change(kind);
    this.followed = kind;
    return { type: 'reading', kind };
  }

  private change(kind: ReadingKind): void {
    const { found } = this;
    this.shown = { ...this.shown, found: { ...found, reading: { ...found.reading, kind } } };
  }
}
