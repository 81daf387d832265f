import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { ndarray } from '../../../src/arrays/ndarray';
import { rowsSummary, softmax, softmaxLosses } from '../../../src/numerics';

describe('softmax with losses', () => {
  it('is the softmax, and the losses of the rows’ summary, to the bit', () => {
    const logit = fc.oneof(
      fc.double({ min: -800, max: 800, noNaN: true }),
      fc.constantFrom(0, -Infinity, Infinity, NaN, 1e300),
    );
    const row = fc.record({
      x: fc.array(logit, { minLength: 3, maxLength: 3 }),
      id: fc.constantFrom(0, 1, 2),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 9 }),
        fc.constantFrom(1, 0.3),
        (rows, temperature) => {
          const logits = Float64Array.from(rows.flatMap(({ x }) => x));
          const ids = Int32Array.from(rows, ({ id }) => id);
          const [probabilities, losses] = [new Float64Array(logits.length), new Float64Array(rows.length)];
          softmaxLosses(logits, 3, ids, temperature, { probabilities, losses });
          const array = ndarray(logits, [rows.length, 3]);
          const labels = ndarray(Float64Array.from(ids), [rows.length]);
          deepEqual(probabilities, softmax(array, { temperature }).data);
          deepEqual(losses, rowsSummary(array, { temperature, labels }).loss);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives rows without a class no loss', () => {
    const [probabilities, losses] = [new Float64Array(4), new Float64Array(2)];
    softmaxLosses(Float64Array.of(0, 0, 0, 0), 2, Int32Array.of(-1, 2), 1, { probabilities, losses });
    deepEqual([...losses], [NaN, NaN]);
    deepEqual([...probabilities], [0.5, 0.5, 0.5, 0.5]);
  });
});
