import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { columnsOf, FIELDS_IN, type Matrix } from './fieldsIn';
import { evaluate, isRight, LABELS, lines, P } from './twelveRows';

const LOGITS = P.map((row) => row.map((p) => Math.log(p) + 1.25));
/** What the same logits give at a temperature of 3. */
const COOLER = LOGITS.map((row) => {
  const weights = row.map((x) => Math.exp(x / 3));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((x) => x / sum);
});
const TWO_DECIMALS = P.map((row) => row.map((p) => Math.round(100 * p) / 100));
const VOTES = P.map((row) => row.map((p) => Number(p === Math.max(...row))));

const FORMS: typeof FIELDS_IN = [...FIELDS_IN, ['columns.jsonl', (fields) => lines(columnsOf(fields))]];

const said = ({ notes = [] }: Evaluation): string[] => notes.filter((note) => /evaluated/.test(note));

describe('evaluate: scores that stand in a file twice', () => {
  for (const [form, of] of FORMS) {
    it(`have one set of figures and need no name where both are the same (${form})`, async () => {
      const both: Record<string, Matrix>[] = [
        { raw_logits: LOGITS, probs: P },
        { raw_logits: LOGITS, predictions: P },
        { logits: LOGITS, probs: TWO_DECIMALS },
        { y_score: LOGITS, y_proba: P },
      ];
      for (const fields of both) {
        const evaluation = await evaluate(form, of(fields));
        isRight(evaluation, Object.keys(fields).join());
        deepStrictEqual(said(evaluation), []);
      }
    });

    it(`are those of the one that is evaluated, which is said where the other holds others (${form})`, async () => {
      for (const [own, other] of [
        ['raw_logits', 'probs'],
        ['logits', 'probs'],
        ['logits', 'scores'],
      ]) {
        const evaluation = await evaluate(form, of({ [own]: LOGITS, [other]: COOLER }));
        isRight(evaluation, own);
        const [note, ...more] = said(evaluation);
        strictEqual(more.length, 0);
        match(
          note,
          new RegExp(`^“${own}[^”]*” is evaluated, and “${other}[^”]*” holds other probabilities\\.`),
        );
        match(note, new RegExp(`name “${other}[^”]*” in “logits”`));
      }
    });

    it(`say nothing of a column that a person named, nor of votes (${form})`, async () => {
      const evaluation = await evaluate(form, of({ logits: LOGITS, predictions: VOTES }));
      isRight(evaluation);
      deepStrictEqual(said(evaluation), []);
      const isColumns = form.startsWith('columns');
      const logits = isColumns ? 'logits_cat … logits_bird' : 'logits';
      const named = await evaluate(form, of({ logits: LOGITS, probs: COOLER }), { logits });
      isRight(named);
      deepStrictEqual(said(named), []);
    });

    // Columns that are called predictions are classes only where nothing else is.
    if (form === 'columns.csv') continue;
    it(`are refused where as much speaks for either, and they differ (${form})`, async () => {
      await rejects(
        evaluate(form, of({ val_scores: COOLER, predictions: P })),
        /Several fields could be the scores: “/,
      );
    });
  }

  it('are refused where they are those of models whose names say nothing', async () => {
    const models = (i: number) => ({ a: P[i], b: COOLER[i] });
    await rejects(
      evaluate('run.jsonl', lines(P.map((_, i) => ({ models: models(i), label: LABELS[i] })))),
      /Several fields could be the scores: “models\.a”, “models\.b”/,
    );
    const alone = lines(P.map((row, i) => ({ models: { a: row }, label: LABELS[i] })));
    isRight(await evaluate('run.jsonl', alone));
  });
});
