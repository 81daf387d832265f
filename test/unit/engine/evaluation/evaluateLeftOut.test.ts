import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { csv, evaluate, isRight, LABELS, lines, NAMES, members, P } from './twelveRows';

/** The mean loss of some of the twelve rows. */
const lossOf = (isKept: (i: number) => boolean) => {
  const losses = P.map((row, i) => -Math.log(row[LABELS[i]])).filter((_, i) => isKept(i));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
};
const isNear = (value: number | undefined, right: number, what = '') =>
  ok(Math.abs(value! - right) < 1e-9, `${what}: ${value}, not ${right}`);
const logits = P.map((row) => row.map((p) => Math.log(p)));

describe('evaluate: rows that are in no figure', () => {
  it('are told where their labels are no class IDs', async () => {
    const rows = logits.map((row, i) => ({ logits: row, label: i % 4 === 0 ? 3 : LABELS[i] }));
    const evaluation = await evaluate('run.jsonl', lines(rows));
    strictEqual(evaluation.rows.counted, 9);
    strictEqual(evaluation.rows.unlabelled, 3);
    deepStrictEqual(evaluation.notes, [
      '3 rows are left out: their labels aren’t class IDs from 0 to 2. The first one is 3.',
    ]);
    const one = rows.map((row, i) => (i === 5 ? { ...row, label: 7 } : { ...row, label: LABELS[i] }));
    deepStrictEqual((await evaluate('run.jsonl', lines(one))).notes, [
      '1 row is left out: its label is 7, and class IDs go from 0 to 2.',
    ]);
  });

  it('are told with the labels that the file has, where IDs count from another number', async () => {
    const rows = logits.map((row, i) => ({ logits: row, label: i === 5 ? 9 : LABELS[i] + 1 }));
    const evaluation = await evaluate('run.jsonl', lines(rows), { labelOffset: 1 });
    isNear(
      evaluation.meanLoss?.value,
      lossOf((i) => i !== 5),
    );
    deepStrictEqual(evaluation.notes, ['1 row is left out: its label is 9, and class IDs go from 1 to 3.']);
  });

  it('are not told where a label says that there is none', async () => {
    for (const none of [-100, -1, null]) {
      const rows = logits.map((row, i) => ({ logits: row, label: i === 5 ? none : LABELS[i] }));
      const evaluation = await evaluate('run.jsonl', lines(rows));
      strictEqual(evaluation.rows.unlabelled, 1);
      strictEqual(evaluation.notes, undefined, String(none));
    }
    const rows = logits.map((row, i) => ({ logits: row, label: i === 5 ? 7 : LABELS[i] }));
    strictEqual((await evaluate('run.jsonl', lines(rows), { ignoreIndex: 7 })).notes, undefined);
  });

  it('are told where their labels name no class', async () => {
    const rows = P.map((row, i) => ({
      ...members(row, (c) => `prob_${NAMES[c]}`),
      label: i === 5 ? 'fish' : NAMES[LABELS[i]],
    }));
    const evaluation = await evaluate('run.csv', csv(rows), { labels: 'label' });
    isNear(
      evaluation.meanLoss?.value,
      lossOf((i) => i !== 5),
    );
    deepStrictEqual(evaluation.notes, [
      '1 label can’t be read: "fish" in “label” is not one of the class names; the row counts as unlabeled.',
    ]);
  });

  it('are told where a record has another number of classes than the others', async () => {
    const rows = logits.map((row, i) => ({ logits: i === 5 ? row.slice(0, 2) : row, label: LABELS[i] }));
    const evaluation = await evaluate('run.jsonl', lines(rows));
    isNear(
      evaluation.meanLoss?.value,
      lossOf((i) => i !== 5),
    );
    deepStrictEqual(evaluation.notes, [
      '1 of 12 records is left out: it has a different number of classes than the first, 3.',
    ]);
  });
});

describe('evaluate: a row of zeros among one-hot labels', () => {
  const rows = P.map((row, i) => ({
    probs: row,
    label: [0, 1, 2].map((c) => Number(c === LABELS[i] && i !== 5)),
  }));

  it('is left out where each row has one class, and said', async () => {
    for (const name of ['run.jsonl', 'run.csv']) {
      const text = name === 'run.csv' ? csv(rows) : lines(rows);
      const evaluation = await evaluate(name, text, { loss: 'softmax' });
      strictEqual(evaluation.task, 'multiclass', name);
      strictEqual(evaluation.rows.counted, 11, name);
      isNear(
        evaluation.meanLoss?.value,
        lossOf((i) => i !== 5),
        name,
      );
      deepStrictEqual(evaluation.notes, ['1 row is left out: its label has a 0 for each class.'], name);
    }
  });

  it('counts as none where all rows have one', async () => {
    const whole = P.map((probs, i) => ({ probs, label: [0, 1, 2].map((c) => Number(c === LABELS[i])) }));
    isRight(await evaluate('run.jsonl', lines(whole), { loss: 'softmax' }));
  });
});
