import assert from 'node:assert/strict';
import type { ReadingKind } from '../../../src/arrays/types';
import { titleOfArray, titleOfTokens } from '../../../src/panel/title';

const of = (name: string | undefined, shape = [2, 3], kind: ReadingKind = 'logits') =>
  titleOfArray({ name, shape, reading: { kind, confidence: 1, evidence: [] } });

describe('the title of a panel', () => {
  it('is the array’s name, or what it is, and its shape', () => {
    assert.equal(of('scores'), 'scores 2×3');
    assert.equal(of(undefined), 'logits 2×3');
    assert.equal(of('$.records[*].logits', [5]), 'records.logits 5');
    assert.equal(of('$[*]'), 'logits 2×3');
    assert.equal(titleOfTokens('answer.json'), 'tokens: answer.json');
  });

  it('is short, whatever the name and the shape', () => {
    for (const title of [
      of('x'.repeat(10_000)),
      of(`$.${'key.'.repeat(5000)}logits`),
      of('x', new Array<number>(64).fill(123456)),
      of('\u202E'.repeat(1000)),
      titleOfTokens('y'.repeat(10_000)),
    ])
      assert.ok(title.length <= 84, title);
    assert.match(of('x'.repeat(10_000)), /^x{39}… 2×3$/);
  });

  it('has no link, no icon and nothing that is not seen', () => {
    for (const hostile of [
      '[x](command:workbench.action.quit)',
      '$(trash)',
      '\u202Egnp.x',
      'a\u0000\n\u200B',
    ])
      for (const title of [of(hostile), titleOfTokens(hostile)]) {
        assert.doesNotMatch(title, /\]\(|\$\(/);
        assert.doesNotMatch(title, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
  });
});
