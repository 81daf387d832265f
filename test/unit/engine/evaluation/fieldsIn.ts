/** Several scores of the twelve rows beside their labels, in any form of file. */
import { npy, npyHeader, zip } from '../../live/files';
import { csv, LABELS, lines, NAMES, P, type Row } from './twelveRows';

export type Matrix = readonly (readonly number[])[];
type Fields = Record<string, Matrix>;

function npz(fields: Fields): Uint8Array {
  const bytes = (data: Float64Array | Int32Array) => new Uint8Array(data.buffer as ArrayBuffer);
  const member = (name: string, data: Uint8Array) => ({ name: `${name}.npy`, data });
  return zip([
    ...Object.entries(fields).map(([name, rows]) =>
      member(
        name,
        npy(npyHeader('<f8', [rows.length, rows[0].length]), bytes(Float64Array.from(rows.flat()))),
      ),
    ),
    member('labels', npy(npyHeader('<i4', [LABELS.length]), bytes(Int32Array.from(LABELS)))),
  ]);
}

const records = (fields: Fields): Row[] =>
  P.map((_, i) => ({
    ...Object.fromEntries(Object.entries(fields).map(([name, rows]) => [name, rows[i]])),
    label: LABELS[i],
  }));
/** A column for each class of each. */
export const columnsOf = (fields: Fields): Row[] =>
  P.map((_, i) => ({
    ...Object.fromEntries(
      Object.entries(fields).flatMap(([name, rows]) => rows[i].map((x, c) => [`${name}_${NAMES[c]}`, x])),
    ),
    label: NAMES[LABELS[i]],
  }));

export const FIELDS_IN: readonly [name: string, of: (fields: Fields) => string | Uint8Array][] = [
  ['run.npz', npz],
  ['run.json', (fields) => JSON.stringify({ ...fields, labels: LABELS })],
  ['run.jsonl', (fields) => lines(records(fields))],
  ['lists.csv', (fields) => csv(records(fields))],
  ['columns.csv', (fields) => csv(columnsOf(fields))],
];
