import { ok, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import { foundInRecords, fieldsOf, logitsField } from '../../../../src/worker/foundInRecords';

interface Rows {
  logits: number[][];
  labels: number[];
  figures: Record<string, number>;
}

/** What scikit-learn says of them; test/fixtures/evaluation/make.py made them. */
const { binary, multiclass, multilabel } = JSON.parse(
  readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8'),
) as { binary: Rows; multiclass: Rows; multilabel: Omit<Rows, 'labels'> & { labels: number[][] } };

const context = { signal: new AbortController().signal, progress: () => undefined };
const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const lines = (records: readonly unknown[]) => records.map((one) => JSON.stringify(one)).join('\n');

async function evaluate(name: string, text: string, options: EvaluationOptions = {}): Promise<Evaluation> {
  const source = { file: fileOf(name, text) };
  return createCalls().evaluate({ source, options: { resamples: 0, ...options } }, context);
}

function isNear(actual: number | undefined, expected: number, what: string): void {
  const near = actual !== undefined && Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
  ok(near, `${what}: ${actual} and not ${expected}`);
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const score = binary.logits.map(([no, yes]) => yes - no);
const softmax = (row: readonly number[]) => {
  const e = row.map(Math.exp);
  const sum = e.reduce((a, b) => a + b);
  return e.map((x) => x / sum);
};

const CHURN = `customer_id,tenure,churn_probability,churned\n${score.map((x, i) => `C${i},${(i * 7) % 61},${sigmoid(x)},${binary.labels[i]}`).join('\n')}\n`;

/** One score a record, as people write it. */
const SCORES: Record<string, [name: string, text: string]> = {
  'one logit beside true and false': [
    'run.jsonl',
    lines(score.map((logit, i) => ({ logit, label: binary.labels[i] === 1 }))),
  ],
  'scores that are probabilities by their values': [
    'scores.csv',
    `y_true,y_score\n${score.map((x, i) => `${binary.labels[i]},${sigmoid(x)}`).join('\n')}\n`,
  ],
  'truths as pandas writes them': [
    'truths.csv',
    `prob,label\n${score.map((x, i) => `${sigmoid(x)},${binary.labels[i] === 1 ? 'True' : 'False'}`).join('\n')}\n`,
  ],
};

describe('evaluate: one score a record', () => {
  for (const [what, [name, text]] of Object.entries(SCORES))
    it(`gives scikit-learn’s figures of ${what}`, async () => {
      const evaluation = await evaluate(name, text);
      strictEqual(evaluation.task, 'binary');
      for (const figure of ['accuracy', 'meanLoss', 'averagePrecision', 'aurocOvr', 'brier'] as const)
        isNear(evaluation[figure]?.value, binary.figures[figure], figure);
    });

  it('takes a field that says yes or no for the label where it is named, and offers it by name', async () => {
    await rejects(evaluate('churn.csv', CHURN), /“churned” is yes or no for each record: if it is the label/);
    const evaluation = await evaluate('churn.csv', CHURN, { labels: 'churned' });
    for (const figure of ['accuracy', 'averagePrecision', 'brier'] as const)
      isNear(evaluation[figure]?.value, binary.figures[figure], figure);
    const { file, open } = { file: fileOf('churn.csv', CHURN), open: createCalls() };
    const [explained] = await open.explainFile({ file }, context);
    strictEqual(explained.batch, undefined);
    strictEqual(explained.findings[0].message, '“churned” may be the labels.');
    const [named] = await open.explainFile({ file, fields: { labels: 'churned' } }, context);
    isNear(named.batch?.accuracy, binary.figures.accuracy, 'accuracy');
  });

  for (const name of ['correct', 'is_train', 'skip'])
    it(`takes “${name}” for no label: it says yes or no of something else`, async () => {
      const rows = score.map((x, i) => `${i},${x},${binary.labels[i]}`).join('\n');
      await rejects(evaluate('run.csv', `question,score,${name}\n${rows}\n`), /requires labels/);
    });

  it('tells the second class by itself: its ranks with their intervals, and its best threshold', async () => {
    const [name, text] = SCORES['one logit beside true and false'];
    const { positive, averagePrecision } = await evaluate(name, text, { resamples: 200 });
    isNear(positive?.auroc?.value, binary.figures.aurocOvr, 'auroc');
    const [low, high] = averagePrecision!.interval!;
    ok(low < averagePrecision!.value && averagePrecision!.value < high);
    const { bestThreshold, bestF1 } = positive!;
    let [both, said, set] = [0, 0, 0];
    score.forEach((x, i) => {
      const isSaid = Number(sigmoid(x) >= bestThreshold!);
      both += isSaid * binary.labels[i];
      said += isSaid;
      set += binary.labels[i];
    });
    isNear(bestF1, (2 * both) / (said + set), 'F1');
  });

  it('is the same under the loss of a sigmoid, and no set of labels', async () => {
    const [name, text] = SCORES['one logit beside true and false'];
    const evaluation = await evaluate(name, text, { loss: 'sigmoid' });
    strictEqual(evaluation.task, 'binary');
    isNear(evaluation.meanLoss?.value, binary.figures.meanLoss, 'mean loss');
  });

  it('opens in a panel as two classes', async () => {
    const calls = createCalls();
    const file = fileOf(...SCORES['one logit beside true and false']);
    const probe = (await calls.probeDump({ file }, context))!;
    const fields = fieldsOf(probe, probe.logits[0], probe.labels[0]);
    const reading = logitsField(probe, fields)?.reading ?? 'logits';
    const opened = await calls.openDump({ file, fields, reading }, context);
    const found = foundInRecords({ name: file.name, fields, probe, opened });
    strictEqual(found.shape.join(), `${score.length},2`);
    strictEqual(found.classNames?.join(), 'negative,positive');
    const { session } = opened;
    const { positive } = await calls.evaluationSummary({ session, settings: { temperature: 1 } }, context);
    isNear(positive?.averagePrecision?.value, binary.figures.averagePrecision, 'average precision');
  });

  it('is taken for a score by a panel only where a label stands beside it', async () => {
    const file = fileOf('log.jsonl', lines(score.map((one, step) => ({ step, score: one }))));
    strictEqual((await createCalls().probeDump({ file }, context))?.logits.length ?? 0, 0);
  });

  it('has no label where two fields could be it', async () => {
    const records = score.map((logit, i) => ({ logit, opened: i % 2, clicked: binary.labels[i] }));
    await rejects(
      evaluate('two.jsonl', lines(records)),
      /Several fields could be the labels: “opened”, “clicked”\. Name one in “labels”\./,
    );
  });
});

describe('evaluate: several labels a record', () => {
  const { logits, labels, figures } = multilabel;
  const idsOf = (row: readonly number[]) => [...row.keys()].filter((c) => row[c] === 1);
  const names = labels[0].map((_, c) => `tag ${c}`);
  const SETS: Record<string, [name: string, text: string]> = {
    'lists of class IDs': [
      'tags.jsonl',
      lines(logits.map((row, i) => ({ text: `t${i}`, logits: row, labels: idsOf(labels[i]) }))),
    ],
    'lists of class names': [
      'tags.json',
      JSON.stringify({
        classes: names,
        records: logits.map((row, i) => ({ logits: row, labels: idsOf(labels[i]).map((c) => names[c]) })),
      }),
    ],
    'rows of 0 and 1 beside sigmoids': [
      'tags.jsonl',
      lines(logits.map((row, i) => ({ probs: row.map(sigmoid), labels: labels[i] }))),
    ],
  };
  for (const [what, [name, text]] of Object.entries(SETS))
    it(`gives scikit-learn’s figures of ${what}`, async () => {
      const evaluation = await evaluate(name, text);
      strictEqual(evaluation.task, 'multilabel');
      strictEqual(evaluation.rows.counted, logits.length);
      for (const figure of ['exactMatch', 'hammingLoss', 'microF1', 'macroF1', 'meanLoss'] as const)
        isNear(evaluation[figure]?.value, figures[figure], figure);
    });

  const bare: [what: string, label: unknown][] = [
    ['a class ID', 1],
    ['a class name', 'b'],
  ];
  for (const [what, label] of bare)
    it(`takes ${what} that stands bare for a set of one`, async () => {
      const lists = typeof label === 'number' ? [[0], [0, 2]] : [['a'], ['a', 'c']];
      const records = Array.from({ length: 60 }, (_, i) => ({ logits: [2, -1, 1], labels: lists[i % 2] }));
      const last = { logits: [-2, 1, -1], labels: label };
      const classes = ['a', 'b', 'c'];
      const [name, text] =
        typeof label === 'number'
          ? ['tags.jsonl', lines([...records, last])]
          : ['tags.json', JSON.stringify({ classes, records: [...records, last] })];
      const { task, rows, exactMatch } = await evaluate(name, text);
      strictEqual(task, 'multilabel');
      strictEqual(rows.counted, 61);
      // Every second of the sixty, and the last.
      isNear(exactMatch?.value, 31 / 61, 'exact match');
    });

  it('gives the means over labels their intervals', async () => {
    const { macroAveragePrecision, auroc } = await evaluate(...SETS['lists of class IDs'], {
      resamples: 100,
    });
    for (const { value, interval } of [macroAveragePrecision!, auroc!])
      ok(interval![0] < value && value < interval![1]);
  });
});

describe('evaluate: columns that are named as the classes', () => {
  it('takes the column of their names as the labels, whatever it is called', async () => {
    const names = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu'].slice(0, multiclass.logits[0].length);
    const rows = multiclass.logits.map((row, i) => [...softmax(row), names[multiclass.labels[i]]].join(','));
    const text = `${[...names, 'species'].join(',')}\n${rows.join('\n')}\n`;
    const evaluation = await evaluate('species.csv', text);
    strictEqual(evaluation.options.labels, 'species');
    isNear(evaluation.accuracy?.value, multiclass.figures.accuracy, 'accuracy');
    isNear(evaluation.meanLoss?.value, multiclass.figures.meanLoss, 'mean loss');
  });
});
