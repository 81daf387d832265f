import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../src/loss/types';
import type { FileRequest } from '../../../src/worker/protocol';

const context = { signal: new AbortController().signal, progress: () => undefined };
const fileOf = (name: string, content: string): FileRequest => ({
  name,
  bytes: new TextEncoder().encode(content),
});
const evaluate = async (
  file: FileRequest,
  labels?: FileRequest,
  options: EvaluationOptions = {},
  named?: string,
): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: { file, ...(labels && { labels: { file: labels, labels: named } }) },
      options: { resamples: 0, ...options },
    },
    context,
  );

type Row = Record<string, unknown>;
const lines = (name: string, rows: readonly Row[]) =>
  fileOf(name, rows.map((row) => JSON.stringify(row)).join('\n'));

/** Twelve rows of three classes. The label of the fourth and of the eighth has not the largest share. */
const P = Array.from({ length: 12 }, (_, i) => {
  const top = 0.5 + i / 40;
  const row = [0, 0, 0];
  row[(i + 2) % 3] = top;
  row[i % 3] = (1 - top) * 0.75;
  row[(i + 1) % 3] = (1 - top) * 0.25;
  return row;
});
const LABELS = P.map((_, i) => (i === 3 || i === 7 ? i % 3 : (i + 2) % 3));
const MEAN_LOSS =
  -P.reduce((sum, _, i) => {
    const top = 0.5 + i / 40;
    return sum + Math.log(i === 3 || i === 7 ? (1 - top) * 0.75 : top);
  }, 0) / 12;

function isRight(evaluation: Evaluation, what = ''): void {
  strictEqual(evaluation.rows.counted, 12, what);
  ok(Math.abs(evaluation.accuracy!.value - 10 / 12) < 1e-12, `${what}: ${evaluation.accuracy!.value}`);
  ok(Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-9, `${what}: ${evaluation.meanLoss!.value}`);
}

describe('evaluate: documents of probabilities', () => {
  const documentOf = (probs: readonly number[][], labels = true) =>
    fileOf('run.json', JSON.stringify({ ...(labels && { y_true: LABELS }), probs }));

  it('take each class for a yes or no of its own where rows sum to more than 1, as records do', async () => {
    const roots = P.map((row) => row.map(Math.sqrt));
    const loss = roots.map((row, i) =>
      row.reduce((sum, p, c) => sum - Math.log(c === LABELS[i] ? p : 1 - p), 0),
    );
    const meanLoss = loss.reduce((a, b) => a + b, 0) / 36;
    const records = lines(
      'run.jsonl',
      roots.map((probs, i) => ({ probs, y_true: LABELS[i] })),
    );
    const elsewhere = fileOf('labels.txt', LABELS.join('\n'));
    for (const [file, labels] of [
      [documentOf(roots)],
      [documentOf(roots, false), elsewhere],
      [records],
    ] as const) {
      // prettier-ignore
      const found = await evaluate(file, labels);
      strictEqual(found.task, 'multilabel', file.name);
      strictEqual(found.options.loss, 'sigmoid');
      ok(Math.abs(found.meanLoss!.value - meanLoss) < 1e-9, `${found.meanLoss!.value}, not ${meanLoss}`);
      match(found.notes!.join(), /each class is treated as its own yes or no/);
    }
  });

  it('are divided by their sums where rows sum to less than 1, which is said', async () => {
    const found = await evaluate(documentOf(P.map((row) => row.map((p) => p * 0.9))));
    isRight(found);
    deepStrictEqual(found.notes, [
      'Each row is divided by its sum: the first rows sum to 0.9, not to 1.',
    ]);
  });

  it('say nothing where rows sum to 1, but for what rounding leaves', async () => {
    for (const digits of [2, 4, 17]) {
      const rounded = P.map((row) => row.map((p) => Number(p.toFixed(digits))));
      const found = await evaluate(documentOf(rounded));
      strictEqual(found.task, 'multiclass');
      strictEqual(found.notes, undefined, String(digits));
      strictEqual(found.accuracy!.value, 10 / 12);
    }
  });
});
