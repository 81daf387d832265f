import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { evaluate, isRight, LABELS, P } from './twelveRows';

const PYTHON = `
import base64, json, pickle, sys
import numpy as np
given = json.load(sys.stdin)
rows, labels = np.array(given["rows"]), np.array(given["labels"])
first, yes = rows[:, 0], (labels == 0).astype(int)
parts = lambda *ends: list(zip((0, *ends), (*ends, 12)))
uneven, even = parts(5, 10), parts(4, 8)
made = {
  "tuples of arrays": [(row, label) for row, label in zip(rows, labels)],
  "tuples of an array and a number": [(row, int(label)) for row, label in zip(rows, labels)],
  "lists of a list and a number": [[row.tolist(), int(label)] for row, label in zip(rows, labels)],
  "tuples with an ID": [(f"a{i}", row, int(label)) for i, (row, label) in enumerate(zip(rows, labels))],
  "tuples in a dictionary": {"data": [(row, int(label)) for row, label in zip(rows, labels)]},
  "batches as dictionaries": [{"probs": first[a:b], "labels": yes[a:b].astype(float)} for a, b in uneven],
  "batches as tuples": [(first[a:b], yes[a:b]) for a, b in uneven],
  "batches as columns": {"preds": [first[a:b] for a, b in uneven], "targets": [yes[a:b] for a, b in uneven]},
  "even batches as tuples": [(first[a:b], yes[a:b]) for a, b in even],
  "choices": [{"probs": first[a:b], "labels": np.eye(b - a)[0]} for a, b in uneven],
}
json.dump({name: base64.b64encode(pickle.dumps(one)).decode() for name, one in made.items()}, sys.stdout)
`;

describe('A pickle, evaluated', () => {
  let pickles: Record<string, string>;
  before(() => {
    const input = JSON.stringify({ rows: P, labels: LABELS });
    pickles = JSON.parse(
      execFileSync(process.env.LOGITSCOPE_PYTHON!, ['-c', PYTHON], { input, encoding: 'utf8' }),
    ) as Record<string, string>;
  });
  const of = (name: string) => evaluate('run.pkl', new Uint8Array(Buffer.from(pickles[name], 'base64')));

  for (const name of [
    'tuples of arrays',
    'tuples of an array and a number',
    'lists of a list and a number',
    'tuples with an ID',
    'tuples in a dictionary',
  ])
    it(`has a row for each of its ${name}`, async () => isRight(await of(name)));

  for (const name of ['batches as dictionaries', 'batches as tuples', 'batches as columns'])
    it(`has one score a row, in ${name} of different lengths`, async () => {
      const { task, rows, meanLoss } = await of(name);
      const losses = P.map(([p], i) => -Math.log(LABELS[i] === 0 ? p : 1 - p));
      const loss = losses.reduce((a, b) => a + b) / 12;
      deepStrictEqual([task, rows.counted], ['binary', 12]);
      ok(Math.abs(meanLoss!.value - loss) < 1e-12, `${meanLoss!.value} and not ${loss}`);
    });

  for (const name of ['even batches as tuples', 'choices'])
    it(`is refused where rows of scores may be ${name}`, async () => {
      await rejects(of(name), /Several arrays could be the scores/);
    });
});
