import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lossInterval } from '../../../src/loss/interval';

const loss = (x: readonly number[], label: number, temperature: number) => {
  const max = Math.max(...x);
  return (
    Math.log(x.reduce((sum, v) => sum + Math.exp((v - max) / temperature), 0)) +
    (max - x[label]) / temperature
  );
};

describe('the interval of a printed loss', () => {
  it('holds the loss of every array that prints the same', () => {
    const row = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        row,
        fc.nat(),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (x, at, decimals, t) => {
          const label = at % x.length;
          const printed = x.map((v) => Number(v.toFixed(decimals)));
          const [low, high] = lossInterval(loss(printed, label, t), decimals, t);
          const exact = loss(x, label, t);
          assert.ok(low - 1e-9 <= exact && exact <= high + 1e-9, `${exact} is outside [${low}, ${high}]`);
        },
      ),
    );
  });

  it('is reached: moving the label down and the others up by half a unit gives its upper end', () => {
    const printed = [1.2, 0.3, -0.7];
    const moved = [1.15, 0.35, -0.65];
    const [low, high] = lossInterval(loss(printed, 0, 1), 1);
    assert.ok(Math.abs(high - loss(moved, 0, 1)) < 1e-12);
    assert.ok(low < loss(printed, 0, 1));
  });

  it('does not overflow for a loss of thousands', () => {
    const [low, high] = lossInterval(5000, 2);
    assert.ok(Math.abs(low - 4999.99) < 1e-9 && Math.abs(high - 5000.01) < 1e-9);
  });

  it('leaves an infinite or NaN loss as it is', () => {
    assert.deepEqual(lossInterval(Infinity, 4), [Infinity, Infinity]);
    assert.deepEqual(lossInterval(NaN, 4), [NaN, NaN]);
  });
});
