import type { ReadingKind } from '../../arrays/types';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { DumpFields } from '../../records/types';

/** Whoever takes each class as a yes or no of its own has probabilities that a sigmoid gave. */
export const underLoss = <Kind extends ReadingKind>(
  kind: Kind,
  { loss }: EvaluationOptions,
  { scalar }: Pick<DumpFields, 'scalar'> = {},
) => (loss === 'sigmoid' && kind === 'probabilities' && scalar === undefined ? 'sigmoid-scores' : kind);
