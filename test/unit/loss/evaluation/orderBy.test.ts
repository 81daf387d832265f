import assert from 'node:assert/strict';
import fc from 'fast-check';
import { orderBy } from '../../../../src/loss/evaluation/orderBy';

/** Enough values that they are not compared in pairs, with many equal ones among them. */
const many = fc
  .array(
    fc.oneof(
      fc.double({ noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, -0, 0.5, 1, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((some) => Float64Array.from({ length: 700 }, (_, i) => some[(i * 31) % some.length]));

describe('the order of places by their values', () => {
  it('rises, keeps equal values in their order, and holds every place once', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 700 }), (values, length) => {
        const at = Int32Array.from({ length }, (_, i) => (i * 3) % values.length);
        const expected = Array.from(at, (_, i) => i)
          .sort((a, b) => (values[at[a]] < values[at[b]] ? -1 : values[at[a]] > values[at[b]] ? 1 : a - b))
          .map((i) => at[i]);
        assert.deepEqual([...orderBy(values, at)], expected);
      }),
      { numRuns: 200 },
    );
  });
});
