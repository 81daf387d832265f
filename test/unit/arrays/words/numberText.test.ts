import assert from 'node:assert/strict';
import { numberText, powerText, withMinus } from '../../../../src/arrays/words/numberText';

describe('a number that people read', () => {
  it('has a true minus before it and in its exponent, and no plus in one', () => {
    assert.deepEqual(
      [-0.5, 1.5e-9, -1.5e-9, 2e21].map((x) => numberText(x, 6)),
      ['−0.5', '1.5e−9', '−1.5e−9', '2e21'],
    );
    assert.equal(withMinus('-1.20e-7'), '−1.20e−7');
  });

  it('has as many digits as were asked for, and no zeros behind them', () => {
    assert.deepEqual(
      [0.318540001, -2.5, 1 / 3].map((x) => numberText(x, 4)),
      ['0.3185', '−2.5', '0.3333'],
    );
    assert.deepEqual(
      [0.1, -0.1 - 0.2, 1e-5].map((x) => numberText(x, 17)),
      ['0.1', '−0.30000000000000004', '0.00001'],
    );
  });

  it('says what is not finite', () => {
    assert.deepEqual(
      [Infinity, -Infinity, NaN].map((x) => numberText(x, 6)),
      ['∞', '−∞', 'NaN'],
    );
  });

  it('is a power of ten with the digits asked for, or those that it has', () => {
    assert.deepEqual(
      [powerText(2.345e-9, 2), powerText(-4e7, 3), powerText(2.5e-7)],
      ['2.3e−9', '−4.00e7', '2.5e−7'],
    );
  });
});
