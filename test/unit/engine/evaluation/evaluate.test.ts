import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCalls } from '../../../../src/engine/calls';
import { fromNested } from '../../../../src/arrays/ndarray';
import { evaluationMarkdown } from '../../../../src/code/evaluation/markdown';
import type { Evaluation, Figure } from '../../../../src/loss/types';
import type { EvaluateRequest } from '../../../../src/worker/protocol';

/** One set of rows and what Python says of it; test/fixtures/evaluation/make.py made them. */
interface Case {
  logits: number[][];
  labels: number[];
  groups: string[];
  seed: number;
  resamples: number;
  figures: Record<string, number>;
  intervals: Record<string, [number, number]>;
  wilson: [number, number];
  perClass: Record<'precision' | 'recall' | 'f1' | 'support', number[]>;
  labelErrors: number[];
  conformal: { target: number; threshold: number };
  slices: {
    value: string;
    rows: number;
    accuracy: number;
    interval: number[];
    pValue: number;
    pHolm: number;
  }[];
  temperature: number;
  ofTemperature: Record<string, number>;
  vector: { scale: number[]; bias: number[] };
  isotonic: Record<string, number>;
  platt?: { slope: number; bias: number };
}

interface Fixture {
  multiclass: Case;
  binary: Case;
  multilabel: {
    logits: number[][];
    labels: number[][];
    figures: Record<string, number>;
    perLabel: { averagePrecision: number[]; bestF1: number[] };
  };
  paired: {
    logits: number[][];
    differences: Record<string, number>;
    intervals: Record<string, [number, number]>;
    becameWrong: number;
    becameRight: number;
    pValue: number;
    flipped: number;
  };
}

const fixture = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as Fixture;
const context = { signal: new AbortController().signal, progress: () => undefined };

const evaluate = async (request: EvaluateRequest) => createCalls().evaluate(request, context);

const rowsOf = ({ logits, labels, groups }: Pick<Case, 'logits' | 'labels'> & Partial<Case>) => ({
  logits: fromNested(logits, 'logits'),
  labels: fromNested(labels, 'labels'),
  groups,
});

