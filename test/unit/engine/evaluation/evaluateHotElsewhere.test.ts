import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { npy, npyHeader } from '../../live/files';
import { csv, evaluate, fileOf, lines, members } from './twelveRows';

const NAMES = ['toxic', 'obscene', 'threat'];
const P = [
  [0.79, 0.79, 0.51],
  [0.3, 0.08, 0.39],
  [0.41, 0.07, 0.08],
  [0.97, 0.64, 0.25],
  [0.44, 0.95, 0.87],
  [0.82, 0.4, 0.49],
  [0.67, 0.09, 0.55],
  [0.29, 0.86, 0.09],
  [0.67, 0.85, 0.24],
  [0.87, 0.85, 0.05],
];
const HOT = [
  [1, 0, 1],
  [0, 0, 1],
  [0, 0, 0],
  [1, 1, 0],
  [0, 0, 0],
  [1, 0, 1],
  [1, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
  [1, 1, 0],
];
/** By scikit-learn: log_loss of all entries, f1_score(average='micro'), roc_auc_score. */
const ALL = {
  rows: 10,
  meanLoss: 0.5647716338429289,
  microF1: 0.7857142857142856,
  auroc: 0.8571428571428572,
};
/** Of all rows but the fourth. */
const OTHERS = {
  rows: 9,
  meanLoss: 0.5992118752860356,
  microF1: 0.7500000000000001,
  auroc: 0.8738095238095238,
};

function isRight({ task, rows, meanLoss, microF1, auroc }: Evaluation, right = ALL): void {
  strictEqual(task, 'multilabel');
  strictEqual(rows.counted, right.rows);
  for (const [found, wanted] of [
    [meanLoss, right.meanLoss],
    [microF1, right.microF1],
    [auroc, right.auroc],
  ] as const)
    ok(Math.abs(found!.value - wanted) < 1e-12, `${found!.value}, not ${wanted}`);
}

const IN_ANOTHER_ORDER = [5, 2, 9, 0, 7, 1, 3, 8, 6, 4];
const bare = (c: number) => NAMES[c];
const rowsOf = (name = bare) => csv(P.map((row, i) => ({ id: `c${i}`, ...members(row, name) })));
const solution = (hot: readonly (readonly number[])[], order = IN_ANOTHER_ORDER) =>
  fileOf('solution.csv', csv(order.map((i) => ({ id: `c${i}`, ...members(hot[i], bare) }))));

describe('evaluate: a file of 0 and 1 for each class beside another one', () => {
  it('says that columns of the same names are the probabilities of those classes', async () => {
    for (const name of [bare, (c: number) => `prob_${NAMES[c]}`]) {
      const found = await evaluate('submission.csv', rowsOf(name), {}, solution(HOT));
      isRight(found);
      deepStrictEqual(found.classNames, NAMES);
      match(found.notes!.join(), /joined by “id”, which both files have/);
    }
    const counted = csv(P.map((row, id) => ({ id, ...members(row, bare) })));
    const byNumber = csv(IN_ANOTHER_ORDER.map((id) => ({ id, ...members(HOT[id], bare) })));
    isRight(await evaluate('submission.csv', counted, {}, fileOf('solution.csv', byNumber)));
  });

  it('leaves out rows that it lacks, or of which it says -1', async () => {
    const unscored = HOT.map((row, i) => (i === 3 ? [-1, -1, -1] : row));
    isRight(await evaluate('submission.csv', rowsOf(), {}, solution(unscored)), OTHERS);
    const order = IN_ANOTHER_ORDER.filter((i) => i !== 3);
    isRight(await evaluate('submission.csv', rowsOf(), {}, solution(HOT, order)), OTHERS);
  });

  it('is refused where it says yes by 1 and no by -1, or holds shares', async () => {
    for (const [hot, shown] of [
      [HOT.map((row) => row.map((x) => 2 * x - 1)), '-1'],
      [P, '0.82'],
    ] as const)
      await rejects(
        evaluate(
          'submission.csv',
          rowsOf((c) => `prob_${NAMES[c]}`),
          {},
          solution(hot),
        ),
        { message: `solution.csv: “toxic” holds "${shown}"; expected 0 or 1 for each class.` },
      );
  });

  it('may be lists, in a document, on lines, in records and cells, by the keys of the rows, or in NumPy’s file', async () => {
    const records = lines(P.map((probs, i) => ({ id: `c${i}`, probs })));
    const ids = IN_ANOTHER_ORDER;
    for (const [name, content] of [
      ['labels.json', JSON.stringify(HOT)],
      ['labels.json', JSON.stringify({ labels: HOT })],
      ['labels.jsonl', HOT.map((row) => JSON.stringify(row)).join('\n')],
      ['labels.jsonl', lines(HOT.map((labels) => ({ labels })))],
      ['labels.jsonl', lines(ids.map((i) => ({ id: `c${i}`, labels: HOT[i] })))],
      ['labels.csv', csv(ids.map((i) => ({ id: `c${i}`, labels: HOT[i] })))],
      ['labels.json', JSON.stringify(Object.fromEntries(ids.map((i) => [`c${i}`, HOT[i]])))],
      ['labels.npy', npy(npyHeader('|i1', [10, 3]), Uint8Array.from(HOT.flat()))],
    ] as const) {
      isRight(await evaluate('run.jsonl', records, {}, fileOf(name, content)));
      if (!name.endsWith('.csv') && !String(content).includes('c0'))
        for (const of of ['probs', 'scores'])
          isRight(await evaluate('run.json', JSON.stringify({ [of]: P }), {}, fileOf(name, content)));
    }
    const unknown = JSON.stringify(HOT.map((row, i) => (i === 3 ? [1, null, 0] : row)));
    isRight(await evaluate('run.jsonl', records, {}, fileOf('labels.json', unknown)), OTHERS);
  });

  it('is of one class each where every list has a single 1', async () => {
    const ids = [0, 2, 1, 0, 1, 0, 0, 0, 1, 0];
    const shares = P.map((row) => row.map((p) => p / row.reduce((a, b) => a + b)));
    const hot = JSON.stringify(ids.map((id) => NAMES.map((_, c) => Number(c === id))));
    const run = lines(shares.map((probs) => ({ probs })));
    const { task, accuracy, meanLoss } = await evaluate('run.jsonl', run, {}, fileOf('labels.json', hot));
    strictEqual(task, 'multiclass');
    strictEqual(accuracy!.value, 0.8);
    // log_loss of scikit-learn.
    ok(Math.abs(meanLoss!.value - 0.9546774620917462) < 1e-12);
  });

  it('is refused where it has another number of rows or classes', async () => {
    const run = lines(P.map((probs) => ({ probs })));
    const elsewhere = (hot: readonly (readonly number[])[]) => fileOf('labels.json', JSON.stringify(hot));
    await rejects(evaluate('run.jsonl', run, {}, elsewhere(HOT.slice(1))), /expected 10 labels, .* got 9/);
    await rejects(
      evaluate('run.jsonl', run, {}, elsewhere(HOT.map((row) => row.slice(1)))),
      /labels\.json: no records found/,
    );
  });
});

describe('evaluate: calibrated scores beside others', () => {
  it('says which were evaluated, and that the calibrated ones can be named', async () => {
    const rows = P.map(([p], i) => ({
      label: HOT[i][0],
      p0: 1 - p,
      p1: p,
      cal_p0: 1 - p ** 2,
      cal_p1: p ** 2,
    }));
    const { meanLoss, notes } = await evaluate('h2o.csv', csv(rows));
    // log_loss of scikit-learn.
    ok(Math.abs(meanLoss!.value - 0.3211466170478197) < 1e-12, String(meanLoss!.value));
    match(notes!.join(), /“p0 … p1” is evaluated, and “cal_p0 … cal_p1” holds other probabilities/);
  });
});
