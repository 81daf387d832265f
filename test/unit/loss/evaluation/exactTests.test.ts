import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resampledInterval } from '../../../../src/loss/evaluation/bootstrap';
import { EvaluatedRowsBuilder } from '../../../../src/loss/evaluation/evaluatedRows';
import { fisherExact, holm, mcNemarExact } from '../../../../src/loss/evaluation/exactTests';
import { figuresAtOnce } from '../../../../src/loss/evaluation/figures';
import { normalBelow, normalQuantile } from '../../../../src/loss/evaluation/normal';
import { quantile } from '../../../../src/loss/evaluation/quantile';
import { uncertaintyInterval } from '../../../../src/loss/evaluation/uncertainty';
import { wilson } from '../../../../src/loss/evaluation/wilson';
import { randomFrom } from '../../text/random';

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
    for (const kind of ['bias-corrected', 'standard-error', 'reversed', 'reversed-power'] as const) {
      const [low, high] = resampledInterval(kind, resamples, { value: 0.5, sampled: 0.55 }, 0.01)!;
      ok(low < 0.5 && 0.5 < high && high - low < 0.02, `${kind}: ${low} to ${high}`);
    }
  });

  it('of gaps lie as far to the other side as resamples do, in powers of 1.5', () => {
    const resamples = Float64Array.from({ length: 1000 }, (_, i) => 0.3 + 0.0001 * i);
    // The 2.5th and 97.5th percentile, as NumPy's quantile(…, method='weibull') has them.
    const [least, most] = [0.3024025, 0.3974975];
    const of = (value: number) =>
      resampledInterval('reversed-power', resamples, { value, sampled: value }, 1)!;
    const mirrored = (value: number, end: number) => (2 * value ** 1.5 - end ** 1.5) ** (2 / 3);
    const [low, high] = of(0.32);
    ok(Math.abs(low - mirrored(0.32, most)) < 1e-9, `from ${low}`);
    ok(Math.abs(high - mirrored(0.32, least)) < 1e-9, `to ${high}`);
    // Never below nothing, and always up to the figure.
    strictEqual(of(0.2)[0], 0);
    strictEqual(of(0.2)[1], 0.2);
  });

  it('are cut off at what a figure can be where they lie around the one of all rows', () => {
    // A deviation of about .0025, so that .0009 ± 1.96 · .0025 · √.2 is −.0013 to .0031.
    const resamples = Float64Array.from(
      { length: 1000 },
      (_, i) => 0.003 + 0.0025 * normalQuantile((i + 0.5) / 1000),
    );
    const half = 1.959964 * 0.0025 * Math.sqrt(0.2);
    const of = (value: number, sampled: number) =>
      resampledInterval('standard-error', resamples, { value, sampled }, 0.2, [0, 1])!;
    for (const sampled of [0.003, 0.0005]) {
      const [low, high] = of(0.0009, sampled);
      strictEqual(low, 0);
      ok(Math.abs(high - (0.0009 + half)) < 2e-5, `up to ${high}`);
    }
    strictEqual(of(0.9999, 0.999)[1], 1);
    const [low, high] = of(0.3, 0.31);
    ok(Math.abs(low - (0.3 - half)) < 2e-5 && Math.abs(high - (0.3 + half)) < 2e-5, `${low} to ${high}`);
  });

  it('of how uncertain two classes of as many rows are end at a quarter', () => {
    const builder = new EvaluatedRowsBuilder({ temperature: 1 }, { rows: 200, classes: 2 });
    builder.add({
      classes: 2,
      logits: Float64Array.from({ length: 400 }, (_, i) => ((i * 7) % 11) / 5),
      label: Int32Array.from({ length: 200 }, (_, i) => i % 2),
    });
    const { brierUncertainty } = figuresAtOnce(builder.build(), { resamples: 200, seed: 0 });
    strictEqual(brierUncertainty!.value, 0.25);
    const [low, high] = brierUncertainty!.interval!;
    strictEqual(high, 0.25);
    ok(low < 0.25 && low > 0.24, `from ${low}`);
  });

  for (const [name, shares] of [
    ['as frequent as each other', [0.2, 0.2, 0.2, 0.2, 0.2]],
    ['nearly so', [0.22, 0.21, 0.2, 0.19, 0.18]],
    ['of which one is most', [0.7, 0.2, 0.06, 0.04]],
    ['two as frequent as each other', [0.5, 0.5]],
  ] as const)
    it(`of how uncertain classes are hold the truth as often as they say: ${name}`, () => {
      const truth = shares.reduce((sum, o) => sum + o * (1 - o), 0);
      const random = randomFrom(5);
      let held = 0;
      for (let draw = 0; draw < 6000; draw++) {
        const support = new Float64Array(shares.length);
        for (let row = 0; row < 200; row++) {
          let left = random();
          support[shares.findIndex((o, c) => c === shares.length - 1 || (left -= o) < 0)]++;
        }
        const [low, high] = uncertaintyInterval(support);
        if (low <= truth + 1e-12 && truth <= high + 1e-12) held++;
      }
      ok(held >= 0.94 * 6000 && held <= 0.96 * 6000, `${held} of 6000`);
    });

  it('of how uncertain classes are hold the rows’ own value, and more, of any counts', () => {
    const even = (classes: number, rows: number) => Array.from({ length: classes }, () => rows);
    const counts = [
      [11, 10, 10, 10, 10, 10, 10, 10, 10, 9],
      [5, 0, 0],
      [1, 0, 0],
      [0, 1, 0, 0, 0, 3],
      [99, 1, 0],
      even(100, 11).fill(10, 50),
      even(1000, 50).fill(49, 0, 300),
      even(3, 1),
      even(10, 1000),
    ];
    for (const support of counts) {
      const n = support.reduce((sum, k) => sum + k);
      const value = support.reduce((sum, k) => sum + (k / n) * (1 - k / n), 0);
      const [low, high] = uncertaintyInterval(support);
      ok(low <= value + 1e-15 && value <= high + 1e-15, `${value} in ${low} to ${high} of ${support.join()}`);
      ok(high - low > 1e-5 && low >= 0 && high <= 1 - 1 / support.length, `${low} to ${high}`);
    }
  });

  it('of how uncertain classes are allow for classes that were not drawn', () => {
    // Wilson's interval of 5 of 5 begins at 5/(5 + 1.96²) = .5655: the others share what is left.
    const share = 5 / (5 + 1.959963984540054 ** 2);
    const [low, high] = uncertaintyInterval([5, 0, 0]);
    strictEqual(low, 0);
    ok(Math.abs(high - (1 - share ** 2 - (1 - share) ** 2 / 2)) < 1e-12, `to ${high}`);
  });

  it('interpolate quantiles as NumPy does', () => {
    strictEqual(quantile(Float64Array.of(1, 2, 4), 0.75), 3);
    strictEqual(quantile(Float64Array.of(7), 0.5), 7);
  });
});
