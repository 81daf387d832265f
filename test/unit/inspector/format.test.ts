import assert from 'node:assert/strict';
import { count, fixed, full, halfWidth, narrow, probability } from '../../../src/inspector/format';

describe('a probability in two decimals', () => {
  it('drops the zero before the point', () => {
    assert.equal(probability(0.9312), '.93');
    assert.equal(probability(0.5), '.50');
  });

  it('claims certainty only for 1, and nothing only for 0', () => {
    assert.equal(probability(1), '1');
    assert.equal(probability(0), '0');
    assert.equal(probability(0.9968), '.997');
    assert.equal(probability(0.9997), '.9997');
    assert.equal(probability(1 - 1e-9), '≈1');
    assert.equal(probability(0.0041), '.0041');
    assert.equal(probability(2.345e-9), '2e−9');
  });

  it('shows NaN as NaN', () => assert.equal(probability(NaN), 'NaN'));

  it('has the decimals asked for where they suffice', () => {
    assert.equal(probability(0.665240955774822, 4), '.6652');
    assert.equal(probability(0.0023, 4), '.0023');
    assert.equal(probability(0.999991, 4), '.99999');
    assert.equal(probability(2.345e-9, 4), '2.3e−9');
  });
});

describe('a number with fixed decimals', () => {
  it('becomes scientific where decimals would hide or flood it', () => {
    assert.equal(fixed(1.5922, 3), '1.592');
    assert.equal(fixed(0, 3), '0.000');
    assert.equal(fixed(1.2e-7, 3), '1.20e−7');
    assert.equal(fixed(-12345678, 2), '−1.23e7');
  });

  it('gives up decimals, then the fixed point, in a narrow column', () => {
    assert.equal(narrow(1.5922, 3, 6), '1.592');
    assert.equal(narrow(399.6577, 3, 6), '399.66');
    assert.equal(narrow(12345678, 3, 6), '1.2e7');
    assert.equal(narrow(-Infinity, 3, 6), '−inf');
  });

  it('writes infinities and NaN as Python does, with its minus where every digit is told', () => {
    assert.deepEqual(
      [Infinity, -Infinity, NaN].map((v) => fixed(v, 2)),
      ['inf', '−inf', 'NaN'],
    );
    assert.deepEqual([Infinity, -Infinity, NaN, 0.1].map(full), ['inf', '-inf', 'NaN', '0.1']);
  });
});

describe('the rest', () => {
  it('halves an interval, with one digit', () => {
    assert.equal(halfWidth([1.5921, 1.5923]), '1e−4');
    assert.equal(halfWidth([0, Infinity]), '∞');
  });

  it('separates thousands', () => assert.equal(count(128000), '128,000'));
});
