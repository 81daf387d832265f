import assert from 'node:assert/strict';
import { mayHoldArray } from '../../../src/text/mayHoldArray';

describe('A column of scores, one a row,', () => {
  it('may hold an array, as PyTorch and NumPy print it', () => {
    assert.ok(mayHoldArray('logits: tensor([[-0.6852],\n        [ 3.9295]])'));
    assert.ok(mayHoldArray('[[-0.6852]\n [ 3.9295]\n [ 1.    ]]'));
    assert.ok(mayHoldArray('array([[1.2e-05],\n       [0.5]])'));
  });

  it('is told from citations, indices and single values', () => {
    for (const text of ['see [1], [2] and [3]', 'x[0] [1]', 'loss [0.25] in 3 s', 'v[1.2] and [beta]'])
      assert.ok(!mayHoldArray(text), text);
  });
});
