import type { ReadingKind } from '../../arrays/types';
import type { Strength } from '../weights';

/** What code says that a value is. */
export interface Says {
  kind: ReadingKind;
  strength: Strength;
  sentence: string;
  /** Said of any model's output: what the numbers look like decides whether it holds. */
  anyModel?: true;
}
