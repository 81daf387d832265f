import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { rowsOfBatches } from '../../../../src/records/probe/batches';
import { npy, npyHeader, zip } from '../../live/files';
import { evaluate, isRight, LABELS, lines, P, type Row } from './twelveRows';

/** Forty scores of yes or no, some of them wrong, and what is right of them. */
const SCORES = Array.from({ length: 40 }, (_, i) => Math.sin(i * 1.7) * 2 + 0.1);
const YES = SCORES.map((x, i) => Number(i % 5 === 0 ? x < 0 : x > 0));
const RIGHT = {
  accuracy: SCORES.filter((x, i) => Number(x > 0) === YES[i]).length / 40,
  meanLoss: SCORES.reduce((sum, x, i) => sum + Math.log1p(Math.exp(YES[i] ? -x : x)), 0) / 40,
};
const share = (x: number) => 1 / (1 + Math.exp(-x));

function isBinary({ task, rows, accuracy, meanLoss }: Evaluation, what = ''): void {
  strictEqual(task, 'binary', what);
  strictEqual(rows.counted, 40, what);
  strictEqual(accuracy!.value, RIGHT.accuracy, what);
  ok(Math.abs(meanLoss!.value - RIGHT.meanLoss) < 1e-9, what);
}

const batches = (size: number, of: (from: number, to: number) => Row): Row[] =>
  Array.from({ length: Math.ceil(40 / size) }, (_, at) => of(at * size, Math.min(40, (at + 1) * size)));

const FORMS: readonly [name: string, of: (rows: readonly Row[]) => string][] = [
  ['run.jsonl', lines],
  ['run.json', (rows) => JSON.stringify(rows)],
];

describe('evaluate: records of a batch each', () => {
  for (const [name, write] of FORMS) {
    it(`of one score a row are rows of yes or no where the last one is shorter (${name})`, async () => {
      const records = batches(16, (from, to) => ({
        logits: SCORES.slice(from, to),
        labels: YES.slice(from, to),
      }));
      isBinary(await evaluate(name, write(records)));
      const shares = records.map(({ logits, labels }) => ({
        probs: (logits as number[]).map(share),
        labels,
      }));
      isBinary(await evaluate(name, write(shares)), 'shares');
      const inside = records.map((record) => ({ step: 3, outputs: record }));
      isBinary(await evaluate(name, write(inside)), 'in an object');
    });

    it(`of a column of scores are so whatever their lengths, with labels in a column or not (${name})`, async () => {
      for (const size of [16, 10, 1])
        for (const asLabel of [(y: number): unknown => y, (y: number) => [y], (y: number) => y === 1])
          isBinary(
            await evaluate(
              name,
              write(
                batches(size, (from, to) => ({
                  logits: SCORES.slice(from, to).map((x) => [x]),
                  labels: YES.slice(from, to).map(asLabel),
                })),
              ),
            ),
            `${size}`,
          );
    });

    it(`are rows of several classes, or choices of a question, where labels say so (${name})`, async () => {
      const several = P.map((row, i) => ({
        logits: row.map(Math.log),
        labels: [i % 2, 1, Number(i % 3 === 0)],
      }));
      const { task, classes } = await evaluate(name, write(several));
      deepStrictEqual([task, classes], ['multilabel', 3]);
      const choices = Array.from({ length: 20 }, (_, i) => ({
        logits: SCORES.slice(i, i + 2 + (i % 3)),
        labels: SCORES.slice(i, i + 2 + (i % 3)).map((__, c) => Number(c === 0)),
      }));
      strictEqual(rowsOfBatches(choices), undefined);
      strictEqual(rowsOfBatches(several), undefined);
    });

    it(`of lists of one length are refused where they may as well be batches, and classes if said so (${name})`, async () => {
      const even = batches(10, (from, to) => ({
        logits: SCORES.slice(from, to),
        labels: YES.slice(from, to),
      }));
      await rejects(
        evaluate(name, write(even)),
        /“logits” holds 10 scores in each record, and “labels” as many 0 and 1: 10 classes, or a batch of 10 rows/,
      );
      const { task, classes } = await evaluate(name, write(even), { loss: 'sigmoid' });
      deepStrictEqual([task, classes], ['multilabel', 10]);
      // Of classes one is more frequent than another.
      const frequent = Array.from({ length: 8 }, (_, i) => ({
        logits: SCORES.slice(i, i + 10),
        labels: SCORES.slice(0, 10).map((__, c) => Number(c < 2 || c === i)),
      }));
      const several = await evaluate(name, write(frequent));
      deepStrictEqual([several.task, several.classes, several.notes ?? []], ['multilabel', 10, []]);
    });

    it(`are rows of yes or no wherever in the file the first one of another length stands (${name})`, async () => {
      // Labels of no order.
      const label = (k: number) => Number(Math.abs(Math.sin(k * 12.9898) * 43758.5453) % 1 < 0.5);
      const many = Array.from({ length: 60 }, (_, at) => ({
        logits: SCORES.slice(at % 20, (at % 20) + 20),
        labels: Array.from({ length: 20 }, (__, k) => label(at * 20 + k)),
      }));
      const evaluation = await evaluate(
        name,
        write([...many, { logits: SCORES.slice(0, 8), labels: YES.slice(0, 8) }]),
      );
      strictEqual(evaluation.task, 'binary');
      strictEqual(evaluation.rows.counted, 60 * 20 + 8);
      // As many places are alike, but none is shorter: they are classes, which is said.
      const { task, notes } = await evaluate(name, write(many));
      strictEqual(task, 'multilabel');
      deepStrictEqual(notes, [
        'Each of the 20 positions in “logits” is read as a class. If a record is a batch of one score per row, write one record per row.',
      ]);
      // One record is damaged: its labels are of all classes.
      const damaged = await evaluate(name, write([...many, { logits: [1, 2], labels: YES.slice(0, 20) }]));
      strictEqual(damaged.task, 'multilabel');
    });

    it(`may hold a group for each of their rows (${name})`, async () => {
      const sources = P.map((_, i) => (i % 2 === 0 ? 'web' : 'book'));
      const counts = P.map((_, i) => i % 2);
      const records = [0, 5].map((from) => {
        const to = from === 0 ? 5 : 12;
        return {
          logits: P.slice(from, to).map((row) => row.map(Math.log)),
          labels: LABELS.slice(from, to),
          source: sources.slice(from, to),
          count: counts.slice(from, to),
          run: 'a',
        };
      });
      for (const [group, names] of [
        ['source', ['book', 'web']],
        ['count', ['0', '1']],
        ['run', ['a']],
      ] as const) {
        const evaluation = await evaluate(name, write(records), { group });
        isRight(evaluation);
        deepStrictEqual(evaluation.slices.map(({ value }) => value).sort(), names);
        for (const { rows } of evaluation.slices) strictEqual(rows, 12 / names.length);
      }
    });
  }
});

