import assert from 'node:assert/strict';
import { ndarray } from '../../../src/arrays/ndarray';
import { entropy, logSoftmax, logSumExp, rowsSummary, rowSummary, softmax } from '../../../src/numerics';
import { xorshift } from './random';

const close = (actual: number, expected: number, relative = 1e-13) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual}, expected ${expected}`);
const random = xorshift(5);
const logits = (n: number, Type: typeof Float32Array | typeof Float64Array = Float64Array) =>
  new Type(Array.from({ length: n }, () => (random() * 2 - 1) * 8));

describe('the summary of one row', () => {
  it('is what the functions for whole arrays give', () => {
    for (const Type of [Float32Array, Float64Array]) {
      for (const temperature of [1, 0.5]) {
        const row = logits(1000, Type);
        const wide = ndarray(Float64Array.from(row), [1000]);
        const p = softmax(wide, { temperature }).data;
        const log = logSoftmax(wide, { temperature }).data;
        const got = rowSummary(row, { temperature, k: 5, label: 7 });
        close(got.logSumExp, logSumExp(wide, { temperature }).data[0]);
        close(got.entropy, entropy(wide, { temperature }).data[0], 1e-11);
        close(got.loss!, -log[7], 1e-11);
        const order = [...p.keys()].sort((a, b) => p[b] - p[a] || a - b);
        assert.deepEqual([...got.top.indices], order.slice(0, 5));
        got.top.indices.forEach((c, i) => {
          assert.equal(got.top.logits[i], row[c]);
          close(got.top.probabilities[i], p[c], 1e-11);
          close(got.top.logProbabilities[i], log[c], 1e-11);
        });
        close(got.margin, p[order[0]] - p[order[1]], 1e-10);
        close(
          got.tailMass,
          order.slice(5).reduce((sum, c) => sum + p[c], 0),
          1e-11,
        );
      }
    }
  });

  it('keeps the digits of a tail far below 1e-16', () => {
    const row = Float64Array.from({ length: 1000 }, (_, i) => (i === 400 ? 100 : 0));
    const { tailMass, loss, entropy: h, margin } = rowSummary(row, { k: 1, label: 400 });
    const tail = 999 * Math.exp(-100);
    close(tailMass, tail);
    close(loss!, tail);
    close(h, tail * 101);
    assert.equal(margin, 1);
  });

  it('lists no more classes than there are, and a lone class has probability and margin 1', () => {
    const { top, margin, tailMass, entropy: h } = rowSummary(Float64Array.of(-3), { k: 10, label: 0 });
    assert.deepEqual([...top.probabilities], [1]);
    assert.deepEqual([margin, tailMass, h], [1, 0, 0]);
  });

  it('has all mass in the tail when no class is listed', () => {
    assert.equal(rowSummary(Float64Array.of(1, 2, 3), { k: 0 }).tailMass, 1);
  });

  it('counts and flags what has no softmax', () => {
    const cases = [
      [[NaN, 1, -Infinity], 'nan', [1, 0, 1]],
      [[Infinity, 1, Infinity], 'positive-infinity', [0, 2, 0]],
      [[-Infinity, -Infinity], 'all-masked', [0, 0, 2]],
    ] as const;
    for (const [row, reason, counts] of cases) {
      for (const Type of [Float32Array, Float64Array]) {
        const got = rowSummary(new Type(row), { label: 0 });
        assert.equal(got.flag?.reason, reason);
        assert.deepEqual([got.nanCount, got.positiveInfinityCount, got.maskedCount], counts);
        for (const value of [got.entropy, got.margin, got.tailMass, got.loss])
          assert.ok(Number.isNaN(value), reason);
      }
    }
  });

  it('counts masked classes of a row that has a softmax', () => {
    const row = logits(101, Float32Array).map((x, i) => (i % 2 ? -Infinity : x));
    const got = rowSummary(row);
    assert.equal(got.maskedCount, 50);
    assert.equal(got.flag, undefined);
  });

  it('refuses an empty row and a label that is no class', () => {
    assert.throws(() => rowSummary(new Float64Array(0)), /expected at least one class/);
    assert.throws(
      () => rowSummary(Float64Array.of(1), { label: 1 }),
      /label: expected an integer from 0 to 0, got 1/,
    );
    assert.throws(
      () => rowSummary(Float64Array.of(1), { k: -1 }),
      /k: expected a non-negative integer, got -1/,
    );
  });
});

describe('the summary of every row', () => {
  it('agrees with the summary of each', () => {
    const [rows, n] = [50, 37];
    const data = logits(rows * n);
    data[5 * n] = NaN;
    const labels = Float64Array.from({ length: rows }, (_, i) => (i === 3 ? -100 : i % n));
    const all = rowsSummary(ndarray(data, [rows, n]), { labels: ndarray(labels, [rows]), temperature: 1.5 });
    assert.deepEqual(
      all.flags.map(({ row, reason }) => [row, reason]),
      [[5, 'nan']],
    );
    assert.equal(all.top[5], -1);
    assert.ok(Number.isNaN(all.loss![3]));
    for (let row = 0; row < rows; row++) {
      if (row === 3 || row === 5) continue;
      const one = rowSummary(data.subarray(row * n, (row + 1) * n), { label: labels[row], temperature: 1.5 });
      assert.equal(all.top[row], one.top.indices[0]);
      close(all.topProbability[row], one.top.probabilities[0]);
      close(all.margin[row], one.margin, 1e-12);
      close(all.entropy[row], one.entropy);
      close(all.logSumExp[row], one.logSumExp);
      close(all.loss![row], one.loss!);
    }
  });

  it('names the row of a label that is no class', () => {
    const x = ndarray(new Float64Array(4), [2, 2]);
    assert.throws(
      () => rowsSummary(x, { labels: ndarray(Float64Array.of(0, 2), [2]) }),
      /expected an integer from 0 to 1, .*got 2 in row 1/,
    );
  });
});
