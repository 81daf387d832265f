import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTokens } from '../../../src/tokens/find';
import { reportOf } from '../../../src/tokens/report';

function answerOf(logprobs: readonly (number | null)[]) {
  const content = logprobs.map((logprob) => ({ token: 'a', logprob, top_logprobs: [] }));
  return readTokens(JSON.stringify({ choices: [{ logprobs: { content } }] }))[0];
}

const withinOf = (logprobs: readonly (number | null)[]) => answerOf(logprobs).figures().sumWithin;

describe('What rounding leaves open of a sum', () => {
  it('holds the sum of the unrounded values', () => {
    const values = fc.array(fc.double({ min: -9, max: -0.01, noNaN: true }), {
      minLength: 12,
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 5 }), (whole, decimals) => {
        const rounded = whole.map((value) => Number(value.toFixed(decimals)));
        const { sumLogprob, sumWithin } = answerOf(rounded).figures();
        const sum = whole.reduce((total, value) => total + value, 0);
        // Values that end in zeros by chance say nothing.
        if (sumWithin !== undefined) assert.ok(Math.abs(sumLogprob! - sum) <= sumWithin + 1e-12);
      }),
    );
  });

  it('is half the last decimal of each value, floors, holes and zeros of no digits aside', () => {
    assert.equal(withinOf([-0.1234, -1.2, -0.0021, -9999, null, -3.4567, 0]), 2.5e-4);
    assert.equal(answerOf([-0.1234, -1.2, -0.0021, -3.4567]).figures(0, 2).sumWithin, 1e-4);
  });

  it('is not said of values with all their digits, as doubles or floats, nor of a few round ones', () => {
    const whole = [-0.31725528836250305, -1.0986122886681098, -0.000012159346, -2.5];
    assert.equal(withinOf(whole), undefined);
    assert.equal(withinOf(whole.map((value) => Number(Math.fround(value).toPrecision(8)))), undefined);
    for (const few of [
      [-0.5, -1.25],
      [-1, -2, -3],
      [0, 0, 0, 0],
      [-0.5, -1, -2, -0.25, -3, -1.125],
      [-0.1234],
    ])
      assert.equal(withinOf(few), undefined, String(few));
  });

  it('stands beside the sum that is copied', () => {
    const copied = reportOf(answerOf([-0.12, -1.27, -0.31]), 'sentences', 0, 3);
    assert.match(copied, /Σ log p −1\.7 ± 0\.015/);
  });
});
