import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fromNested } from '../../src/arrays/ndarray';
import type { ReadingKind } from '../../src/arrays/types';
import {
  binaryThresholdCode,
  calibrationCode,
  conformalCode,
} from '../../src/code/evaluation/calibrationCode';
import { givenName, type CodeLibrary } from '../../src/code/evaluation/given';
import { createCalls } from '../../src/engine/calls';
import type { CalibratedFigures, CalibrationMethods, ConformalSets } from '../../src/loss/types';
import { inPairs, scoredRows } from '../fixtures/evaluation/scoredRows';

const context = { signal: new AbortController().signal, progress: () => undefined };
const METHODS = ['temperature', 'vector', 'platt', 'isotonic'] as const;
const LIBRARIES: readonly CodeLibrary[] = ['pytorch', 'scikit-learn'];

/** Runs each piece of code on the numbers of a file, and says how the probabilities do, and how many sets hold the label. */
const SCRIPT = `
import json, sys
import numpy as np, torch
for line in sys.stdin:
    case = json.loads(line)
    values, labels = np.array(case["values"], dtype=float), np.array(case["labels"])
    given = torch.tensor(values, dtype=torch.float64) if case["library"] == "pytorch" else values
    names = {case["name"]: given, "new_" + case["name"]: given, "labels": labels}
    exec(case["code"], names)
    p = np.asarray(names["probabilities"])
    own = p[np.arange(len(labels)), labels]
    print(json.dumps({
        "meanLoss": min(1e300, -np.log(own, where=own > 0, out=np.full(len(own), -np.inf)).mean()),
        "accuracy": float((p.argmax(axis=1) == labels).mean()),
        "held": int(names["in_set"][np.arange(len(labels)), labels].sum()) if "in_set" in names else None,
        "predicted": int(names["predicted"].sum()) if "predicted" in names else None,
    }))
`;

interface Run {
  what: string;
  code: string;
  library: CodeLibrary;
  name: string;
  values: unknown;
  labels: readonly number[];
  expected: { figures?: CalibratedFigures; held?: number; predicted?: number };
}

interface Answer {
  meanLoss: number;
  accuracy: number;
  held: number | null;
  predicted: number | null;
}

/** A file's numbers, what they are, and what is opened for them. */
interface Kind {
  reading: ReadingKind;
  values: readonly number[] | readonly number[][];
  opened: { array: number[][]; reading: 'logits' | 'probabilities' | 'log-probabilities' };
}

function kindsOf(logits: number[][]): Kind[] {
  const p = logits.map((row) => {
    const e = row.map(Math.exp);
    const sum = e.reduce((a, b) => a + b);
    return e.map((x) => x / sum);
  });
  const logP = p.map((row) => row.map(Math.log));
  const kinds: Kind[] = [
    { reading: 'logits', values: logits, opened: { array: logits, reading: 'logits' } },
    { reading: 'probabilities', values: p, opened: { array: p, reading: 'probabilities' } },
    { reading: 'log-probabilities', values: logP, opened: { array: logP, reading: 'log-probabilities' } },
  ];
  if (logits[0].length > 2) return kinds;
  const one = logits.map(([no, yes]) => yes - no);
  const yes = p.map(([, second]) => second);
  return [
    ...kinds,
    { reading: 'binary-logits', values: one, opened: { array: inPairs(one, () => 0), reading: 'logits' } },
    {
      reading: 'sigmoid-scores',
      values: yes,
      opened: { array: inPairs(yes, (s) => 1 - s), reading: 'probabilities' },
    },
  ];
}

async function runsOf(
  { reading, values, opened }: Kind,
  labels: number[],
  temperature: number,
): Promise<Run[]> {
  const calls = createCalls();
  const { session } = await calls.open(
    {
      array: fromNested(opened.array, 'array'),
      labels: fromNested(labels, 'labels'),
      reading: opened.reading,
    },
    context,
  );
  const asked = { session, settings: { temperature } };
  const methods = (await calls.calibrationMethods(asked, context)) as CalibrationMethods;
  const sets = (await calls.conformalSets({ ...asked, coverage: 0.9 }, context)) as ConformalSets;
  const given = { reading, temperature };
  const of = { name: givenName(reading), values, labels };
  const runs: Run[] = [
    {
      ...of,
      what: `${reading} at T = ${temperature}: sets`,
      code: conformalCode(sets.threshold, given),
      library: 'scikit-learn',
      expected: { held: Math.ceil((labels.length + 1) * 0.9) },
    },
  ];
  if (reading === 'binary-logits')
    runs.push({
      ...of,
      what: `${reading}: threshold`,
      code: binaryThresholdCode(0.5, given),
      library: 'scikit-learn',
      expected: { predicted: (values as number[]).filter((x) => x >= 0).length },
    });
  for (const method of METHODS)
    for (const library of LIBRARIES)
      if (methods[method] && !(method === 'isotonic' && library === 'pytorch'))
        runs.push({
          ...of,
          what: `${reading} at T = ${temperature}: ${method} with ${library}`,
          code: calibrationCode(methods, method, library, given),
          library,
          expected: { figures: methods[method].fitted },
        });
  return runs;
}

