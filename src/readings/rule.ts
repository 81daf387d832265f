import type { Scored } from '../arrays/scoredList';
import type { Container, ReadingKind } from '../arrays/types';
import type { Shown } from './source/shownValue';
import type { Stats } from './stats';
import type { Strength } from './weights';

/** An array to be read, and everything known of it. */
export interface Subject {
  container: Container;
  name?: string;
  shape: readonly number[];
  elided: boolean;
  /** Written with a point or exponent somewhere, or as nan or inf: not whole numbers throughout. */
  floating: boolean;
  boolean: boolean;
  decimals?: number;
  gradFn?: string;
  parameter?: boolean;
  requiresGrad?: boolean;
  /** Of a matrix of Julia: the axis along which its code keeps the classes. */
  axis?: 0 | 1;
  /** What the code that printed it says. */
  shown?: Shown;
  /** The name of class ids that stand beside it, one for each row. */
  labels?: string;
  /** Those labels are the names of its columns. */
  labelledByName?: true;
  /** Gathered from records of names and scores. */
  scored?: Pick<Scored, 'keys' | 'partial' | 'raw'>;
  stats: Stats;
}

/** What one rule says the array is, how much that counts, and why, as a sentence a person can check. */
export interface Vote {
  kind: ReadingKind;
  strength: Strength;
  sentence: string;
}

/** One way to tell what an array is; `votes` are those of the rules before it in the list. */
export interface Rule {
  weigh(subject: Subject, votes: readonly Vote[]): Vote | undefined;
}
