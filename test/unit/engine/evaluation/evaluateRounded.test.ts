import { ok, strictEqual } from 'node:assert/strict';
import { ndarray } from '../../../../src/arrays/ndarray';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';

const context = { signal: new AbortController().signal, progress: () => undefined };
async function evaluate(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  const source = {
    logits: ndarray(Float64Array.from(logits.flat()), [logits.length, logits[0].length]),
    labels: ndarray(Float64Array.from(labels), [labels.length]),
  };
  return createCalls().evaluate({ source, options: { resamples: 0, ...options } }, context);
}

function isNear(value: number, expected: number, within = 1e-12): void {
  ok(Math.abs(value - expected) < within, `${value}, not ${expected}`);
}

describe('evaluate: probabilities that differ by rounding', () => {
  // Five margins; of each, softmax gives doubles that differ in their last digits.
  const rows = Array.from({ length: 40 }, (_, i) => {
    const first = ((i * 13) % 50) / 10;
    return [first, first + (((i * 7) % 5) - 2) * 0.3];
  });
  const labels = rows.map((_, i) => Number((i * 11) % 7 < 3));
  // scikit-learn’s roc_auc_score and average_precision_score of the margins’ whole numbers, (i · 7) % 5 − 2, and the best
  // f1_score over those as thresholds.
  const [auroc, precision, f1] = [0.5202020202020202, 0.4715277777777778, 0.6206896551724138];

  it('are equal to every figure by rank', async () => {
    const evaluation = await evaluate(rows, labels);
    for (const area of [evaluation.aurocOvr, evaluation.positive!.auroc, evaluation.perClass[1].auroc])
      isNear(area!.value, auroc);
    for (const mean of [evaluation.averagePrecision, evaluation.positive!.averagePrecision])
      isNear(mean!.value, precision);
    isNear(evaluation.positive!.bestF1!, f1);
  });

  it('are equal in the classes of rows that may have several', async () => {
    // The class’s own logits, whose sigmoid rounds 1/(1 + e^−x) alike; the second copy stands next to the first in doubles.
    const scores = rows.map((_, i) => {
      const x = (((i * 7) % 5) - 2) * 0.3;
      return [i % 2 === 0 ? x : x * (1 + Number.EPSILON), 0];
    });
    const { perLabel } = await evaluate(
      scores,
      labels.map((label) => 1 - label),
      { loss: 'sigmoid' },
    );
    isNear(perLabel![0].auroc!.value, auroc);
    isNear(perLabel![0].averagePrecision!.value, precision);
    isNear(perLabel![0].bestF1!, f1);
  });
});

describe('evaluate: the ignored class of sigmoid losses', () => {
  it('leaves its rows out', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [0, 1, 2].map((c) => (((i * 7 + c * 5) % 11) - 5) / 2));
    const labels = rows.map((_, i) => i % 3);
    const kept = rows.flatMap((_, i) => (labels[i] === 2 ? [] : [i]));
    const { rows: counts, meanLoss } = await evaluate(rows, labels, { loss: 'sigmoid', ignoreIndex: 2 });
    strictEqual(counts.counted, 20);
    strictEqual(counts.unlabelled, 10);
    const lossOf = (x: number, z: number) => Math.log1p(Math.exp(-x)) + (1 - z) * x;
    const sum = kept.reduce(
      (all, i) => all + rows[i].reduce((one, x, c) => one + lossOf(x, Number(labels[i] === c)) / 3, 0),
      0,
    );
    isNear(meanLoss!.value, sum / 20);
  });
});

describe('evaluate: calibration of probabilities that were rounded to 0 and 1', () => {
  // 50 shares k/10, four or five of each; one label of 0 is a yes, one of 1 a no.
  const shares = Array.from({ length: 50 }, (_, i) => (i % 11) / 10);
  const labels = shares.map((_, i) => (i === 0 ? 1 : i === 10 ? 0 : Number((i * 7) % 10 < i % 11)));
  const logits = shares.map((p) => [Math.log(1 - p), Math.log(p)]);

  it('fits Platt’s scaling with log-odds of 10⁻¹⁵ for those', async () => {
    const { calibration } = await evaluate(logits, labels);
    // scipy.optimize.minimize (BFGS, gtol 1e-12) of Platt’s loss over log p − log(1 − p) clipped to ±log 10¹⁵.
    isNear(calibration!.platt!.fitted.slope, 0.04061231, 1e-6);
    isNear(calibration!.platt!.fitted.bias, -0.14061387, 1e-6);
  });

  it('fits vector scaling, and no loss is infinite', async () => {
    const { calibration } = await evaluate(logits, labels);
    // scipy.optimize.minimize (BFGS, gtol 1e-12) of the cross-entropy of w ∘ x + b.
    const { scale, meanLoss } = calibration!.vector!.fitted;
    isNear(scale[0], 0.04572952, 1e-5);
    isNear(scale[1], 0.04483761, 1e-5);
    isNear(meanLoss.value, 0.648172279505648, 1e-9);
    ok(Number.isFinite(calibration!.vector!.crossFitted.meanLoss.value));
  });

  it('leaves no search where it began where all rows are far out', async () => {
    // Nine of ten are right at ±50: σ(50 s) is to be the share (46 of 50, drawn in as Platt does), whatever the bias.
    const far = Array.from({ length: 100 }, (_, i) => [0, i % 2 === 0 ? 50 : -50]);
    const right = far.map(([, x], i) => Number(x > 0 !== (i % 10 === 0 || i % 10 === 1)));
    const { calibration } = await evaluate(far, right);
    // 40 of 50 at either end are right. Targets: (50 + 1)/52 of the yeses and 1/52 of the nos.
    const target = 0.8 * (51 / 52) + 0.2 * (1 / 52);
    isNear(calibration!.platt!.fitted.slope, Math.log(target / (1 - target)) / 50, 1e-9);
    isNear(calibration!.platt!.fitted.bias, 0, 1e-9);
  });
});
