import assert from 'node:assert/strict';
import { describe as describeValue } from '../../../../src/arrays/ndarray';
import { printable, withoutUnseen } from '../../../../src/arrays/words/printable';

describe('Text that is shown to a person', () => {
  it('shows controls, and characters of no width or that turn text around, by their codes', () => {
    assert.equal(printable('a\u0000b\u001b[31m'), 'a\\u0000b\\u001B[31m');
    assert.equal(printable('\u202Egnp.exe'), '\\u202Egnp.exe');
    assert.equal(printable('lo\u200Bgits\uFEFF\u00AD'), 'lo\\u200Bgits\\uFEFF\\u00AD');
    assert.equal(printable('\u{E0041}tag'), '\\u{E0041}tag');
    assert.equal(printable('half \uD83D'), 'half \\uD83D');
    assert.equal(printable('cat\uFE0F 1\uFE0E'), 'cat\\uFE0F 1\\uFE0E');
    assert.equal(printable('❤\uFE0F\uFE0F 1\uFE0F\u20E3'), '❤\uFE0F\\uFE0F 1\uFE0F\u20E3');
  });

  it('stands in one line', () => {
    assert.equal(printable('two\r\nlines\tand\n\nmore\u2028'), 'two lines and more\\u2028');
  });

  it('keeps letters of every script and signs as they are', () => {
    const text = 'Größe, 大小, حجم, 🐈 ❤\uFE0F, x̄ ≤ 1';
    assert.equal(printable(text), text);
  });

  it('keeps joiners where two signs become one or letters another form, and shows others', () => {
    const text = 'پیش‌بینی, क्‍ष, 👩‍💻, 👩🏽‍🚀, ❤️‍🔥';
    assert.equal([...text].filter((character) => '\u200C\u200D'.includes(character)).length, 5);
    assert.equal(printable(text), text);
    assert.equal(withoutUnseen(text), text);
    for (const shown of [printable, (one: string) => withoutUnseen(one)]) {
      assert.equal(shown('cat\u200Ddog\u200C'), 'cat\\u200Ddog\\u200C');
      assert.equal(shown('👩\u200D\u200D💻'), '👩\\u200D\\u200D💻');
      assert.equal(shown('\u200D👩\u200D'), '\\u200D👩\\u200D');
      assert.equal(shown('\u200Cبین\u200Dx'), '\\u200Cبین\\u200Dx');
    }
  });

  it('is cut at its limit, and never within a character', () => {
    assert.equal(printable('abcdef', 6), 'abcdef');
    assert.equal(printable('abcdefg', 6), 'abcde…');
    assert.equal(printable('abcd🐈fg', 6), 'abcd…');
    assert.equal(printable('\u0000\u0000', 8), '\\u0000…');
    assert.equal(printable('a'.repeat(50_000_000), 6), 'aaaaa…');
  });

  it('is how a value that was not expected is quoted', () => {
    assert.equal(describeValue('a\u202E\u200B\u0007"'), '"a\\u202E\\u200B\\u0007\\""');
    assert.ok(describeValue('\u202E'.repeat(1e6)).length < 300);
  });
});
