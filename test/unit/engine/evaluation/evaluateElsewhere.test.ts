import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import type { FileRequest } from '../../../../src/worker/protocol';
import { context, fileOf, isRight, LABELS, MEAN_LOSS, NAMES, P, type Row } from './twelveRows';

const evaluate = async (
  file: FileRequest,
  labels?: FileRequest,
  options: EvaluationOptions = {},
  named?: string,
): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: { file, ...(labels && { labels: { file: labels, labels: named } }) },
      options: { resamples: 0, ...options },
    },
    context,
  );

const csv = (name: string, rows: readonly Row[]) =>
  fileOf(
    name,
    [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).join())].join('\n') + '\n',
  );
const lines = (name: string, rows: readonly Row[]) =>
  fileOf(name, rows.map((row) => JSON.stringify(row)).join('\n'));

describe('evaluate: documents of probabilities', () => {
  const documentOf = (probs: readonly number[][], labels = true) =>
    fileOf('run.json', JSON.stringify({ ...(labels && { y_true: LABELS }), probs }));

  it('take each class for a yes or no of its own where rows sum to more than 1, as records do', async () => {
    const roots = P.map((row) => row.map(Math.sqrt));
    const loss = roots.map((row, i) =>
      row.reduce((sum, p, c) => sum - Math.log(c === LABELS[i] ? p : 1 - p), 0),
    );
    const meanLoss = loss.reduce((a, b) => a + b, 0) / 36;
    const records = lines(
      'run.jsonl',
      roots.map((probs, i) => ({ probs, y_true: LABELS[i] })),
    );
    const elsewhere = fileOf('labels.txt', LABELS.join('\n'));
    for (const [file, labels] of [
      [documentOf(roots)],
      [documentOf(roots, false), elsewhere],
      [records],
    ] as const) {
      // prettier-ignore
      const found = await evaluate(file, labels);
      strictEqual(found.task, 'multilabel', file.name);
      strictEqual(found.options.loss, 'sigmoid');
      ok(Math.abs(found.meanLoss!.value - meanLoss) < 1e-9, `${found.meanLoss!.value}, not ${meanLoss}`);
      match(found.notes!.join(), /each class is treated as its own yes or no/);
    }
  });

  it('are divided by their sums where rows sum to less than 1, which is said', async () => {
    const found = await evaluate(documentOf(P.map((row) => row.map((p) => p * 0.9))));
    isRight(found);
    deepStrictEqual(found.notes, ['Each row is divided by its sum: the first rows sum to 0.9, not to 1.']);
  });

  it('say nothing where rows sum to 1, but for what rounding leaves', async () => {
    for (const digits of [2, 4, 17]) {
      const rounded = P.map((row) => row.map((p) => Number(p.toFixed(digits))));
      const found = await evaluate(documentOf(rounded));
      strictEqual(found.task, 'multiclass');
      strictEqual(found.notes, undefined, String(digits));
      strictEqual(found.accuracy!.value, 10 / 12);
    }
  });
});

/** Places of the twelve rows in another order. */
const SHUFFLED = [5, 2, 9, 0, 11, 7, 1, 10, 3, 8, 6, 4];
const IN_ORDER = P.map((_, i) => i);
const runOf = (fields: (i: number) => Row, name = (c: number) => `prob_${NAMES[c]}`) =>
  csv(
    'run.csv',
    P.map((row, i) => ({ ...fields(i), ...Object.fromEntries(row.map((p, c) => [name(c), p])) })),
  );
const labelsOf = (
  fields: (i: number) => Row,
  order: readonly number[] = SHUFFLED,
  label: (i: number) => unknown = (i) => NAMES[LABELS[i]],
) =>
  csv(
    'labels.csv',
    order.map((i) => ({ ...fields(i), label: label(i) })),
  );

