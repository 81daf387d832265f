import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { wholeLines, type LongLine } from '../../../src/mcp/wholeLines';

describe('what a client writes', () => {
  it('is handed on by whole lines, however it is cut into pieces', async () => {
    const text = `first\n${'long'.repeat(1000)}\nthird\nfourth\nwithout an end`;
    for (const size of [1, 7, 1000, text.length]) {
      const lines = wholeLines(1 << 20, () => assert.fail('no line is long'));
      for (let at = 0; at < text.length; at += size) lines.write(Buffer.from(text.slice(at, at + size)));
      lines.end();
      const got: string[] = [];
      for await (const piece of lines) got.push(String(piece));
      assert.ok(got.every((piece) => piece.endsWith('\n')));
      assert.equal(got.join(''), text.slice(0, text.lastIndexOf('\n') + 1));
    }
  });

  it('is dropped where a line is over the limit, told of by its ends, and the lines around it are handed on', async () => {
    const long = `begins${'x'.repeat(5000)}ends`;
    for (const size of [1, 7, 1000, 100_000]) {
      const told: LongLine[] = [];
      const lines = wholeLines(2000, (line) => told.push(line));
      const text = `first\n${'y'.repeat(1999)}\n${long}\nlast\n${'z'.repeat(2000)}\n`;
      for (let at = 0; at < text.length; at += size) lines.write(Buffer.from(text.slice(at, at + size)));
      lines.end();
      let got = '';
      for await (const piece of lines) got += String(piece);
      assert.equal(got, `first\n${'y'.repeat(1999)}\nlast\n`);
      assert.deepEqual(
        told.map(({ beginning, end }) => [beginning.slice(0, 7), end.slice(-5)]),
        [
          ['beginsx', 'ends\n'],
          ['zzzzzzz', 'zzzz\n'],
        ],
      );
      assert.ok(told.every(({ beginning, end }) => beginning.length + end.length <= 2000));
    }
  });

  it('lets go of a line that does not end once it is over the limit', async () => {
    const freed = new Set<number>();
    const registry = new FinalizationRegistry((piece: number) => freed.add(piece));
    const lines = wholeLines(1 << 20, () => assert.fail('the line is not over'));
    for (let i = 0; i < 40; i++) {
      const piece = Buffer.alloc(1 << 16, 'a');
      registry.register(piece.buffer, i);
      lines.write(piece);
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let turn = 0; turn < 100 && freed.size < 39; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(freed.size >= 39, `${40 - freed.size} pieces are held`);
  });
});
