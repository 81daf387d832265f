import { match, ok, rejects, strictEqual } from 'node:assert/strict';
import { csv, evaluate, FORMS, LABELS, lines, members, P } from './twelveRows';

/** How many of twelve rows are right where the first share is that of the class 1, and their mean loss. */
const RIGHT = P.filter(([p], i) => Number(p > 0.5) === i % 2).length / 12;
const LOSS = -P.reduce((sum, [p], i) => sum + Math.log(i % 2 ? p : 1 - p), 0) / 12;

describe('evaluate: two classes of which nobody says which comes first', () => {
  const WORDS = [
    ['spam', 'ham'],
    ['yes', 'no'],
    ['x', 'y'],
  ];
  for (const [name, of] of FORMS)
    it(`are refused with class IDs, whatever their columns are called (${name})`, async () => {
      for (const [one, other] of WORDS)
        for (const before of ['', 'prob_', 'logit_']) {
          const rows = P.map(([p], i) => ({
            [before + one]: before === 'logit_' ? Math.log(p) : p,
            [before + other]: before === 'logit_' ? Math.log(1 - p) : 1 - p,
            label: i % 2,
          }));
          const known = before !== '' && one === 'yes';
          const read = evaluate(name, of(rows));
          if (known) strictEqual((await read).accuracy!.value, RIGHT, before);
          else
            await rejects(
              read,
              /which class each of them is|no logits found|requires labels|to be told/,
              before + one,
            );
        }
    });

  it('are read with names for labels', async () => {
    for (const [name, of] of FORMS)
      for (const [one, other] of WORDS) {
        const rows = P.map(([p], i) => ({
          [`prob_${one}`]: p,
          [`prob_${other}`]: 1 - p,
          label: i % 2 ? one : other,
        }));
        const evaluation = await evaluate(name, of(rows));
        strictEqual(evaluation.accuracy!.value, RIGHT, name + one);
        ok(Math.abs(evaluation.meanLoss!.value - LOSS) < 1e-9);
      }
  });

  it('are known words in one object, in their usual order, which is said', async () => {
    for (const [yes, no] of [
      ['positive', 'negative'],
      ['pos', 'neg'],
      ['yes', 'no'],
    ]) {
      const rows = P.map(([p], i) => ({ probs: { [yes]: p, [no]: 1 - p }, label: i % 2 }));
      for (const [name, text] of [
        ['run.jsonl', lines(rows)],
        ['run.json', JSON.stringify(rows)],
      ]) {
        const evaluation = await evaluate(name, text);
        strictEqual(evaluation.accuracy!.value, RIGHT, name);
        ok(Math.abs(evaluation.meanLoss!.value - LOSS) < 1e-9);
        match(evaluation.notes!.join(), new RegExp(`0 is “${no}”, 1 is “${yes}”`));
      }
    }
  });
});

describe('evaluate: probabilities of rows with several classes', () => {
  // From the 22nd row on some have a second class; binary cross-entropy over all entries.
  const rows = Array.from({ length: 80 }, (_, i) => i % 12);
  const hot = rows.map((at, i) =>
    [0, 1, 2].map((c) => Number(c === LABELS[at] || (i > 20 && i % 3 === 0 && c === (LABELS[at] + 1) % 3))),
  );
  const loss =
    -rows.reduce(
      (sum, at, i) => sum + P[at].reduce((all, p, c) => all + Math.log(hot[i][c] ? p : 1 - p), 0),
      0,
    ) / 240;
  const exact = rows.filter((at, i) => P[at].every((p, c) => Number(p > 0.5) === hot[i][c])).length / 80;

  const records = rows.map((at, i) => ({ probs: P[at], label: hot[i] }));
  const columns = rows.map((at, i) => ({
    ...members(P[at], (c) => `prob_${c}`),
    ...members(hot[i], (c) => `y_${c}`),
  }));
  for (const [name, text] of [
    ['document.json', JSON.stringify({ probs: rows.map((at) => P[at]), labels: hot })],
    ['records.json', JSON.stringify(records)],
    ['records.jsonl', lines(records)],
    ['columns.csv', csv(columns)],
  ])
    it(`are those of a yes or no of each class (${name})`, async () => {
      const evaluation = await evaluate(name, text);
      strictEqual(evaluation.task, 'multilabel');
      strictEqual(evaluation.rows.counted, 80);
      ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9, String(evaluation.meanLoss!.value));
      ok(Math.abs(evaluation.exactMatch!.value - exact) < 1e-12, String(evaluation.exactMatch!.value));
    });
});

describe('evaluate: one score a row', () => {
  it('is never read as a logit where its name says a probability and its values don’t', async () => {
    for (const [name, of] of FORMS)
      for (const [field, value] of [
        ['log_prob', (p: number) => Math.log(p)],
        ['prob', (p: number) => 100 * p],
      ] as const) {
        const rows = P.map(([p], i) => ({ [field]: value(p), label: i % 2 }));
        const read = await evaluate(name, of(rows)).catch(String);
        if (typeof read === 'string')
          match(
            read,
            /is called probabilities, but not all values are in \[0, 1\]|is the logarithm of one/,
            field,
          );
        else ok(Math.abs(read.meanLoss!.value - LOSS) < 1e-9, `${name} ${field}: ${read.meanLoss!.value}`);
      }
  });
});
