import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import type { FileRequest } from '../../../../src/worker/protocol';

const context = { signal: new AbortController().signal, progress: () => undefined };
const file = (name: string, content: unknown): FileRequest => ({
  name,
  bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
});
const lines = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).join('\n');
const evaluate = async (
  source: FileRequest,
  options: EvaluationOptions = {},
  labels?: FileRequest,
): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: { file: source, ...(labels && { labels: { file: labels } }) },
      options: { resamples: 0, ...options },
    },
    context,
  );

const NAMES = ['dog', 'cat', 'eel'];
const P = [
  [0.7, 0.2, 0.1],
  [0.1, 0.6, 0.3],
  [0.25, 0.35, 0.4],
  [0.5, 0.3, 0.2],
];
const LABELS = [0, 1, 1, 2];
/** −log of the label's share, by hand: accuracy is 2 of 4. */
const MEAN_LOSS = -(Math.log(0.7) + Math.log(0.6) + Math.log(0.35) + Math.log(0.2)) / 4;

const object = (row: readonly number[]) => Object.fromEntries(row.map((p, c) => [NAMES[c], p]));
/** Largest first, as pipelines give them. */
const list = (row: readonly number[]) =>
  row.map((score, c) => ({ label: NAMES[c], score })).sort((a, b) => b.score - a.score);

const WRITTEN: Record<string, (row: number[], label: number) => object> = {
  'an object under its name': (row, label) => ({ probs: object(row), label: NAMES[label] }),
  'a list of labels and scores, the largest first': (row, label) => ({
    text: 't',
    predictions: list(row),
    label: NAMES[label],
  }),
  'two lists beside each other, the largest first': (row, label) => ({
    labels: list(row).map((one) => one.label),
    scores: list(row).map(({ score }) => score),
    true_label: NAMES[label],
  }),
  'logits by name, beside class IDs in the order of their keys': (row, label) => ({
    logits: object(row.map(Math.log)),
    label,
  }),
};

describe('evaluate: scores that say whose they are', () => {
  for (const [what, record] of Object.entries(WRITTEN))
    for (const format of ['jsonl', 'json'])
      it(`reads ${what} (${format})`, async () => {
        const records = P.map((row, i) => record(row, LABELS[i]));
        const found = await evaluate(file(`run.${format}`, format === 'json' ? records : lines(records)));
        strictEqual(found.accuracy!.value, 0.5);
        ok(Math.abs(found.meanLoss!.value - MEAN_LOSS) < 1e-12);
        deepStrictEqual([...found.classNames!].sort(), [...NAMES].sort());
        strictEqual(found.rows.counted, 4);
      });

  it('divides scores of named classes by their sum where no row has more than 1, whatever they are called', async () => {
    for (const field of ['result', 'scores', 'preds', 'x']) {
      const shares = P.map((row, i) => ({
        [field]: list(row.map((p) => p * (0.6 + i / 10))),
        label: NAMES[LABELS[i]],
      }));
      const found = await evaluate(file('run.jsonl', lines(shares)));
      ok(Math.abs(found.meanLoss!.value - MEAN_LOSS) < 1e-12, field);
      match(
        found.notes!.join(),
        /Each row is divided by its sum: the first rows sum to between 0\.6 and 0\.9/,
      );
      // More than 1 in a row are no shares of it.
      const logits = P.map((row, i) => ({
        [field]: list(row.map((p) => Math.log(p) + 2 + i)),
        label: NAMES[LABELS[i]],
      }));
      const read = await evaluate(file('run.jsonl', lines(logits)));
      ok(Math.abs(read.meanLoss!.value - MEAN_LOSS) < 1e-12, field);
      strictEqual(read.notes, undefined);
    }
  });

  it('skips what names other classes or too few, and says why', async () => {
    const records = P.map((row, i) => ({ scores: list(row), label: NAMES[LABELS[i]] }));
    const others = Array.from({ length: 30 }, () => records[0]);
    const few = { scores: records[0].scores.slice(0, 2), label: 'dog' };
    const wrong = { scores: [...few.scores, { label: 'ape', score: 0.1 }], label: 'dog' };
    const { rows, skipped } = await evaluate(file('run.jsonl', lines([...others, few, wrong])));
    strictEqual(rows.counted, 30);
    match(skipped[0].reason, /scores: no score of “eel”, which the first record has/);
    match(skipped[1].reason, /scores: “ape” isn’t one of the first record’s classes, or appears there twice/);
  });

  it('takes no figures, boxes or counts for scores of classes', async () => {
    for (const record of [
      { scores: { bleu: 0.31, rouge: 0.52 }, label: 'good' },
      { box: { x: 0.25, y: 0.75 }, label: 'cat' },
      { output: { loss: 0.3, perplexity: 1.35 }, label: 'x' },
    ])
      await rejects(evaluate(file('run.jsonl', lines([record, record, record]))), /no logits found/);
  });

  it('says no class IDs of names that are sorted by score', async () => {
    const records = P.map((row, i) => ({ scores: list(row), label: LABELS[i] }));
    await rejects(
      evaluate(file('run.jsonl', lines(records))),
      /nothing says which class each of them is\. Write class names: “cat”, “dog”, “eel”/,
    );
  });
});

