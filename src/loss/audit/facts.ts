import type { Beside, ReadingKind } from '../../arrays/types';
import type { LossTable } from '../lossTable';
import type { LabelledRows } from '../rowColumns';

/** Beyond this many logits only what follows from the rows' losses is tried. */
export const AUDITED_ELEMENTS = 1 << 22;

/** What an audit goes by. */
export interface AuditFacts {
  table: LossTable;
  reading: ReadingKind;
  /** What stands beside the rows. */
  beside: Beside;
  /** The rows that the table was computed of, where they are in memory. */
  values?: LabelledRows;
  /** Of the whole array, and where its classes lie in it. */
  shape: readonly number[];
  classAxis: number;
}

/** A loss that is tied to the rows; lines of a training log are none. */
export function printedWith({ beside: { printedLoss } }: AuditFacts) {
  return printedLoss && !printedLoss.untied ? printedLoss : undefined;
}
