import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pairedInterval } from '../../../../src/loss/evaluation/paired';
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
