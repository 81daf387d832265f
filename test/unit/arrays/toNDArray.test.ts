import assert from 'node:assert/strict';
import { bytesText, MAX_RANK, shapeText, toNDArray } from '../../../src/arrays/ndarray';

describe('toNDArray', () => {
  it('turns nested lists into float64 in row-major order', () => {
    assert.deepEqual(
      toNDArray(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        'logits',
      ),
      {
        dtype: 'float64',
        shape: [2, 3],
        data: Float64Array.of(1, 2, 3, 4, 5, 6),
      },
    );
  });

  it('takes a number as a scalar and an empty list as shape [0]', () => {
    assert.deepEqual(toNDArray(3, 'x').shape, []);
    assert.deepEqual(toNDArray([], 'x').shape, [0]);
    assert.deepEqual(toNDArray([[], []], 'x').shape, [2, 0]);
  });

  it('names the index where a list is ragged', () => {
    assert.throws(() => toNDArray([[1, 2], [3]], 'logits'), /logits\[1\]: expected 2 elements.*got 1/);
    assert.throws(
      () =>
        toNDArray(
          [
            [1, 2],
            [3, [4]],
          ],
          'logits',
        ),
      /logits\[1\]\[1\]: expected a number/,
    );
    assert.throws(() => toNDArray([[1, 2], 3], 'logits'), /logits\[1\]: expected a list of 2, got 3/);
  });

  it('names a value that is no number', () => {
    assert.throws(() => toNDArray([1, 'two'], 'labels'), /labels\[1\]: expected a number, got "two"/);
    assert.throws(() => toNDArray([1, null], 'labels'), /labels\[1\]: expected a number, got null/);
    assert.throws(() => toNDArray({ logits: 1 }, 'labels'), /labels: expected nested lists/);
  });

  it('checks dtype, shape and length of a typed array, and does not copy it', () => {
    const data = Float32Array.of(1, 2);
    assert.equal(toNDArray({ dtype: 'float32', shape: [2], data }, 'x').data, data);
    assert.throws(
      () => toNDArray({ dtype: 'float64', shape: [2], data }, 'x'),
      /x\.dtype: expected 'float32'/,
    );
    assert.throws(
      () => toNDArray({ dtype: 'float32', shape: [3], data }, 'x'),
      /shape \[3\] has 3 elements, got 2/,
    );
    assert.throws(() => toNDArray({ dtype: 'float32', shape: [-1], data }, 'x'), /x\.shape\[0\].*got -1/);
    assert.throws(() => toNDArray({ dtype: 'float32', shape: [1e9, 1e9], data }, 'x'), /the limit is/);
  });

  it('refuses lists nested beyond the limit without running out of stack', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assert.throws(() => toNDArray(deep, 'x'), new RegExp(`deeper than ${MAX_RANK}`));
  });
});

describe('shapeText', () => {
  it('writes an axis that was not printed as ?', () => {
    assert.equal(shapeText([2, -1]), '2×?');
    assert.equal(shapeText([]), 'scalar');
  });
});

describe('bytesText', () => {
  it('says a size with three digits in the unit that fits', () => {
    const texts = [0, 999, 1000, 1600, 999_499, 999_999, 102_926_336, 4e9, 7e12].map(bytesText);
    assert.deepEqual(texts, [
      '0 bytes',
      '999 bytes',
      '1.00 kB',
      '1.60 kB',
      '999 kB',
      '1.00 MB',
      '103 MB',
      '4.00 GB',
      '7.00 TB',
    ]);
  });
});
