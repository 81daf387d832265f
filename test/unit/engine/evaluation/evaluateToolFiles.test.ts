import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { csv, evaluate, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

const LABELLED = LABELS.map((id) => NAMES[id]);
const TOPS = P.map((row) => NAMES[row.indexOf(Math.max(...row))]);

describe('evaluate: files as tools write them', () => {
  it('has the classes of objects beside each other, whatever these are called', async () => {
    const rows = P.map((row, i) => ({
      gold_cats: members(
        [0, 1, 2].map((c) => Number(c === LABELS[i])),
        (c) => NAMES[c],
      ),
      pred_cats: members(row, (c) => NAMES[c]),
    }));
    const evaluation = await evaluate('run.jsonl', lines(rows));
    isRight(evaluation);
    deepStrictEqual(evaluation.classNames, NAMES);
  });

  it('takes no labels that a model scored for those that it is judged by', async () => {
    const rows = P.map((row, i) => ({
      species: LABELLED[i],
      ...members(row, (c) => `Scored Probabilities_${NAMES[c]}`),
      'Scored Labels': TOPS[i],
    }));
    const evaluation = await evaluate('scored.csv', csv(rows));
    isRight(evaluation);
    strictEqual(evaluation.options.labels, 'species');
    const two = P.map(([p], i) => ({
      f1: i / 8,
      income: i % 2,
      'Scored Labels': Number(p > 0.5),
      'Scored Probabilities': p,
    }));
    await rejects(evaluate('two.csv', csv(two)), /“income” is yes or no for each record/);
  });

  it('says of class IDs that no class has that their rows are left out, under a sigmoid as well', async () => {
    const rows = P.map((_, i) => ({
      ...members([0.9, 0.8 - i / 40, 0.7 + i / 60], (c) => `prob_${c}`),
      label: i % 4,
    }));
    const evaluation = await evaluate('run.csv', csv(rows));
    strictEqual(evaluation.task, 'multilabel');
    strictEqual(evaluation.rows.counted, 9);
    match(
      evaluation.notes!.join(),
      /3 rows are left out: their labels are no class IDs from 0 to 2\. The first one is 3\./,
    );
  });

  it('refuses probabilities of being above each class but the last', async () => {
    const rows = P.map((_, i) => ({
      ...members([0.95 - i / 50, 0.6 - i / 40, 0.3 - i / 50], (c) => `p_gt_${c}`),
      label: i % 4,
    }));
    await rejects(evaluate('coral.csv', csv(rows)), /“p_gt_0 … p_gt_2” fall from left to right in every row/);
  });
});
