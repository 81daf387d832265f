import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { fieldsOf } from '../../../../src/worker/foundInRecords';
import { context, csv, evaluate, fileOf, FORMS, lines } from './twelveRows';

/** Questions of two to five choices each. */
const LOGITS = Array.from({ length: 24 }, (_, i) =>
  Array.from({ length: 2 + (i % 4) }, (_, c) => Math.round(1000 * Math.sin(5 * i + 3 * c)) / 500),
);
const ANSWERS = LOGITS.map((row, i) => (i * 7) % row.length);
const shareOf = (row: readonly number[], c: number) =>
  Math.exp(row[c]) / row.reduce((sum, x) => sum + Math.exp(x), 0);
const meanOf = (of: (row: readonly number[], answer: number) => number, isKept = (_: number) => true) => {
  const kept = LOGITS.map((row, i) => of(row, ANSWERS[i])).filter((_, i) => isKept(i));
  return kept.reduce((sum, x) => sum + x, 0) / kept.length;
};
const LOSS = meanOf((row, answer) => -Math.log(shareOf(row, answer)));
const RIGHT = meanOf((row, answer) => Number(row.indexOf(Math.max(...row)) === answer));
const BRIER = meanOf((row, answer) =>
  row.reduce((sum, _, c) => sum + (shareOf(row, c) - Number(c === answer)) ** 2, 0),
);
const NOTE = /Records have up to 5 classes each\. A class that a record does not have counts as impossible\./;

const isNear = (value: number | undefined, right: number, what = '') =>
  ok(Math.abs(value! - right) < 1e-12, `${what}: ${value}, not ${right}`);

describe('evaluate: questions with choices of their own', () => {
  for (const [name, of] of FORMS)
    it(`count all, each with its own softmax, and it is said (${name})`, async () => {
      const sums = LOGITS.map((row) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)));
      for (const [field, scores] of [
        ['choices_logits', LOGITS],
        ['choices_logprobs', LOGITS.map((row, i) => row.map((x) => x - sums[i]))],
        ['choices_probs', LOGITS.map((row) => row.map((_, c) => shareOf(row, c)))],
      ] as const) {
        const rows = scores.map((row, i) => ({ [field]: row, answer: ANSWERS[i] }));
        const evaluation = await evaluate(name, of(rows));
        const { classes, accuracy, meanLoss, brier, notes, calibration } = evaluation;
        strictEqual(evaluation.rows.counted, 24, field);
        deepStrictEqual(evaluation.skipped, []);
        strictEqual(classes, 5);
        isNear(accuracy!.value, RIGHT, field);
        isNear(meanLoss!.value, LOSS, field);
        isNear(brier!.value, BRIER, field);
        match(notes!.join(), NOTE, field);
        const { crossFitted } = calibration!.vector!;
        ok(Number.isFinite(crossFitted.meanLoss.value), field);
      }
    });

  it('may have letters for answers, whichever record comes first', async () => {
    for (const from of [0, 3]) {
      const rows = LOGITS.map((row, i) => ({ logits: row, answer: 'ABCDE'[ANSWERS[i]] }));
      const evaluation = await evaluate('run.jsonl', lines([...rows.slice(from), ...rows.slice(0, from)]));
      strictEqual(evaluation.rows.counted, 24);
      isNear(evaluation.meanLoss!.value, LOSS);
      deepStrictEqual(evaluation.classNames, ['A', 'B', 'C', 'D', 'E']);
    }
  });

  it('have no label that is no choice of their own', async () => {
    // The first has two choices.
    const rows = LOGITS.map((row, i) => ({ logits: row, answer: i === 0 ? 3 : ANSWERS[i] }));
    const evaluation = await evaluate('run.jsonl', lines(rows));
    strictEqual(evaluation.rows.counted, 23);
    isNear(
      evaluation.meanLoss!.value,
      meanOf(
        (row, answer) => -Math.log(shareOf(row, answer)),
        (i) => i > 0,
      ),
    );
    match(
      evaluation.notes!.join(),
      /1 label can’t be read: answer: the label is 3; valid class IDs are 0 to 1\./,
    );
  });

  it('are read so for a view, too', async () => {
    const calls = createCalls();
    const file = fileOf('run.jsonl', lines(LOGITS.map((row, i) => ({ logits: row, answer: ANSWERS[i] }))));
    const probe = (await calls.probeDump({ file }, context))!;
    const fields = fieldsOf(probe, probe.logits[0], probe.labels[0]);
    const { session, classes, report } = await calls.openDump({ file, fields, reading: 'logits' }, context);
    deepStrictEqual([classes, report.rows, report.skipped], [5, 24, 0]);
    const { figures } = await calls.evaluationSummary({ session, settings: { temperature: 1 } }, context);
    isNear(figures.meanLoss!.value, LOSS);
  });

  it('are told from a few damaged records, which are left out', async () => {
    const rows = LOGITS.map((_, i) => ({
      logits: LOGITS[3].with(i % 5, 3).slice(0, i === 8 ? 4 : 5),
      answer: i % 4,
    }));
    const evaluation = await evaluate('run.csv', csv(rows));
    strictEqual(evaluation.rows.counted, 23);
    deepStrictEqual(evaluation.notes, [
      '1 of 24 records is left out: it has a different number of classes than the first, 5.',
    ]);
  });
});
