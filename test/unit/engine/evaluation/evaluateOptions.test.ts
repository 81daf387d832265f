import { ok, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fromNested } from '../../../../src/arrays/ndarray';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import { csv, evaluate as evaluateFile, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

type Rows = Record<'logits' | 'labels', number[][]>;

/** What Python says under some options, each number under its path; test/fixtures/evaluation/options.py made them. */
interface Case {
  rows: 'multiclass' | 'binary' | 'multilabel';
  against?: 'paired';
  options: EvaluationOptions;
  expected: Record<string, number>;
}

const read = <T>(name: string) => JSON.parse(readFileSync(`test/fixtures/evaluation/${name}`, 'utf8')) as T;
const given = read<Record<string, Rows>>('evaluation.json');
const cases = read<Case[]>('options.json');
const context = { signal: new AbortController().signal, progress: () => undefined };

const sourceOf = (logits: number[][], { labels }: Rows) => ({
  logits: fromNested(logits, 'logits'),
  labels: fromNested(labels, 'labels'),
});

const evaluate = async ({ rows, against, options }: Omit<Case, 'expected'>): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: sourceOf(given[rows].logits, given[rows]),
      ...(against && { against: sourceOf(given[against].logits, given[rows]) }),
      options: { resamples: 0, ...options },
    },
    context,
  );

/** Classes and slices are found by their id or name, in whatever order they stand. */
function at(evaluation: Evaluation, path: string): unknown {
  return path.split('.').reduce((value: unknown, key, i, keys): unknown => {
    if (Array.isArray(value) && /^(?:perClass|perLabel|slices)$/.test(keys[i - 1]))
      return value.find((one: { id?: number; value?: string }) => String(one.id ?? one.value) === key);
    return (value as Record<string, unknown> | undefined)?.[key];
  }, evaluation);
}

/** What is fitted is as exact as the fit. */
const toleranceOf = (path: string) =>
  /^calibration\.(?:vector|platt)/.test(path) ? 1e-6 : /^calibration/.test(path) ? 1e-8 : 1e-12;

describe('evaluate: every option, as Python computes it', () => {
  for (const { expected, ...one } of cases)
    it(`${one.rows}${one.against ? ' against another run' : ''}, ${JSON.stringify(one.options)}`, async () => {
      const evaluation = await evaluate(one);
      for (const [path, value] of Object.entries(expected)) {
        const found = at(evaluation, path);
        const near = toleranceOf(path) * Math.max(1, Math.abs(value));
        ok(
          typeof found === 'number' && Math.abs(found - value) <= near,
          `${path}: ${String(found)}, not ${value}`,
        );
      }
    });

  it('says what chance makes of a calibration error, however few resamples are asked for', async () => {
    const [none, some] = await Promise.all(
      [0, 30].map((resamples) => evaluate({ rows: 'multiclass', options: { resamples } })),
    );
    strictEqual(none.eceByChance!.value, some.eceByChance!.value);
    strictEqual(none.eceLimit, some.eceLimit);
    ok(none.eceLimit! > none.eceByChance!.value);
  });
});

describe('The class to ignore', () => {
  const hot = (id: number) => [0, 1, 2].map((c) => Number(c === id));
  const run = {
    logits: fromNested(P, 'logits'),
    labels: fromNested(LABELS.map(hot), 'labels'),
  };
  const columns = P.map((row, i) => ({
    ...members(row, (c) => `p_${NAMES[c]}`),
    ...members(hot(LABELS[i]), (c) => `y_${NAMES[c]}`),
  }));

  it('is refused where labels have a number for each class, as PyTorch does', async () => {
    const said =
      /^Error: “ignoreIndex” is 1, which leaves out rows by their class ID, but the labels have a number/;
    for (const loss of ['softmax', 'sigmoid'] as const) {
      const options = { resamples: 0, ignoreIndex: 1, loss };
      await rejects(async () => createCalls().evaluate({ source: run, options }, context), said);
    }
    await rejects(evaluateFile('run.csv', csv(columns), { ignoreIndex: 1 }), said);
  });

  it('leaves out what is none of the classes', async () => {
    isRight(await evaluateFile('run.csv', csv(columns), { ignoreIndex: 255 }));
  });
});

describe('Where class IDs count from', () => {
  const said = /“labelOffset” is 1, which shifts the class ID of each row, but the labels have no single ID/;
  const hot = (id: number) => [0, 1, 2].map((c) => Number(c === id));

  it('is refused where no row has a single ID', async () => {
    const columns = P.map((row, i) => ({
      ...members(row, (c) => `p_${NAMES[c]}`),
      ...members(hot(LABELS[i]), (c) => `y_${NAMES[c]}`),
    }));
    await rejects(evaluateFile('run.csv', csv(columns), { labelOffset: 1 }), said);
    isRight(await evaluateFile('run.csv', csv(columns), { labelOffset: 0 }));
    const run = { logits: fromNested(P, 'logits'), labels: fromNested(LABELS.map(hot), 'labels') };
    const options = { resamples: 0, labelOffset: 1 };
    await rejects(async () => createCalls().evaluate({ source: run, options }, context), said);
    const sets = P.map((logits, i) => ({ logits, labels: i % 2 ? [0, 2] : [1] }));
    await rejects(evaluateFile('run.jsonl', lines(sets), { labelOffset: 1 }), said);
  });

  it('means nothing to names, one or several of a row', async () => {
    const one = P.map((row, i) => ({ probs: members(row, (c) => NAMES[c]), label: [NAMES[LABELS[i]]] }));
    isRight(await evaluateFile('run.jsonl', lines(one), { labelOffset: 1 }));
    const sets = P.map((row, i) => ({
      logits: members(
        row.map((p) => p - 0.2),
        (c) => NAMES[c],
      ),
      labels: i % 2 ? ['cat', 'bird'] : ['dog'],
    }));
    const right = P.filter((row, i) => row.every((x, c) => x > 0.2 === (i % 2 ? c !== 1 : c === 1))).length;
    const found = await evaluateFile('run.jsonl', lines(sets), { labelOffset: 1 });
    strictEqual(found.exactMatch!.value, right / 12);
  });
});
