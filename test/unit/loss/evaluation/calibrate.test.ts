import assert from 'node:assert/strict';
import { calibrations } from '../../../../src/loss/evaluation/calibrate';
import type { FullRows } from '../../../../src/loss/evaluation/evaluatedRows';
import { rowHash } from '../../../../src/loss/evaluation/rowHash';

const random = (i: number) => rowHash(i, 7) / 2 ** 32;

/** Rows of two classes whose second class has the log-odds `score`, and `slope` times as much in truth. */
function rowsOf(n: number, slope: number): FullRows {
  const label = new Int32Array(n);
  const logits = new Float64Array(2 * n);
  const probabilities = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const score = 6 * random(2 * i) - 3;
    label[i] = Number(random(2 * i + 1) < 1 / (1 + Math.exp(-slope * score)));
    logits[2 * i + 1] = score;
    probabilities[2 * i + 1] = 1 / (1 + Math.exp(-score));
    probabilities[2 * i] = 1 - probabilities[2 * i + 1];
  }
  const top = Int32Array.from(label, (_, i) => Number(logits[2 * i + 1] > 0));
  const confidence = Float64Array.from(label, (_, i) => probabilities[2 * i + top[i]]);
  const loss = Float64Array.from(label, (id, i) => -Math.log(probabilities[2 * i + id]));
  const brier = Float64Array.from(label, (id, i) => (probabilities[2 * i + 1] - id) ** 2);
  const row = Int32Array.from(label, (_, i) => i);
  const inTopFive = new Uint8Array(n).fill(1);
  const counts = { all: n, unlabelled: 0, undefined: 0 };
  return {
    classes: 2,
    row,
    label,
    top,
    confidence,
    loss,
    brier,
    inTopFive,
    probabilities,
    logits,
    ...counts,
  };
}

describe('ways of calibrating very many rows', () => {
  it('are fitted to a sample of them, which is said, and find what the rows were made with', async () => {
    const n = 70_000;
    const { rows, temperature, platt } = await calibrations(rowsOf(n, 0.5), 0, () => Promise.resolve());
    assert.ok(rows < n && rows > 45_000, `${rows} rows`);
    assert.ok(Math.abs(temperature!.fitted.temperature - 2) < 0.15, String(temperature!.fitted.temperature));
    assert.ok(Math.abs(platt!.fitted.slope - 0.5) < 0.04, String(platt!.fitted.slope));
    const judged = temperature!.crossFitted.reliability.reduce((sum, bin) => sum + bin.count, 0);
    assert.equal(judged, rows);
  });
});
