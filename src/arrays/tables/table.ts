import type { Container, NearbyLabels } from '../types';

/** Columns of numbers read as one matrix. */
export interface Table {
  range: [start: number, end: number];
  container: Container;
  name?: string;
  shape: readonly number[];
  data: Float64Array;
  decimals?: number;
  classNames?: readonly string[];
  floating: boolean;
  elided: boolean;
  /** Another column of the table. */
  labels?: NearbyLabels;
}
