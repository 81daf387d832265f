import assert from 'node:assert/strict';
import { npy, npyHeader, zip } from '../../live/files';
import { evaluate, fileOf, isRight, LABELS, lines, P } from './twelveRows';

const bytesOf = (numbers: Float64Array | BigInt64Array) => new Uint8Array(numbers.buffer);
const scores = (shape: readonly number[]) =>
  npy(npyHeader('<f8', shape), bytesOf(Float64Array.from(P.flat())));
const ids = (values: readonly number[] = LABELS, shape: readonly number[] = [values.length]) =>
  npy(npyHeader('<i8', shape), bytesOf(BigInt64Array.from(values, BigInt)));
const texts = (values: readonly string[]) =>
  npy(
    npyHeader('<U3', [values.length]),
    Buffer.concat(values.map((text) => Buffer.from(text.padEnd(3, '\0'), 'utf16le')).map(wide)),
  );
/** UTF-32 of characters that UTF-16 has in one unit. */
const wide = (utf16: Buffer) =>
  Buffer.concat(
    Array.from({ length: utf16.length / 2 }, (_, i) => Buffer.from([utf16[2 * i], utf16[2 * i + 1], 0, 0])),
  );
const npz = (members: Record<string, Uint8Array>) =>
  zip(Object.entries(members).map(([name, data]) => ({ name: `${name}.npy`, data })));
const TOPS = P.map((row) => row.indexOf(Math.max(...row)));

describe('An .npz file, evaluated', () => {
  for (const shape of [
    [12, 1, 3],
    [1, 12, 3],
  ])
    for (const own of [[12], [12, 1], [1, 12]])
      it(`has scores of shape ${shape.join('×')} beside labels of ${own.join('×')}`, async () => {
        isRight(await evaluate('run.npz', npz({ probs: scores(shape), labels: ids(LABELS, own) })));
      });

  for (const [probs, labels] of [
    ['prob', 'gt'],
    ['pred', 'gt'],
    ['a', 'b'],
    ['probs', 'species'],
  ])
    it(`takes “${labels}” for the labels of “${probs}”, and says so`, async () => {
      const run = await evaluate(
        'run.npz',
        npz({ pred_ids: ids(TOPS), [probs]: scores([12, 3]), [labels]: ids() }),
      );
      isRight(run);
      assert.deepEqual(run.notes, [
        `Labels are taken from “${labels}”, the only whole numbers beside the scores.`,
      ]);
    });

  it('takes them so beside one score a row', async () => {
    const pred = npy(npyHeader('<f8', [12]), bytesOf(Float64Array.from(P, ([p]) => p)));
    const y = LABELS.map((id) => Number(id === 0));
    const run = await evaluate('run.npz', npz({ pred, true: ids(y) }));
    const right = P.filter(([p], i) => p > 0.5 === (y[i] === 1)).length / 12;
    const loss = -P.reduce((sum, [p], i) => sum + Math.log(y[i] ? p : 1 - p), 0) / 12;
    assert.equal(run.accuracy?.value, right);
    assert.ok(Math.abs(run.meanLoss!.value - loss) < 1e-9);
    assert.match(run.notes!.join(), /taken from “true”/);
  });

  for (const [what, others] of [
    ['row numbers', { idx: ids(P.map((_, i) => i % 3)) }],
    ['what the model said', { best: ids(TOPS) }],
    ['two that could be', { gt: ids(), other: ids() }],
  ] as const)
    it(`takes ${what} for no labels`, async () => {
      await assert.rejects(
        evaluate('run.npz', npz({ probs: scores([12, 3]), ...others })),
        /An evaluation requires labels/,
      );
    });
});

const SITES = P.map((_, i) => (i < 4 ? 'web' : 'app'));
/** Of the rows of each site: the fourth and the eighth are wrong. */
const SLICES = [
  ['app', 8, 7 / 8],
  ['web', 4, 3 / 4],
];

describe('Slices by texts', () => {
  const run = { probs: scores([12, 3]), labels: ids() };
  const backwards = SITES.map((site, i) => ({ id: i, site, label: LABELS[i] })).reverse();
  const rows = lines(P.map((probs, id) => ({ id, probs })));
  const csvOf = (records: readonly object[]) =>
    `${Object.keys(records[0]).join()}\n${records.map((one) => Object.values(one).join()).join('\n')}\n`;

  for (const [where, evaluated] of [
    [
      'in an array of the same file',
      () => evaluate('run.npz', npz({ ...run, site: texts(SITES) }), { group: 'site' }),
    ],
    [
      'beside labels in a table, joined by ID',
      () => evaluate('run.jsonl', rows, { group: 'site', id: 'id' }, fileOf('labels.csv', csvOf(backwards))),
    ],
    [
      'beside labels in JSON Lines, joined by what both files have',
      () => evaluate('run.jsonl', rows, { group: 'site' }, fileOf('labels.jsonl', lines(backwards))),
    ],
    [
      'beside labels in arrays',
      () =>
        evaluate(
          'run.jsonl',
          rows,
          { group: 'site' },
          fileOf('labels.npz', npz({ labels: ids(), site: texts(SITES) })),
        ),
    ],
  ] as const)
    it(`are made ${where}`, async () => {
      const { slices, accuracy } = await evaluated();
      assert.equal(accuracy!.value, 10 / 12);
      assert.deepEqual(
        slices.map(({ value, rows, accuracy }) => [value, rows, accuracy.value]).sort(),
        SLICES,
      );
    });

  it('are refused where the array has not one text for each row', async () => {
    await assert.rejects(
      evaluate('run.npz', npz({ ...run, site: texts(SITES.slice(1)) }), { group: 'site' }),
      /^Error: site: expected one for each of the 12 rows, got 11$/,
    );
  });

  it('are refused in the words of the labels’ file where neither file has the field', async () => {
    await assert.rejects(
      evaluate('run.jsonl', rows, { group: 'color' }, fileOf('labels.csv', csvOf(backwards))),
      /labels\.csv: the header has no column “color”/,
    );
  });
});

