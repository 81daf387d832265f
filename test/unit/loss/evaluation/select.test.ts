import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nthSmallest } from '../../../../src/loss/evaluation/select';

describe('the n-th smallest value', () => {
  it('is the one that stands there when all are sorted', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true }),
      fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, 1 + 2 ** -50, -Number.MIN_VALUE),
    );
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, maxLength: 30 }), fc.array(value), fc.nat(), (a, b, at) => {
        const values = Float64Array.from([...a.filter((x) => !Number.isNaN(x)), ...b, 0]);
        const n = at % values.length;
        assert.ok(Object.is(nthSmallest(values, n), values.slice().sort()[n]));
      }),
    );
  });
});
