import assert from 'node:assert/strict';
import { EPSILONS, naive } from '../../../src/numerics';

describe('softmax and its logarithm written by hand in float32', () => {
  it('overflow above 88.7, where the true loss is small', () => {
    const { softmax, overflowed, loss } = naive(Float64Array.of(100, 98, 0), { label: 0 });
    assert.equal(overflowed, 2);
    assert.ok(Number.isNaN(softmax[0]));
    assert.ok(Number.isNaN(loss!.naive));
    assert.ok(Math.abs(loss!.exact - Math.log1p(Math.exp(-2))) < 1e-15);
  });

  it('underflow to a loss of +inf, which an epsilon caps at its own logarithm', () => {
    const { underflowed, loss, logSoftmax } = naive(Float64Array.of(0, -104), { label: 1 });
    assert.equal(underflowed, 1);
    assert.equal(logSoftmax[1], -Infinity);
    assert.equal(loss!.naive, Infinity);
    assert.equal(loss!.exact, 104);
    assert.deepEqual(
      loss!.withEpsilon.map(({ epsilon }) => epsilon),
      [...EPSILONS],
    );
    for (const { epsilon, loss: capped } of loss!.withEpsilon)
      assert.ok(Math.abs(capped + Math.log(epsilon)) < 1e-5);
  });

  it('can overflow in the sum alone', () => {
    const { overflowed, sumOverflowed, softmax } = naive(new Float32Array(100).fill(88));
    assert.deepEqual([overflowed, sumOverflowed, softmax[0]], [0, true, 0]);
  });

  it('lose the digits of a confident right answer', () => {
    const { loss } = naive(Float64Array.of(20, 0), { label: 0 });
    assert.equal(loss!.naive, 0);
    assert.ok(Math.abs(loss!.exact / Math.log1p(Math.exp(-20)) - 1) < 1e-15);
  });

  it('find nothing wrong with ordinary logits', () => {
    const { overflowed, underflowed, sumOverflowed, worstError } = naive(Float64Array.of(2, 1, 0.1), {
      label: 0,
    });
    assert.deepEqual([overflowed, underflowed, sumOverflowed], [0, 0, false]);
    assert.ok(worstError < 1e-6);
  });

  it('refuse a label that is no class', () => {
    assert.throws(
      () => naive(Float64Array.of(1), { label: 2 }),
      /label: expected an integer from 0 to 0, got 2/,
    );
  });
});
