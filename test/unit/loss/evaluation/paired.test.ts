import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EvaluatedRows } from '../../../../src/loss/evaluation/evaluatedRows';
import { pairedEvaluation, pairedInterval } from '../../../../src/loss/evaluation/paired';
import { rowHash } from '../../../../src/loss/evaluation/rowHash';
import { finish } from '../../../../src/numerics';
import { wilson } from '../../../../src/loss/evaluation/wilson';

const counts = fc.record({ both: fc.nat(60), better: fc.nat(60), worse: fc.nat(60), neither: fc.nat(60) });

describe('The interval of a difference of paired proportions', () => {
  it('is Wilson’s of one proportion where all pairs are right in both: 54 give ±0.0664', () => {
    const [low, high] = pairedInterval({ both: 54, better: 0, worse: 0, neither: 0 });
    // 1 − 1/(1 + z²/n), z being 1.959964.
    assert.ok(Math.abs(low + 1 - 1 / (1 + 1.959964 ** 2 / 54)) < 1e-6, String(low));
    assert.equal(high, -low);
  });

  it('takes correlated proportions from each other as their covariance says', () => {
    // By hand: φ = (36 · 10 − 2 · 12 − 30)/√(38 · 22 · 48 · 12) = 306/√481,536.
    const [low, high] = pairedInterval({ both: 36, better: 12, worse: 2, neither: 10 });
    const phi = 306 / Math.sqrt(38 * 22 * 48 * 12);
    const [[l1, u1], [l2, u2]] = [wilson(48, 60), wilson(38, 60)];
    const [a, b] = [0.8 - l1, u2 - 38 / 60];
    const [c, d] = [u1 - 0.8, 38 / 60 - l2];
    assert.ok(Math.abs(low - (1 / 6 - Math.sqrt(a * a - 2 * phi * a * b + b * b))) < 1e-12);
    assert.ok(Math.abs(high - (1 / 6 + Math.sqrt(c * c - 2 * phi * c * d + d * d))) < 1e-12);
  });

  it('holds the difference, stays in [−1, 1], has a width, and turns round with the runs', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const n = all.both + all.better + all.worse + all.neither;
        fc.pre(n > 0);
        const [low, high] = pairedInterval(all);
        const difference = (all.better - all.worse) / n;
        assert.ok(low <= difference + 1e-12 && high >= difference - 1e-12 && high > low);
        assert.ok(low >= -1 - 1e-12 && high <= 1 + 1e-12, `${low}, ${high}`);
        const [back, forth] = pairedInterval({ ...all, better: all.worse, worse: all.better });
        assert.ok(Math.abs(back + high) < 1e-9 && Math.abs(forth + low) < 1e-9);
      }),
    );
  });
});

/** Rows of two classes by the probability of the second. */
function rowsOf(p: readonly number[], label: Int32Array): EvaluatedRows {
  const of = (value: (p: number, id: number) => number) =>
    Float64Array.from(label, (id, i) => value(p[i], id));
  return {
    classes: 2,
    row: Int32Array.from(label.keys()),
    label,
    top: Int32Array.from(p, (one) => Number(one > 0.5)),
    confidence: of((one) => Math.max(one, 1 - one)),
    loss: of((one, id) => -Math.log(id === 1 ? one : 1 - one)),
    brier: of((one, id) => (one - id) ** 2),
    inTopFive: new Uint8Array(label.length).fill(1),
    all: label.length,
    unlabelled: 0,
    undefined: 0,
  };
}

describe('A run against one that is surer, both calibrated', () => {
  it('is rarely told to have another gap between confidence and accuracy', () => {
    const [draws, n] = [60, 300];
    let told = 0;
    let better = 0;
    for (let draw = 0; draw < draws; draw++) {
      const random = (i: number) => (rowHash(i, draw + 1) + 0.5) / 2 ** 32;
      const normal = (i: number) =>
        Math.sqrt(-2 * Math.log(random(i))) * Math.cos(2 * Math.PI * random(i + 1));
      const label = Int32Array.from({ length: n }, (_, i) => Number(random(5 * i) < 0.5));
      /** What a signal so far from 0 tells of the label, by Bayes. */
      const run = (strength: number, from: number) =>
        rowsOf(
          Array.from(label, (id, i) => {
            const signal = (2 * id - 1) * strength + normal(5 * i + from);
            return 1 / (1 + Math.exp(-2 * strength * signal));
          }),
          label,
        );
      const { differences } = finish(
        pairedEvaluation([run(2.5, 1), run(0.6, 3)], 'other', { resamples: 100, seed: 0 }),
      );
      for (const name of ['ece', 'eceEqualMass', 'mce'] as const)
        assert.equal(differences[name]!.interval, undefined, name);
      const excludes0 = ([low, high]: readonly [number, number]) => Number(low > 0 || high < 0);
      told += excludes0(differences.eceDebiased!.interval!);
      better += excludes0(differences.accuracy!.interval!);
    }
    assert.ok(told <= 6, `${told} of ${draws}`);
    assert.equal(better, draws);
  });
});
