import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { parseArrays } from '../../../src/text/parse';
import { fuzz } from './fuzzing';

describe('hostile text', () => {
  it('mutated prints and random characters raise nothing, and what is found keeps its promises', () => {
    assert.equal(fuzz(3_000, 7).inputs, 3_000);
  });

  it('100,000 opening brackets hold no array and are answered', () => {
    for (const bracket of ['[', '(', '{', '[(', '[{']) {
      const text = bracket.repeat(100_000);
      assert.deepEqual(findArrays(text), []);
      assert.deepEqual(parseArrays(text).found, []);
      assert.equal(mayHoldArray(text), false);
    }
  });

  it('a megabyte of one thing holds no array, and each entry answers', () => {
    for (const unit of [
      '[\n',
      '(\n',
      '{\n',
      '[ ',
      '"',
      "'",
      '.',
      ',',
      '[,',
      '["',
      '7',
      '-',
      '\\',
      '[1,\n',
      '[[1],[2,3],\n',
    ]) {
      const text = unit.repeat(1e6 / unit.length);
      assert.deepEqual(findArrays(text), [], unit);
      assert.deepEqual(parseArrays(text).found.length, 0, unit);
      assert.equal(typeof mayHoldArray(text), 'boolean', unit);
    }
  });

  it("points without end are no number, wherever the scanner's blocks end", () => {
    for (const points of [2, 63, 4_000, 5_000, 64_000, 300_000]) {
      assert.deepEqual(findArrays(`[1.5, 2.5${'.'.repeat(points)}]`), [], `${points}`);
      assert.deepEqual(findArrays(`[[1.5, 2.5], [1.5, ${'.'.repeat(points)}]]`), [], `${points}`);
    }
    assert.equal(findArrays('[1.5, 2.5]').length, 1);
  });

  it('options without end behind a tensor are none of its own', () => {
    for (const option of [',a= ', ', asdf=<b', ", a='b'", ', ', ',a=(1)', '# '])
      assert.deepEqual(
        findArrays(`tensor([1.5, 2.5]${option.repeat(90)}x`).map(({ container }) => container),
        ['list'],
        option,
      );
  });

  it('a name that another word hides costs no more than a short one', () => {
    const [found] = findArrays(`${'a '.repeat(20_000)}= ${' '.repeat(200)}[1.5, 2.5]`);
    assert.deepEqual(found.shape, [2]);
    assert.equal(found.name, undefined);
  });

  it('a list deeper than 64 levels is no array, one of 64 levels is', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}1.5, 2.5${']'.repeat(depth)}`;
    assert.equal(findArrays(nested(64))[0].shape.length, 64);
    assert.deepEqual(findArrays(nested(66)), []);
  });

  it('names that every object has change nothing', () => {
    const text = '{"__proto__": {"constructor": [1.5, 2.5]}, "hasOwnProperty": [0.5, 0.25], "label": 1}';
    assert.deepEqual(
      findArrays(text).map(({ shape }) => shape.join()),
      ['2', '2'],
    );
  });
});
