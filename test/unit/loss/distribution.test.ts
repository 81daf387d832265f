import assert from 'node:assert/strict';
import { fromNested, ndarray } from '../../../src/arrays/ndarray';
import { probabilitiesOf } from '../../../src/loss/distribution';

const near = (actual: Iterable<number>, expected: readonly number[]) => {
  const values = [...actual];
  assert.equal(values.length, expected.length);
  values.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= 1e-15, `${value}, ${expected[i]}`));
};

describe('the probabilities that an array stands for', () => {
  it('are the softmax of logits alone', () => {
    const z = Math.exp(1) + 1;
    near(probabilitiesOf(fromNested([[1, 0]], 'x'), 'logits').data, [Math.exp(1) / z, 1 / z]);
  });

  it('are the exponentials of log-probabilities, which are not raised to sum to 1 where only the largest are there', () => {
    const partial = fromNested([[Math.log(0.5), Math.log(0.25)]], 'x');
    near(probabilitiesOf(partial, 'log-probabilities').data, [0.5, 0.25]);
  });

  it('are the values themselves where they are probabilities, of one class per row or of several', () => {
    for (const reading of ['probabilities', 'sigmoid-scores', 'one-hot'] as const)
      near(probabilitiesOf(fromNested([[0.9, 0.8]], 'x'), reading).data, [0.9, 0.8]);
  });

  it('are the sigmoids of binary logits, in their own shape and without overflow', () => {
    const { data, shape } = probabilitiesOf(fromNested([[0], [-800], [40]], 'x'), 'binary-logits');
    assert.deepEqual(shape, [3, 1]);
    near(data, [0.5, 0, 1 / (1 + Math.exp(-40))]);
  });

  it('follow the temperature under every reading', () => {
    const p = ndarray(Float64Array.of(0.8, 0.2), [1, 2]);
    // The square roots of 4 : 1 are 2 : 1.
    near(probabilitiesOf(p, 'probabilities', { temperature: 2 }).data, [2 / 3, 1 / 3]);
    near(probabilitiesOf(p, 'sigmoid-scores', { temperature: 2 }).data, [2 / 3, 1 / 3]);
  });

  it('are refused of class ids', () => {
    assert.throws(() => probabilitiesOf(fromNested([3, 1], 'x'), 'class-labels'), /Class IDs/);
  });
});
