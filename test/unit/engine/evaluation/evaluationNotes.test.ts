import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { DumpFields, Evaluation } from '../../../../src/loss/types';
import { fieldsOf, takenFor } from '../../../../src/worker/foundInRecords';

const context = { signal: new AbortController().signal, progress: () => undefined };
const calls = createCalls();
const settings = { temperature: 1 };

/** Four rows of three classes that sum to .9; the label of the last one has not the largest share. */
const ROWS = [
  { prob_1: 0.6, prob_2: 0.2, prob_3: 0.1, label: 1 },
  { prob_1: 0.2, prob_2: 0.6, prob_3: 0.1, label: 2 },
  { prob_1: 0.1, prob_2: 0.2, prob_3: 0.6, label: 3 },
  { prob_1: 0.6, prob_2: 0.2, prob_3: 0.1, label: 2 },
];
const fileOf = (rows: readonly object[]) => ({
  name: 'run.csv',
  bytes: new TextEncoder().encode(
    [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).join())].join('\n'),
  ),
});
const evaluate = async (rows: readonly object[]) =>
  calls.evaluate({ source: { file: fileOf(rows) }, options: { resamples: 0 } }, context);
const SUMS = /Each row is divided by its sum/;
const NUMBERS = /Labels are read as the names of the classes, 1 to 3\./;

/** A file as a view opens it. */
async function opened(rows: readonly object[]) {
  const file = fileOf(rows);
  const probe = (await calls.probeDump({ file }, context))!;
  const fields: DumpFields = fieldsOf(probe, probe.logits[0], probe.labels[0]);
  const reading = probe.logits[0].reading ?? 'logits';
  const dump = await calls.openDump({ file, fields, reading }, context);
  const notes = takenFor(probe, fields, dump);
  return { session: dump.session, settings, origin: file.name, notes, classNames: fields.classNames };
}

describe('what a file leaves open and was taken so', () => {
  it('stands in each form of an evaluation’s report', async () => {
    const evaluation = await evaluate(ROWS);
    strictEqual(evaluation.notes?.length, 2);
    for (const format of ['markdown', 'html', 'json'] as const) {
      const report = await calls.evaluationReport({ evaluation, origin: 'run.csv', format }, context);
      match(report, SUMS, format);
      match(report, NUMBERS, format);
    }
  });

  it('stands in each form of the report that a view saves', async () => {
    const shown = await opened(ROWS);
    strictEqual(shown.notes.length, 2);
    for (const format of ['markdown', 'html', 'json'] as const) {
      const report = await calls.sessionReport({ ...shown, format }, context);
      match(report, SUMS, format);
      match(report, NUMBERS, format);
    }
    const { notes, accuracy } = JSON.parse(
      await calls.sessionReport({ ...shown, format: 'json' }, context),
    ) as Evaluation;
    deepStrictEqual([notes, accuracy?.value], [shown.notes, 0.75]);
  });

  it('is nothing where a file leaves nothing open', async () => {
    const told = ROWS.map(({ prob_1: cat, prob_2: dog, prob_3: bird, label }) => ({
      ...{ prob_cat: cat / 0.9, prob_dog: dog / 0.9, prob_bird: bird / 0.9 },
      label: ['cat', 'dog', 'bird'][label - 1],
    }));
    const shown = await opened(told);
    const { notes } = JSON.parse(
      await calls.sessionReport({ ...shown, format: 'json' }, context),
    ) as Evaluation;
    deepStrictEqual([shown.notes, notes], [[], undefined]);
    ok((await evaluate(told)).notes === undefined);
  });
});

describe('labels of which none, or not all, are what the first ones were', () => {
  const many = Array.from({ length: 60 }, (_, i) => ROWS[i % 4]);
  const mixed = [...many, { ...ROWS[0], label: 0 }];

  it('are written down as a view shows them, where the whole file is refused', async () => {
    await rejects(evaluate(mixed), /and a later one is 0\. If labels count from 0/);
    const shown = await opened(mixed);
    for (const format of ['markdown', 'html'] as const)
      match(await calls.sessionReport({ ...shown, format }, context), /Evaluation of `?run\.csv/);
    const { rows, accuracy } = JSON.parse(
      await calls.sessionReport({ ...shown, format: 'json' }, context),
    ) as Evaluation;
    deepStrictEqual([rows.all, rows.counted, rows.unlabelled, accuracy?.value], [61, 60, 1, 0.75]);
  });

  it('are refused with the number of rows and the first problem, where none is a class', async () => {
    const records = ROWS.map(({ prob_1: cat, prob_2: dog, prob_3: bird }) => ({
      ...{ prob_cat: cat / 0.9, prob_dog: dog / 0.9, prob_bird: bird / 0.9 },
      label: 'FISH',
    }));
    await rejects(
      evaluate(records),
      /^Error: None of the 4 rows has a label that can be used\. The first problem: "FISH" in “label” is not one of the class names; the row counts as unlabeled\.$/,
    );
    await rejects(
      evaluate(records.map((record) => ({ ...record, label: '' }))),
      /An evaluation requires labels, and none were found\./,
    );
  });
});
