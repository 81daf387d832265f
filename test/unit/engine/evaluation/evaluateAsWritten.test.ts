import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation } from '../../../../src/loss/types';
import { runSql } from '../../records/writeColumns';
import {
  context,
  csv,
  evaluate,
  fileOf,
  FORMS,
  isRight,
  LABELS,
  lines,
  MEAN_LOSS,
  members,
  NAMES,
  P,
  type Row,
} from './twelveRows';

const LETTERS = ['A', 'B', 'C'];

const oneHot = (id: number): number[] => [0, 1, 2].map((c) => Number(c === id));

describe('evaluate: probabilities as they are written', () => {
  it('are no columns of what is said of a row beside them', async () => {
    const beside = P.map((row, i) => ({
      ...members(row, (c) => `prob_${NAMES[c]}`),
      prob_top_1: Math.max(...row),
      prob_max_class: (i + 2) % 3,
      label: NAMES[LABELS[i]],
    }));
    isRight(await evaluate('run.csv', csv(beside)));
  });

  it('are not looked for among columns whose names say nothing of scores and nothing in common', async () => {
    // Any logits, and a feature beside them.
    const numbers = (names: readonly string[]) =>
      csv(
        P.map((row, i) => ({
          ...Object.fromEntries(names.map((one, c) => [one, Math.sin(7 * i + 3 * c) + (row[c] ?? 0)])),
          label: i % 3,
        })),
      );
    await rejects(
      evaluate('run.csv', numbers(['class_plane', 'class_ship', 'class_dog', 'width'])),
      /Nothing says that “class_plane … width” are scores. If they are, name them in “logits”/,
    );
    strictEqual((await evaluate('run.csv', numbers(['class_plane', 'class_ship', 'class_dog']))).classes, 3);
    // What a class has each is no margin beside them.
    const outputs = ['output_home win', 'output_draw', 'output_away win'];
    const { classes, options } = await evaluate('run.csv', numbers([...outputs, 'margin']));
    deepStrictEqual([classes, options.logits], [3, `${outputs[0]} … ${outputs[2]}`]);
  });

  for (const [name, of] of FORMS) {
    it(`are divided by their sums where the rest is on what stands in no row, which is said (${name})`, async () => {
      for (const factor of [(_: number) => 0.995, (i: number) => 0.9 - i / 50]) {
        const scaled = P.map((row, i) => row.map((p) => p * factor(i)));
        const rows: Row[][] = [
          scaled.map((row, i) => ({ ...members(row, (c) => `p_${LETTERS[c]}`), answer: LETTERS[LABELS[i]] })),
          scaled.map((probs, i) => ({ probs, label: LABELS[i] })),
        ];
        for (const records of rows) {
          const evaluation = await evaluate(name, of(records));
          isRight(evaluation, JSON.stringify(records[0]));
          match(evaluation.notes!.join(), /Each row is divided by its sum: the first rows sum to/);
        }
      }
    });

    it(`are those of the classes that labels name, whatever signs stand in their names (${name})`, async () => {
      const names = [
        ['New York', 'Boston', 'Paris'],
        ['Boston', 'New York', 'Paris'],
        ['very good', 'good', 'bad'],
        ['bank', 'shop', 'post_office'],
        ['non-toxic', 'toxic', 'severe'],
        ['N/A', 'yes', 'no'],
        ['<=50K', '>50K', '?'],
        ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'],
        ['class_a', 'class_b', 'class_c'],
        ['apple pie', 'apple cake', 'apple tart'],
        ['A_1', 'A_2', 'B_1'],
        ['a (x)', 'b (y)', 'c (z)'],
        ['LABEL_0', 'LABEL_1', 'LABEL_2'],
        ['C++', 'C#', 'C'],
        ['$1', '$2', '$3'],
      ];
      for (const before of ['prob_', 'p_', 'softmax.'])
        for (const classes of names) {
          const rows = P.map((row, i) => ({
            ...members(row, (c) => before + classes[c]),
            label: classes[LABELS[i]],
          }));
          const evaluation = await evaluate(name, of(rows));
          isRight(evaluation, before + classes[0]);
          strictEqual(evaluation.notes, undefined, before + classes[0]);
        }
    });

    it(`are those of the classes that labels name as numbers (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${c + 1}.0`),
        label: name === 'run.csv' ? `${LABELS[i] + 1}.0` : LABELS[i] + 1,
      }));
      isRight(await evaluate(name, of(rows)));
    });

    it(`are logits of which each has a field, beside labels of any form (${name})`, async () => {
      // Their softmax is the same, and no row sums to anything.
      const logits = P.map((row, i) => row.map((p) => Math.log(p) + 2 + i / 10));
      const labels: Record<string, (id: number) => Row> = {
        'a class ID': (id) => ({ label: id }),
        'a row of 0 and 1': (id) => ({ label: oneHot(id) }),
        'a field of 0 and 1 for each class': (id) => members(oneHot(id), (c) => `y_${NAMES[c]}`),
        'fields that are named as the classes are': (id) => members(oneHot(id), (c) => NAMES[c]),
      };
      for (const [what, labelOf] of Object.entries(labels))
        for (const column of [(c: number) => `logit_${NAMES[c]}`, (c: number) => `${NAMES[c]}_logit`]) {
          const rows = logits.map((row, i) => ({
            ...members(row, column),
            logit_max: Math.max(...row),
            ...labelOf(LABELS[i]),
            source: i % 2 ? 'web' : 'book',
          }));
          const evaluation = await evaluate(name, of(rows), { group: 'source' });
          isRight(evaluation, `${what}, ${column(0)}`);
          deepStrictEqual(evaluation.classNames, NAMES);
          strictEqual(evaluation.slices.length, 2);
          const isPlace = /positions among the names: 0 is “cat”, 1 is “dog”, 2 is “bird”/.test(
            evaluation.notes?.join() ?? '',
          );
          strictEqual(isPlace, what === 'a class ID');
        }
    });

    it(`are those of classes by number where one label of many is none (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(
          row.map((p) => Math.log(p) + 2 + i / 10),
          (c) => `logit_${c}`,
        ),
        label: LABELS[i],
      }));
      for (const label of [-1, -100, 7, 1.5, 'x']) {
        const evaluation = await evaluate(name, of([...rows, { ...rows[0], label }]));
        isRight(evaluation, String(label));
        strictEqual(evaluation.rows.unlabelled, 1, String(label));
        strictEqual(evaluation.options.labels, 'label');
      }
    });

    it(`are those of hundreds of classes, each in a field of its own (${name})`, async () => {
      const wide = P.map((row) => [...row, ...new Array<number>(297).fill(0)]);
      const nameOf = (c: number) => NAMES[c] ?? `class ${c}`;
      for (const [column, label] of [
        [nameOf, (id: number) => NAMES[id]],
        [String, (id: number) => id],
      ] as [(c: number) => string, (id: number) => unknown][]) {
        const rows = wide.map((row, i) => ({
          ...members(row, (c) => `prob_${column(c)}`),
          label: label(LABELS[i]),
        }));
        const { classes, accuracy, meanLoss } = await evaluate(name, of(rows));
        strictEqual(classes, 300);
        ok(Math.abs(accuracy!.value - 10 / 12) < 1e-12);
        ok(Math.abs(meanLoss!.value - MEAN_LOSS) < 1e-9);
      }
    });

    it(`are those of a model that says the same of every row (${name})`, async () => {
      const rows = P.map((_, i) => ({
        ...members([0.2, 0.3, 0.5], (c) => `prob_${NAMES[c]}`),
        label: NAMES[LABELS[i]],
      }));
      const { accuracy, meanLoss } = await evaluate(name, of(rows));
      strictEqual(accuracy!.value, LABELS.filter((id) => id === 2).length / 12);
      const loss = -LABELS.reduce((sum, id) => sum + Math.log([0.2, 0.3, 0.5][id]), 0) / 12;
      ok(Math.abs(meanLoss!.value - loss) < 1e-12);
    });

    it(`are a yes or no of each class beside rows of several (${name})`, async () => {
      const logits = P.map((row, i) => row.map((p) => Math.log(p) + 2 + i / 10));
      const rows = logits.map((row, i) => ({
        ...members(row, (c) => `logit_${NAMES[c]}`),
        label: [0, 1, 2].map((c) => Number(c === LABELS[i] || c === i % 3)),
      }));
      // log(1 + e^-x) of a class that a row has, log(1 + e^x) of another.
      const loss = rows.reduce(
        (sum, { label }, i) =>
          sum + label.reduce((all, y, c) => all + Math.log1p(Math.exp(y ? -logits[i][c] : logits[i][c])), 0),
        0,
      );
      const { task, meanLoss } = await evaluate(name, of(rows));
      strictEqual(task, 'multilabel');
      ok(Math.abs(meanLoss!.value - loss / 36) < 1e-9);
    });

    it(`are percentages where rows sum to 100 (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${NAMES[c]}`),
        label: NAMES[LABELS[i]],
      }));
      const percent = rows.map((row) => ({
        ...row,
        ...Object.fromEntries(
          NAMES.map((one) => [`prob_${one}`, Number(row[`prob_${one}` as 'label']) * 100]),
        ),
      }));
      const evaluation = await evaluate(name, of(percent));
      isRight(evaluation);
      strictEqual(evaluation.notes, undefined);
    });

    it(`are a yes or no of each class where rows sum to more than 1, and never logits (${name})`, async () => {
      // scikit-learn’s log_loss of each column, by their mean.
      const scores = P.map((row) => row.map((p) => Math.sqrt(p)));
      const of01 = (i: number, c: number) => (LABELS[i] === c ? scores[i][c] : 1 - scores[i][c]);
      const loss =
        -scores.reduce((sum, row, i) => sum + row.reduce((all, _, c) => all + Math.log(of01(i, c)), 0), 0) /
        36;
      const evaluation = await evaluate(name, of(scores.map((probs, i) => ({ probs, label: LABELS[i] }))));
      strictEqual(evaluation.task, 'multilabel');
      ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9);
      match(evaluation.notes!.join(), /each class is treated as its own yes or no/);
    });

    it(`are so where a value is missing, or one row of many is empty (${name})`, async () => {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${c}`),
        label: LABELS[i],
      }));
      const missing = name.endsWith('csv') ? '' : null;
      const evaluation = await evaluate(name, of([...rows, { ...rows[0], prob_1: missing }]));
      deepStrictEqual([evaluation.rows.undefined, evaluation.rows.counted], [1, 12]);
      isRight(evaluation);
      const failed = { prob_0: 0, prob_1: 0, prob_2: 0, label: 0 };
      isRight(await evaluate(name, of([...rows, failed])), 'zeros');
      const lists = (records: readonly (readonly number[])[]) =>
        of(records.map((probs, i) => ({ probs, label: LABELS[i % 12] })));
      const zeros = await evaluate(name, lists([...P, [0, 0, 0]]));
      isRight(zeros, 'a list of zeros');
      strictEqual(zeros.notes, undefined);
    });

    it(`are not told of numbers of which the least is the best (${name})`, async () => {
      for (const field of ['nll', 'losses', 'perplexity'])
        await rejects(
          evaluate(
            name,
            of(P.map((row, i) => ({ [field]: row.map((p) => -Math.log(p)), label: LABELS[i] }))),
          ),
          /no logits found/,
        );
    });
  }

  it('are told by the key that they stand under, in lists by name', async () => {
    for (const key of ['p', 'prob', 'probability']) {
      const rows = P.map((row, i) => ({
        choices: row.map((p, c) => ({ name: NAMES[c], [key]: p * (0.9 - i / 50) })),
        label: NAMES[LABELS[i]],
      }));
      isRight(await evaluate('run.jsonl', lines(rows)), key);
    }
  });
});

