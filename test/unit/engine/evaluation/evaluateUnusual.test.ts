import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fromNested, ndarray } from '../../../../src/arrays/ndarray';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation } from '../../../../src/loss/types';
import type { DumpReading } from '../../../../src/worker/protocol';

/** Rows and what Python says of them; test/fixtures/evaluation/unusual.py made them. */
interface Case {
  logits: (number | string)[][];
  labels: number[];
  figures: Record<string, number>;
  counted: number;
  all: number;
  float32?: true;
}

const CASES = JSON.parse(readFileSync('test/fixtures/evaluation/unusual.json', 'utf8')) as Record<
  string,
  Case
>;
const context = { signal: new AbortController().signal, progress: () => undefined };
const WORDS: Record<string, number> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const valueOf = (x: number | string) => (typeof x === 'string' ? WORDS[x] : x);

async function evaluate(
  { logits, labels, float32 }: Case,
  reading: DumpReading = 'logits',
): Promise<Evaluation> {
  const values = logits.map((row) => row.map(valueOf));
  const array = fromNested(values, 'logits');
  const given = float32 ? ndarray(Float32Array.from(array.data), array.shape) : array;
  return createCalls().evaluate(
    { source: { logits: given, labels: fromNested(labels, 'labels'), reading }, options: { resamples: 20 } },
    context,
  );
}

function isAs(evaluation: Evaluation, { figures }: Case): void {
  for (const [name, value] of Object.entries(figures)) {
    const actual = evaluation[name as 'accuracy']?.value;
    ok(
      actual !== undefined && Math.abs(actual - value) <= 1e-12 * Math.max(1, Math.abs(value)),
      `${name}: ${actual} and not ${value}`,
    );
  }
}

describe('evaluate: rows as they come', () => {
  for (const [name, of] of Object.entries(CASES))
    it(`gives the figures of those that count: ${name}`, async () => {
      const evaluation = await evaluate(of);
      isAs(evaluation, of);
      const { all, counted, unlabelled, undefined: without } = evaluation.rows;
      strictEqual(all, of.all);
      strictEqual(counted, of.counted);
      strictEqual(all, counted + unlabelled + without);
      for (const figure of ['auroc', 'top5Accuracy'] as const)
        strictEqual(evaluation[figure] !== undefined, of.figures[figure] !== undefined, figure);
    });

  it('takes probabilities as they are, and does not put them through softmax again', async () => {
    const of = CASES['five classes'];
    const probabilities = of.logits.map((row) => {
      const e = row.map((x) => Math.exp(valueOf(x)));
      const sum = e.reduce((a, b) => a + b, 0);
      return e.map((x) => x / sum);
    });
    isAs(await evaluate({ ...of, logits: probabilities }, 'probabilities'), of);
  });

  it('has no interval that is not a number, and no figure that is', async () => {
    for (const of of Object.values(CASES)) {
      const text = JSON.stringify(await evaluate(of), (name, value: unknown) =>
        typeof value === 'number' && Number.isNaN(value) ? `NaN: ${name}` : value,
      );
      ok(!text.includes('NaN'), /.{80}NaN.{40}/.exec(text)?.[0]);
    }
  });

  describe('one score a row', () => {
    const SCORES = Float64Array.from({ length: 20 }, (_, row) => (row % 5) - 2 + 0.25);
    /** Right where the score is above 0, but for two rows. */
    const TRUTH = SCORES.map((x, row) => Number(row === 3 || row === 5 ? x <= 0 : x > 0));
    const LOSS =
      SCORES.reduce((sum, x, row) => sum + Math.log1p(Math.exp(TRUTH[row] === 1 ? -x : x)), 0) / 20;
    const SHAPES = [
      [[20, 1], [20]],
      [[20], [20, 1]],
      [
        [20, 1],
        [20, 1],
      ],
      [[20], [20]],
    ];
    for (const [ofScores, ofLabels] of SHAPES)
      for (const reading of ['logits', 'probabilities'] as const)
        it(`is of two classes: ${reading} [${ofScores.join()}], labels [${ofLabels.join()}]`, async () => {
          const values = reading === 'logits' ? SCORES : SCORES.map((x) => 1 / (1 + Math.exp(-x)));
          const source = { logits: ndarray(values, ofScores), labels: ndarray(TRUTH, ofLabels), reading };
          const { task, classes, rows, ...figures } = await createCalls().evaluate(
            { source, options: { resamples: 20 } },
            context,
          );
          deepStrictEqual(
            { task, classes, counted: rows.counted },
            { task: 'binary', classes: 2, counted: 20 },
          );
          strictEqual(figures.accuracy?.value, 0.9);
          ok(Math.abs(figures.meanLoss!.value - LOSS) < 1e-12);
        });

    for (const ofLabels of [[20], [20, 1]])
      it(`is of two classes in a view, with labels [${ofLabels.join()}]`, async () => {
        const calls = createCalls();
        const array = ndarray(SCORES, [20, 1]);
        const { session } = await calls.open(
          { array, reading: 'logits', labels: ndarray(TRUTH, ofLabels) },
          context,
        );
        const { classes, rows, figures } = await calls.evaluationSummary(
          { session, settings: { temperature: 1 } },
          context,
        );
        deepStrictEqual({ classes, counted: rows.counted }, { classes: 2, counted: 20 });
        strictEqual(figures.accuracy?.value, 0.9);
      });
  });
});
