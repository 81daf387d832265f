import type { RowBlock } from '../records/rowBlocks';

/** Memory for a dump's numbers: 16 million logits, such as 160,000 rows of 100. */
export const KEPT_BYTES = 128 << 20;
/** A number takes 8 bytes here and seldom more than 24 in a text. */
const TEXT_BYTES = 3;

/**
 * The rows of a dump as they were read, for as long as they fit into memory: other options are then computed of them,
 * and the file need not be read again.
 */
export class KeptBlocks {
  private kept: RowBlock[] | undefined;
  private readonly starts: number[] = [];
  private bytes = 0;
  private rows = 0;

  /** @param size of the file in bytes: what cannot fit is not begun with */
  constructor(
    private readonly maxBytes: number,
    size: number,
  ) {
    this.kept = size <= TEXT_BYTES * maxBytes ? [] : undefined;
  }

  /** Copies a block; lets go of all when there are too many. */
  add(block: RowBlock): void {
    if (!this.kept) return;
    this.bytes += block.logits.byteLength + (block.soft?.byteLength ?? 0);
    if (this.bytes > this.maxBytes) {
      this.kept = undefined;
      return;
    }
    this.starts.push(this.rows);
    this.rows += block.rows;
    this.kept.push({
      ...block,
      beside: undefined,
      logits: block.logits.slice(),
      label: block.label?.slice(),
      soft: block.soft?.slice(),
      storedLoss: block.storedLoss?.slice(),
      offset: block.offset.slice(),
      length: block.length.slice(),
      line: block.line.slice(),
      part: block.part.slice(),
    });
  }

  /** In the file's order; undefined where they are too many. */
  get blocks(): readonly RowBlock[] | undefined {
    return this.kept;
  }

  /** The block that holds a row, and the row's place in it. */
  find(row: number): { block: RowBlock; at: number } {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= row) low = middle;
      else high = middle;
    }
    return { block: this.kept![low], at: row - this.starts[low] };
  }
}
