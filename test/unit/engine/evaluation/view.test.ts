import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LABEL, PREDICTED } from '../../../../src/arrays/words/sliceNames';
import { createCalls } from '../../../../src/engine/calls';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { ViewSettings } from '../../../../src/worker/protocol';
import type { DumpFields, Evaluation, EvaluationFilter, Figure } from '../../../../src/loss/types';

/** Rows and what SciPy and scikit-learn say of them; test/fixtures/evaluation/make.py made them. */
interface Fixture {
  multiclass: {
    logits: number[][];
    labels: number[];
    groups: string[];
    slices: { value: string; rows: number; accuracy: number; pHolm: number }[];
    isotonic: Record<string, number>;
  };
  binary: { logits: number[][]; labels: number[] };
  paired: {
    logits: number[][];
    differences: Record<string, number>;
    intervals: Record<string, [number, number]>;
    becameWrong: number;
    pValue: number;
  };
}

const { multiclass, binary, paired } = JSON.parse(
  readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8'),
) as Fixture;
const { labels, groups } = multiclass;
const context = { signal: new AbortController().signal, progress: () => undefined };
const settings = { temperature: 1 };

function isNear(actual: number | undefined, expected: number, what: string, tolerance = 1e-12): void {
  ok(
    actual !== undefined && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} and not ${expected}`,
  );
}

const topOf = (row: readonly number[]) => row.indexOf(Math.max(...row));
const text = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).join('\n');

function recordsOf(logits: readonly (readonly number[])[]): object[] {
  return logits.map((row, i) => ({
    id: `r${i}`,
    logits: row,
    label: labels[i],
    meta: { source: groups[i], words: 'w'.repeat((i * 7) % 90) + i, width: (i * 37) % 101 },
    hard: i % 2 === 0,
  }));
}

describe('the view of an evaluation, asked', () => {
  const calls = createCalls();

  const open = async (content: string, fields: DumpFields = FIELDS, name = 'run.jsonl') =>
    (
      await calls.openDump(
        { file: { name, bytes: new TextEncoder().encode(content) }, fields, reading: 'logits' },
        context,
      )
    ).session;
  const FIELDS: DumpFields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] };
  const opened = () => open(text(recordsOf(multiclass.logits)));

  /** The API's figures of some of the rows, which are held to scikit-learn's. */
  const ofSome = (isChosen: (row: number) => boolean): Promise<Evaluation> => {
    const places = [...labels.keys()].filter(isChosen);
    return Promise.resolve(
      calls.evaluate(
        {
          source: {
            logits: fromNested(
              places.map((row) => multiclass.logits[row]),
              'logits',
            ),
            labels: fromNested(
              places.map((row) => labels[row]),
              'labels',
            ),
          },
          options: { resamples: 0 },
        },
        context,
      ),
    );
  };

  it('names the fields of the records, one that says what they are of, and one that tells them apart', async () => {
    const fields = await calls.evaluationFields({ session: await opened() }, context);
    deepStrictEqual(fields, {
      names: ['id', 'meta.source', 'meta.words', 'meta.width', 'hard'],
      suggested: 'meta.source',
      id: 'id',
    });
    const csv = [
      'id,logit_0,logit_1,label,site',
      ...Array.from({ length: 9 }, (_, i) => `x${i},0,${i},1,${i % 3}s`),
    ];
    const session = await open(
      `${csv.join('\n')}\n`,
      { format: 'csv', records: [], logits: ['logit_0', 'logit_1'], labels: ['label'] },
      'run.csv',
    );
    deepStrictEqual(await calls.evaluationFields({ session }, context), {
      names: ['id', 'site'],
      suggested: 'site',
      id: 'id',
    });
    const [first] = await calls.evaluationSlices({ session, settings, by: ['site'] }, context);
    strictEqual(first.rows, 3);
  });

  it('knows the fields of records that hold NaN, as Python writes it', async () => {
    const lines = Array.from(
      { length: 9 },
      (_, i) => `{"id": "r${i}", "site": "${'abc'[i % 3]}", "logits": [NaN, 1.0], "label": 1}`,
    );
    const session = await open(`${lines.join('\n')}\n`, {
      ...{ format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
    });
    deepStrictEqual(await calls.evaluationFields({ session }, context), {
      names: ['id', 'site'],
      suggested: 'site',
      id: 'id',
    });
  });

  it('fits no calibration to labels that are shares of several classes', async () => {
    const soft = multiclass.logits.slice(0, 60).map((logits, i) => ({
      logits,
      label: logits.map((_, c) => (c === labels[i] ? 0.7 : 0.3 / (logits.length - 1))),
    }));
    const hard = soft.map(({ logits }, i) => ({
      logits,
      label: logits.map((_, c) => Number(c === labels[i])),
    }));
    for (const [records, isSoft] of [
      [soft, true],
      [hard, false],
    ] as const) {
      const session = await open(text(records), {
        ...{ format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
      });
      const { softLabels } = await calls.evaluationSummary({ session, settings }, context);
      strictEqual(softLabels, isSoft || undefined);
      const { temperature } = await calls.temperatureSummary({ session, settings }, context);
      strictEqual(temperature === undefined, isSoft);
      strictEqual((await calls.calibrationMethods({ session, settings }, context)) === undefined, isSoft);
      // They are judged by their likeliest class, which they have.
      ok(await calls.conformalSets({ session, settings, coverage: 0.9 }, context));
      if (isSoft)
        await rejects(
          async () => calls.evaluationSummary({ session, settings, calibration: 'vector' }, context),
          /can’t be calibrated/,
        );
    }
  });

  it('calls no label wrong on the word of a temperature that two rows gave', async () => {
    const session = await open(
      text([
        { logits: [2, 1, 0], label: 0 },
        { logits: [1, 3, 0], label: 1 },
        { logits: [1.5, 1, 0.5], label: 2 },
      ]),
      { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
    );
    // Its label has a probability of .19, and 0 at the temperature of the two others, which are right.
    const { labelErrors } = await calls.temperatureSummary({ session, settings }, context);
    strictEqual(labelErrors, 0);
  });

  it('slices by a field as SciPy tests it, first what is worse beyond chance', async () => {
    const slices = await calls.evaluationSlices(
      { session: await opened(), settings, by: ['meta.source'] },
      context,
    );
    strictEqual(slices.length, multiclass.slices.length);
    for (const expected of multiclass.slices) {
      const found = slices.find(({ value }) => value === expected.value)!;
      strictEqual(found.rows, expected.rows);
      isNear(found.accuracy.value, expected.accuracy, expected.value);
      isNear(found.pHolm, expected.pHolm, expected.value, 1e-9);
    }
    const firstHarmless = slices.findIndex(({ worse }) => !worse);
    ok(slices.slice(firstHarmless).every(({ worse }) => !worse));
  });

  it('slices by numbers at their quartiles, by the length of free text, and by pairs of two fields', async () => {
    const session = await opened();
    const by = async (...names: [string] | [string, string]) =>
      calls.evaluationSlices({ session, settings, by: names }, context);
    const all = (slices: readonly { rows: number }[]) => slices.reduce((sum, { rows }) => sum + rows, 0);
    const width = await by('meta.width');
    strictEqual(width.length, 4);
    strictEqual(all(width), labels.length);
    const words = await by('meta.words');
    strictEqual(words[0].field, 'length of meta.words');
    strictEqual(all(words), labels.length);
    const pairs = await by('meta.source', 'hard');
    strictEqual(pairs[0].field, 'meta.source × hard');
    for (const { value, rows } of pairs) {
      const [source, hard] = value.split(' × ');
      strictEqual(rows, groups.filter((one, i) => one === source && String(i % 2 === 0) === hard).length);
    }
    strictEqual(all(await by(LABEL, PREDICTED)), labels.length);
  });

  it('gives every figure of the rows that are chosen, by whatever they are chosen', async () => {
    const session = await opened();
    const { logits } = multiclass;
    const confidence = (row: number) => {
      const exps = logits[row].map((x) => Math.exp(x - Math.max(...logits[row])));
      return 1 / exps.reduce((a, b) => a + b, 0);
    };
    const choices: [EvaluationFilter, (row: number) => boolean][] = [
      [{ label: 2 }, (row) => labels[row] === 2],
      [{ predicted: 1 }, (row) => topOf(logits[row]) === 1],
      [{ bin: 6 }, (row) => confidence(row) >= 0.6 && confidence(row) < 0.7],
      [{ slice: { by: ['meta.source'], value: groups[0] } }, (row) => groups[row] === groups[0]],
      [{ slice: { by: [LABEL], value: '3' }, bin: 9 }, (row) => labels[row] === 3 && confidence(row) >= 0.9],
    ];
    for (const [filter, isChosen] of choices) {
      const expected = await ofSome(isChosen);
      const { figures, rows, confusion } = await calls.evaluationSummary(
        { session, settings, filter },
        context,
      );
      strictEqual(rows.counted, expected.rows.counted);
      strictEqual(confusion.errors, expected.confusion!.errors);
      for (const name of ['accuracy', 'meanLoss', 'brier', 'ece', 'auroc', 'aurc', 'macroF1'] as const)
        if (expected[name]) isNear(figures[name]?.value, expected[name].value, name);
      const { total } = await calls.evaluationPage({ session, settings, filter, from: 0, count: 1 }, context);
      strictEqual(total, expected.rows.counted);
    }
    await rejects(
      async () =>
        calls.evaluationSummary(
          { session, settings, filter: { slice: { by: ['id'], value: 'none' } } },
          context,
        ),
      /No such rows/,
    );
  });

  it('parts numbers of rows that are chosen where it parts those of all, so that each slice can be chosen', async () => {
    const session = await opened();
    const by: [string] = ['meta.width'];
    const namesOf = (slices: readonly { value: string }[]) => slices.map(({ value }) => value).sort();
    const all = await calls.evaluationSlices({ session, settings, by }, context);
    const some = await calls.evaluationSlices({ session, settings, by, filter: { label: 2 } }, context);
    deepStrictEqual(namesOf(some), namesOf(all));
    for (const { value, rows } of some) {
      const filter = { label: 2, slice: { by, value } };
      const { total } = await calls.evaluationPage({ session, settings, filter, from: 0, count: 1 }, context);
      strictEqual(total, rows);
    }
  });

  it('answers others when whoever asked first has gone, and stops when nobody waits', async () => {
    const session = await opened();
    const gone = new AbortController();
    const asks = (signal: AbortSignal) =>
      [
        calls.evaluationFields({ session }, { ...context, signal }),
        calls.evaluationSlices({ session, settings, by: ['meta.words'] }, { ...context, signal }),
        calls.temperatureSummary({ session, settings }, { ...context, signal }),
        calls.evaluationSummary({ session, settings, calibration: 'isotonic' }, { ...context, signal }),
      ].map((answer) => Promise.resolve(answer));
    const firsts = asks(gone.signal).map((answer) => rejects(answer, /gone/));
    const seconds = asks(context.signal);
    gone.abort(new Error('gone'));
    await Promise.all(firsts);
    await Promise.all(seconds);

    const other = await opened();
    const alone = new AbortController();
    const look = { session: other, settings, calibration: 'isotonic' } as const;
    const asked = rejects(
      Promise.resolve(calls.evaluationSummary(look, { ...context, signal: alone.signal })),
      /gone/,
    );
    alone.abort(new Error('gone'));
    await asked;
    const { rows } = await calls.evaluationSummary({ ...look, withoutIntervals: true }, context);
    strictEqual(rows.counted, labels.length);
  });

  it('lists rows with the loss that they are sorted by, whatever a training smooths or weighs', async () => {
    const session = await opened();
    const pageUnder = (more: Partial<ViewSettings>) =>
      calls.evaluationPage(
        { session, settings: { ...settings, ...more }, filter: { only: 'label-errors' }, from: 0, count: 20 },
        context,
      );
    const { row, loss } = await pageUnder({ labelSmoothing: 0.3, classWeights: [5, 1, 1, 2, 1, 1, 1] });
    ok(row.length > 0);
    row.forEach((one, at) => {
      const logits = multiclass.logits[one];
      const p = Math.exp(logits[labels[one]]) / logits.reduce((sum, x) => sum + Math.exp(x), 0);
      isNear(Math.exp(-loss![at]), p, 'p of the label');
    });
    deepStrictEqual(loss, (await pageUnder({})).loss);
  });

  it('chooses rows by bins of their loss, each row in one bin', async () => {
    const session = await opened();
    const { losses } = await calls.evaluationSummary({ session, settings, withoutIntervals: true }, context);
    const rowsIn = async (from: number, to: number) =>
      (
        await calls.evaluationPage(
          { session, settings, filter: { losses: [from, to] }, from: 0, count: 1 },
          context,
        )
      ).total;
    strictEqual(await rowsIn(0, losses.right.length), labels.length);
    const last = losses.right.length - 1;
    strictEqual(await rowsIn(last, last + 1), losses.right[last] + losses.wrong[last]);
  });

  it('shows rows under a calibration as they were judged, and their probabilities so', async () => {
    const session = await opened();
    const methods = await calls.calibrationMethods({ session, settings }, context);
    for (const calibration of ['vector', 'isotonic'] as const) {
      const look = { session, settings, calibration };
      const { figures } = await calls.evaluationSummary(look, context);
      const { crossFitted } = methods![calibration]!;
      isNear(figures.brier?.value, crossFitted.brier.value, calibration);
      isNear(figures.ece?.value, crossFitted.ece.value, calibration);
      isNear(figures.accuracy?.value, crossFitted.accuracy.value, calibration);
      const page = await calls.evaluationPage({ ...look, filter: {}, from: 0, count: 1000 }, context);
      const mean = page.probability.reduce((sum, p) => sum + p, 0) / page.total;
      isNear(figures.meanConfidence?.value, mean, calibration);
    }
    // Not for seven classes.
    await rejects(
      async () => calls.evaluationSummary({ session, settings, calibration: 'platt' }, context),
      /calibrated/,
    );
  });

  it('calibrates two classes by Platt’s scaling', async () => {
    const records = binary.logits.map((logits, i) => ({ logits, label: binary.labels[i] }));
    const session = await open(text(records));
    const methods = await calls.calibrationMethods({ session, settings }, context);
    const { figures } = await calls.evaluationSummary({ session, settings, calibration: 'platt' }, context);
    isNear(figures.meanLoss?.value, methods!.platt!.crossFitted.meanLoss.value, 'mean loss');
  });

  it('puts another run beside this one as NumPy does, row by row and joined by an id', async () => {
    const session = await opened();
    const records = recordsOf(paired.logits);
    for (const [other, id] of [
      [await open(text(records)), undefined],
      [await open(text(records.toReversed())), 'id'],
    ] as const) {
      const run = await calls.runBeside(
        { session, other, settings, name: 'second', by: ['meta.source'], ...(id && { id }) },
        context,
      );
      strictEqual(run.rows, labels.length);
      strictEqual(run.becameWrong, paired.becameWrong);
      isNear(run.mcNemar.pValue, paired.pValue, 'McNemar');
      for (const [name, difference] of Object.entries(paired.differences)) {
        const found = (run.differences as Record<string, Figure | undefined>)[name];
        isNear(found?.value, difference, name);
      }
      strictEqual(run.slices.length, multiclass.slices.length);
      const { figures } = await calls.evaluationSummary({ session: other, settings }, context);
      isNear(run.figures.accuracy?.value, figures.accuracy!.value, 'its own accuracy');
    }
    const fewer = await open(text(records.slice(0, 90)));
    await rejects(
      async () => calls.runBeside({ session, other: fewer, settings, name: 'x', by: [LABEL] }, context),
      /Name a field/,
    );
    const joined = await calls.runBeside(
      { session, other: fewer, settings, name: 'x', by: [LABEL], id: 'id' },
      context,
    );
    strictEqual(joined.rows, 90);
    // What is shown of this run is of the rows in both, as the difference is.
    isNear(
      joined.figures.accuracy!.value - joined.here.accuracy!.value,
      joined.differences.accuracy!.value,
      'the difference of what stands beside it',
    );
    const right = multiclass.logits.slice(0, 90).filter((row, i) => topOf(row) === labels[i]).length;
    isNear(joined.here.accuracy?.value, right / 90, 'this run over the rows in both');
  });

  it('joins rows only where labels and ids say that they belong together', async () => {
    const session = await opened();
    const records = recordsOf(paired.logits);
    const ask = async (other: number, id?: string) =>
      calls.runBeside({ session, other, settings, name: 'x', by: [LABEL], ...(id && { id }) }, context);
    const reversed = await open(text(records.toReversed()));
    const differ = labels.filter((label, i) => label !== labels.at(-1 - i)).length;
    await rejects(
      ask(reversed),
      new RegExp(`^Error: ${differ} of ${labels.length} rows have different labels`),
    );
    // A label that was corrected meanwhile is no row of both.
    const corrected = records.map((one, i) => (i < 3 ? { ...one, label: (labels[i] + 1) % 7 } : one));
    const run = await ask(await open(text(corrected)), 'id');
    deepStrictEqual([run.rows, run.otherLabels], [labels.length - 3, 3]);
    ok(run.flipped.every(({ row }) => row > 2));
    await rejects(
      ask(await open(text(records.map((one, i) => (i === 7 ? { ...one, id: 'r8' } : one)))), 'id'),
      /Several rows have “r8” as their “id”/,
    );
    await rejects(
      ask(await open(text(records.map((one) => ({ ...one, id: undefined })))), 'id'),
      /no field “id”/,
    );
    // Ids are told apart by their ends, however long.
    const long = records.map((one, i) => ({ ...one, id: `${'/data'.repeat(60)}/r${i}` }));
    const other = await open(text(long.toReversed()));
    const both = await calls.runBeside(
      { session: await open(text(long)), other, settings, name: 'x', by: [LABEL], id: 'id' },
      context,
    );
    deepStrictEqual([both.rows, both.flipped], [labels.length, []]);
  });

  it('writes a selection down with what is fitted to all rows, as it shows them', async () => {
    const session = await opened();
    const ask = async (filter?: EvaluationFilter) =>
      JSON.parse(
        await calls.sessionReport(
          {
            session,
            settings,
            origin: 'a',
            format: 'json',
            ...(filter && { filter, selection: 'one label' }),
          },
          context,
        ),
      ) as Evaluation;
    const whole = await ask();
    const some = await ask({ label: 2 });
    deepStrictEqual(some.calibration, whole.calibration);
    deepStrictEqual(some.conformal, whole.conformal);
    deepStrictEqual(
      some.labelErrors,
      whole.labelErrors.filter((row) => labels[row] === 2),
    );
    ok(some.labelErrors.length > 0);
    deepStrictEqual(
      some.listed!.labelErrors.map(({ row }) => row),
      some.labelErrors.slice(0, 20),
    );
    strictEqual(whole.rows.chosenFrom, undefined);
    const { all, counted, chosenFrom, unlabelled, undefined: without } = some.rows;
    strictEqual(counted, labels.filter((label) => label === 2).length);
    strictEqual(all, chosenFrom! + unlabelled + without);
    const markdown = await calls.sessionReport(
      { session, settings, origin: 'a', format: 'markdown', filter: { label: 2 }, selection: 'one label' },
      context,
    );
    ok(new RegExp(`Rows before filtering \\| ${chosenFrom}`).test(markdown), markdown);
  });

  it('states no selection in the report of rows with several labels, where it chooses nothing', async () => {
    const session = await open(text(recordsOf(binary.logits)), undefined);
    const report = await calls.sessionReport(
      {
        session,
        settings: { ...settings, loss: 'sigmoid' },
        origin: 'a',
        format: 'json',
        filter: { label: 1 },
        selection: 'one label',
        calibration: 'isotonic',
      },
      context,
    );
    const { options } = JSON.parse(report) as Evaluation;
    deepStrictEqual(
      [options.loss, options.selection, options.calibration],
      ['sigmoid', undefined, undefined],
    );
  });
});
