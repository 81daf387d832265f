import { int32Column } from '../../loss/growable';

/** Texts of many rows, of which many are alike: each text once, and its number for every row. */
export class TextColumn {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly column = int32Column();

  /** An empty text is none. */
  append(texts: readonly string[]): void {
    for (const text of texts) this.column.push(text === '' ? -1 : this.numberOf(text));
  }

  /** The number of each row's text among the names; −1 where it has none. */
  get of(): Int32Array {
    return this.column.values;
  }

  private numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.names.length);
    return this.names.push(text) - 1;
  }
}
