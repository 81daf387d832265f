import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { csv, evaluate, lines, type Row } from './twelveRows';

/** Eighty rows of five classes, several or none of which are right. */
const X = Array.from({ length: 80 }, (_, i) =>
  Array.from({ length: 5 }, (_, c) => 2 * Math.sin(i * 3.7 + c * 5.1)),
);
const Z = X.map((row, i) => row.map((x, c) => Number(Math.sin(i * 7.3 + c * 2.1) + x > 0.4)));
const P = X.map((row) => row.map((x) => 1 / (1 + Math.exp(-x))));
/** BCEWithLogitsLoss. */
const lossOf = (rows: readonly number[], classes = 5) => {
  const losses = rows.flatMap((i) =>
    X[i].slice(0, classes).map((x, c) => Math.max(x, 0) - x * Z[i][c] + Math.log1p(Math.exp(-Math.abs(x)))),
  );
  return losses.reduce((a, b) => a + b) / losses.length;
};
const ALL = X.map((_, i) => i);
const RIGHT = lossOf(ALL);

function isRight(
  { task, meanLoss, classNames, rows }: Evaluation,
  names: readonly string[],
  what: string,
): void {
  strictEqual(task, 'multilabel', what);
  strictEqual(rows.counted, 80, what);
  deepStrictEqual(classNames, names, what);
  ok(Math.abs(meanLoss!.value - RIGHT) < 1e-12, `${what}: ${meanLoss!.value} and not ${RIGHT}`);
}

const SETS = [
  ['cat', 'dog', 'bird', 'fox', 'owl'],
  ['Atelectasis', 'Cardiomegaly', 'Pleural Effusion', 'No Finding', 'Effusion'],
  ['toxic', 'severe_toxic', 'obscene', 'threat', 'identity_hate'],
];
/** What the fields of a class F are called, and whether they hold logits. */
const NAMED: readonly (readonly [score: string, label: string, areLogits?: true])[] = [
  ['prob_F', 'F'],
  ['p_F', 'y_F'],
  ['y_pred_F', 'y_true_F'],
  ['score_F', 'label_F'],
  ['logit_F', 'target_F', true],
  ['F_prob', 'F'],
  ['F_pred', 'F_true'],
  ['F_score', 'F_label'],
  ['F_logit', 'F', true],
  ['F_y_pred', 'F_y_true'],
  ['F (pred)', 'F'],
  ['F probability', 'F actual'],
  ['pred_F', 'true_F'],
  ['pred_F', 'gt_F'],
  ['pred.F', 'true.F'],
  ['yhat_F', 'y_F'],
  ['output_F', 'target_F', true],
  ['F', 'y_F'],
];

type Fields = readonly (readonly [name: string, value: unknown])[];
/** In which order the fields of scores and of labels stand. */
const ORDERS: Record<string, (scores: Fields, labels: Fields) => Fields> = {
  'scores first': (scores, labels) => [...scores, ...labels],
  'labels first': (scores, labels) => [...labels, ...scores],
  'class by class': (scores, labels) => scores.flatMap((score, c) => [labels[c], score]),
};
const rowsOf = (
  names: readonly string[],
  [score, label, areLogits]: (typeof NAMED)[number],
  order: (scores: Fields, labels: Fields) => Fields = ORDERS['scores first'],
  labels: readonly (readonly unknown[])[] = Z,
): Row[] =>
  ALL.map((i) => {
    const fields = (form: string, values: readonly unknown[]): Fields =>
      names.map((name, c) => [form.replace('F', name), values[c]]);
    const all = order(fields(score, (areLogits ? X : P)[i]), fields(label, labels[i]));
    return { id: `r${i}`, ...Object.fromEntries(all) };
  });

