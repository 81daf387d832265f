import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resampledInterval } from '../../../../src/loss/evaluation/bootstrap';
import { fisherExact, holm, mcNemarExact } from '../../../../src/loss/evaluation/exactTests';
import { normalBelow, normalQuantile } from '../../../../src/loss/evaluation/normal';
import { quantile } from '../../../../src/loss/evaluation/quantile';
import { wilson } from '../../../../src/loss/evaluation/wilson';

interface Fixture {
  fisher: [[number, number, number, number], number][];
  mcNemar: [number, number, number][];
}

const fixture = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as Fixture;
const isNear = (a: number, b: number) => ok(Math.abs(a - b) <= 1e-11 * Math.max(a, b), `${a} and not ${b}`);

describe('exact tests', () => {
  it('give Fisher’s probabilities as SciPy does', () => {
    for (const [[a, b, c, d], p] of fixture.fisher) isNear(fisherExact(a, b, c, d), p);
  });

  it('give McNemar’s probabilities as SciPy’s binomial test does', () => {
    for (const [b, c, p] of fixture.mcNemar) isNear(mcNemarExact(b, c), p);
    strictEqual(mcNemarExact(0, 0), 1);
  });

  it('correct by Holm, never downwards', () => {
    strictEqual(holm([0.04, 0.01, 0.03]).join(), [0.06, 0.03, 0.06].join());
    strictEqual(holm([0.9, 0.8]).join(), '1,1');
  });
});

describe('intervals', () => {
  it('of proportions stay within 0 and 1', () => {
    strictEqual(wilson(0, 10)[0], 0);
    strictEqual(wilson(10, 10)[1], 1);
  });

  it('take the normal distribution as SciPy does', () => {
    for (const [z, p] of [
      [-3.5, 0.00023262907903552502],
      [-1.959963984540054, 0.025],
      [0, 0.5],
      [1.2, 0.8849303297782918],
      [6, 0.9999999990134123],
    ]) {
      ok(Math.abs(normalBelow(z) - p) < 1e-15, `Φ(${z}) is ${normalBelow(z)}`);
      if (z < 6) ok(Math.abs(normalQuantile(p) - z) < 1e-11, `Φ⁻¹(${p}) is ${normalQuantile(p)}`);
    }
  });

  it('lie around a figure of all rows, where those of a sample lie beside it as few rows do', () => {
    const resamples = Float64Array.from({ length: 999 }, (_, i) => 0.6 + 0.0001 * i);
    for (const kind of ['bias-corrected', 'standard-error', 'reversed'] as const) {
      const [low, high] = resampledInterval(kind, resamples, { value: 0.5, sampled: 0.55 }, 0.01)!;
      ok(low < 0.5 && 0.5 < high && high - low < 0.02, `${kind}: ${low} to ${high}`);
    }
  });

  it('interpolate quantiles as NumPy does', () => {
    strictEqual(quantile(Float64Array.of(1, 2, 4), 0.75), 3);
    strictEqual(quantile(Float64Array.of(7), 0.5), 7);
  });
});
