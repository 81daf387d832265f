import assert from 'node:assert/strict';
import { wholeLines } from '../../../src/mcp/wholeLines';

describe('what a client writes', () => {
  it('is handed on by whole lines, however it is cut into pieces', async () => {
    const text = `first\n${'long'.repeat(1000)}\nthird\nfourth\nwithout an end`;
    for (const size of [1, 7, 1000, text.length]) {
      const lines = wholeLines();
      for (let at = 0; at < text.length; at += size) lines.write(Buffer.from(text.slice(at, at + size)));
      lines.end();
      const got: string[] = [];
      for await (const piece of lines) got.push(String(piece));
      assert.ok(got.every((piece) => piece.endsWith('\n')));
      assert.equal(got.join(''), text.slice(0, text.lastIndexOf('\n') + 1));
    }
  });
});
