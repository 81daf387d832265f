import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { logSumExp, softmax, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from '../../../src/numerics';

const close = (actual: number, expected: number, relative: number) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual}, expected ${expected}`);

describe('the values that are published elsewhere', () => {
  it('gives the softmax of [.1, .3, .5, .9] to all printed digits', () => {
    const p = softmax(fromNested([0.1, 0.3, 0.5, 0.9], 'logits')).data;
    [0.16838508, 0.205666, 0.25120102, 0.37474789].forEach((expected, i) => close(p[i], expected, 2e-8));
  });

  it('keeps the tail of a log-sum-exp near 0 (SciPy issue 18295, LogExpFunctions.jl)', () => {
    close(logSumExp(fromNested([0, -40], 'logits')).data[0], 4.248354255291589e-18, 1e-15);
    close(logSumExp(fromNested([1e-20, Math.log(1e-20)], 'logits')).data[0], 2e-20, 1e-13);
  });

  it('never overflows on finite logits', () => {
    close(logSumExp(fromNested([1000, 1000], 'logits')).data[0], 1000 + Math.LN2, 1e-15);
    close(
      sparseSoftmaxCrossEntropy(fromNested([[1e8, 1e8]], 'logits'), fromNested([0], 'ids')).reduced!,
      Math.LN2,
      1e-15,
    );
  });

  it('gives the same loss for class ids and their one-hot labels', () => {
    const logits = fromNested(
      [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
      ],
      'logits',
    );
    const sparse = sparseSoftmaxCrossEntropy(logits, fromNested([0, 1], 'ids'), { gradient: true });
    const dense = softmaxCrossEntropy(
      logits,
      fromNested(
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
        'labels',
      ),
      { gradient: true },
    );
    assert.deepEqual(sparse, dense);
  });
});
