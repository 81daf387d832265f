import { rejects, strictEqual } from 'node:assert/strict';
import { evaluate, FORMS, isRight, LABELS, lines, csv, P } from './twelveRows';

const CLASSES = [
  ['12', 'b', 'c'],
  ['007', 'b', 'c'],
  ['-1', 'b', 'c'],
  ['1e5', 'b', 'inf'],
  ['18', '35', '65+'],
  ['2d', '3d', '4'],
  ['1', '2', 'unknown'],
  ['0', '1', 'other'],
];

describe('evaluate: labels of classes some of which have numbers for names', () => {
  for (const [name, of] of FORMS)
    it(`are names, and no class IDs (${name})`, async () => {
      for (const classes of CLASSES) {
        const rows = P.map((row, i) => ({
          ...Object.fromEntries(row.map((p, c) => [`prob_${classes[c]}`, p])),
          label: classes[LABELS[i]],
        }));
        isRight(await evaluate(name, of(rows)), classes.join());
      }
    });

  it('are names of bare columns, and none of these is left out', async () => {
    for (const classes of [CLASSES[0], CLASSES[6], CLASSES[7]]) {
      const text = [
        `${classes.join()},label`,
        ...P.map((row, i) => `${row.join()},${classes[LABELS[i]]}`),
      ].join('\n');
      isRight(await evaluate('run.csv', text), classes.join());
    }
  });

  it('are class IDs where one of them is no name', async () => {
    const rows = P.map((row, i) => ({
      ...Object.fromEntries(row.map((p, c) => [`prob_${['1', '2', 'unknown'][c]}`, p])),
      label: LABELS[i],
    }));
    isRight(await evaluate('run.csv', csv(rows)));
  });
});

describe('evaluate: one score a row that is called that of the first class', () => {
  it('is refused, since it would be read as that of the second, unless it is named', async () => {
    for (const name of [
      'prob_0',
      'class_0_prob',
      'prob_negative',
      'negative_prob',
      'prob_no',
      'prob_false',
    ]) {
      const rows = P.map(([p], i) => ({ [name]: p, label: i % 2 }));
      for (const [file, of] of [
        ['run.csv', csv],
        ['run.jsonl', lines],
      ] as const) {
        await rejects(
          evaluate(file, of(rows)),
          new RegExp(`“${name}” is named as the score of the first class`),
        );
        strictEqual((await evaluate(file, of(rows), { logits: name })).task, 'binary');
      }
    }
    for (const name of ['prob_1', 'prob_positive', 'prob_yes', 'prob'])
      strictEqual(
        (await evaluate('run.csv', csv(P.map(([p], i) => ({ [name]: p, label: i % 2 }))))).task,
        'binary',
      );
  });
});

describe('evaluate: classes -1, 0 and 1 whose numbers stand first in the names of their scores', () => {
  for (const name of ['F_score', 'F_probability', 'P(F)', 'prob_F'])
    for (const order of [
      [0, 1, 2],
      [1, 2, 0],
    ])
      it(`are all read (${name}, ${order.map((id) => id - 1).join()})`, async () => {
        const rows = P.map((row, i) => ({
          ...Object.fromEntries(order.map((id) => [name.replace('F', String(id - 1)), row[id]])),
          label: LABELS[i] - 1,
        }));
        isRight(await evaluate('run.csv', csv(rows)), name);
      });
});