describe('evaluate: labels of another file belong to rows', () => {
  it('by columns of two names that have the same values, which is said', async () => {
    const found = await evaluate(runOf((i) => ({ image_id: `x${i}` })), labelsOf((i) => ({ id: `x${i}` }))); // prettier-ignore
    isRight(found);
    deepStrictEqual(found.notes, [
      'Labels are joined by “id”, which has the values of “image_id” in the rows.',
    ]);
    // One row has no label, and a label has no row.
    const some = labelsOf((i) => ({ id: i === 5 ? 'y' : `x${i}` }));
    strictEqual(
      (
        await evaluate(
          runOf((i) => ({ image_id: `x${i}` })),
          some,
        )
      ).rows.counted,
      11,
    );
    const keys = fileOf(
      'labels.json',
      JSON.stringify(Object.fromEntries(SHUFFLED.map((i) => [`x${i}`, NAMES[LABELS[i]]]))),
    );
    isRight(
      await evaluate(
        runOf((i) => ({ image_id: `x${i}` })),
        keys,
      ),
    );
  });

  it('by a text that both have, and by an ID rather than by numbers that count the rows of each', async () => {
    const text = (i: number) => ({ text: `This is sentence ${i * i}` });
    const found = await evaluate(runOf(text), labelsOf(text));
    isRight(found);
    match(found.notes!.join(), /joined by “text”, which both files have/);
    let row = 0;
    const counted = labelsOf((i) => ({ index: row++, image_id: `x${i}` }));
    const both = await evaluate(runOf((i) => ({ index: i, image_id: `x${i}` })), counted); // prettier-ignore
    isRight(both);
    match(both.notes!.join(), /joined by “image_id”/);
  });

  it('by numbers as numbers, however they are written', async () => {
    for (const id of [(i: number) => String(i).padStart(3, '0'), (i: number) => `${i}.0`, (i: number) => i])
      for (const order of [IN_ORDER, SHUFFLED]) {
        const labels = labelsOf((i) => ({ id: id(i) }), order);
        for (const options of [{}, { id: 'id' }])
          isRight(await evaluate(runOf((i) => ({ id: i })), labels, options), `${id(3)} ${order.join()}`); // prettier-ignore
      }
    // Where 7 and 07 are two IDs they stay two.
    const hashes = P.map((_, i) => (i === 3 ? '7' : i === 4 ? '07' : `a${i}`));
    isRight(await evaluate(runOf((i) => ({ id: hashes[i] })), labelsOf((i) => ({ id: hashes[i] })))); // prettier-ignore
  });

  it('by their order where nothing says otherwise and there are as many, which is said', async () => {
    const run = runOf((i) => ({ id: i }));
    for (const labels of [
      labelsOf((i) => ({ id: i + 100 }), IN_ORDER),
      // From 0 and from 1 on.
      labelsOf((i) => ({ id: i + 1 }), IN_ORDER),
      labelsOf((i) => ({ source: i % 2 }), IN_ORDER),
      fileOf('labels.txt', LABELS.map((id) => NAMES[id]).join('\n')),
      fileOf('labels.csv', ['species', ...LABELS.map((id) => NAMES[id])].join('\n')),
    ]) {
      const found = await evaluate(run, labels);
      isRight(found);
      deepStrictEqual(found.notes, ['Labels are taken row by row.']);
    }
    isRight(await evaluate(run, fileOf('labels.csv', ['Ground truth', ...LABELS].join('\n'))));
    const fewer = labelsOf((i) => ({ id: `a${i}` }), IN_ORDER.slice(1));
    await rejects(evaluate(run, labelsOf((i) => ({ id: `a${i}` }), IN_ORDER)), /none of its labels.*“id”\. The first row has “0”, the first label “a0”\./); // prettier-ignore
    await rejects(evaluate(run, fewer), /labels\.csv: none of its labels matches a row by “id”/);
    await rejects(evaluate(run, labelsOf((i) => ({ id: `a${i}` }), IN_ORDER), { id: 'id' }), /none of its labels/); // prettier-ignore
    const unnamed = labelsOf((i) => ({ source: i % 2 }), IN_ORDER.slice(1));
    await rejects(evaluate(run, unnamed), /expected 12 labels, one for each row, got 11/);
  });

  it('row by row where an ID stands twice in both, in one order', async () => {
    const id = (i: number) => ({ image: `x${i >> 1}` });
    const many = [...IN_ORDER, ...IN_ORDER, ...IN_ORDER, ...IN_ORDER];
    const of = (at: number) => (at < 40 ? `x${at}` : `x${at - 40}`);
    const rows = many.map((i, at) => ({ image: of(at), ...Object.fromEntries(P[i].map((p, c) => [`prob_${NAMES[c]}`, p])) })); // prettier-ignore
    const labels = many.map((i, at) => ({ image: of(at), label: NAMES[LABELS[i]] }));
    const found = await evaluate(csv('run.csv', rows), csv('labels.csv', labels));
    strictEqual(found.rows.counted, 48);
    ok(Math.abs(found.meanLoss!.value - MEAN_LOSS) < 1e-9);
    await rejects(
      evaluate(csv('run.csv', rows), csv('labels.csv', labels.toReversed())),
      /Several rows have “x\d” as their “image”/,
    );
    isRight(await evaluate(runOf(id), labelsOf(id, IN_ORDER)));
  });

  it('by names of files whose folders or extensions differ, which is said', async () => {
    const pad = (i: number) => String(i).padStart(5, '0');
    const forms: [row: (i: number) => string, label: (i: number) => string | number][] = [
      [(i) => `${pad(i)}.jpg`, pad],
      [pad, (i) => `train/${pad(i)}.png`],
      [(i) => `C:\\x\\cat_${i}.JPG`, (i) => `cat_${i}.jpg`],
      [(i) => `scan${i}.nii.gz`, (i) => `scan${i}`],
    ];
    for (const [row, label] of forms) {
      const found = await evaluate(runOf((i) => ({ image_id: row(i) })), labelsOf((i) => ({ image_id: label(i) }))); // prettier-ignore
      isRight(found, row(3));
      match(found.notes!.join(), /joined by “image_id”.*without folders and extensions/);
      const named = await evaluate(runOf((i) => ({ image_id: row(i) })), labelsOf((i) => ({ image_id: label(i) })), { id: 'image_id' }); // prettier-ignore
      isRight(named, row(3));
    }
    // Two of them would be one without their folders.
    const twice = runOf((i) => ({ image_id: `${i % 2}/${i >> 1}.jpg` }));
    await rejects(evaluate(twice, labelsOf((i) => ({ image_id: `x${i}` }))), /none of its labels matches a row by “image_id”/); // prettier-ignore
  });

  it('by the numbers of rows that have nothing else', async () => {
    const bare = csv(
      'run.csv',
      P.map((row) => Object.fromEntries(row.map((p, c) => [`prob_${NAMES[c]}`, p]))),
    );
    for (const from of [0, 1]) {
      const found = await evaluate(bare, labelsOf((i) => ({ id: i + from }))); // prettier-ignore
      isRight(found);
      match(found.notes!.join(), new RegExp(`joined by “id”, which numbers the rows from ${from}`));
    }
    const others = await evaluate(bare, labelsOf((i) => ({ image: `${i}.png` }), IN_ORDER)); // prettier-ignore
    isRight(others);
    match(others.notes!.join(), /row by row, since the rows have nothing to match “image” with/);
  });

  it('by no columns that say different things', async () => {
    const run = runOf((i) => ({ first: `x${i}`, second: `y${i}` }));
    const labels = labelsOf((i) => ({ first: `x${i}`, second: `y${(i + 1) % 12}` }));
    await rejects(evaluate(run, labels), /“first” and “second” match its labels to different rows/);
  });

  it('by no numbers of another name that are not called IDs', async () => {
    const labels = labelsOf((i) => ({ id: SHUFFLED[i] }), IN_ORDER);
    const found = await evaluate(runOf((i) => ({ rank: i })), labels); // prettier-ignore
    isRight(found);
    match(found.notes!.join(), /^Labels are taken row by row/);
  });
});

