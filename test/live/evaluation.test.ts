import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fromNested } from '../../src/arrays/ndarray';
import { createCalls } from '../../src/engine/calls';
import { readDescription } from '../../src/live/answers';
import type { Evaluation, EvaluationSummary } from '../../src/loss/types';

const context = { signal: new AbortController().signal, progress: () => undefined };
// More than are resampled: the intervals come from a sample.
const ROWS = 24_000;
const BLOCK = 3000;
const FIELDS = ['a', 'b', 'c', '', ''];

interface Evaluated {
  kind: string;
  answer: { result: unknown };
  bytes: number;
  seconds: number;
  died: number;
}

/** Every number of two results, and where they differ. */
function differences(actual: unknown, expected: unknown, place = ''): string[] {
  if (typeof expected === 'number') {
    const near =
      Object.is(actual, expected) ||
      Math.abs((actual as number) - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
    return near ? [] : [`${place}: ${String(actual)} and not ${expected}`];
  }
  if (typeof expected !== 'object' || expected === null)
    return actual === expected ? [] : [`${place}: ${String(actual)} and not ${String(expected)}`];
  const given = (actual ?? {}) as Record<string, unknown>;
  const names = new Set([...Object.keys(expected), ...Object.keys(given)]);
  return [...names].flatMap((name) =>
    differences(given[name], (expected as Record<string, unknown>)[name], `${place}.${name}`),
  );
}

describe('An evaluation on a cluster of three workers, one of which is killed half-way', () => {
  const calls = createCalls();
  let lines: Evaluated[];
  let local: EvaluationSummary;
  let bySource: EvaluationSummary['slices'];
  let evaluation: Evaluation;
  let opened: number;
  let values: number[][];
  let labels: number[];

  before(async function () {
    this.timeout(240_000);
    const script = [
      'test/fixtures/live/evaluation.py',
      path.resolve('out/kernel'),
      String(ROWS),
      String(BLOCK),
    ];
    const [first, ...rest] = execFileSync(process.env.LOGITSCOPE_PYTHON!, script, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split('\n');
    lines = rest.map((line) => JSON.parse(line) as Evaluated);
    const told = JSON.parse(first) as {
      logits: (number | null)[][];
      infinite: [number, number][];
      labels: number[];
    };
    const { logits, infinite } = told;
    ({ labels } = told);
    values = logits.map((row) => row.map((x) => x ?? NaN));
    for (const [row, c] of infinite) values[row][c] = Infinity;
    const source = { logits: fromNested(values, 'logits'), labels: fromNested(labels, 'labels') };
    const { session } = await calls.open(
      { array: source.logits, labels: source.labels, reading: 'logits' },
      context,
    );
    opened = session;
    local = await calls.evaluationSummary({ session, settings: { temperature: 1 } }, context);
    const groups = values.map((_, row) => FIELDS[row % 5]);
    evaluation = await calls.evaluate(
      { source: { ...source, groups }, options: { group: 'group', resamples: 20 } },
      context,
    );
    bySource = evaluation.slices;
  });

  for (const [kind, what] of [
    ['arrays', 'a pair of Dask arrays'],
    ['frame', 'a DataFrame with a column of lists'],
    ['bag', 'a bag of records'],
  ] as const)
    it(`${what} gives the figures, intervals, curves and slices of the same rows read here, to 1e-12`, async () => {
      const { answer, bytes, seconds, died } = lines.find((one) => one.kind === kind)!;
      console.log(`      ${bytes} bytes sent, ${seconds.toFixed(1)} s`);
      assert.equal(died, 1);
      assert.ok(bytes < 1_500_000);
      const { summary, listed, suspects } = await calls.evaluationOfPieces(
        { answer: answer.result },
        context,
      );
      const expected = { ...local, listed: 100, ...(kind !== 'arrays' && { slices: bySource }) };
      assert.deepEqual(differences(summary, expected), []);
      const worst = await calls.evaluationPage(
        { session: opened, settings: { temperature: 1 }, filter: {}, from: 0, count: 100 },
        context,
      );
      assert.deepEqual([...listed.row], [...worst.row]);
      const unlikely = new Set(listed.row.filter((_, at) => listed.loss![at] > -Math.log(0.01)));
      const expectedErrors = evaluation.labelErrors.filter((row) => unlikely.has(row));
      assert.deepEqual([...suspects!], expectedErrors);
      assert.ok(expectedErrors.length > 0);
    });

  for (const name of ['table', 'bag'])
    it(`a ${name} is opened by its own name as its logits, and known to have labels`, () => {
      const { answer } = lines.find(({ kind }) => kind === `described ${name}`)!;
      const { header, labelled } = readDescription(answer.result);
      assert.deepEqual([header.shape, header.library, labelled], [[ROWS, 7], 'dask', true]);
    });

  it('fits calibrations and prediction sets to rows that the cluster drew, as to the same rows read here', async () => {
    const { rows, answer } = lines.find(({ kind }) => kind === 'sample') as unknown as {
      rows: number;
      answer: { result: unknown };
    };
    const sample = await calls.openSample({ answer: answer.result, reading: 'logits' }, context);
    const here = await calls.open(
      {
        array: fromNested(values.slice(0, rows), 'logits'),
        labels: fromNested(labels.slice(0, rows), 'labels'),
        reading: 'logits',
      },
      context,
    );
    const settings = { temperature: 1 };
    const found = await calls.calibrationMethods({ session: sample.session, settings }, context);
    const expected = await calls.calibrationMethods({ session: here.session, settings }, context);
    assert.deepEqual(differences(found, expected), []);
    const [sets, setsHere] = [sample, here].map(({ session }) =>
      calls.conformalSets({ session, settings, coverage: 0.9 }, context),
    );
    assert.deepEqual(differences(await sets, await setsHere), []);
  });
});
