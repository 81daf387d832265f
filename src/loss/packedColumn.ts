import { packValues, type PackedValues } from '../numerics';

/** Values that are looked at for a line of their own: a few are kept with others. */
const LINE = 256;
/** Rows of a run: enough that what is kept once a run counts for little, few enough that they lie near a line. */
const RUN = 4096;

type Rest = NonNullable<PackedValues['rest']>;

/** Bytes of one piece of memory that rests of runs are put into: at most a few are left over. */
const MOST_REST = 1 << 16;

/** Memory for the rests of runs, one behind the other: a buffer of its own for each would cost more than what is in it. */
export class RestMemory {
  private buffer = new ArrayBuffer(0);
  private used = 0;

  /** A copy. */
  keep(rest: Rest): Rest {
    const bytes = rest.byteLength;
    if (this.used + bytes > this.buffer.byteLength) {
      this.buffer = new ArrayBuffer(Math.max(bytes, Math.min(MOST_REST, 2 * this.buffer.byteLength)));
      this.used = 0;
    }
    const Kind = rest.constructor as Uint8ArrayConstructor;
    const copy = new Kind(this.buffer, this.used, rest.length);
    copy.set(rest);
    this.used += 8 * Math.ceil(bytes / 8);
    return copy;
  }
}

/** Neighbouring rows, and memory that is theirs. */
export interface PackedRun extends PackedValues {
  rows: number;
}

/**
 * Integers of many rows in as few bytes as tell them apart from a straight line: none for the numbers of lines, one for small
 * class ids, two for the places of records that are about as long as each other.
 */
export class PackedColumn {
  private readonly runs: PackedRun[] = [];
  /** The row that each run begins with. */
  private readonly starts: number[] = [];
  private packed = 0;
  /** What is not packed yet. */
  private pending = new Float64Array(16);
  private waiting = 0;
  /** The run that was looked into last: most look at the next row. */
  private last = 0;

  /** @param memory shared with columns that live as long */
  constructor(private readonly memory = new RestMemory()) {}

  get length(): number {
    return this.packed + this.waiting;
  }

  /** @param values whole numbers whose differences a double holds exactly: below 2^51 */
  append(values: Int32Array | Float64Array): void {
    const step = values.length >= LINE ? stepOf(values) : undefined;
    if (step !== undefined) return this.appendLine(values[0], step, values.length);
    for (let from = 0; from < values.length;) {
      const to = Math.min(values.length, from + RUN - this.waiting);
      if (this.waiting + to - from > this.pending.length) this.makeRoom(this.waiting + to - from);
      this.pending.set(values.subarray(from, to), this.waiting);
      this.waiting += to - from;
      if (this.waiting === RUN) this.pack();
      from = to;
    }
  }

  /** Appends another column's runs as they are, so much higher. */
  join(runs: readonly PackedRun[], by = 0): void {
    this.pack();
    for (const run of runs) this.add(by === 0 ? run : { ...run, first: run.first + by });
  }

  /** All rows; what is appended later makes runs of its own. */
  take(): readonly PackedRun[] {
    this.pack();
    return this.runs;
  }

  at(row: number): number {
    if (row >= this.packed) return this.pending[row - this.packed];
    const at = this.runOf(row);
    const { first, slope, rest } = this.runs[at];
    const i = row - this.starts[at];
    return first + Math.floor(slope * i) + (rest ? rest[i] : 0);
  }

  /** Written out. */
  subarray(from: number, to: number): Int32Array {
    const values = new Int32Array(to - from);
    for (let row = from; row < to; row++) values[row - from] = this.at(row);
    return values;
  }

  /** Goes on with the last run where that is the same line. */
  private appendLine(first: number, slope: number, rows: number): void {
    this.pack();
    const last = this.runs.at(-1);
    if (last && !last.rest && last.slope === slope && last.first + slope * last.rows === first) {
      this.runs[this.runs.length - 1] = { ...last, rows: last.rows + rows };
      this.packed += rows;
    } else this.add({ rows, first, slope });
  }

  private runOf(row: number): number {
    const { starts, runs, last } = this;
    const inLast = row - starts[last];
    if (inLast >= 0 && inLast < runs[last].rows) return last;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= row) low = middle;
      else high = middle;
    }
    return (this.last = low);
  }

  private makeRoom(rows: number): void {
    const larger = new Float64Array(Math.min(RUN, Math.max(rows, 2 * this.pending.length)));
    larger.set(this.pending.subarray(0, this.waiting));
    this.pending = larger;
  }

  private pack(): void {
    if (this.waiting === 0) return;
    const { rest, ...line } = packValues(this.pending.subarray(0, this.waiting));
    this.add({ rows: this.waiting, ...line, ...(rest && { rest: this.memory.keep(rest) }) });
    this.waiting = 0;
  }

  private add(run: PackedRun): void {
    this.starts.push(this.packed);
    this.runs.push(run);
    this.packed += run.rows;
  }
}

/** How much each value is higher than the one before, where that is the same for all. */
function stepOf(values: Int32Array | Float64Array): number | undefined {
  const step = values[1] - values[0];
  for (let i = 2; i < values.length; i++) if (values[i] - values[i - 1] !== step) return undefined;
  return step;
}