/** Runs the code of all, and holds what it gives to what was fitted here. */
function check(runs: readonly Run[]): void {
  const answers = execFileSync(process.env.LOGITSCOPE_PYTHON!, ['-c', SCRIPT], {
    encoding: 'utf8',
    input: runs.map((run) => JSON.stringify(run)).join('\n'),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  assert.equal(answers.length, runs.length);
  runs.forEach(({ what, expected: { figures, held, predicted } }, at) => {
    const answer = answers[at];
    if (held !== undefined)
      assert.ok(Math.abs(answer.held! - held) <= 1, `${what}: ${answer.held} and not ${held}`);
    if (predicted !== undefined) assert.equal(answer.predicted, predicted, what);
    if (!figures) return;
    const expected = Math.min(1e300, figures.meanLoss.value);
    assert.ok(
      Math.abs(answer.meanLoss - expected) <= 1e-9 * Math.max(1, expected),
      `${what}: mean loss ${answer.meanLoss} and not ${expected}`,
    );
    assert.equal(answer.accuracy, figures.accuracy.value, what);
  });
}

describe('Code that an evaluation hands over', () => {
  it('takes one number a row as a column, too, and where it is −∞ or a probability of 0 or 1', async function () {
    this.timeout(60_000);
    const { logits, labels } = scoredRows(120, 2);
    const one = logits.map(([no, yes], i) => (i % 30 === 7 ? -Infinity : yes - no));
    const p = one.map((x) => Math.round(10 / (1 + Math.exp(-x))) / 10);
    const kinds: Kind[] = [
      { reading: 'binary-logits', values: one, opened: { array: inPairs(one, () => 0), reading: 'logits' } },
      {
        reading: 'sigmoid-scores',
        values: p,
        opened: { array: inPairs(p, (s) => 1 - s), reading: 'probabilities' },
      },
    ];
    const runs: Run[] = [];
    for (const kind of kinds)
      for (const run of await runsOf(kind, labels, 1)) {
        const column = (run.values as number[]).map((x) => [Number.isFinite(x) ? x : '-inf']);
        const { held, ...expected } = run.expected;
        if (held === undefined) runs.push({ ...run, values: column, expected });
      }
    assert.ok(runs.length > 12);
    check(runs);
  });

  it('fits isotonic steps to probabilities that are nearly 0 and 1 as it was fitted here', async function () {
    this.timeout(60_000);
    const { logits, labels } = scoredRows(120, 4);
    const sharp = kindsOf(logits.map((row) => row.map((x) => x * 10)))[0];
    const runs = await runsOf(sharp, labels, 1);
    const steps = runs.filter(({ what }) => what.includes('isotonic'));
    assert.equal(steps.length, 1);
    check(steps);
  });

  for (const classes of [2, 4]) {
    it(`gives in Python what was fitted here, whatever a file of ${classes} classes holds`, async function () {
      this.timeout(60_000);
      const { logits, labels } = scoredRows(120, classes);
      const runs: Run[] = [];
      for (const kind of kindsOf(logits))
        for (const temperature of [1, 1.7]) runs.push(...(await runsOf(kind, labels, temperature)));
      check(runs);
    });

    it(`does so where some of ${classes} probabilities are 0`, async function () {
      this.timeout(60_000);
      const { logits, labels } = scoredRows(120, classes);
      const rounded = kindsOf(logits)[1].opened.array.map((row, i) => {
        if (i % 5 > 0) return row;
        const least = row.indexOf(Math.min(...row));
        const rest = 1 - row[least];
        return row.map((p, c) => (c === least ? 0 : p / rest));
      });
      assert.ok(rounded.some((row, i) => row[labels[i]] === 0));
      const opened = { array: rounded, reading: 'probabilities' } as const;
      const runs = await runsOf({ reading: 'probabilities', values: rounded, opened }, labels, 1);
      const fitted = runs.filter(({ what }) => /vector|platt/.test(what));
      assert.equal(fitted.length, classes === 2 ? 4 : 2);
      for (const { expected } of fitted) assert.ok(expected.figures!.meanLoss.value < 5);
      check(fitted);
    });
  }
});
