import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { csv, evaluate, lines, NAMES, type Row } from './twelveRows';

/** Sixty rows of three classes, of which four in five have their label for the largest score. */
const ROWS = 60;
const LABELS = Array.from({ length: ROWS }, (_, i) => (i * 7 + (i >> 2)) % 3);
const P = LABELS.map((id, i) => {
  const top = i % 5 === 4 ? (id + 1) % 3 : id;
  const weights = [0, 1, 2].map((c) => (c === top ? 6 : 2) + ((i * (c + 3)) % 7) / 10);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
});
const ACCURACY = LABELS.filter((_, i) => i % 5 !== 4).length / ROWS;

const FORMS: readonly [name: string, of: (rows: readonly Row[]) => string][] = [
  ['run.csv', csv],
  ['run.jsonl', lines],
];

const scores = (row: number) => Object.fromEntries(P[row].map((p, c) => [`prob_${NAMES[c]}`, p]));
/** With what stands before the scores and behind them in each row. */
const rowsOf = (before: (row: number) => Row, behind: (row: number) => Row): Row[] =>
  LABELS.map((_, row) => ({ ...before(row), ...scores(row), ...behind(row) }));
const named = (field: string) => (row: number) => ({ [field]: NAMES[LABELS[row]] });
const numbered = (field: string) => (row: number) => ({ [field]: LABELS[row] });
/** A column of 0 and 1 that has nothing to do with the classes. */
const flags = (field: string) => (row: number) => ({ [field]: (row * 5 + (row >> 3)) % 2 });

describe('evaluate: which field is the label', () => {
  for (const [file, of] of FORMS) {
    it(`is that of class names, and no count, source or flag that speaks of labels (${file})`, async () => {
      for (const other of [
        ...['is_labeled', 'labeler_id', 'n_labels', 'label_count', 'label_source', 'has_label', 'relabeled'],
        ...['target_lang', 'target_len', 'is_target', 'golden', 'ground_truth_source', 'domain_label'],
        ...['pclass', 'classifier', 'n_class', 'class_weight', 'subclass', 'answered', 'expected_length'],
      ])
        for (const field of ['species', 'class', 'category']) {
          const { options, accuracy } = await evaluate(file, of(rowsOf(flags(other), named(field))));
          strictEqual(options.labels, field, `beside ${other}`);
          strictEqual(accuracy!.value, ACCURACY);
        }
    });

    it(`is the one that is called so, where all hold class IDs (${file})`, async () => {
      for (const other of ['is_labeled', 'labeler_id', 'n_labels', 'target_lang', 'label_count', 'n_class'])
        for (const field of ['class', 'actual', 'true_label', 'gold_label', 'truth']) {
          const { options, notes } = await evaluate(file, of(rowsOf(flags(other), numbered(field))));
          strictEqual(options.labels, field, `beside ${other}`);
          strictEqual(notes?.some((note) => note.includes(other)) ?? false, false);
        }
    });

    it(`is the one that the scores speak for, where names speak for both (${file})`, async () => {
      for (const other of ['domain_label', 'target_domain', 'adv_label', 'old_label', 'fine_label', 'label2'])
        for (const field of ['class', 'actual', 'category']) {
          const { options, accuracy, notes } = await evaluate(
            file,
            of(rowsOf(flags(other), numbered(field))),
          );
          strictEqual(options.labels, field, `beside ${other}`);
          strictEqual(accuracy!.value, ACCURACY);
          match(notes!.join('\n'), /could be the labels, and they differ/);
        }
    });

    it(`is the one whose rows have higher scores for it, where no name says anything (${file})`, async () => {
      for (const other of ['sex', 'smoker', 'topk', 'level', 'is_train']) {
        const { options, accuracy, notes } = await evaluate(
          file,
          of(rowsOf(flags(other), numbered('species'))),
        );
        strictEqual(options.labels, 'species', `beside ${other}`);
        strictEqual(accuracy!.value, ACCURACY);
        match(notes!.join('\n'), /Only its values suggest that “species” is the label\./);
      }
      const constant = () => ({ temperature: 1 });
      strictEqual(
        (await evaluate(file, of(rowsOf(constant, numbered('species'))))).options.labels,
        'species',
      );
    });

    it(`is that of names where IDs are theirs by the alphabet (${file})`, async () => {
      const coded = (row: number) => ({ label: [1, 2, 0][LABELS[row]] });
      for (const field of ['species', 'class', 'label_name']) {
        const { options, accuracy, notes } = await evaluate(file, of(rowsOf(coded, named(field))));
        strictEqual(options.labels, field);
        strictEqual(accuracy!.value, ACCURACY);
        if (field !== 'label_name')
          match(
            notes!.join('\n'),
            new RegExp(
              `“label” numbers the classes in a different order than the scores, as the names in “${field}” show`,
            ),
          );
      }
      const { options } = await evaluate(file, of(rowsOf(numbered('label'), named('species'))));
      strictEqual(options.labels, 'label', 'where they are places among the scores');
    });

    it(`is not guessed (${file})`, async () => {
      await rejects(
        evaluate(file, of(rowsOf(flags('sex'), () => ({})))),
        /^Error: An evaluation requires labels\. Nothing says that “sex” are the labels\. If they are, name them in “labels”\.$/,
      );
      const rows = rowsOf(flags('sex'), () => ({}));
      strictEqual((await evaluate(file, of(rows), { labels: 'sex' })).options.labels, 'sex');
      const others = (field: string) => (row: number) => ({
        [field]: NAMES[row % 4 === 0 ? (LABELS[row] + 2) % 3 : LABELS[row]],
      });
      await rejects(
        evaluate(file, of(rowsOf(named('reader_1'), others('reader_2')))),
        /^Error: Several fields could be the labels: “reader_1”, “reader_2”\. Name one in “labels”\.$/,
      );
      const { options } = await evaluate(file, of(rowsOf(named('reader_1'), named('reader_2'))));
      strictEqual(options.labels, 'reader_1', 'as both say the same');
    });
  }

  it('is one name in a list as it is one alone, unless a later list holds several', async () => {
    const rows = LABELS.map((id, row) => ({
      probs: Object.fromEntries(P[row].map((p, c) => [NAMES[c], p])),
      label: [NAMES[id]],
    }));
    const one = await evaluate('run.jsonl', lines(rows));
    strictEqual(one.task, 'multiclass');
    strictEqual(one.accuracy!.value, ACCURACY);
    const several = rows.map((row, at) => (at === 58 ? { ...row, label: NAMES.slice(0, 2) } : row));
    strictEqual((await evaluate('run.jsonl', lines(several))).task, 'multilabel');
  });

  it('is told by the ranks of few scores, too: one class in ten, which is hardly ever the largest', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const isRare = i % 10 === 3;
      const p = (isRare ? 0.3 : 0.05) + 0.001 * (i % 17);
      return { prob_no: 1 - p, prob_yes: p, churned: Number(isRare), seen: (i >> 1) % 2 };
    });
    const { options, auroc } = await evaluate('run.csv', csv(rows));
    strictEqual(options.labels, 'churned');
    deepStrictEqual(auroc?.value === undefined, false);
  });
});
