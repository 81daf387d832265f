import assert from 'node:assert/strict';
import { markdownText } from '../../../../src/arrays/words/markdownText';

describe('Text of a file in a Markdown document', () => {
  it('is no markup, no reference, no math and no end of a cell', () => {
    assert.equal(
      markdownText('a|b *c* _d_ `e` <b> [x] #1'),
      'a\\|b \\*c\\* \\_d\\_ \\`e\\` \\<b\\> \\[x\\] \\#1',
    );
    assert.equal(markdownText('~~s~~ &lt; $x$'), '\\~\\~s\\~\\~ \\&lt; \\$x\\$');
    assert.equal(markdownText('two\nlines \u202E'), 'two lines \\\\u202E');
  });

  it('is code where readers would make a link of it, or call someone', () => {
    for (const word of [
      'http://evil.example/',
      '//a',
      'www.evil.com',
      'a@evil.com',
      '@user',
      'GH-12',
      'model.pt',
    ])
      assert.equal(markdownText(`see ${word} now`), `see \`${word}\` now`);
    assert.equal(markdownText('The class “www.a.cn” is'), 'The class “`www.a.cn`” is');
    assert.equal(markdownText('[x](http://a.b)'), '`[x](http://a.b)`');
    assert.equal(markdownText('`a.com`|'), '`` `a.com`\\| ``');
    assert.ok(markdownText(`a.com${'`a'.repeat(500_000)}`).startsWith('``a.com`a`a'), 'of any length');
  });

  it('stays as it is where it is words and numbers', () => {
    const text = 'Accuracy .813, 0.95 of 1,000 rows: “New York” → “São Paulo” (T = 1.76).';
    assert.equal(markdownText(text), text);
  });
});
