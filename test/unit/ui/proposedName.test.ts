import assert from 'node:assert/strict';
import { proposedName } from '../../../src/ui/proposedName';

describe('the name that a save dialog proposes', () => {
  it('is the last part of the name that a page gives', () => {
    for (const [given, proposed] of [
      ['chart.svg', 'chart.svg'],
      ['run.jsonl.evaluation.html', 'run.jsonl.evaluation.html'],
      ['../../etc/passwd', 'passwd'],
      ['C:\\Users\\me\\x.png', 'x.png'],
      ['logits [2×3].csv', 'logits [2×3].csv'],
      ['оценка 评估.json', 'оценка 评估.json'],
    ])
      assert.equal(proposedName(given), proposed);
  });

  it('hides no file, and says something where nothing is left', () => {
    for (const [given, proposed] of [
      ['.bashrc', 'bashrc'],
      ['...png', 'png'],
      [' .json', 'logitscope.json'],
      ['', 'logitscope'],
      ['..', 'logitscope'],
      ['a/', 'logitscope'],
    ])
      assert.equal(proposedName(given), proposed);
  });

  it('has nothing that is not seen or that a file system reserves, and ends in its own extension', () => {
    for (const [given, proposed] of [
      ['\u202Egnp.exe', '_u202Egnp.exe'],
      ['a\u0000b\u200B.csv', 'a_u0000b_u200B.csv'],
      ['a\r\nb.md', 'a b.md'],
      ['a:b|c<d>"e?*.md', 'a_b_c_d__e__.md'],
      ['x. . .md', 'x.md'],
      ['x. .', 'x'],
    ])
      assert.equal(proposedName(given), proposed);
    for (const device of ['con', 'NUL', 'aux.evaluation', 'COM1', 'lpt¹', 'con .tar', 'conin$'])
      assert.equal(proposedName(`${device}.md`), `_${device}.md`);
    assert.equal(proposedName('C:\\Windows\\con.svg'), '_con.svg');
    for (const name of ['console.md', 'auxiliary.md', 'com10.md', 'null.md'])
      assert.equal(proposedName(name), name);
  });

  it('is short enough for any file system, and keeps its extension', () => {
    for (const unit of ['x', '評', '👩‍👩‍👧', 'e\u0301', '\u202E', '. ', '/x']) {
      const proposed = proposedName(`${unit.repeat(5000)}.json`);
      assert.match(proposed, /[^.\s]\.json$/);
      assert.ok(proposed.length < 100 && Buffer.byteLength(proposed) <= 255, proposed);
    }
  });
});
