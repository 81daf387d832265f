/** Integers, one a row: an array of them, or a column in fewer bytes. */
export interface IntegerColumn {
  readonly length: number;
  /** @param row one of those that there are */
  at(row: number): number | undefined;
  subarray(from: number, to: number): Int32Array;
}