describe('evaluate: labels of another file', () => {
  const bare = file('run.json', P.map(list));
  const names = LABELS.map((label) => NAMES[label]);
  for (const [what, labels] of Object.entries({
    'names, one a line': file('labels.txt', `${names.join('\n')}\n`),
    'names in a table of one column': file('labels.csv', `label\n${names.join('\n')}\n`),
    'names in a list': file('labels.json', names),
    'names in records': file('labels.jsonl', lines(names.map((label, i) => ({ i, label })))),
  }))
    it(`are ${what}`, async () => {
      const found = await evaluate(bare, {}, labels);
      ok(Math.abs(found.meanLoss!.value - MEAN_LOSS) < 1e-12);
      strictEqual(found.rows.counted, 4);
    });

  it('are class IDs one a line, an unknown name none', async () => {
    const logits = file('run.jsonl', lines(P.map((row) => ({ probs: row }))));
    const { meanLoss } = await evaluate(logits, {}, file('labels.txt', LABELS.join('\n')));
    ok(Math.abs(meanLoss!.value - MEAN_LOSS) < 1e-12);
    const { rows } = await evaluate(logits, {}, file('labels.txt', '0\n1\nape\n2\n'));
    strictEqual(rows.unlabelled, 1);
    await rejects(
      evaluate(logits, {}, file('labels.txt', '0\n1\n')),
      /labels\.txt: expected 4 labels, one for each row, got 2/,
    );
  });

  it('takes the letters of a question’s choices for its classes where every label is one', async () => {
    const written = P.map((row, i) => ({ probs: row, answer: 'ABC'[LABELS[i]] }));
    const columns = ['prob_1,prob_2,prob_3,answer'];
    P.forEach((row, i) => columns.push([...row, 'ABC'[LABELS[i]]].join()));
    for (const source of [file('mmlu.jsonl', lines(written)), file('mmlu.csv', columns.join('\n'))]) {
      const { accuracy, meanLoss, classNames } = await evaluate(source);
      strictEqual(accuracy?.value, 0.5, source.name);
      ok(Math.abs(meanLoss!.value - MEAN_LOSS) < 1e-12);
      deepStrictEqual(classNames, ['A', 'B', 'C']);
    }
    // In another order than the letters', as the columns or the records themselves say.
    const order = [1, 0, 2];
    const placed = P.map((row) => order.map((c) => row[c]));
    const answers = LABELS.map((label) => 'ABC'[label]);
    const csvOf = (header: string) =>
      [`${header},answer`, ...placed.map((row, i) => [...row, answers[i]].join())].join('\n');
    const withChoices = placed.map((row, i) => ({
      probs: row,
      choices: ['B', 'A', 'C'],
      answer: answers[i],
    }));
    for (const source of [
      file('mmlu.csv', csvOf('prob_b,prob_a,prob_c')),
      file('mmlu.jsonl', lines(withChoices)),
      // In an order of its own in each record.
      file('mmlu.jsonl', lines([{ ...withChoices[0], probs: P[0], choices: ['A', 'B', 'C'] }, ...withChoices.slice(1)])), // prettier-ignore
    ]) {
      const { accuracy, meanLoss } = await evaluate(source);
      strictEqual(accuracy?.value, 0.5, source.name);
      ok(Math.abs(meanLoss!.value - MEAN_LOSS) < 1e-12);
    }
    // As the choices are marked.
    const marked = (choices: unknown) =>
      file('mmlu.jsonl', lines(withChoices.map((one) => ({ ...one, choices }))));
    for (const choices of [
      ['(B)', '(A)', '(C)'],
      ['B. Oslo', 'A. Rome', 'C. Paris'],
    ])
      deepStrictEqual((await evaluate(marked(choices))).classNames, ['B', 'A', 'C']);
    for (const choices of [
      { B: 'Oslo', A: 'Rome', C: 'Paris' },
      [{ letter: 'B' }, { letter: 'A' }, { letter: 'C' }],
    ])
      await rejects(evaluate(marked(choices)), /The first problem: the class of "A" in “answer” is unknown/);
    for (const choices of [
      { A: 'Oslo', B: 'Rome', C: 'Paris' },
      [{ letter: 'A' }, { letter: 'B' }, { letter: 'C' }],
      ['Oslo', 'Rome', 'Paris'],
    ])
      deepStrictEqual((await evaluate(marked(choices))).classNames, ['A', 'B', 'C']);
    await rejects(
      evaluate(file('mmlu.csv', csvOf('prob_cat,prob_dog,prob_fox'))),
      /The first problem: "A" in “answer” is not one of the class names/,
    );
    const other = written.map((one, i) => (i === 0 ? { ...one, answer: 'D' } : one));
    await rejects(
      evaluate(file('mmlu.jsonl', lines(other))),
      /The first problem: the class of "D" in “answer” is unknown/,
    );
  });
});