describe('evaluate: a field of scores and a field of 0 and 1 for each class', () => {
  for (const named of NAMED)
    it(`reads ${named[0]} beside ${named[1]}, in any order`, async () => {
      for (const names of SETS)
        for (const [what, order] of Object.entries(ORDERS)) {
          const rows = rowsOf(names, named, order);
          isRight(await evaluate('run.csv', csv(rows)), names, `${names[1]}, ${what}, CSV`);
          isRight(await evaluate('run.jsonl', lines(rows)), names, `${names[1]}, ${what}, JSON Lines`);
        }
    });

  it('reads them as members of an object of scores and one of labels', async () => {
    const rows = ALL.map((i) => ({
      y_pred: Object.fromEntries(SETS[1].map((name, c) => [name, P[i][c]])),
      y_true: Object.fromEntries(SETS[1].map((name, c) => [name, Z[i][c]])),
    }));
    isRight(await evaluate('run.jsonl', lines(rows)), SETS[1], 'JSON Lines');
    isRight(await evaluate('run.json', JSON.stringify(rows)), SETS[1], 'JSON');
  });

  it('reads classes whose names are numbers, in their order, or very long', async () => {
    const names = ['2', '0', '10', '1', '3'];
    for (const named of [NAMED[0], NAMED[5], NAMED[6]]) {
      const found = await evaluate('run.csv', csv(rowsOf(names, named)));
      deepStrictEqual(found.classNames, ['0', '1', '2', '3', '10']);
      ok(Math.abs(found.meanLoss!.value - RIGHT) < 1e-12, named[0]);
    }
    const long = SETS[0].map((name) => `${name} ${'as it was described by the first reader '.repeat(3)}end`);
    for (const named of [NAMED[0], NAMED[5], NAMED[1]])
      isRight(await evaluate('run.csv', csv(rowsOf(long, named))), long, named[0]);
  });

  it('takes predictions of 0 and 1 beside them for neither, nor what is said of the whole row', async () => {
    const [names] = SETS;
    for (const [score, label, prediction] of [
      ['prob_F', 'F', 'pred_F'],
      ['F_prob', 'F_true', 'F_pred'],
      ['F_prob', 'F', 'F_pred'],
    ] as const) {
      const rows = rowsOf(names, [score, label]).map((row, i) => ({
        ...Object.fromEntries(names.map((name, c) => [prediction.replace('F', name), Number(P[i][c] > 0.5)])),
        ...row,
        prob_max: Math.max(...P[i]),
      }));
      isRight(await evaluate('run.csv', csv(rows)), names, `${score}, CSV`);
      isRight(await evaluate('run.jsonl', lines(rows)), names, `${score}, JSON Lines`);
    }
  });

  it('evaluates rows of one class each as such', async () => {
    const shares = X.map((row) => {
      const all = row.map(Math.exp);
      return all.map((e) => e / all.reduce((a, b) => a + b));
    });
    const ids = ALL.map((i) => (i * 7) % 5);
    const rows = rowsOf(
      SETS[0],
      ['F_pred', 'F_true'],
      undefined,
      ids.map((id) => SETS[0].map((_, c) => Number(c === id))),
    ).map((row, i) => ({
      ...row,
      ...Object.fromEntries(SETS[0].map((name, c) => [`${name}_pred`, shares[i][c]])),
    }));
    const right = -ids.reduce((sum, id, i) => sum + Math.log(shares[i][id]), 0) / 80;
    for (const [name, content] of [
      ['run.csv', csv(rows)],
      ['run.jsonl', lines(rows)],
    ] as const) {
      const { task, meanLoss } = await evaluate(name, content);
      strictEqual(task, 'multiclass', name);
      ok(Math.abs(meanLoss!.value - right) < 1e-12, `${name}: ${meanLoss!.value} and not ${right}`);
    }
  });

  it('leaves out a row in which one is unknown, early or late', async () => {
    for (const at of [2, 70])
      for (const unknown of [-1, -100, null]) {
        const labels = Z.map((row, i) => row.map((z, c) => (i === at && c === 3 ? unknown : z)));
        const right = lossOf(ALL.filter((i) => i !== at));
        const rows = rowsOf(SETS[0], ['F_pred', 'F_true'], undefined, labels);
        const cells = rows.map((row) => ({ ...row, fox_true: row.fox_true ?? '' }));
        for (const [name, content] of [
          ['run.csv', csv(cells)],
          ['run.jsonl', lines(rows)],
        ] as const) {
          const found = await evaluate(name, content);
          const what = `${name}: ${unknown} in row ${at}`;
          strictEqual(found.task, 'multilabel', what);
          deepStrictEqual([found.rows.counted, found.rows.unlabelled], [79, 1], what);
          ok(Math.abs(found.meanLoss!.value - right) < 1e-12, `${what}: ${found.meanLoss!.value}`);
        }
      }
  });

  it('refuses those of two models until one is named', async () => {
    const [names] = SETS;
    const rows = rowsOf(names, ['a_prob_F', 'y_F']).map((row, i) => ({
      ...Object.fromEntries(names.map((name, c) => [`b_prob_${name}`, 1 - P[i][c]])),
      ...row,
    }));
    for (const [name, content] of [
      ['run.csv', csv(rows)],
      ['run.jsonl', lines(rows)],
    ] as const) {
      await rejects(
        evaluate(name, content),
        /Several fields could be the scores: “b_prob_cat … b_prob_owl”, “a_prob_cat … a_prob_owl”\. Name one/,
      );
      isRight(await evaluate(name, content, { logits: 'a_prob_cat … a_prob_owl' }), names, name);
    }
  });

  it('names the label that is neither 0 nor 1, and the score that has no label', async () => {
    const wrong = (value: number) => Z.map((row, i) => (i === 3 ? row.with(2, value) : row));
    const signs = Z.map((row) => row.map((z) => 2 * z - 1));
    for (const named of [NAMED[0], NAMED[6], NAMED[12]] as const) {
      const label = (name: string) => named[1].replace('F', name);
      for (const [labels, said] of [
        [wrong(2), `“${label('bird')}” holds 2; expected 0 or 1 for each class.`],
        [wrong(255), `“${label('bird')}” holds 255; expected 0 or 1 for each class.`],
        [signs, `“${label('cat')}” holds -1; expected 0 or 1 for each class.`],
      ] as const) {
        const rows = rowsOf(SETS[0], named, undefined, labels);
        for (const [name, content] of [
          ['run.csv', csv(rows)],
          ['run.jsonl', lines(rows)],
        ] as const)
          await rejects(
            evaluate(name, content),
            ({ message }: Error) => message.endsWith(said),
            named[0] + said,
          );
      }
      const few = rowsOf(SETS[0], named).map(({ [label('owl')]: _, ...row }) => row);
      await rejects(evaluate('run.csv', csv(few)), ({ message }: Error) => {
        match(message, /“.*cat.*” has labels in “.*cat.*”, but “.*owl.*” has none\.$/);
        return true;
      });
    }
  });

  it('takes no features beside yes and no for scores', async () => {
    const rows = ALL.map((i) => ({
      area: 9 * P[i][0],
      height: P[i][1],
      is_area: Z[i][0],
      is_height: Z[i][1],
    }));
    await rejects(evaluate('run.csv', csv(rows)), /no logits found/);
    await rejects(evaluate('run.jsonl', lines(rows)), /no logits found/);
  });
});
