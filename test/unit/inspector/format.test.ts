import assert from 'node:assert/strict';
import {
  columnOf,
  count,
  fixed,
  full,
  halfWidth,
  inColumn,
  narrow,
  pointsAligned,
  probability,
} from '../../../src/inspector/format';

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

  it('writes infinities and NaN as Python does, and a true minus however many digits are told', () => {
    assert.deepEqual(
      [Infinity, -Infinity, NaN].map((v) => fixed(v, 2)),
      ['inf', '−inf', 'NaN'],
    );
    assert.deepEqual([Infinity, -Infinity, NaN, 0.1, -2.5e-7].map(full), [
      'inf',
      '−inf',
      'NaN',
      '0.1',
      '−2.5e−7',
    ]);
  });
});

describe('a column of numbers', () => {
  it('has one number of decimals, and powers of ten for shares that these would hide', () => {
    assert.deepEqual(
      [0.9269, 0.99999, 1, 0.00229, 0.00011, 0.000011, 0, -0.99771, -0.000011, NaN].map((p) =>
        inColumn(p, 4),
      ),
      ['.9269', '1.0000', '1.0000', '.0023', '.0001', '1e−5', '0', '−.9977', '−1e−5', 'NaN'],
    );
  });

  it('keeps its decimals where one value is small, and spends more where all are', () => {
    const mixed = [5.51, -0.002, -11.38, -Infinity];
    assert.deepEqual(mixed.map(columnOf(mixed, 2)), ['5.51', '0.00', '−11.38', '−inf']);
    const small = [0.0042, -0.0011];
    assert.deepEqual(small.map(columnOf(small, 2)), ['0.0042', '−0.0011']);
    const tiny = [4.2e-9, 0];
    assert.deepEqual(tiny.map(columnOf(tiny, 2)), ['4.20e−9', '0']);
    const huge = [1.5e9, 2];
    assert.deepEqual(huge.map(columnOf(huge, 2)), ['1.50e9', '2.00']);
    assert.deepEqual([0, 0].map(columnOf([0, 0], 2)), ['0.00', '0.00']);
  });

  it('writes the value of a masked class as a power of ten, and the others as if it were not there', () => {
    const masked = [2.1, -1e9, 0.5, -3.4e38, -10000];
    assert.deepEqual(masked.map(columnOf(masked, 2)), ['2.10', '−1.00e9', '0.50', '−3.40e38', '−10000.00']);
    const allSmall = [0.0042, -1e9];
    assert.deepEqual(allSmall.map(columnOf(allSmall, 2)), ['0.0042', '−1.00e9']);
    const nothingElse = [-1e9, 0];
    assert.deepEqual(nothingElse.map(columnOf(nothingElse, 2)), ['−1.00e9', '0.00']);
  });

  it('has its points below each other where digits were written out', () => {
    assert.deepEqual(pointsAligned(['3.734', '−1.2892', '2', 'NaN', '6.2e−7']), [
      '3.7340',
      '−1.2892',
      '2.0000',
      'NaN',
      '6.2e−7',
    ]);
    assert.deepEqual(pointsAligned(['3', '12']), ['3', '12']);
  });
});

describe('the rest', () => {
  it('halves an interval, with one digit', () => {
    assert.equal(halfWidth([1.5921, 1.5923]), '1e−4');
    assert.equal(halfWidth([0, Infinity]), '∞');
  });

  it('separates thousands', () => assert.equal(count(128000), '128,000'));
});