describe('evaluate: labels as they are written', () => {
  const byNumber = (name: (number: number) => string, label: (id: number) => unknown) =>
    P.map((row, i) => ({ ...members(row, (c) => name(c + 1)), label: label(LABELS[i]) }));

  for (const [name, of] of FORMS) {
    it(`are the names of classes that count from 1, wherever the columns stand (${name})`, async () => {
      for (const column of [
        (number: number) => `prob_${number}`,
        (number: number) => `p${number}`,
        (number: number) => `prob_${number}_stars`,
      ]) {
        const rows = byNumber(column, (id) => id + 1);
        const apart = rows.map(({ label, ...row }) => {
          const [first, ...others] = Object.entries(row).reverse();
          return Object.fromEntries([first, ['label', label], ...others]);
        });
        for (const records of [rows, apart]) {
          const evaluation = await evaluate(name, of(records));
          isRight(evaluation, JSON.stringify(records[0]));
          deepStrictEqual(evaluation.classNames, ['1', '2', '3']);
          match(evaluation.notes!.join(), /read as the names of the classes, 1 to 3/);
        }
      }
    });

    it(`are so where none is of the last class, and places where one is 0 (${name})`, async () => {
      const two = byNumber(
        (number) => `prob_${number}`,
        (id) => id + 1,
      ).filter(({ label }) => label !== 3);
      const evaluation = await evaluate(name, of(two));
      // Eight rows, of which the fourth and the eighth are wrong unless their label is the third class.
      const counted = LABELS.map((id, i) => ({ id, i })).filter(({ id }) => id !== 2);
      const right = counted.filter(({ i }) => i !== 3 && i !== 7).length;
      ok(Math.abs(evaluation.accuracy!.value - right / counted.length) < 1e-12);
      isRight(
        await evaluate(
          name,
          of(
            byNumber(
              (number) => `prob_${number}`,
              (id) => id,
            ),
          ),
        ),
      );
    });

    it(`are refused where the first records were taken so and another is 0 (${name})`, async () => {
      const rows = byNumber(
        (number) => `prob_${number}`,
        (id) => id + 1,
      );
      const many = Array.from({ length: 60 }, (_, i) => rows[i % 12]);
      await rejects(
        evaluate(name, of([...many, { ...rows[0], label: 0 }])),
        /^Error: The first labels in “label” are names of classes, 1 to 3, and a later one is 0\. If labels count from 0, set “labelOffset” to 0\.$/,
      );
    });

    it(`are refused where they count from 1 and nothing has these names, or are signs (${name})`, async () => {
      const lists = P.map((probs, i) => ({ probs, label: LABELS[i] + 1 }));
      const said = /Labels go from 1 to 3, and class IDs from 0 to 2/;
      await rejects(evaluate(name, of(lists)), said);
      isRight(await evaluate(name, of(lists), { labelOffset: 1 }));
      const words = byNumber(
        (number) => `prob_${NAMES[number - 1]}`,
        (id) => id + 1,
      );
      await rejects(evaluate(name, of(words)), said);
      const signs = P.map(([prob], i) => ({ prob, label: i % 2 ? 1 : -1 }));
      await rejects(evaluate(name, of(signs)), /Labels are -1 and 1/);
    });

    it(`are places among three names or more, which is said (${name})`, async () => {
      const rows = byNumber(
        (number) => `prob_${NAMES[number - 1]}`,
        (id) => id,
      );
      const evaluation = await evaluate(name, of(rows));
      isRight(evaluation);
      match(evaluation.notes!.join(), /positions among the names: 0 is “cat”, 1 is “dog”, 2 is “bird”/);
    });

    it(`have a field of 0 and 1 for each class (${name})`, async () => {
      for (const [prefix, scores] of [
        ['y_', 'p_'],
        ['true_', 'prob_'],
        ['is_', 'prob_'],
        ['', 'prob_'],
      ]) {
        const rows = P.map((row, i) => ({
          ...members(row, (c) => scores + NAMES[c]),
          ...Object.fromEntries([2, 0, 1].map((c) => [prefix + NAMES[c], Number(LABELS[i] === c)])),
        }));
        isRight(await evaluate(name, of(rows)), prefix);
      }
      const numbered = P.map((row, i) => ({
        ...members(row, (c) => `prob_${c}`),
        ...members([0, 1, 2], (c) => `y_true_${c}`),
        ...Object.fromEntries([0, 1, 2].map((c) => [`y_true_${c}`, Number(LABELS[i] === c)])),
      }));
      isRight(await evaluate(name, of(numbered)));
      const predicted = P.map((row) => ({
        ...members(row, (c) => `prob_${NAMES[c]}`),
        ...members(row, (c) => `pred_${NAMES[c]}`),
        ...Object.fromEntries(
          [0, 1, 2].map((c) => [`pred_${NAMES[c]}`, Number(row[c] === Math.max(...row))]),
        ),
      }));
      await rejects(evaluate(name, of(predicted)), /requires labels/);
    });

    it(`are rows of 0 and 1, of which one without a 1 may be unlabelled, which is said (${name})`, async () => {
      const rows = (last: unknown) =>
        of(P.map((probs, i) => ({ probs, label: i === 11 ? last : oneHot(LABELS[i]) })));
      const { task, notes } = await evaluate(name, rows([0, 0, 0]));
      strictEqual(task, 'multilabel');
      deepStrictEqual(notes, [
        '1 row has no class, and none has several: each class is treated as its own yes or no. If that row has no label, leave its label empty or set “loss” to “softmax”.',
      ]);
      const empty = await evaluate(name, rows(name === 'run.csv' ? '' : null));
      deepStrictEqual([empty.task, empty.rows.counted, empty.rows.unlabelled], ['multiclass', 11, 1]);
      strictEqual(empty.accuracy!.value, 9 / 11);
    });

    it(`are lists of classes, which a text may hold (${name})`, async () => {
      const sets = P.map((_, i) => [...new Set([LABELS[i], i % 3])]);
      const loss = P.reduce(
        (sum, row, i) => sum - row.reduce((all, p, c) => all + Math.log(sets[i].includes(c) ? p : 1 - p), 0),
        0,
      );
      const names = (ids: readonly number[]) => ids.map((c) => NAMES[c]);
      const python = (list: readonly string[]) => `['${list.join("', '")}']`;
      const quoted = (text: string) => (name === 'run.csv' ? `"${text}"` : text);
      for (const [what, labelOf] of Object.entries<(ids: readonly number[]) => unknown>({
        IDs: (ids) => ids,
        names,
        'a text of names': (ids) => quoted(python(names(ids))),
        'a text of IDs': (ids) => quoted(JSON.stringify(ids)),
      })) {
        const rows = P.map((row, i) => ({
          ...members(row, (c) => `prob_${NAMES[c]}`),
          label: labelOf(sets[i]),
        }));
        const { task, meanLoss } = await evaluate(name, of(rows));
        strictEqual(task, 'multilabel', what);
        ok(Math.abs(meanLoss!.value - loss / 36) < 1e-9, what);
      }
    });

    it(`say why they are not taken (${name})`, async () => {
      const beside = (label: (id: number, i: number) => Row) =>
        of(P.map((probs, i) => ({ probs, ...label(LABELS[i], i) })));
      await rejects(
        evaluate(
          name,
          beside((_, i) => ({ correct: i % 2 })),
        ),
        /^Error: An evaluation requires labels\. “correct” is yes or no for each record: if it is the label, name it in “labels”\.$/,
      );
      await rejects(
        evaluate(
          name,
          beside((id, i) => ({ label: i === 5 ? 3 : NAMES[id] })),
        ),
        /^Error: None of the 12 rows has a label that can be used\. The first problem: the class of "bird" in “label” is unknown; the row counts as unlabeled\.$/,
      );
      await rejects(
        evaluate(
          name,
          beside(() => ({ label: -2.5 })),
        ),
        /^Error: An evaluation requires labels\. “label” holds -2\.5, which isn’t a label of 3 classes\. Write class IDs from 0 to 2, or names of the classes\.$/,
      );
      await rejects(
        evaluate(
          name,
          beside((_, i) => ({ step: i })),
        ),
        /^Error: An evaluation requires labels, and none were found\.$/,
      );
    });

    it(`are no predictions that have the names of classes (${name})`, async () => {
      const rows = P.map((row, i) => ({
        pred: NAMES[row.indexOf(Math.max(...row))],
        obs: NAMES[LABELS[i]],
        ...members(row, (c) => NAMES[c]),
      }));
      isRight(await evaluate(name, of(rows)));
      await rejects(
        evaluate(name, of(rows.map(({ obs: _, ...row }) => row))),
        /requires labels|no logits found/,
      );
    });

    it(`belong to no members of an ensemble, layers or folds, of which one has to be named (${name})`, async () => {
      for (const column of ['logit_seed', 'score_fold_', 'prob_model', 'logit_layer_']) {
        const rows = P.map((row, i) => ({ ...members(row, (c) => column + c), label: i % 2 }));
        await rejects(evaluate(name, of(rows)), /no logits found|Several fields could be the scores/, column);
      }
    });
  }

  it('have any order of yes and no by their numbers, and none of two words', async () => {
    const rows = P.map(([p], i) => ({ prob_1: p, prob_0: 1 - p, label: i % 2 }));
    const right = rows.filter(({ prob_1: p, label }) => Number(p > 0.5) === label).length;
    for (const [name, of] of FORMS) strictEqual((await evaluate(name, of(rows))).accuracy!.value, right / 12);
    const words = rows.map(({ prob_1, prob_0, label }) => ({ prob_spam: prob_1, prob_ham: prob_0, label }));
    for (const [name, of] of FORMS)
      await rejects(
        evaluate(name, of(words)),
        /labels are numbers, and nothing says which class each of them is\. Write class names: “spam”, “ham”/,
      );
  });
});

