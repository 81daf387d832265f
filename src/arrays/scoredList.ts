import type { EntryNames } from './types';

/** Names beside their scores, in records of a list: what classification pipelines and chat services print. */
export interface Scored {
  start: number;
  end: number;
  /** JSON path, or the list's key. */
  name?: string;
  json: boolean;
  shape: readonly [rows: number, classes: number] | readonly [classes: number];
  data: Float64Array;
  decimals?: number;
  /** One name per class; where each row has names of its own, one per entry. */
  classNames?: readonly string[];
  entryNames?: EntryNames;
  /** The keys: `label` and `score`, `token` and `logprob`, as written. */
  keys: { name: string; value: string };
  /** Only the largest of a longer list. */
  partial: boolean;
  /** Some scores are no probabilities: they lie outside [0, 1]. */
  raw?: true;
}
