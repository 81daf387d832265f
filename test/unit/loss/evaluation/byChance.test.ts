import { ok, strictEqual } from 'node:assert/strict';
import { eceByChance } from '../../../../src/loss/evaluation/byChance';

/** The chances of 0, 1, 2, … right rows of those confidences: the Poisson binomial distribution, row by row. */
function chancesOf(confidences: readonly number[]): number[] {
  let chances = [1];
  for (const p of confidences)
    chances = [...chances, 0].map((c, k) => c * (1 - p) + (k > 0 ? chances[k - 1] * p : 0));
  return chances;
}

/** The mean distance of the share of right rows from what the confidences say, and the share of draws up to a distance. */
function exactly(confidences: readonly number[]) {
  const said = confidences.reduce((sum, p) => sum + p, 0);
  const gaps = chancesOf(confidences).map((chance, k) => ({ chance, gap: Math.abs(k - said) }));
  const n = confidences.length;
  return {
    mean: gaps.reduce((sum, { chance, gap }) => sum + (chance * gap) / n, 0),
    upTo: (limit: number) =>
      gaps.reduce((sum, { chance, gap }) => sum + (gap / n <= limit * (1 + 1e-9) ? chance : 0), 0),
  };
}

describe('the calibration error that chance alone makes', () => {
  const cases: [name: string, confidences: number[]][] = [
    ['rows that are hardly ever wrong', Array.from({ length: 900 }, (_, i) => 1 - 1 / (200 + 10 * i))],
    ['rows of all degrees of sureness', Array.from({ length: 600 }, (_, i) => 1 - 0.09 * 0.98 ** i)],
    ['a few rows of a half', Array.from({ length: 60 }, () => 0.55)],
    ['rows that are hardly ever right', Array.from({ length: 700 }, (_, i) => 1 / (30 + i))],
    ['rows that are certain but for one', [...Array.from({ length: 50 }, () => 1), 0.95]],
  ];
  for (const [name, confidences] of cases)
    it(`is that of every possible outcome: ${name}`, () => {
      const draws = 20_000;
      const { mean, upTo } = exactly(confidences);
      const { value, limit } = eceByChance(Float64Array.from(confidences), 3, draws);
      // Five standard errors at most; the distance varies about as much as it is large.
      ok(Math.abs(value / mean - 1) < 5 / Math.sqrt(draws), `${value}, exactly ${mean}`);
      ok(upTo(limit) > 0.945, `${upTo(limit)} of the draws lie up to the limit`);
    });

  it('is 0 where every row is certain', () => {
    const { value, limit } = eceByChance(new Float64Array(300).fill(1), 0);
    strictEqual(value, 0);
    strictEqual(limit, 0);
  });
});
