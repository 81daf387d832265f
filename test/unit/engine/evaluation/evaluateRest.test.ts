import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { csv, evaluate, FORMS, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

/** One probability a row, of the second class, and 0 or 1: by hand, -log of what the label has. */
const ONE = [0.9, 0.2, 0.75, 0.4, 0.65, 0.15, 0.55, 0.3, 0.85, 0.05, 0.35, 0.95];
const YES = [1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1];
const LOSS_OF_ONE = ONE.reduce((sum, p, row) => sum - Math.log(YES[row] ? p : 1 - p), 0) / 12;

function isRightOfOne({ rows, accuracy, meanLoss }: Evaluation, what: string): void {
  strictEqual(rows.counted, 12, what);
  // Rows 3, 6 and 10 have their label on the other side of 0.5.
  ok(Math.abs(accuracy!.value - 9 / 12) < 1e-12, `${what}: accuracy ${accuracy!.value}`);
  ok(Math.abs(meanLoss!.value - LOSS_OF_ONE) < 1e-12, `${what}: mean loss ${meanLoss!.value}`);
}

describe('evaluate: one score a row beside a field of 0 and 1 for each of two classes', () => {
  const rowsOf = (no: string, yes: string) =>
    ONE.map((prob, row) => ({ prob, [no]: 1 - YES[row], [yes]: YES[row] }));

  it('has these for its labels, in any order', async () => {
    for (const [no, yes] of [
      ['y_0', 'y_1'],
      ['y_1', 'y_0'],
      ['label_no', 'label_yes'],
      ['is_negative', 'is_positive'],
    ])
      for (const [name, of] of FORMS) {
        const isSwapped = yes === 'y_0';
        const rows = isSwapped
          ? rowsOf('y_0', 'y_1').map(({ prob, ...y }) => ({ ...y, prob }))
          : rowsOf(no, yes);
        isRightOfOne(await evaluate(name, of(rows)), `${name} ${no} ${yes}`);
      }
    const listed = ONE.map((prob, row) => ({ prob, y: [1 - YES[row], YES[row]] }));
    isRightOfOne(await evaluate('run.jsonl', lines(listed)), 'lists');
  });

  it('has none where a row has both or neither', async () => {
    const both = rowsOf('y_0', 'y_1').map((row, at) => (at === 5 ? { ...row, y_1: 1 } : row));
    for (const [name, of] of FORMS)
      await rejects(
        evaluate(name, of(both)),
        /An evaluation requires labels|Several fields could be the labels: “y_0”, “y_1”/,
      );
  });
});

describe('evaluate: columns in a JSON document', () => {
  it('are read as the same columns of a table', async () => {
    const columns = {
      ...Object.fromEntries(NAMES.map((name, c) => [`prob_${name}`, P.map((row) => row[c])])),
      label: LABELS.map((id) => NAMES[id]),
    };
    isRight(await evaluate('run.json', JSON.stringify(columns)));
    isRightOfOne(await evaluate('run.json', JSON.stringify({ prob: ONE, y: YES })), 'prob and y');
    for (const [scores, labels] of [
      ['risk', 'outcome'],
      ['pred', 'true'],
    ]) {
      const table = csv(ONE.map((p, row) => ({ [scores]: p, [labels]: YES[row] })));
      const document = JSON.stringify({ [scores]: ONE, [labels]: YES });
      // Nothing else stands there, and the scores go with it.
      for (const told of [evaluate('run.csv', table), evaluate('run.json', document)])
        isRightOfOne(await told, `${scores} with nothing but ${labels}`);
      const aged = csv(ONE.map((p, row) => ({ age: row / 2, [scores]: p, [labels]: YES[row] })));
      await rejects(evaluate('run.csv', aged), new RegExp(`“${labels}” is yes or no for each record`));
      isRightOfOne(await evaluate('run.json', document, { labels }), `${scores} with ${labels}`);
    }
  });
});

describe('evaluate: scores beside what is computed from them', () => {
  const logits = P.map((row) => row.map(Math.log));
  const margins = P.map((row) => {
    const [first, second] = row.toSorted((a, b) => b - a);
    return Math.log(first) - Math.log(second);
  });

  it('are those that a class has each, whatever they are called', async () => {
    const names = ['World', 'Sports', 'Business'];
    const rows = logits.map((row, i) => ({
      ...members(row, (c) => `output_${names[c]}`),
      margin: margins[i],
      prediction: row.indexOf(Math.max(...row)),
      actual: LABELS[i],
    }));
    for (const [name, of] of FORMS) {
      const evaluation = await evaluate(name, of(rows));
      isRight(evaluation, name);
      deepStrictEqual([evaluation.options.labels, evaluation.classNames], ['actual', names]);
    }
  });

  it('are refused in every form where numbers do not say which of two words they mean', async () => {
    const rows = ONE.map((p, row) => ({
      margin: Math.abs(Math.log(p / (1 - p))),
      actual: YES[row],
      logits_benign: 0.5,
      logits_malignant: 0.5 + Math.log(p / (1 - p)),
    }));
    for (const [name, of] of FORMS)
      await rejects(
        evaluate(name, of(rows)),
        /labels are numbers, and nothing says which class each of them is\. Write class names: “benign”, “malignant”\./,
      );
  });
});

describe('evaluate: scores of the likeliest classes alone', () => {
  const WORDS = ['a', 'b', 'c', 'd', 'e'];
  const top = (row: number) => [0, 1, 2].map((k) => WORDS[(row + k * (1 + (row % 2))) % 5]);
  const SHARES = [0.6, 0.25, 0.1];
  const said =
    /has scores of other classes in each record: “a”, “b”, “c” in the first, and “b”, “d”, “a” in a later one\. An evaluation requires the scores of all classes in each record\./;

  it('are refused, and what is missing is named', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => row);
    const label = (row: number) => WORDS[row % 5];
    const forms = [
      lines(rows.map((row) => ({ labels: top(row), scores: SHARES, label: label(row) }))),
      lines(rows.map((row) => ({ top_labels: top(row), top_scores: SHARES, target: label(row) }))),
      lines(
        rows.map((row) => ({
          pred: top(row).map((name, k) => ({ label: name, score: SHARES[k] })),
          gold: label(row),
        })),
      ),
      lines(
        rows.map((row) => ({
          probs: Object.fromEntries(top(row).map((name, k) => [name, SHARES[k]])),
          label: label(row),
        })),
      ),
    ];
    for (const form of forms) await rejects(evaluate('run.jsonl', form), said);
    const table = csv(rows.map((row) => ({ top_scores: SHARES, top_labels: top(row), label: label(row) })));
    await rejects(evaluate('run.csv', table), said);
  });
});

describe('evaluate: labels that are names, and numbers where a row has none', () => {
  it('are those names', async () => {
    for (const none of [-100, -1])
      for (const [name, of] of FORMS) {
        const rows = P.map((row, i) => ({
          ...members(row, (c) => `prob_${NAMES[c]}`),
          label: NAMES[LABELS[i]],
        }));
        const more = { ...members(P[0], (c) => `prob_${NAMES[c]}`), label: none };
        const evaluation = await evaluate(name, of([more, ...rows, more]));
        isRight(evaluation, `${name} ${none}`);
        strictEqual(evaluation.rows.unlabelled, 2);
      }
  });
});
