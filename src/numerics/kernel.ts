export type Data = Float32Array | Float64Array;

/** Numbers per row that `statistics` writes, and where they stand. */
export const STATISTICS = 6;
export const MAX = 0;
export const ARGMAX = 1;
export const SECOND = 2;
/** Σ exp((x_i − max)/T) without the maximum's own 1. NaN when the row has no softmax. */
export const TAIL = 3;
/** log1p of the tail. */
export const LOG = 4;
/** Σ exp(d_i) · −d_i with d_i = (x_i − max)/T; only when asked for. */
export const WEIGHTED = 5;

/** Class ids, −1 for none, in as few bytes as the classes need. */
export type ClassIds = Int8Array | Int16Array | Int32Array;

/** How rows are described. */
export interface DescribeOptions {
  temperature: number;
  /** Class ids as they are given, one a row. */
  given?: Int32Array;
  /** Rows with this label have no loss. */
  ignoreIndex: number;
}

/** One entry a row. */
export interface DescribedColumns {
  /** The lowest of the most probable classes; −1 without a softmax. */
  top: ClassIds;
  /** NaN without a softmax. */
  topProbability: Float64Array;
  /** At the temperature; the maximum (NaN, +∞ or −∞) without a softmax. */
  logSumExp: Float64Array;
  /** With labels: their class ids, −1 where a row counts for nothing. */
  label?: ClassIds;
  /** With labels: in nats, NaN where a row counts for nothing. */
  loss?: Float64Array;
}

/** Added up over calls. */
export interface DescribedCounts {
  /** In the order of DESCRIBED. */
  counts: Float64Array;
  /** How many labels have each rank, counted up to the last. */
  ranks: Int32Array;
}

export type CountedColumns = Pick<DescribedColumns, 'top' | 'topProbability' | 'label' | 'loss'>;

export type JudgedColumns = Pick<DescribedColumns, 'top' | 'label' | 'loss'>;

export interface TopK {
  indices: Int32Array;
  values: Float64Array;
}

/** What distances from a line are kept in, by the bytes that the largest of them takes. */
export const PACKED_KINDS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const;

/** Value i is first + floor(slope · i) + rest[i], or without a rest just the line. */
export interface PackedValues {
  first: number;
  slope: number;
  /** Valid until the kernels are called again. */
  rest?: Uint8Array | Uint16Array | Uint32Array | Float64Array;
}

/** The k largest, and the sums over all the others: Σ exp(d_i) and Σ exp(d_i) · −d_i with d_i = (x_i − max)/T. */
export interface Summary extends TopK {
  /** NaN when another element than the k largest is NaN, or the maximum is not finite. */
  rest: number;
  weighted: number;
  nanCount: number;
  positiveInfinityCount: number;
  maskedCount: number;
}

/**
 * What both implementations do, on contiguous rows of n elements. A row with a NaN or +∞, or of −∞ only, has tail, log
 * and results NaN; its maximum is then NaN, +∞ or −∞ and tells which.
 */
export interface Kernels {
  /** `out` holds six numbers a row, or more. Argmax, second and weighted are for 'weighted' only. */
  statistics(
    x: Data,
    n: number,
    temperature: number,
    kind: 'plain' | 'weighted' | 'fast',
    out: Float64Array,
  ): void;
  /** `statistics` is written as 'plain' where it is given, which is for no `fast` softmax. */
  softmax(x: Data, n: number, temperature: number, fast: boolean, out: Data, statistics?: Float64Array): void;
  logSoftmax(x: Data, n: number, temperature: number, fast: boolean, out: Data): void;
  topK(row: Data, k: number): TopK;
  /** How many of a row's elements are larger than the one of its id, counted up to `limit`; −1 where the id is no class. */
  ranks(x: Data, n: number, ids: Int32Array, limit: number, out: Int32Array): void;
  /** What `rowSummary` needs of a row; 1 ≤ k ≤ n. */
  summary(row: Data, temperature: number, k: number): Summary;
  /** Fills in the columns of rows; at least one. */
  describe(
    x: Data,
    n: number,
    options: DescribeOptions,
    columns: DescribedColumns,
    into: DescribedCounts,
  ): void;
  /** Adds rows to totals in the order of TOTALS, in the rows' order. */
  addUp(columns: CountedColumns, totals: Float64Array): void;
  /**
   * Counts finite losses of rows with a label in bins of equal width from 0 on: of each bin those that are right, then the
   * others. What lies beyond the last bin is counted there.
   */
  histogram(columns: Required<JudgedColumns>, width: number, counts: Int32Array): void;
  /** Whole numbers, at least one, as their distances from a line. */
  pack(values: Float64Array): PackedValues;
}