function isNear(actual: number | undefined, expected: number, what: string, tolerance = 1e-12): void {
  ok(
    actual !== undefined && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} and not ${expected}`,
  );
}

const figureOf = (evaluation: Evaluation, name: string) =>
  (evaluation as unknown as Record<string, Figure | undefined>)[name];

for (const kind of ['multiclass', 'binary'] as const) {
  describe(`evaluate: ${kind} rows`, () => {
    const expected = fixture[kind];
    let evaluation: Evaluation;

    before(async () => {
      const { seed, resamples } = expected;
      evaluation = await evaluate({
        source: rowsOf(expected),
        options: { seed, resamples, group: 'source' },
      });
    });

    it('gives every figure as scikit-learn, SciPy and NumPy do', () => {
      strictEqual(evaluation.task, kind);
      for (const [name, value] of Object.entries(expected.figures))
        isNear(figureOf(evaluation, name)?.value, value, name);
    });

    it('gives the percentile intervals of the documented resamples', () => {
      for (const [name, interval] of Object.entries(expected.intervals)) {
        if (name === 'accuracy' || name === 'top5Accuracy') continue;
        const found = figureOf(evaluation, name)?.interval;
        isNear(found?.[0], interval[0], `${name}, low`);
        isNear(found?.[1], interval[1], `${name}, high`);
      }
    });

    it('gives proportions Wilson’s interval', () => {
      isNear(evaluation.accuracy?.interval?.[0], expected.wilson[0], 'low');
      isNear(evaluation.accuracy?.interval?.[1], expected.wilson[1], 'high');
    });

    it('says what chance would make of the calibration error', () => {
      const { value, interval } = evaluation.eceByChance!;
      ok(value > 0 && interval![0] < value && value < interval![1]);
    });

    it('tells how each class fares', () => {
      for (const { id, precision, recall, f1, support } of evaluation.perClass) {
        strictEqual(support, expected.perClass.support[id]);
        isNear(precision?.value, expected.perClass.precision[id], `precision of ${id}`);
        isNear(recall?.value, expected.perClass.recall[id], `recall of ${id}`);
        isNear(f1.value, expected.perClass.f1[id], `F1 of ${id}`);
      }
    });

    it('ranks labels that look wrong as confident learning does', () => {
      strictEqual(evaluation.labelErrors.join(), expected.labelErrors.join());
    });

    it('takes the conformal threshold from the ranks of 1 − p', () => {
      const { threshold, coverage, meanSetSize } = evaluation.conformal!;
      isNear(threshold, expected.conformal.threshold, 'threshold');
      ok(Math.abs(coverage.value - 0.9) < 0.04, `coverage ${coverage.value}`);
      ok(meanSetSize.value >= 0.8);
    });

    it('slices by a field, with Fisher’s exact test and Holm’s correction', () => {
      strictEqual(evaluation.slices.length, expected.slices.length);
      for (const slice of expected.slices) {
        const found = evaluation.slices.find(({ value }) => value === slice.value)!;
        strictEqual(found.rows, slice.rows);
        isNear(found.accuracy.value, slice.accuracy, 'accuracy');
        isNear(found.accuracy.interval![0], slice.interval[0], 'low');
        isNear(found.pValue, slice.pValue, 'p', 1e-11);
        isNear(found.pHolm, slice.pHolm, 'Holm', 1e-11);
      }
    });

    it('fits temperature, vector, Platt and isotonic calibration', () => {
      const { temperature, vector, isotonic, platt, folds } = evaluation.calibration!;
      strictEqual(folds, 5);
      isNear(temperature!.fitted.temperature, expected.temperature, 'temperature', 1e-7);
      for (const [name, value] of Object.entries(expected.ofTemperature))
        isNear(temperature!.fitted[name as 'ece'].value, value, `${name} at the temperature`, 1e-7);
      // Of two classes, scales and biases trade off along a line of equal loss.
      if (kind === 'multiclass') {
        expected.vector.scale.forEach((scale, c) => isNear(vector!.fitted.scale[c], scale, 'scale', 1e-6));
        expected.vector.bias.forEach((bias, c) => isNear(vector!.fitted.bias[c], bias, 'bias', 1e-6));
      }
      for (const [name, value] of Object.entries(expected.isotonic))
        isNear(isotonic!.fitted[name as 'ece'].value, value, `${name}, isotonic`, 1e-9);
      if (expected.platt) {
        isNear(platt!.fitted.slope, expected.platt.slope, 'slope', 1e-4);
        isNear(platt!.fitted.bias, expected.platt.bias, 'bias', 1e-4);
      }
    });

    it('judges no calibration by the rows that it was fitted to', () => {
      const { vector } = evaluation.calibration!;
      ok(vector!.crossFitted.meanLoss.value > vector!.fitted.meanLoss.value);
    });
  });
}

describe('evaluate: rows without a best temperature', () => {
  const evaluated = (labels: number[]) => {
    const logits = labels.map((_, i) => [0, 1, 2].map((c) => Number(c === i % 3) * (1 + (i % 4))));
    return evaluate({
      source: { logits: fromNested(logits, 'logits'), labels: fromNested(labels, 'labels') },
      options: { resamples: 0 },
    });
  };
  const rows = Array.from({ length: 40 }, (_, i) => i);

  it('says so where all are right, and offers none', async () => {
    const evaluation = await evaluated(rows.map((i) => i % 3));
    strictEqual(evaluation.calibration!.temperature, undefined);
    strictEqual(evaluation.calibration!.noTemperature, 'zero');
    ok(/no temperature is best/.test(evaluationMarkdown(evaluation, 'run')));
  });

  it('has no vector scaling where some scaling tells all rows apart, and says so', async () => {
    // The second class's logit alone tells the rows apart.
    const logits = rows.map((i) => (i % 2 ? [3 + (i % 5), 1] : [3 + (i % 5), 2]));
    const evaluation = await evaluate({
      source: {
        logits: fromNested(logits, 'logits'),
        labels: fromNested(
          rows.map((i) => (i % 2 ? 0 : 1)),
          'labels',
        ),
      },
      options: { resamples: 0 },
    });
    strictEqual(evaluation.calibration!.vector, undefined);
    strictEqual(evaluation.calibration!.noVector, 'separable');
    ok(evaluation.calibration!.temperature, 'a temperature scales both classes alike');
    ok(/so no vector scaling is best/.test(evaluationMarkdown(evaluation, 'run')));
  });

  it('says so where the labels’ logits are the lower ones', async () => {
    const evaluation = await evaluated(rows.map((i) => (i + 1) % 3));
    strictEqual(evaluation.calibration!.temperature, undefined);
    strictEqual(evaluation.calibration!.noTemperature, 'infinite');
    const report = evaluationMarkdown(evaluation, 'run');
    ok(/- The logits fit the labels worse than guessing/.test(report), report);
    ok(!/temperature 1/.test(report));
  });
});

describe('evaluate: one score a row', () => {
  it('is the same as two classes of which the first has the logit 0', async () => {
    const { logits, labels } = fixture.binary;
    const scores = logits.map(([no, yes]) => yes - no);
    const one = await evaluate({
      source: { logits: fromNested(scores, 'logits'), labels: fromNested(labels, 'labels') },
      options: { resamples: 50 },
    });
    strictEqual(one.task, 'binary');
    for (const name of [
      'accuracy',
      'meanLoss',
      'brier',
      'ece',
      'auroc',
      'aurocOvr',
      'averagePrecision',
      'mcc',
    ])
      isNear(figureOf(one, name)?.value, fixture.binary.figures[name], name);
  });
});

describe('evaluate: two classes of many rows', () => {
  it('gives the area of the second class one interval, wherever it stands', async () => {
    const n = 17_000;
    const scores = Array.from({ length: n }, (_, i) => Math.sin(i * i));
    const labels = scores.map((score, i) => Number(score + 2 * Math.cos(3 * i * i) > 0));
    const { aurocOvr, positive } = await evaluate({
      source: { logits: fromNested(scores, 'logits'), labels: fromNested(labels, 'labels') },
      options: { resamples: 30 },
    });
    ok(aurocOvr?.interval && aurocOvr.interval[0] < aurocOvr.value);
    deepStrictEqual(aurocOvr, positive!.auroc);
  });
});

describe('evaluate: several classes a row', () => {
  it('gives the figures of multi-label rows, and none of a softmax', async () => {
    const { logits, labels, figures, perLabel } = fixture.multilabel;
    const evaluation = await evaluate({
      source: { logits: fromNested(logits, 'logits'), labels: fromNested(labels, 'labels') },
      options: { resamples: 50 },
    });
    strictEqual(evaluation.task, 'multilabel');
    for (const [name, value] of Object.entries(figures))
      isNear(figureOf(evaluation, name)?.value, value, name);
    evaluation.perLabel!.forEach(({ averagePrecision, bestF1 }, c) => {
      isNear(averagePrecision?.value, perLabel.averagePrecision[c], `average precision of ${c}`);
      isNear(bestF1, perLabel.bestF1[c], `best F1 of ${c}`);
    });
    strictEqual(evaluation.accuracy, undefined);
    strictEqual(evaluation.perplexity, undefined);
  });
});

describe('evaluate: two runs', () => {
  it('gives the differences of every figure, resampled in pairs, and McNemar’s test', async () => {
    const { multiclass, paired } = fixture;
    const { against } = await evaluate({
      source: rowsOf(multiclass),
      against: rowsOf({ logits: paired.logits, labels: multiclass.labels }),
      options: { resamples: multiclass.resamples },
    });
    for (const [name, value] of Object.entries(paired.differences)) {
      const figure = against!.differences[name as 'ece'];
      isNear(figure?.value, value, name);
      // The intervals of gaps are not their percentiles.
      if (/ece|mce/.test(name)) continue;
      isNear(figure?.interval?.[0], paired.intervals[name][0], `${name}, low`);
      isNear(figure?.interval?.[1], paired.intervals[name][1], `${name}, high`);
    }
    strictEqual(against!.becameWrong, paired.becameWrong);
    strictEqual(against!.becameRight, paired.becameRight);
    strictEqual(against!.flipped.length, paired.flipped);
    isNear(against!.mcNemar.pValue, paired.pValue, 'p');
  });
});

describe('evaluate: which rows count', () => {
  const logits = [
    [2, 0, 0],
    [NaN, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
  ];
  const evaluated = (labels: number[]) =>
    evaluate({
      source: { logits: fromNested(logits, 'logits'), labels: fromNested(labels, 'labels') },
      options: { resamples: 0 },
    });

  it('leaves a row with NaN out of every figure and reports it beside them', async () => {
    const { rows, accuracy, ece, meanLoss, top5Accuracy } = await evaluated([0, 0, 1, 1]);
    strictEqual(rows.counted, 3);
    strictEqual(rows.undefined, 1);
    isNear(accuracy?.value, 2 / 3, 'accuracy');
    const p = Math.exp(2) / (Math.exp(2) + 2);
    isNear(ece?.value, Math.abs(p - 2 / 3), 'ece');
    isNear(meanLoss?.value, -(2 * Math.log(p) + Math.log((1 - p) / 2)) / 3, 'mean loss');
    strictEqual(top5Accuracy, undefined);
  });

  it('leaves rows without a possible label out', async () => {
    const { rows } = await evaluated([0, 0, -100, 7]);
    strictEqual(rows.counted, 1);
    strictEqual(rows.unlabelled, 2);
  });

  it('says so where no row is left', async () => {
    await evaluated([-100, -100, -100, -100]).then(
      () => ok(false),
      (error: Error) => ok(/requires labels/.test(error.message), error.message),
    );
  });
});

describe('evaluate: files', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const { multiclass } = fixture;
  const lines = multiclass.logits.map((logits, i) =>
    JSON.stringify({
      id: `r${i}`,
      logits,
      label: multiclass.labels[i],
      meta: { source: multiclass.groups[i] },
    }),
  );
  const file = { name: 'run.jsonl', bytes: bytesOf(`${lines.join('\n')}\n{"id": "bad", "logits": [1]}\n`) };

  it('reads records with a field to slice by, and tells the skipped ones and the hash', async () => {
    const evaluation = await evaluate({ source: { file }, options: { group: 'meta.source', resamples: 20 } });
    isNear(evaluation.accuracy?.value, multiclass.figures.accuracy, 'accuracy');
    strictEqual(evaluation.slices.length, 3);
    strictEqual(evaluation.slices[0].field, 'meta.source');
    strictEqual(evaluation.skipped.length, 1);
    strictEqual(evaluation.skipped[0].line, 401);
    strictEqual(evaluation.options.logits, 'logits');
    strictEqual(evaluation.options.labels, 'label');
    strictEqual(evaluation.file?.sha256?.length, 64);
    ok(JSON.stringify(evaluation).length > 1000);
  });

  it('tells by its hash what each file was, and refuses one that is written to meanwhile', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-unit-'));
    try {
      const onDisk = (name: string, text: string) => {
        writeFileSync(path.join(folder, name), text);
        return { name, path: path.join(folder, name) };
      };
      const bare = lines.map((line) => line.replace(/"label":\d+,/, ''));
      const run = onDisk('run.jsonl', bare.join('\n'));
      const csv = `id,label\n${multiclass.labels.map((label, i) => `r${i},${label}`).join('\n')}\n`;
      const labels = { file: onDisk('labels.csv', csv) };
      const other = onDisk('other.jsonl', bare.toReversed().join('\n'));
      const request = {
        source: { file: run, labels },
        against: { file: other, labels },
        options: { resamples: 0, id: 'id' },
      };
      const evaluation = await evaluate(request);
      const hashOf = ({ path: at }: { path: string }) =>
        createHash('sha256').update(readFileSync(at)).digest('hex');
      deepStrictEqual(
        [
          evaluation.file,
          evaluation.labelsFile,
          evaluation.against?.file,
          evaluation.against?.labelsFile,
        ].map((one) => one?.sha256),
        [run, labels.file, other, labels.file].map(hashOf),
      );
      for (const { name } of [run, labels.file, other]) {
        let written = false;
        const progress = () => {
          if (!written) appendFileSync(path.join(folder, name), '\n');
          written = true;
        };
        const { signal } = new AbortController();
        await rejects(
          createCalls().evaluate(request, { signal, progress }) as Promise<unknown>,
          /has changed since it was read/,
        );
        ok(written, name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes labels of another file by an id', async () => {
    const shuffled = multiclass.labels.map((label, i) => `r${i},${label}`).reverse();
    const labels = { name: 'labels.csv', bytes: bytesOf(`id,label\n${shuffled.join('\n')}\n`) };
    const bare = lines.map((line) => line.replace(/"label":\d+,/, ''));
    const evaluation = await evaluate({
      source: {
        file: { name: 'bare.jsonl', bytes: bytesOf(bare.join('\n')) },
        labels: { file: labels, labels: 'label' },
      },
      options: { id: 'id', resamples: 0 },
    });
    isNear(evaluation.accuracy?.value, multiclass.figures.accuracy, 'accuracy');
  });

  it('takes the rows of a second file by an id', async () => {
    const reversed = { name: 'other.jsonl', bytes: bytesOf(lines.slice().reverse().join('\n')) };
    const { against } = await evaluate({
      source: { file },
      against: { file: reversed },
      options: { id: 'id', resamples: 0 },
    });
    strictEqual(against!.rows, 400);
    strictEqual(against!.flipped.length, 0);
  });

  it('reads one score a record', async () => {
    const { logits, labels, figures } = fixture.binary;
    const records = logits.map(([no, yes], i) => JSON.stringify({ logit: yes - no, label: labels[i] }));
    const { task, accuracy, auroc } = await evaluate({
      source: { file: { name: 'binary.jsonl', bytes: bytesOf(records.join('\n')) } },
      options: { resamples: 0 },
    });
    strictEqual(task, 'binary');
    isNear(accuracy?.value, figures.accuracy, 'accuracy');
    isNear(auroc?.value, figures.auroc, 'auroc');
  });

  it('reads one probability a record of CSV', async () => {
    const { logits, labels, figures } = fixture.binary;
    const records = logits.map(([no, yes], i) => `${1 / (1 + Math.exp(no - yes))},${labels[i]}`);
    const { task, meanLoss } = await evaluate({
      source: { file: { name: 'binary.csv', bytes: bytesOf(`prob,label\n${records.join('\n')}\n`) } },
      options: { resamples: 0 },
    });
    strictEqual(task, 'binary');
    isNear(meanLoss?.value, figures.meanLoss, 'mean loss');
  });
});
