/** Twelve rows of three classes in any form of file, and what is right of them. */
import { ok, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import type { FileRequest } from '../../../../src/worker/protocol';

export const context = { signal: new AbortController().signal, progress: () => undefined };

export const fileOf = (name: string, content: string | Uint8Array): FileRequest => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
});

export const evaluate = async (
  name: string,
  content: string | Uint8Array,
  options: EvaluationOptions = {},
  labels?: FileRequest,
): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: { file: fileOf(name, content), ...(labels && { labels: { file: labels } }) },
      options: { resamples: 0, ...options },
    },
    context,
  );

export type Row = Record<string, unknown>;
export const lines = (rows: readonly Row[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
export function csv(rows: readonly Row[]): string {
  const cell = (value: unknown) =>
    Array.isArray(value) ? `"${JSON.stringify(value).replaceAll('"', '""')}"` : String(value);
  return (
    [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).map(cell).join())].join('\n') + '\n'
  );
}
/** The same records in each form that has them. */
export const FORMS: readonly [name: string, of: (rows: readonly Row[]) => string][] = [
  ['run.jsonl', lines],
  ['run.json', (rows) => JSON.stringify(rows)],
  ['run.csv', csv],
];

export const NAMES = ['cat', 'dog', 'bird'];
/** Shares that sum to 1. The label of the fourth row and of the eighth has not the largest one. */
export const P = Array.from({ length: 12 }, (_, i) => {
  const top = 0.5 + i / 40;
  const row = [0, 0, 0];
  row[(i + 2) % 3] = top;
  row[i % 3] = (1 - top) * 0.75;
  row[(i + 1) % 3] = (1 - top) * 0.25;
  return row;
});
export const LABELS = P.map((_, i) => (i === 3 || i === 7 ? i % 3 : (i + 2) % 3));
export const MEAN_LOSS =
  -P.reduce((sum, _, i) => {
    const top = 0.5 + i / 40;
    return sum + Math.log(i === 3 || i === 7 ? (1 - top) * 0.75 : top);
  }, 0) / 12;

/** A member for each class. */
export const members = (row: readonly number[], name: (c: number) => string): Row =>
  Object.fromEntries(row.map((p, c) => [name(c), p]));

/** @param times how often the rows stand in the file */
export function isRight(evaluation: Evaluation, what = '', times = 1): void {
  strictEqual(evaluation.classes, 3, what);
  strictEqual(evaluation.rows.counted, 12 * times, what);
  ok(
    Math.abs(evaluation.accuracy!.value - 10 / 12) < 1e-12,
    `${what}: accuracy ${evaluation.accuracy!.value}`,
  );
  ok(
    Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-9,
    `${what}: mean loss ${evaluation.meanLoss!.value}`,
  );
}
