import assert from 'node:assert/strict';
import type { NDArray } from '../../../src/arrays/ndarray';
import { write } from '../../../src/inspector/literals';

const array = (shape: number[], data: number[]): NDArray => ({
  dtype: 'float64',
  shape,
  data: Float64Array.from(data),
});

describe('an array written out', () => {
  it('is nested lists in JSON that read back the same', () => {
    const values = array([2, 2, 2], [1, 2.5, -3e-20, 4, 5, 6, 7, 0.1 + 0.2]);
    assert.deepEqual(JSON.parse(write(values, 'JSON')), [
      [
        [1, 2.5],
        [-3e-20, 4],
      ],
      [
        [5, 6],
        [7, 0.1 + 0.2],
      ],
    ]);
  });

  it('has null in JSON and float(…) in Python where there is no number', () => {
    const values = array([3], [NaN, Infinity, -Infinity]);
    assert.equal(write(values, 'JSON'), '[null, null, null]');
    assert.equal(write(values, 'Python'), '[float("nan"), float("inf"), float("-inf")]');
  });

  it('writes float32 values as short as they are exact', () => {
    const data = Float32Array.of(0.1, 1 / 3, 16777216, 1e-45);
    const text = write({ dtype: 'float32', shape: [4], data }, 'JSON');
    assert.match(text, /^\[0\.1, /);
    assert.deepEqual(Float32Array.from(JSON.parse(text) as number[]), data);
  });

  it('is one CSV line per row, with class names as columns and the row in front', () => {
    assert.equal(write(array([2, 2], [1, 2, 3, 4]), 'CSV', ['cat', 'a,b']), 'row,cat,"a,b"\n0,1,2\n1,3,4\n');
  });

  it('has every leading index in CSV for rank 3, and takes a single row and a scalar', () => {
    assert.equal(write(array([2, 1, 2], [1, 2, 3, 4]), 'CSV'), 'axis0,axis1,0,1\n0,0,1,2\n1,0,3,4\n');
    assert.equal(write(array([2], [1, 2]), 'CSV'), '0,1\n1,2\n');
    assert.equal(write(array([], [5]), 'Python'), '5');
  });

  it('names columns by texts in which all is seen, and of which none is a formula', () => {
    const [header] = write(array([1, 2], [1, 2]), 'CSV', ['=cmd()', '\u202Egnp']).split('\n');
    assert.equal(header, "row,'=cmd(),\\u202Egnp");
  });
});