describe('evaluate: rows of several parts, models or epochs', () => {
  const rows = (field: string, value: (i: number) => unknown): Row[] =>
    P.map((row, i) => ({ [field]: value(i), logits: row.map(Math.log), label: LABELS[i] }));

  it('are evaluated together with a word on it, unless they are the slices', async () => {
    for (const [field, one, other] of [
      ['split', 'train', 'test'],
      ['model', 'small', 'large'],
      ['epoch', 1, 2],
    ] as const) {
      const text = lines(rows(field, (i) => (i < 7 ? one : other)));
      const evaluation = await evaluate('run.jsonl', text);
      isRight(evaluation);
      deepStrictEqual(evaluation.notes, [
        `Rows of several “${field}” are evaluated together: “${one}”, “${other}”. To see figures of each, set “group” to “${field}”.`,
      ]);
      deepStrictEqual((await evaluate('run.jsonl', text, { group: field })).notes ?? [], []);
    }
  });

  it('need none where all are of one, or each has its own', async () => {
    for (const value of [() => 'test', (i: number) => `m${i}`])
      deepStrictEqual((await evaluate('run.jsonl', lines(rows('model', value)))).notes ?? [], []);
  });

  it('are told wherever in the file the second one begins', async () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      rows('split', () => (at < 19 ? 'train' : 'test')),
    ).flat();
    const { notes } = await evaluate('run.jsonl', lines(many));
    strictEqual(notes?.length, 1);
  });
});

describe('evaluate: arrays of as many scores as labels of 0 and 1', () => {
  const rows = (numbers: readonly number[]) =>
    Array.from({ length: 4 }, (_, at) => numbers.slice(10 * at, 10 * at + 10));
  const forms: readonly [name: string, content: string | Uint8Array][] = [
    ['run.json', JSON.stringify({ logits: rows(SCORES), labels: rows(YES) })],
    [
      'run.npz',
      zip([
        {
          name: 'logits.npy',
          data: npy(npyHeader('<f8', [4, 10]), new Uint8Array(Float64Array.from(SCORES).buffer)),
        },
        {
          name: 'labels.npy',
          data: npy(npyHeader('<i8', [4, 10]), new Uint8Array(BigInt64Array.from(YES, BigInt).buffer)),
        },
      ]),
    ],
  ];
  for (const [name, content] of forms)
    it(`are refused where they may as well be batches, and classes if said so (${name})`, async () => {
      await rejects(
        evaluate(name, content),
        /“logits” holds 10 scores in each record, and “labels” as many 0 and 1: 10 classes, or a batch of 10 rows/,
      );
      const { task, classes } = await evaluate(name, content, { loss: 'sigmoid' });
      deepStrictEqual([task, classes], ['multilabel', 10]);
    });
});
