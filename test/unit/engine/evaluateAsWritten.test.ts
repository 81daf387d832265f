import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../src/loss/types';
import type { FileRequest } from '../../../src/worker/protocol';

const context = { signal: new AbortController().signal, progress: () => undefined };
const evaluate = async (
  name: string,
  content: string | Uint8Array,
  options: EvaluationOptions = {},
): Promise<Evaluation> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file: FileRequest = { name, bytes };
  return createCalls().evaluate({ source: { file }, options: { resamples: 0, ...options } }, context);
};

type Row = Record<string, unknown>;
const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join('\n');
function csv(rows: readonly Row[]): string {
  const cell = (value: unknown) =>
    Array.isArray(value) ? JSON.stringify(JSON.stringify(value)) : String(value);
  return (
    [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).map(cell).join())].join('\n') + '\n'
  );
}
/** The same records in each form that has them. */
const FORMS: readonly [name: string, of: (rows: readonly Row[]) => string][] = [
  ['run.jsonl', lines],
  ['run.json', (rows) => JSON.stringify(rows)],
  ['run.csv', csv],
];

const NAMES = ['cat', 'dog', 'bird'];
const LETTERS = ['A', 'B', 'C'];
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

/** A member for each class. */
const members = (row: readonly number[], name: (c: number) => string): Row =>
  Object.fromEntries(row.map((p, c) => [name(c), p]));

function isRight(evaluation: Evaluation, what = ''): void {
  strictEqual(evaluation.classes, 3, what);
  strictEqual(evaluation.rows.counted, 12, what);
  ok(
    Math.abs(evaluation.accuracy!.value - 10 / 12) < 1e-12,
    `${what}: accuracy ${evaluation.accuracy!.value}`,
  );
  ok(
    Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-9,
    `${what}: mean loss ${evaluation.meanLoss!.value}`,
  );
}

describe('evaluate: probabilities as they are written', () => {
  for (const [name, of] of FORMS) {
    it(`are divided by their sums where the rest is on what stands in no row, which is said (${name})`, async () => {
      for (const factor of [(_: number) => 0.995, (i: number) => 0.9 - i / 50]) {
        const scaled = P.map((row, i) => row.map((p) => p * factor(i)));
        const rows: Row[][] = [
          scaled.map((row, i) => ({ ...members(row, (c) => `p_${LETTERS[c]}`), answer: LETTERS[LABELS[i]] })),
          scaled.map((probs, i) => ({ probs, label: LABELS[i] })),
        ];
        for (const records of rows) {
          const evaluation = await evaluate(name, of(records));
          isRight(evaluation, JSON.stringify(records[0]));
          match(evaluation.notes!.join(), /Each row is divided by its sum: the first rows sum to/);
        }
      }
    });

    it(`are percentages where rows sum to 100 (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${NAMES[c]}`),
        label: NAMES[LABELS[i]],
      }));
      const percent = rows.map((row) => ({
        ...row,
        ...Object.fromEntries(
          NAMES.map((one) => [`prob_${one}`, Number(row[`prob_${one}` as 'label']) * 100]),
        ),
      }));
      const evaluation = await evaluate(name, of(percent));
      isRight(evaluation);
      strictEqual(evaluation.notes, undefined);
    });

    it(`are a yes or no of each class where rows sum to more than 1, and never logits (${name})`, async () => {
      // scikit-learn’s log_loss of each column, by their mean.
      const scores = P.map((row) => row.map((p) => Math.sqrt(p)));
      const of01 = (i: number, c: number) => (LABELS[i] === c ? scores[i][c] : 1 - scores[i][c]);
      const loss =
        -scores.reduce((sum, row, i) => sum + row.reduce((all, _, c) => all + Math.log(of01(i, c)), 0), 0) /
        36;
      const evaluation = await evaluate(name, of(scores.map((probs, i) => ({ probs, label: LABELS[i] }))));
      strictEqual(evaluation.task, 'multilabel');
      ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9);
      match(evaluation.notes!.join(), /each class is taken as a yes or no of its own/);
    });

    it(`are so where a value is missing, or one row of many is empty (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${c}`),
        label: LABELS[i],
      }));
      const missing = name.endsWith('csv') ? '' : null;
      const evaluation = await evaluate(name, of([...rows, { ...rows[0], prob_1: missing }]));
      deepStrictEqual([evaluation.rows.undefined, evaluation.rows.counted], [1, 12]);
      isRight(evaluation);
      const failed = { prob_0: 0, prob_1: 0, prob_2: 0, label: 0 };
      isRight(await evaluate(name, of([...rows, failed])), 'zeros');
    });

    it(`are not told of numbers of which the least is the best (${name})`, async () => {
      for (const field of ['nll', 'losses', 'perplexity'])
        await rejects(
          evaluate(
            name,
            of(P.map((row, i) => ({ [field]: row.map((p) => -Math.log(p)), label: LABELS[i] }))),
          ),
          /no logits found/,
        );
    });
  }

  it('are told by the key that they stand under, in lists by name', async () => {
    for (const key of ['p', 'prob', 'probability']) {
      const rows = P.map((row, i) => ({
        choices: row.map((p, c) => ({ name: NAMES[c], [key]: p * (0.9 - i / 50) })),
        label: NAMES[LABELS[i]],
      }));
      isRight(await evaluate('run.jsonl', lines(rows)), key);
    }
  });
});
