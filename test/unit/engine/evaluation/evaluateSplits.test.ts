import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { splitOf } from '../../../../src/text/names/dataSplits';
import { npy, npyHeader, zip } from '../../live/files';
import { csv, evaluate, fileOf, isRight, LABELS, lines, P } from './twelveRows';

/** Logits and labels to train on, of which more are wrong. */
const OTHER = P.map((_, i) => [Math.sin(i), Math.cos(3 * i), Math.sin(5 * i)]);
const OTHER_LABELS = P.map((_, i) => (i * 7 + 2) % 3);
const LOGITS = P.map((row) => row.map(Math.log));

type Arrays = Record<string, readonly number[] | readonly (readonly number[])[]>;

function npz(arrays: Arrays): Uint8Array {
  const members = Object.entries(arrays).map(([name, rows]) => {
    const [first] = rows;
    const data =
      typeof first === 'number'
        ? npy(npyHeader('<i4', [rows.length]), bytesOf(Int32Array.from(rows as number[])))
        : npy(
            npyHeader('<f8', [rows.length, first.length]),
            bytesOf(Float64Array.from((rows as readonly (readonly number[])[]).flat())),
          );
    return { name: `${name}.npy`, data };
  });
  return zip(members);
}
const bytesOf = ({ buffer }: Int32Array | Float64Array) => new Uint8Array(buffer);

const FILES: readonly [name: string, of: (arrays: Arrays) => string | Uint8Array][] = [
  ['run.npz', npz],
  ['run.json', (arrays) => JSON.stringify(arrays)],
];

describe('evaluate: parts of a data set in one file', () => {
  for (const [name, of] of FILES) {
    it(`are told apart, and those to test with are evaluated, which is said (${name})`, async () => {
      for (const [train, test] of [
        [(what: string) => `train_${what}`, (what: string) => `test_${what}`],
        [(what: string) => `${what}_train`, (what: string) => `${what}_test`],
        [(what: string) => `train.${what}`, (what: string) => `val.${what}`],
      ]) {
        const arrays = {
          [train('logits')]: OTHER,
          [test('logits')]: LOGITS,
          [test('labels')]: LABELS,
          [train('labels')]: OTHER_LABELS,
        };
        const evaluation = await evaluate(name, of(arrays));
        isRight(evaluation, train('logits'));
        match(evaluation.options.logits!, /test|val/);
        const [note] = evaluation.notes!;
        match(
          note,
          /^“.*(?:test|val).*” is evaluated, not “.*train.*”\. To evaluate another part of the data/,
        );
        const asked = await evaluate(name, of(arrays), { logits: evaluation.options.logits });
        isRight(asked);
        deepStrictEqual(asked.notes ?? [], []);
      }
    });

    it(`have labels that are only one’s, or belong to scores of none (${name})`, async () => {
      const both = { train_logits: OTHER, test_logits: LOGITS };
      isRight(await evaluate(name, of({ ...both, labels: LABELS })));
      const train = await evaluate(name, of({ ...both, train_labels: OTHER_LABELS }));
      strictEqual(train.options.logits, 'train_logits');
      match(train.notes![0], /“train_logits” is evaluated, not “test_logits”/);
      for (const scores of ['logits', 'model_output']) {
        const arrays = of({ [scores]: LOGITS, y_train: OTHER_LABELS, y_test: LABELS });
        const evaluation = await evaluate(name, arrays);
        isRight(evaluation, scores);
        match(evaluation.notes!.join(), /The labels are taken from “y_test”, not from “y_train”/);
        deepStrictEqual((await evaluate(name, arrays, { labels: 'y_train' })).options.labels, 'y_train');
      }
      isRight(await evaluate(name, of({ logits: LOGITS, y_test: OTHER_LABELS, labels: LABELS })));
    });

    it(`are evaluated as the named labels say (${name})`, async () => {
      const arrays = of({
        test_logits: OTHER,
        test_labels: OTHER_LABELS,
        train_logits: LOGITS,
        train_labels: LABELS,
      });
      const evaluation = await evaluate(name, arrays, { logits: 'train_logits' });
      isRight(evaluation);
      strictEqual(evaluation.options.labels, 'train_labels');
      const named = await evaluate(name, arrays, { labels: 'train_labels' });
      isRight(named);
      strictEqual(named.options.logits, 'train_logits');
    });

    it(`are refused where scores and labels are of two (${name})`, async () => {
      const arrays = of({ train_logits: LOGITS, test_labels: LABELS });
      const said =
        /“train_logits” and “test_labels” are from different parts of the data\. If they belong together/;
      await rejects(evaluate(name, arrays), said);
      isRight(await evaluate(name, arrays, { logits: 'train_logits', labels: 'test_labels' }));
    });

    it(`are no scores where they are what a model is given (${name})`, async () => {
      const given = P.map((_, i) => [3 * Math.sin(i), Math.cos(i) - 2, i / 4]);
      for (const input of ['X', 'x_test', 'features'])
        await rejects(
          evaluate(name, of({ [input]: given, y_test: LABELS })),
          /Nothing says that “.*” are scores|no logits found/,
        );
    });
  }

  it('are lists of records of one document', async () => {
    const records = (scores: readonly number[][], labels: readonly number[]) =>
      scores.map((logits, i) => ({ logits, label: labels[i], tags: [{ train: 1 }] }));
    const document = { train: records(OTHER, OTHER_LABELS), test: records(LOGITS, LABELS) };
    for (const one of [document, { data: document }, { ...document, train: [] }]) {
      const evaluation = await evaluate('run.json', JSON.stringify(one));
      isRight(evaluation);
      match(
        evaluation.notes!.join(),
        /Only the records in “(?:data\.)?test” are evaluated, not other parts of the data/,
      );
    }
  });

  it('are fields of records', async () => {
    const rows = P.map((_, i) => ({
      train_logits: OTHER[i],
      train_label: OTHER_LABELS[i],
      test_logits: LOGITS[i],
      test_label: LABELS[i],
    }));
    for (const [name, text] of [
      ['run.jsonl', lines(rows)],
      ['run.csv', csv(rows)],
    ]) {
      const evaluation = await evaluate(name, text);
      isRight(evaluation, name);
      match(evaluation.notes!.join(), /“test_logits” is evaluated, not “train_logits”/);
    }
    const crossed = rows.map(({ train_logits, test_label }) => ({ train_logits, test_label }));
    await rejects(evaluate('run.jsonl', lines(crossed)), /are from different parts of the data/);
  });

  it('are told by words of a name', () => {
    const splits = {
      train: [
        'train_logits',
        'y_train',
        'ytrain',
        'XTrain',
        '$.train.labels',
        'trainLogits',
        'training/labels',
      ],
      val: ['val_logits', 'eval_logits', 'validation.labels', 'yValid'],
      test: ['test', 'logits-test', 'yTest', 'testing_probs'],
      none: [
        'logits',
        'pretrained_logits',
        'latest_logits',
        'values',
        'contest',
        'trainer_state',
        'constraints',
      ],
    };
    for (const [split, names] of Object.entries(splits))
      for (const one of names) strictEqual(splitOf(one) ?? 'none', split, one);
  });

  it('are those that labels of another file are taken from', async () => {
    const labels = fileOf('labels.npz', npz({ y_train: OTHER_LABELS, y_test: LABELS }));
    isRight(await evaluate('test_logits.npz', npz({ test_logits: LOGITS }), {}, labels));
    const both = npz({ train_logits: OTHER, test_logits: LOGITS });
    isRight(await evaluate('logits.npz', both, {}, fileOf('l.npz', npz({ labels: LABELS }))));
  });
});
