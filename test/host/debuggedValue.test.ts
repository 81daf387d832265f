import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { DebuggedValue } from '../../src/debugger/debuggedValue';
import { crc32 } from 'node:zlib';

/** A debugger that stands at a program with an array, and tells what it was asked. */
function debugging(array: Buffer, heard: (call: string) => void) {
  const customRequest = (_: string, { expression }: { expression: string }) => {
    const [, call, ...given] = /else m\.(\w+)\((?:x, (\d+), (\d+)|x|)\)/.exec(expression)!;
    const [start, size] = given.map(Number);
    heard(call);
    const result =
      call === 'piece' ? array.subarray(start, start + size).toString('base64') : String(crc32(array));
    return Promise.resolve({ result });
  };
  const session = { id: 'one', customRequest } as unknown as vscode.DebugSession;
  return new DebuggedValue(session, 1, { text: '', version: '0' }, 'logits');
}

describe('An array that a debugger gives in pieces', () => {
  const made = () => Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => (i * 7) % 251));
  const piecesOf = async (array: Buffer, heard: (call: string) => void) => {
    const pieces: string[] = [];
    for await (const piece of debugging(array, heard).pieces(array.length)) pieces.push(piece);
    return Buffer.from(pieces.join(''), 'base64');
  };

  it('is what it was, and the program lets go of it', async () => {
    const heard: string[] = [];
    assert.deepEqual(await piecesOf(made(), (call) => heard.push(call)), made());
    assert.deepEqual(heard, ['stamped', 'piece', 'piece', 'piece', 'stamped', 'release']);
  });

  it('is refused where the program changed it between two pieces', async () => {
    const array = made();
    const heard: string[] = [];
    const runOn = (call: string) => {
      heard.push(call);
      if (heard.filter((one) => one === 'piece').length === 2) array[1_999_999] ^= 1;
    };
    await assert.rejects(piecesOf(array, runOn), {
      message: 'The array changed while it was being fetched. Inspect it again.',
    });
    assert.equal(heard.at(-1), 'release');
  });
});
