import type { RowBlock } from '../../records/rowBlocks';

/** Memory for a dump's numbers: 16 million logits, such as 160,000 rows of 100. */
export const KEPT_BYTES = 128 << 20;
/** A number takes 8 bytes here and seldom more than 24 in a text. */
const TEXT_BYTES = 3;

/** What rows are made of, without the places of their records, which are kept elsewhere. */
export type KeptBlock = Pick<RowBlock, 'classes' | 'logits' | 'soft' | 'storedLoss'>;

/**
 * The rows of a dump as they were read, for as long as they fit into memory: other options are then computed of them,
 * and the file need not be read again.
 */
export class KeptBlocks {
  private kept: KeptBlock[] | undefined;
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

  /** How many rows there will be, as far as is known: what will not fit is let go of at once. */
  expect(rows: number): void {
    if (this.rows > 0 && (this.bytes / this.rows) * rows > this.maxBytes) this.kept = undefined;
  }

  /** Copies a block, or takes it where it is its own; lets go of all when there are too many. */
  add(block: KeptBlock & { rows: number }, own = false): void {
    if (!this.kept) return;
    this.bytes += block.logits.byteLength + (block.soft?.byteLength ?? 0);
    if (this.bytes > this.maxBytes) {
      this.kept = undefined;
      return;
    }
    this.starts.push(this.rows);
    this.rows += block.rows;
    const { classes, logits, soft, storedLoss } = block;
    this.kept.push(
      own
        ? { classes, logits, soft, storedLoss }
        : { classes, logits: logits.slice(), soft: soft?.slice(), storedLoss: storedLoss?.slice() },
    );
  }

  /** In the file's order; undefined where they are too many. */
  get blocks(): readonly KeptBlock[] | undefined {
    return this.kept;
  }

  /** The block that holds a row, and the row's place in it. */
  find(row: number): { block: KeptBlock; at: number } {
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