describe('evaluate: labels of another file mean classes as those of the same file do', () => {
  const id = (i: number) => ({ id: `x${i}` });
  const isHam = (i: number) => Number(LABELS[i] !== 0);
  const spam = csv(
    'run.csv',
    P.map((row, i) => ({ ...id(i), prob_spam: row[0], prob_ham: 1 - row[0] })),
  );

  it('refuses numbers beside two words, of which nobody says which one comes first', async () => {
    const expected = /nothing says which class each of them is\. Write class names: “spam”, “ham”/;
    await rejects(evaluate(spam, labelsOf(id, SHUFFLED, isHam)), expected);
    await rejects(evaluate(spam, fileOf('labels.txt', IN_ORDER.map(isHam).join('\n'))), expected);
    const named = labelsOf(id, SHUFFLED, (i) => (isHam(i) ? 'ham' : 'spam'));
    const right = P.filter((row, i) => (row[0] > 0.5 ? 0 : 1) === isHam(i)).length;
    strictEqual((await evaluate(spam, named)).accuracy!.value, right / 12);
    const noAndYes = csv('run.csv', P.map((row, i) => ({ ...id(i), prob_no: row[0], prob_yes: 1 - row[0] }))); // prettier-ignore
    strictEqual((await evaluate(noAndYes, labelsOf(id, SHUFFLED, isHam))).accuracy!.value, right / 12);
  });

  it('says so where class IDs are taken for places among three names', async () => {
    for (const labels of [
      labelsOf(id, SHUFFLED, (i) => LABELS[i]),
      fileOf('labels.txt', LABELS.join('\n')),
    ]) {
      const found = await evaluate(runOf(id), labels);
      isRight(found);
      match(found.notes!.join(), /positions among the names: 0 is “cat”, 1 is “dog”, 2 is “bird”/);
    }
    doesNotSay((await evaluate(runOf(id), labelsOf(id))).notes);
  });

  it('takes numbers for names of classes that have numbers, unless one is 0 or someone says where they begin', async () => {
    const run = runOf(id, (c) => `prob_${c + 1}`);
    const fromOne = labelsOf(id, SHUFFLED, (i) => LABELS[i] + 1);
    const found = await evaluate(run, fromOne);
    isRight(found);
    match(found.notes!.join(), /read as the names of the classes, 1 to 3/);
    isRight(await evaluate(run, fromOne, { labelOffset: 1 }));
    isRight(
      await evaluate(
        run,
        labelsOf(id, SHUFFLED, (i) => LABELS[i]),
      ),
    );
    const ignored = labelsOf(id, SHUFFLED, (i) => (i === 2 ? -100 : LABELS[i] + 1));
    const { rows, accuracy } = await evaluate(run, ignored);
    strictEqual(rows.counted, 11);
    strictEqual(accuracy!.value, 9 / 11);
  });

  it('refuses a yes or no of each record that nothing calls a label, until someone names it', async () => {
    const train = csv(
      'labels.csv',
      SHUFFLED.map((i) => ({ ...id(i), is_train: i % 2 })),
    );
    await rejects(evaluate(runOf(id), train), /“is_train” is yes or no for each record/);
    const scores = csv(
      'run.csv',
      P.map((row, i) => ({ ...id(i), prob: 1 - row[0] })),
    );
    const survived = csv(
      'labels.csv',
      SHUFFLED.map((i) => ({ ...id(i), survived: isHam(i) })),
    );
    await rejects(evaluate(scores, survived), /“survived” is yes or no for each record/);
    const right = P.filter((row, i) => (row[0] > 0.5 ? 0 : 1) === isHam(i)).length;
    strictEqual((await evaluate(scores, survived, {}, 'survived')).accuracy!.value, right / 12);
    // All that a file holds are its labels.
    const bare = csv('labels.csv', IN_ORDER.map((i) => ({ survived: isHam(i) }))); // prettier-ignore
    strictEqual((await evaluate(scores, bare)).accuracy!.value, right / 12);
  });
});

