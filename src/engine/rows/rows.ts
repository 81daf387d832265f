import type { IntegerColumn } from '../../arrays/integerColumn';
import type { CallContext } from '../callContext';

/** Some rows as they lie there: numbers row by row, with what stands beside them. */
export interface RowValues {
  /** Rows × classes. */
  logits: Float32Array | Float64Array;
  /** Labels that are a row of numbers per row. */
  soft?: Float32Array | Float64Array;
  /** A loss stored beside each row; NaN where there is none. */
  storedLoss?: Float64Array;
}

/** The rows of one opened thing, wherever they lie: in memory, in a file of arrays, in a file of records. */
export interface Rows {
  /** The array's own, and where its classes are. */
  readonly shape: readonly number[];
  readonly classAxis: number;
  readonly rows: number;
  readonly classes: number;
  /** Printed precision of the numbers. */
  readonly decimals?: number;
  /** Class ids that stand beside the rows, one each; NO_LABEL where a row has none. */
  readonly label?: IntegerColumn;
  /** The names of classes that they came from, in the order of the IDs; absent where they were IDs. */
  readonly labelNames?: readonly string[];
  /** Rows that may be taken at once; absent where any number may. */
  readonly atOnce?: number;
  /** They are not read from end to end unless labels ask for it. */
  readonly lazy?: true;
  /** A row's place in its sequence, from 0. */
  position(row: number): number;
  read(from: number, count: number, signal: AbortSignal): Promise<RowValues>;
  /** Rows in any order. */
  gather(rows: Int32Array, signal: AbortSignal): Promise<RowValues>;
  /** All rows once, in order, in blocks; other calls are answered between them. A block's arrays are valid until the next. */
  pass(context: CallContext, onBlock: (block: RowValues) => void): Promise<void>;
}

/** The same rows with their numbers turned into others on the way. */
export function mapped(rows: Rows, map: (values: RowValues['logits']) => RowValues['logits']): Rows {
  const turn = (values: RowValues): RowValues => ({ ...values, logits: map(values.logits) });
  const { shape, classAxis, rows: count, classes, label, labelNames, atOnce, lazy } = rows;
  return {
    ...{ shape, classAxis, rows: count, classes, label, labelNames, atOnce, lazy },
    position: (row) => rows.position(row),
    read: async (...asked) => turn(await rows.read(...asked)),
    gather: async (...asked) => turn(await rows.gather(...asked)),
    pass: (context, onBlock) => rows.pass(context, (block) => onBlock(turn(block))),
  };
}
