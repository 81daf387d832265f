import type { ReadingKind } from '../../arrays/types';

/** What code says that a value is. */
export interface Says {
  kind: ReadingKind;
  weight: number;
  sentence: string;
  /** Said of any model's output: what the numbers look like decides whether it holds. */
  anyModel?: true;
}