describe('evaluate: files as scripts write them', () => {
  const named = P.map((row, i) => ({ id: `img_${i}`, ...members(row, (c) => NAMES[c]) }));
  const shuffled = [5, 2, 9, 0, 11, 7, 1, 10, 3, 8, 6, 4];

  it('are arrays of a document, whatever they are called there', async () => {
    const hot = LABELS.map(oneHot);
    for (const document of [
      { y_test: LABELS, y_pred_proba: P },
      { y_true: LABELS, y_pred: P },
      { predictions: P, y_test: hot, class_names: NAMES },
    ])
      isRight(await evaluate('run.json', JSON.stringify(document)), Object.keys(document).join());
    const scores = P.map(([p]) => p);
    const labels = LABELS.map((id) => Number(id === 0));
    const right = scores.filter((p, i) => Number(p > 0.5) === labels[i]).length;
    const document = { y_true: labels, y_pred: scores.map((p) => [p]) };
    const { accuracy, meanLoss } = await evaluate('run.json', JSON.stringify(document));
    const loss = -scores.reduce((sum, p, i) => sum + Math.log(labels[i] ? p : 1 - p), 0) / 12;
    strictEqual(accuracy!.value, right / 12);
    ok(Math.abs(meanLoss!.value - loss) < 1e-12);
  });

  it('have their names in each record, in an order that may change', async () => {
    const records = Array.from({ length: 60 }, (_, i) => i % 12).map((i, at) => {
      const order = at < 55 ? [0, 1, 2] : [2, 0, 1];
      return { names: order.map((c) => NAMES[c]), probs: order.map((c) => P[i][c]), label: NAMES[LABELS[i]] };
    });
    const evaluation = await evaluate('run.jsonl', lines(records));
    ok(Math.abs(evaluation.accuracy!.value - 10 / 12) < 1e-12);
  });

  it('are what spaCy gives, with gold categories beside it', async () => {
    const cats = P.map((row) => members(row, (c) => NAMES[c]));
    const gold = LABELS.map((id) => Object.fromEntries(NAMES.map((name, c) => [name, Number(c === id)])));
    for (const records of [
      cats.map((one, i) => ({ text: 't', cats: one, label: NAMES[LABELS[i]] })),
      cats.map((one, i) => ({ text: 't', cats: one, gold_cats: gold[i] })),
      cats.map((one, i) => ({ text: 't', pred: { cats: one }, gold: { cats: gold[i] } })),
    ])
      isRight(await evaluate('run.jsonl', lines(records)), JSON.stringify(records[0]));
  });

  it('are tables of pandas with what is said of their fields, which can be grouped by', async () => {
    const data = P.map((row, i) => ({
      index: i,
      ...members(row, (c) => `prob_${c}`),
      label: LABELS[i],
      source: i % 2 ? 'web' : 'book',
    }));
    const fields = Object.keys(data[0]).map((name) => ({ name, type: 'number' }));
    const table = JSON.stringify({ schema: { fields, primaryKey: ['index'] }, data });
    const evaluation = await evaluate('run.json', table, { group: 'source' });
    isRight(evaluation);
    strictEqual(evaluation.slices.length, 2);
  });

  it('are skipped where a record has none of the fields of its classes, which says so', async () => {
    const records = P.map((row, i) => ({
      ...members(row, (c) => `p_${LETTERS[c]}`),
      answer: LETTERS[LABELS[i]],
    }));
    const few = Object.fromEntries(Object.entries(records[0]).filter(([name]) => name !== 'p_B'));
    const many = Array.from({ length: 5 }, () => records).flat();
    const { skipped } = await evaluate('run.jsonl', lines([...many, { answer: 'A' }, few]));
    deepStrictEqual(
      skipped.map(({ reason }) => reason),
      ['no field “p_A … p_C”', 'p_A … p_C: no score of “B”, which the first record has'],
    );
  });

  it('are no features, no predictions and no sureness of these, unless they are named', async () => {
    const features = csv(
      P.map((row, i) => ({ ...members(row, (c) => `V${c + 1}`), V1: row[0] * 9, Class: i % 3 })),
    );
    await rejects(evaluate('run.csv', features), /Nothing says that “V1 … V3” are scores/);
    strictEqual((await evaluate('run.csv', features, { logits: 'V1 … V3', labelOffset: 0 })).classes, 3);
    for (const [name, of] of FORMS)
      for (const row of [
        ([p]: number[]) => ({ pred: Number(p > 0.5), confidence: Math.max(p, 1 - p) }),
        ([p]: number[]) => ({ y_pred: Number(p > 0.5), prob: Math.max(p, 1 - p) }),
      ])
        await rejects(evaluate(name, of(P.map((p, i) => ({ ...row(p), label: i % 2 })))), /no logits found/);
  });

  it('are columns of what prints a list', async () => {
    const rows = P.map((row, i) => ({ probs: `"tensor([${row.join(', ')}])"`, label: LABELS[i] }));
    isRight(await evaluate('run.csv', csv(rows)));
    const onGpu = P.map((row, i) => ({
      probs: `"tensor([${row.join(', ')}], device='cuda:0')"`,
      label: LABELS[i],
    }));
    isRight(await evaluate('run.csv', csv(onGpu)));
    const tuples = P.map((row, i) => ({ probs: `"(${row.join(', ')})"`, label: LABELS[i] }));
    isRight(await evaluate('run.csv', csv(tuples)));
    const texts = P.map((row, i) => ({ probs: `[${row.join(', ')}]`, label: LABELS[i] }));
    isRight(await evaluate('run.jsonl', lines(texts)));
  });

  it('have labels elsewhere, joined by the ID that both have, which is said', async () => {
    const labels = csv(shuffled.map((i) => ({ id: `img_${i}`, label: NAMES[LABELS[i]] })));
    const oneHot = shuffled.map((i) => ({
      id: `img_${i}`,
      ...Object.fromEntries(NAMES.map((name, c) => [name, Number(c === LABELS[i])])),
    }));
    for (const given of [labels, csv(oneHot)]) {
      const evaluation = await evaluate('submission.csv', csv(named), {}, fileOf('labels.csv', given));
      isRight(evaluation);
      match(evaluation.notes!.join(), /joined by “id”, which both files have/);
      isRight(await evaluate('submission.csv', csv(named), { id: 'id' }, fileOf('labels.csv', given)));
    }
    const unlike = csv(shuffled.map((i) => ({ id: `img_${i}`, a: 1, b: 0 })));
    await rejects(
      evaluate('submission.csv', csv(named), {}, fileOf('labels.csv', unlike)),
      /no field looks like labels/,
    );
    const two = csv(oneHot.map((row) => ({ ...row, cat: 2 })));
    await rejects(
      evaluate('submission.csv', csv(named), {}, fileOf('labels.csv', two)),
      /labels\.csv: “cat” holds "2"; expected 0 or 1 for each class/,
    );
  });

  it('have labels elsewhere that fit nothing, which says so of the file that has them', async () => {
    const lists = lines(P.map((probs, id) => ({ id, probs })));
    const names = csv(LABELS.map((id, i) => ({ id: i, label: NAMES[id] })));
    await rejects(
      evaluate('run.jsonl', lists, {}, fileOf('labels.csv', names)),
      /^Error: labels\.csv: the class of “bird” is unknown, since the scores have no class names\. Write class IDs from 0 to 2\.$/,
    );
    const other = csv(LABELS.map((_, i) => ({ id: `img_${i}`, label: 'fox' })));
    await rejects(
      evaluate('run.csv', csv(named), {}, fileOf('labels.csv', other)),
      /^Error: labels\.csv: “fox” is not one of the class names\.$/,
    );
    const keyed = csv(LABELS.map((label, key) => ({ key, label })));
    await rejects(
      evaluate('run.jsonl', lists, { id: 'id' }, fileOf('labels.csv', keyed)),
      /^Error: labels\.csv: the header has no column “id”\.$/,
    );
  });

  it('are packed arrays, and labels in one', async () => {
    const logits = npy('<f8', [12, 3], Float64Array.from(P.flat(), Math.log));
    const labels = npy('<i4', [12], Int32Array.from(LABELS));
    const given = fileOf('labels.npy.gz', gzipSync(labels));
    isRight(await evaluate('logits.npy.gz', gzipSync(logits), {}, given));
    isRight(await evaluate('logits.npy', logits, {}, given));
    await rejects(
      evaluate('logits.npy.gz', gzipSync(logits).subarray(0, 60), {}, given),
      /truncated or damaged/,
    );
  });
});