function doesNotSay(notes: readonly string[] = []): void {
  ok(!notes.some((one) => one.includes('positions among')), notes.join());
}

describe('evaluate: labels in another file beside texts that stand several times', () => {
  const textOf = (i: number) => `text ${i >> 1}`;
  const run = csv(
    'run.csv',
    P.map((row, i) => ({
      text: textOf(i),
      ...Object.fromEntries(row.map((p, c) => [`prob_${NAMES[c]}`, p])),
    })),
  );
  const labels = (order: readonly number[], text = textOf) =>
    csv(
      'labels.csv',
      order.map((i) => ({ text: text(i), label: NAMES[LABELS[i]] })),
    );
  const inOrder = [...P.keys()];

  it('are taken row by row where the texts stand in one order', async () => {
    isRight(await evaluate(run, labels(inOrder)));
  });

  it('are refused where the texts stand in another', async () => {
    await rejects(
      evaluate(run, labels([0, 1, 4, 5, 2, 3, ...inOrder.slice(6)])),
      /^Error: labels\.csv: from row 2 on, its “text” is in a different order than the rows, and some of its values repeat, so labels can’t be matched by it\. Give both files an ID\.$/,
    );
  });

  it('are taken row by row where the texts are others under the same name', async () => {
    isRight(
      await evaluate(
        run,
        labels(inOrder, (i) => `note ${i >> 1}`),
      ),
    );
  });
});

