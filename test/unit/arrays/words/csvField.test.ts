import assert from 'node:assert/strict';
import { csvField } from '../../../../src/arrays/words/csvField';

describe('a field of CSV', () => {
  it('is a text as it stands, in quotes where it would be two fields', () => {
    for (const [text, field] of [
      ['cat', 'cat'],
      ['−1.5', '−1.5'],
      ['-1.5', '-1.5'],
      ['a,b', '"a,b"'],
      ['a;=1+1', '"a;=1+1"'],
      ['a "b"', '"a ""b"""'],
      ['a\nb', '"a\nb"'],
      ['', ''],
    ])
      assert.equal(csvField(text), field);
  });

  it('is no formula', () => {
    for (const text of [
      '=cmd()',
      '+1+1',
      '-2+3',
      '@sum',
      '\t=x',
      '\uff1dcmd()',
      '\uff0b1',
      '\uff0d2+3',
      '\uff20sum',
    ])
      assert.equal(csvField(text), `'${text}`);
  });

  it('has nothing that is not seen', () => {
    assert.equal(csvField('\u202Egnp'), '\\u202Egnp');
    assert.equal(csvField('a\u0000\u200B\rb'), 'a\\u0000\\u200B\\u000Db');
  });
});