function npy(descr: string, shape: readonly number[], data: Float64Array | Int32Array): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${dict.padEnd(117)}\n`;
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer), 10 + header.length);
  return bytes;
}

describe('evaluate: a Parquet file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-as-written-'));
  after(() => rmSync(folder, { recursive: true }));

  const TABLES: Record<string, readonly Row[]> = {
    'columns that are numbered from 1': P.map((row, i) => ({
      ...members(row, (c) => `prob_${c + 1}`),
      label: LABELS[i] + 1,
    })),
    'columns apart': P.map((row, i) => ({ p2: row[2], label: LABELS[i], p0: row[0], p1: row[1] })),
    'a column of 0 and 1 for each class': P.map((row, i) => ({
      ...members(row, (c) => `p_${NAMES[c]}`),
      ...Object.fromEntries([2, 0, 1].map((c) => [`y_${NAMES[c]}`, Number(LABELS[i] === c)])),
    })),
    'a truth value for each class': P.map((row, i) => ({
      ...members(row, (c) => `p_${NAMES[c]}`),
      ...Object.fromEntries([2, 0, 1].map((c) => [`is_${NAMES[c]}`, LABELS[i] === c])),
    })),
    'names beside predictions': P.map((row, i) => ({
      pred: NAMES[row.indexOf(Math.max(...row))],
      obs: NAMES[LABELS[i]],
      ...members(row, (c) => NAMES[c]),
    })),
    'shares that are not all there': P.map((row, i) => ({
      ...members(row, (c) => `p_${LETTERS[c]}`),
      ...Object.fromEntries(row.map((p, c) => [`p_${LETTERS[c]}`, p * 0.93])),
      answer: LETTERS[LABELS[i]],
    })),
  };
  for (const [what, rows] of Object.entries(TABLES))
    it(`is read as CSV is: ${what}`, async () => {
      const [text, columns] = ['run.csv', 'run.parquet'].map((name) => path.join(folder, name));
      writeFileSync(text, csv(rows));
      await runSql(`COPY (SELECT * FROM read_csv('${text}')) TO '${columns}' (FORMAT parquet)`);
      const of = (file: string) =>
        createCalls().evaluate(
          { source: { file: { name: path.basename(file), path: file } }, options: { resamples: 0 } },
          context,
        );
      const [ofText, ofColumns] = [await of(text), await of(columns)];
      isRight(ofText, 'csv');
      isRight(ofColumns, 'parquet');
      deepStrictEqual(ofColumns.notes, ofText.notes);
      deepStrictEqual(ofColumns.classNames, ofText.classNames);
    });
});

describe('explainFile', () => {
  it('has the loss of an evaluation where each class is a yes or no of its own', async () => {
    const roots = P.map((row) => row.map((p) => Math.sqrt(p)));
    const files = [
      lines(roots.map((probs, i) => ({ probs, label: LABELS[i] }))),
      lines(
        P.map((probs, i) => ({ probs, label: [0, 1, 2].map((c) => Number(c === LABELS[i] || c === i % 3)) })),
      ),
      csv(roots.map((row, i) => ({ ...members(row, (c) => `prob_${NAMES[c]}`), label: NAMES[LABELS[i]] }))),
    ];
    for (const [at, text] of files.entries()) {
      const name = at < 2 ? 'run.jsonl' : 'run.csv';
      const explained = await createCalls().explainFile({ file: fileOf(name, text) }, context);
      const [{ batch }] = explained;
      const { meanLoss } = await evaluate(name, text);
      ok(Math.abs(batch!.reduced! - meanLoss!.value) < 1e-12, `${batch!.reduced} and ${meanLoss!.value}`);
    }
  });
});

describe('explainFile: names', () => {
  it('shows the control characters in a name', async () => {
    // A key that ends in U+0000, in a text that is no JSON.
    const text =
      '\u0001"logit\u0000": [1.5, 2.5, -0.5], "label": 1}\n{"logits": [0.5, 1.5, 2.5], "label": 2}\n';
    const explained = await createCalls().explainFile({ file: fileOf('a.txt', text) }, context);
    const evidence = explained.flatMap(({ found }) => found.reading.evidence).join();
    match(evidence, /it is named “logit/);
    ok(!/\p{Cc}/u.test(evidence), JSON.stringify(evidence));
  });
});

describe('evaluate: another run', () => {
  const against = async (first: string, second: string): Promise<Evaluation> =>
    createCalls().evaluate(
      {
        source: { file: fileOf('a.csv', first) },
        against: { file: fileOf('b.csv', second) },
        options: { resamples: 0, id: 'id' },
      },
      context,
    );
  const run = (names: readonly string[], of: (i: number) => readonly number[]) =>
    csv(
      P.map((_, i) => ({
        id: `r${i}`,
        ...Object.fromEntries(names.map((one) => [`prob_${one}`, of(i)[NAMES.indexOf(one)] ?? 0])),
        label: NAMES[LABELS[i]],
      })),
    );
  // The last two rows have their shares turned round: both were right.
  const changed = (i: number) => (i < 10 ? P[i] : P[i].toReversed());

  it('has the same classes by name, in whatever order their columns stand', async () => {
    const here = run(NAMES, (i) => P[i]);
    const figuresOf = async (other: ReturnType<typeof run>) => {
      const { file, ...figures } = (await against(here, other)).against!;
      strictEqual(file?.name, figures.name);
      return figures;
    };
    const wanted = await figuresOf(run(NAMES, changed));
    strictEqual(wanted.rows, 12);
    const wrong = [10, 11].filter((i) => changed(i).indexOf(Math.max(...P[i])) !== LABELS[i]).length;
    strictEqual(wanted.becameWrong, wrong);
    ok(wrong > 0);
    ok(Math.abs(wanted.differences.accuracy!.value + wrong / 12) < 1e-12);
    for (const order of [
      ['bird', 'dog', 'cat'],
      ['dog', 'bird', 'cat'],
    ])
      deepStrictEqual(await figuresOf(run(order, changed)), wanted);
  });

  it('is joined by numbers as numbers, however they are written', async () => {
    const by = (idOf: (i: number) => unknown, label: (id: number) => unknown = (id) => NAMES[id]) =>
      csv(
        P.map((row, i) => ({
          id: idOf(i),
          ...members(row, (c) => `prob_${NAMES[c]}`),
          label: label(LABELS[i]),
        })),
      );
    const here = by((i) => i);
    for (const idOf of [(i: number) => `${i}.0`, (i: number) => String(i).padStart(3, '0')]) {
      const { rows, differences } = (await against(here, by(idOf))).against!;
      deepStrictEqual([rows, differences.accuracy!.value], [12, 0]);
    }
    await rejects(
      against(
        here,
        by((i) => i + 100),
      ),
      /^Error: No value of “id” is in both runs\.$/,
    );
    await rejects(
      against(
        here,
        by(
          (i) => i,
          (id) => id + 1,
        ),
      ),
      /^Error: “b\.csv” can’t be compared\. Labels go from 1 to 3, and class IDs from 0 to 2\./,
    );
    const bare = csv(P.map((row, id) => ({ id, ...members(row, (c) => `prob_${NAMES[c]}`) })));
    await rejects(
      against(here, bare),
      /^Error: “b\.csv” can’t be compared\. An evaluation requires labels, and none were found\.$/,
    );
  });

  it('is refused where it has other classes', async () => {
    const here = run(NAMES, (i) => P[i]);
    await rejects(
      against(here, run(['bird', 'dog', 'cat', 'fox'], changed)),
      /the same classes; these have 3 and 4/,
    );
    const other = run(NAMES, changed).replaceAll('prob_cat', 'prob_fox').replaceAll(/,cat$/gm, ',fox');
    const swapped = other.replace('prob_dog,prob_bird', 'prob_bird,prob_dog');
    await rejects(against(here, swapped), /the same classes; “bird” has ID 2 in the one and 1 in the other/);
  });
});
