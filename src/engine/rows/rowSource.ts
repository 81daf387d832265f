import * as l10n from '@vscode/l10n';
import { MAX_ELEMENTS, ndarray, sizeOf, type NDArray } from '../../arrays/ndarray';
import type { ByteSource } from '../../bytes/byteSource';
import { bytesOf, widen } from '../../bytes/elements';
import { Shared } from '../../bytes/shared';
import type { StoredValues } from '../../bytes/storedArray';

/** Runs of rows that consist of sequences of one length each. */
export type Sequences = readonly { length: number; rows: number }[];

/** Rows along the last axis of an array that is not in memory. */
export interface RowSource {
  shape: readonly number[];
  rows: number;
  classes: number;
  /** A row's place in its sequence, where the shape doesn't tell it. */
  position?: (row: number) => number;
  /** Rows × classes; ends when the signal aborts, where that may take long. */
  read(from: number, count: number, signal?: AbortSignal): Promise<NDArray>;
}

/** The rows of an array in a file, read by ranges; in Fortran order each class is a range of its own. */
export async function storedRows(
  values: StoredValues,
  shape: readonly number[],
  signal?: AbortSignal,
): Promise<RowSource> {
  if (shape.length === 0)
    throw new Error(l10n.t('A single number has no distribution. Expected a row of logits.'));
  const bytes = await values.open(signal);
  const classes = shape[shape.length - 1];
  const rows = classes === 0 ? 0 : sizeOf(shape) / classes;
  const source = { shape, rows, classes };
  if (!values.fortran || shape.length === 1) {
    return {
      ...source,
      read: (from, count, signal) => readRange(bytes, values, from * classes, [count, classes], signal),
    };
  }
  if (sizeOf(shape) <= MAX_ELEMENTS) {
    let whole: Shared<NDArray> | undefined;
    return {
      ...source,
      async read(from, count, signal) {
        if (!whole || whole.over) whole = new Shared((shared) => readWhole(bytes, values, shape, shared));
        const { data } = await whole.wait(signal);
        return ndarray(data.subarray(from * classes, (from + count) * classes), [count, classes]);
      },
    };
  }
  if (shape.length > 2)
    throw new Error(
      l10n.t(
        'An array of rank {0} in Fortran order is read whole, and its {1} elements exceed the limit of {2}.',
        shape.length,
        sizeOf(shape),
        MAX_ELEMENTS,
      ),
    );
  const columns = { bytes, values, rows, classes };
  return { ...source, read: (from, count, signal) => readColumns(columns, from, count, signal) };
}

/** The place of each row in its sequence. */
export function positionsIn(sequences: Sequences): (row: number) => number {
  const ends: number[] = [];
  for (const { rows } of sequences) ends.push((ends.at(-1) ?? 0) + rows);
  let last = 0;
  return (row) => {
    // Rows are asked for one after the other.
    if (row < (ends[last - 1] ?? 0)) last = 0;
    while (row >= ends[last]) last++;
    return (row - (ends[last - 1] ?? 0)) % sequences[last].length;
  };
}

async function readRange(
  bytes: ByteSource,
  { kind, bigEndian }: StoredValues,
  element: number,
  shape: readonly number[],
  signal?: AbortSignal,
): Promise<NDArray> {
  const size = bytesOf(kind);
  const part = await bytes.read(element * size, sizeOf(shape) * size, signal);
  return ndarray(widen(part, kind, bigEndian), shape);
}

/** Fortran order read whole and turned into rows. */
async function readWhole(
  bytes: ByteSource,
  { kind, bigEndian }: StoredValues,
  shape: readonly number[],
  signal: AbortSignal,
): Promise<NDArray> {
  const flat = widen(await bytes.read(0, bytes.size, signal), kind, bigEndian);
  const data = flat.slice();
  const index = shape.map(() => 0);
  // Counts as the file does, the first axis fastest, and keeps the row-major place beside it.
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  let place = 0;
  for (let i = 0; i < flat.length; i++) {
    data[place] = flat[i];
    for (let axis = 0; axis < shape.length; axis++) {
      place += strides[axis];
      if (++index[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ndarray(data, shape);
}

interface Columns {
  bytes: ByteSource;
  values: StoredValues;
  rows: number;
  classes: number;
}

async function readColumns(
  { bytes, values: { kind, bigEndian }, rows, classes }: Columns,
  from: number,
  count: number,
  signal?: AbortSignal,
): Promise<NDArray> {
  const size = bytesOf(kind);
  let data: Float32Array | Float64Array | undefined;
  for (let c = 0; c < classes; c++) {
    const part = await bytes.read((c * rows + from) * size, count * size, signal);
    const column = widen(part, kind, bigEndian);
    data ??=
      column instanceof Float32Array ? new Float32Array(count * classes) : new Float64Array(count * classes);
    for (let i = 0; i < count; i++) data[i * classes + c] = column[i];
  }
  return ndarray(data ?? new Float32Array(0), [count, classes]);
}