const doubles = (values: readonly number[], shape: readonly number[] = [values.length]) =>
  npy(npyHeader('<f8', shape), bytesOf(Float64Array.from(values)));

describe('The classes that a model predicts, in an .npz file', () => {
  const binary = TOPS.map((top) => Number(top === 0));
  const own = LABELS.map((id) => Number(id === 0));
  const hot = TOPS.flatMap((top) => [0, 1, 2].map((id) => Number(id === top)));

  it('are no scores, unless they are named', async () => {
    for (const y_pred of [ids(binary), doubles(binary), ids(TOPS)])
      await assert.rejects(
        evaluate('run.npz', npz({ y_true: ids(own), y_pred })),
        /^Error: “y_pred” holds whole numbers, as the classes that a model predicts\. An evaluation requires its scores; if these are scores, name them in “logits”\.$/,
      );
    await assert.rejects(
      evaluate('run.npz', npz({ y_true: ids(), y_pred: doubles(hot, [12, 3]) })),
      /^Error: “y_pred” holds a 1 for one class in each row, as the classes that a model predicts\./,
    );
    const named = await evaluate('run.npz', npz({ y_true: ids(own), y_pred: doubles(binary) }), {
      logits: 'y_pred',
    });
    assert.equal(named.task, 'binary');
  });

  it('are scores where they are called logits', async () => {
    const run = await evaluate('run.npz', npz({ y_true: ids(own), logits: doubles(binary) }));
    assert.equal(run.task, 'binary');
  });
});

describe('Labels of an .npz file that count from elsewhere', () => {
  it('are refused with the number that they count from', async () => {
    for (const first of [1, 2, 3, 10]) {
      const run = npz({ probs: scores([12, 3]), y_true: ids(LABELS.map((id) => id + first)) });
      await assert.rejects(
        evaluate('run.npz', run),
        new RegExp(
          `^Error: Labels go from ${first} to ${first + 2}, and class IDs from 0 to 2\\. If labels count from ${first}, set “labelOffset” to ${first}\\.$`,
        ),
      );
      isRight(await evaluate('run.npz', run, { labelOffset: first }));
    }
  });
});

describe('Scores in arrays that are called alike but for a number', () => {
  it('are not evaluated by one of them alone', async () => {
    const folds = {
      fold0_probs: scores([12, 3]),
      fold0_labels: ids(),
      fold1_probs: scores([12, 3]),
      fold1_labels: ids(TOPS),
    };
    await assert.rejects(
      evaluate('run.npz', npz(folds)),
      /^Error: Several arrays could be the scores: “fold0_probs”, “fold1_probs”\. Name one in “logits”, or write all rows in one array\.$/,
    );
    isRight(await evaluate('run.npz', npz(folds), { logits: 'fold0_probs' }));
  });
});

describe('One array with labels in its last column', () => {
  const withColumn = (rows: readonly (readonly number[])[], labels: readonly number[] = LABELS) =>
    doubles(
      rows.flatMap((row, i) => [...row, labels[i]]),
      [rows.length, rows[0].length + 1],
    );

  it('is evaluated without it, and says so', async () => {
    for (const rows of [P, P.map((row) => row.map((p) => Math.log(p) + 3))]) {
      const run = await evaluate('run.npy', withColumn(rows));
      isRight(run);
      assert.deepEqual(run.notes, ['The last column of “run” is taken for the labels.']);
    }
  });

  it('is refused where that is not sure', async () => {
    for (const file of [
      withColumn(P, LABELS.with(3, 3)),
      withColumn(P, LABELS.with(3, 0.5)),
      withColumn(P.map((row) => row.map((p) => p / 2))),
      withColumn(P.slice(0, 9)),
      withColumn(
        P,
        P.map(() => 1),
      ),
      withColumn(TOPS.map((top) => [0, 1, 2].map((c) => Number(c === top)))),
    ])
      await assert.rejects(evaluate('run.npy', file), /An evaluation requires labels/);
  });

  it('is named where it holds records', async () => {
    const header = "{'descr': [('p', '<f8'), ('label', '<i8')], 'fortran_order': False, 'shape': (12,), }";
    await assert.rejects(
      evaluate('run.npy', npy(header, new Uint8Array(192))),
      /“run” can’t be read: a structured dtype holds records, not numbers/,
    );
  });
});
