import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

const only = (text: string, source?: string) => {
  const found = findArrays(text, source === undefined ? {} : { source });
  assert.equal(found.length, 1, JSON.stringify(found.map(({ range }) => text.slice(...range))));
  return found[0];
};

describe('what R and Julia print', () => {
  it('a matrix of R, with its columns numbered, named, or going on below', () => {
    const numbered = only('     [,1]  [,2]\n[1,] 1.25 -0.50\n[2,] 0.75  2.25\n');
    assert.deepEqual(
      [numbered.container, numbered.shape, [...numbered.array!.data]],
      ['r', [2, 2], [1.25, -0.5, 0.75, 2.25]],
    );
    assert.deepEqual(only('      cat   dog\n[1,] 0.25 0.75\n[2,] 0.50 0.50').classNames, ['cat', 'dog']);
    const wide = only('     [,1] [,2]\n[1,] 1.25 -0.5\n[2,] 0.75 2.25\n     [,3]\n[1,] 3.5\n[2,] 4.5');
    assert.deepEqual([...wide.array!.data], [1.25, -0.5, 3.5, 0.75, 2.25, 4.5]);
  });
  it('a vector of R, over as many lines as it takes', () => {
    const vector = only('[1]  1.25 -0.50  0.75\n[4]  2.25  3.50\n');
    assert.deepEqual([vector.container, vector.shape], ['r', [5]]);
    assert.deepEqual([...vector.array!.data], [1.25, -0.5, 0.75, 2.25, 3.5]);
    const source = 'logits <- predict(model, x)[1, ]\nlogits';
    assert.equal(only('[1]  1.25 -0.50  0.75', source).reading.kind, 'logits');
    for (const text of ['[1] 5 6 7', '[1] "a" "b"', '[1] 0.5', '[2] 0.5 0.25', '[1] 0.5 0.25 done'])
      assert.ok(
        findArrays(text).every(({ container }) => container !== 'r'),
        text,
      );
  });
  it('a tensor of torch for R, with its type and grad_fn', () => {
    const found = only(
      'torch_tensor\n 1.2500 -0.5000\n 0.7500  2.2500\n[ CPUFloatType{2,2} ][ grad_fn = <AddmmBackward0> ]',
    );
    assert.deepEqual(
      [found.shape, found.dtype, found.decimals, found.reading.kind],
      [[2, 2], 'float', 4, 'logits'],
    );
  });
  it('a matrix of Julia', () => {
    const found = only('2×3 Matrix{Float32}:\n 1.25  -0.5  0.125\n 0.75   2.25  Inf');
    assert.deepEqual([found.container, found.shape, found.dtype], ['julia', [2, 3], 'float32']);
    assert.equal(found.array!.data[5], Infinity);
    // Its libraries differ in the axis of the classes: whatever the code calls it, no row is said to be a distribution.
    const named = only('2×2 Matrix{Float64}:\n 1.25  -0.5\n 0.75   2.25', 'logits = model(x)');
    assert.equal(named.reading.kind, 'other');
  });
  it('with the code of those languages as evidence', () => {
    const text = '     [,1]  [,2]\n[1,] 1.25 -0.50\n[2,] 0.75  2.25\n';
    assert.equal(only(text, 'logits <- predict(model, x)\nprint(logits)').reading.kind, 'logits');
    assert.equal(only(text, 'z <- f(x)\nprint(z)\np <- softmax(z)').reading.kind, 'logits');
  });
  it('but nothing where rows or columns are missing', () => {
    for (const text of [
      '2×3 Matrix{Float64}:\n 1.5 2.5 3.5',
      'torch_tensor\n 1.5 2.5\n[ CPUFloatType{2,2} ]',
    ])
      assert.deepEqual(findArrays(text), []);
  });
});
