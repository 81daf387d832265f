import type { RecordPlace } from './text/splitter';

/** Logits handed on at once; small enough to stay in the processor's cache between reading and computing. */
const BLOCK_ELEMENTS = 1 << 15;

/** Rows of consecutive records; the arrays are reused for the next block. */
export interface RowBlock {
  rows: number;
  classes: number;
  logits: Float64Array;
  /** Class ids as the file has them, in range or not; NO_LABEL where there is none. */
  label?: Int32Array;
  /** Labels that are a row of numbers per row. */
  soft?: Float64Array;
  /** Stored losses; NaN where a record has none. */
  storedLoss?: Float64Array;
  /** For each field that is wanted as a text, the text of each row, empty where it has none. */
  beside?: string[][];
  /**
   * The row's record, by its place in the file (in a file of columns its number, with no length); several rows of one record
   * follow each other from part 0.
   */
  offset: Float64Array;
  length: Int32Array;
  line: Int32Array;
  part: Int32Array;
}

/** Gathers rows until a block is full, and hands it on. */
export class RowBlocks {
  private block?: RowBlock & { capacity: number };

  constructor(
    private readonly has: { label: boolean; loss: boolean; beside: number },
    private readonly onBlock: (block: RowBlock) => void,
  ) {}

  /**
   * The block that takes a record's rows, their places filled in; its rows count once `added` is called.
   *
   * @param soft whether their labels are distributions: those and class ids are computed apart
   */
  room(place: RecordPlace, rows: number, classes: number, soft: boolean): RowBlock {
    const { block } = this;
    const fits =
      block !== undefined &&
      block.rows + rows <= block.capacity &&
      block.classes === classes &&
      (block.soft !== undefined) === soft;
    if (!fits) this.flush();
    const into = fits ? block : (this.block = this.make(rows, classes, soft));
    for (let row = 0; row < rows; row++) {
      const at = into.rows + row;
      into.offset[at] = place.offset;
      into.length[at] = place.end - place.start;
      into.line[at] = place.line;
      into.part[at] = row;
    }
    return into;
  }

  /**
   * The block that takes rows of class ids by itself from its row `rows` on, up to its capacity; they count once `added` is
   * called.
   */
  open(classes: number): { block: RowBlock; capacity: number } {
    const { block } = this;
    const fits =
      block !== undefined &&
      block.rows < block.capacity &&
      block.classes === classes &&
      block.soft === undefined;
    if (!fits) this.flush();
    const into = fits ? block : (this.block = this.make(1, classes, false));
    return { block: into, capacity: into.capacity };
  }

  added(block: RowBlock, rows: number): void {
    block.rows += rows;
    if (block.rows * block.classes >= BLOCK_ELEMENTS) this.flush();
  }

  flush(): void {
    const { block } = this;
    if (!block || block.rows === 0) return;
    const { rows, classes } = block;
    this.onBlock({
      rows,
      classes,
      logits: block.logits.subarray(0, rows * classes),
      label: block.label?.subarray(0, rows),
      soft: block.soft?.subarray(0, rows * classes),
      storedLoss: block.storedLoss?.subarray(0, rows),
      beside: block.beside,
      offset: block.offset.subarray(0, rows),
      length: block.length.subarray(0, rows),
      line: block.line.subarray(0, rows),
      part: block.part.subarray(0, rows),
    });
    block.rows = 0;
    block.beside = block.beside?.map(() => []);
  }

  private make(rows: number, classes: number, soft: boolean): RowBlock & { capacity: number } {
    const capacity = Math.max(rows, Math.ceil(BLOCK_ELEMENTS / classes) + 1);
    return {
      capacity,
      rows: 0,
      classes,
      logits: new Float64Array(capacity * classes),
      ...(this.has.label && { label: new Int32Array(capacity) }),
      ...(soft && { soft: new Float64Array(capacity * classes) }),
      ...(this.has.loss && { storedLoss: new Float64Array(capacity) }),
      ...(this.has.beside > 0 && { beside: Array.from({ length: this.has.beside }, () => []) }),
      offset: new Float64Array(capacity),
      length: new Int32Array(capacity),
      line: new Int32Array(capacity),
      part: new Int32Array(capacity),
    };
  }
}