describe('evaluate: labels of another file beside scores that stand deep in their records', () => {
  const csvOf = csv(
    'labels.csv',
    LABELS.map((label) => ({ label })),
  );
  const texts = fileOf('labels.json', JSON.stringify(LABELS));

  it('are class IDs, whatever the keys on the way to the scores are called', async () => {
    const records: readonly ((probs: readonly number[]) => Row)[] = [
      (probs) => ({ predictions: [{ score: probs }] }),
      (probs) => ({ outputs: { 0: { probs } } }),
      (probs) => ({ 2: { 1: { probs } } }),
    ];
    for (const record of records)
      for (const labels of [csvOf, texts])
        isRight(
          await evaluate(
            lines(
              'run.jsonl',
              P.map((row) => record(row)),
            ),
            labels,
          ),
          JSON.stringify(record(P[0])),
        );
  });

  it('may be the list of a document that is called so, or the only one', async () => {
    const run = lines(
      'run.jsonl',
      P.map((probs) => ({ probs })),
    );
    for (const document of [
      { labels: LABELS },
      { y: LABELS, ids: LABELS.map((_, i) => i) },
      { split: 'test', values: LABELS },
    ])
      isRight(
        await evaluate(run, fileOf('labels.json', JSON.stringify(document))),
        Object.keys(document).join(),
      );
    const two = JSON.stringify({ a: LABELS, b: LABELS.toReversed() });
    await rejects(evaluate(run, fileOf('labels.json', two)), /labels\.json: no records found/);
  });
});

describe('evaluate: labels of another file that are no classes', () => {
  const run = csv(
    'run.csv',
    P.map((row, id) => ({ id, ...Object.fromEntries(row.map((p, c) => [`prob_${NAMES[c]}`, p])) })),
  );
  const labels = (more: readonly Row[] = [], of = (i: number) => NAMES[LABELS[i]]) =>
    csv(
      'labels.csv',
      [...P.keys()]
        .reverse()
        .map((id): Row => ({ id, label: of(id) }))
        .concat(more),
    );

  it('leave their rows out, which is said', async () => {
    const { rows, notes } = await evaluate(
      run,
      labels([], (i) => (i < 2 ? 'ape' : NAMES[LABELS[i]])),
    );
    deepStrictEqual([rows.counted, rows.unlabelled], [10, 2]);
    deepStrictEqual(notes, [
      'Labels are joined by “id”, which both files have.',
      '2 labels can’t be read. The first one: "ape" in “labels.csv” is not one of the class names; the row counts as unlabeled.',
    ]);
  });

  it('are none of rows that are not there, or that have no label', async () => {
    const { rows, notes } = await evaluate(
      run,
      labels([{ id: 99, label: 'ape' }], (i) => (i < 2 ? 'NA' : NAMES[LABELS[i]])),
    );
    deepStrictEqual([rows.counted, notes!.length], [10, 1]);
  });
});
