import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fromNested, ndarray } from '../../../src/arrays/ndarray';
import { createCalls } from '../../../src/engine/calls';
import type { Evaluation } from '../../../src/loss/types';
import type { DumpReading } from '../../../src/worker/protocol';

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
});
