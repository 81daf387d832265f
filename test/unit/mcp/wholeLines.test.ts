import assert from 'node:assert/strict';
import { once } from 'node:events';
import { wholeLines } from '../../../src/mcp/wholeLines';

describe('what a client writes', () => {
  it('is handed on by whole lines, however it is cut into pieces', async () => {
    const text = `first\n${'long'.repeat(1000)}\nthird\nfourth\nwithout an end`;
    for (const size of [1, 7, 1000, text.length]) {
      const lines = wholeLines(1 << 20);
      for (let at = 0; at < text.length; at += size) lines.write(Buffer.from(text.slice(at, at + size)));
      lines.end();
      const got: string[] = [];
      for await (const piece of lines) got.push(String(piece));
      assert.ok(got.every((piece) => piece.endsWith('\n')));
      assert.equal(got.join(''), text.slice(0, text.lastIndexOf('\n') + 1));
    }
  });

  it('is an error where a line does not end within the limit, and held no further', async () => {
    const lines = wholeLines(1000);
    const failed = once(lines, 'error');
    lines.write(Buffer.alloc(600, 'a'));
    lines.write(Buffer.alloc(401, 'a'));
    const [error] = (await failed) as [Error];
    assert.match(error.message, /more than 1000 bytes/);
    assert.ok(lines.destroyed);
  });
});
