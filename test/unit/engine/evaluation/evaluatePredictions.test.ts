import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { evaluate, FORMS, isRight, LABELS, NAMES, P, type Row } from './twelveRows';

const TOPS = P.map((row) => row.indexOf(Math.max(...row)));
const members = (row: readonly number[], before = ''): Row =>
  Object.fromEntries(row.map((p, c) => [before + NAMES[c], p]));

describe('evaluate: a field with the class of the largest score in every row', () => {
  for (const [name, of] of FORMS) {
    it(`is no label where another field of classes isn't it in all of them (${name})`, async () => {
      const pairs = [
        ['predict', 'label'],
        ['guess', 'truth'],
        ['answer', 'label'],
        ['answer', 'class'],
        ['classification', 'class'],
        ['model_answer', 'expected'],
        ['top_class', 'correct_answer'],
        ['class', 'true_class'],
        ['yhat', 'species'],
      ];
      for (const [predicted, labels] of pairs)
        for (const named of [false, true]) {
          const rows = P.map((row, i) => ({
            [predicted]: named ? NAMES[TOPS[i]] : TOPS[i],
            ...(named ? members(row, 'prob_') : { probs: row }),
            [labels]: named ? NAMES[LABELS[i]] : LABELS[i],
          }));
          const evaluation = await evaluate(name, of(rows));
          isRight(evaluation, `${predicted} ${labels}`);
          strictEqual(evaluation.options.labels, labels);
        }
    });

    it(`is the label where it is called so, whatever other numbers stand beside it (${name})`, async () => {
      const rows = P.map((probs, i) => ({ source: i % 3, probs, label: TOPS[i], noisy_label: LABELS[i] }));
      const evaluation = await evaluate(name, of(rows));
      strictEqual(evaluation.options.labels, 'label');
      strictEqual(evaluation.accuracy!.value, 1);
    });

    it(`is said to be it where nothing else is there, and refused where it is called a prediction (${name})`, async () => {
      const rows = (called: string) => of(P.map((probs, i) => ({ probs, [called]: TOPS[i] })));
      const { notes } = await evaluate(name, rows('answer'));
      deepStrictEqual(notes, [
        '“answer” is the class with the largest score in each of the first 12 rows. If it is what the model predicts, name the true labels in “labels”.',
      ]);
      strictEqual((await evaluate(name, rows('label'))).notes?.length ?? 0, 0);
      strictEqual((await evaluate(name, rows('class'), { labels: 'class' })).notes?.length ?? 0, 0);
      if (name !== 'run.csv')
        await rejects(
          evaluate(name, rows('class')),
          /“class” is the class with the largest score .* name it in “labels”/,
        );
      await rejects(evaluate(name, rows('top_class')), /requires labels/);
    });

    it(`is taken for neither of two fields of labels that differ without a word (${name})`, async () => {
      const both = (first: string, second: string) =>
        of(P.map((probs, i) => ({ probs, [first]: i % 3, [second]: LABELS[i] })));
      for (const [other, own] of [
        ['noisy_label', 'true_label'],
        ['coarse_label', 'fine_label'],
      ])
        isRight(await evaluate(name, both(other, own)), other);
      const { notes } = await evaluate(name, both('label_a', 'label_b'));
      match(notes!.join(), /Both “label_b” and “label_a” could be the labels, and they differ/);
    });
  }

  it('is no label of a table whose columns have nothing but the names of classes', async () => {
    const [, , [name, of]] = FORMS;
    const rows = P.map((row, i) => ({
      predict: NAMES[TOPS[i]],
      ...members(row),
      label: NAMES[LABELS[i]],
    }));
    isRight(await evaluate(name, of(rows)));
  });
});
