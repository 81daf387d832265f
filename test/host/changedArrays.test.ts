// A file of arrays that changes on disk, or whose worker is lost, while editors show it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ArrayDocument } from '../../src/files/arrayDocument';
import type { ToPage } from '../../src/files/protocol';
import { ShownArray } from '../../src/files/shownArray';
import { floats, npy, npyHeader, zip } from '../unit/live/files';
import { inProcessClient } from '../unit/worker/inProcess';

const CHANGED = 'changed.npz has changed since it was read. Open it again.';

describe('A file of arrays that is looked at', () => {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, 'changed.npz');
  const write = async (logits: number[], others: Record<string, number[]> = {}) => {
    const members = Object.entries({ logits, ...others }).map(([name, values]) => ({
      name: `${name}.npy`,
      data: npy(npyHeader('<f4', [values.length / 3, 3]), floats(...values)),
    }));
    await vscode.workspace.fs.writeFile(uri, zip(members));
    // The file system's clock ticks more slowly than files are written here.
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  after(() => vscode.workspace.fs.delete(uri));

  const names = {
    of: <T>(_: vscode.Uri, found: T) => Promise.resolve(found),
    mayTokenize: () => false,
    choose: () => Promise.resolve(false),
  };

  function editorOf(document: ArrayDocument, client: ReturnType<typeof inProcessClient>) {
    const told: ToPage[] = [];
    const editor = new ShownArray(document, client, names, (message) => void told.push(message));
    const last = <T extends ToPage['type']>(type: T) =>
      told.filter((message): message is Extract<ToPage, { type: T }> => message.type === type).at(-1);
    const values = async () => {
      const { held, shape } = last('show')!.found;
      const { session } = await client.call('open', { array: { held: held!, shape }, reading: 'logits' });
      const row = { session, settings: { temperature: 1 }, row: 0, k: 3 };
      const { logits } = await client.call('row', row);
      await client.call('close', { session });
      return [...logits].sort((a, b) => a - b);
    };
    return { editor, told, last, values };
  }

  it('is read anew by whoever asks after it has changed, in every editor of it', async () => {
    await write([1, 2, 3]);
    const client = inProcessClient();
    const document = new ArrayDocument(uri, client);
    const [one, other] = [editorOf(document, client), editorOf(document, client)];
    for (const { editor } of [one, other]) await editor.ready({ type: 'ready' });
    assert.deepEqual(await one.values(), [1, 2, 3]);

    await write([4, 5, 7]);
    await assert.rejects(other.values(), { message: CHANGED });
    await one.editor.choose({ type: 'choose', index: 0 });
    assert.deepEqual(await one.values(), [4, 5, 7]);
    await other.editor.choose({ type: 'choose', index: 0 });
    assert.deepEqual(await other.values(), [4, 5, 7]);

    await write([8, 9, 10], { more: [1, 2, 3] });
    await one.editor.label({ type: 'labels' });
    assert.deepEqual(
      one.last('list')!.arrays.map(({ name }) => name),
      ['logits', 'more'],
    );
    assert.deepEqual(await one.values(), [8, 9, 10]);

    // What was chosen is gone: the first is shown.
    await one.editor.choose({ type: 'choose', index: 1 });
    await write([11, 12, 13]);
    await one.editor.choose({ type: 'choose', index: 1 });
    assert.equal(one.last('show')!.index, 0);
    assert.deepEqual(await one.values(), [11, 12, 13]);
    assert.equal(one.last('problem'), undefined);
    document.dispose();
    client.dispose();
  });

  it('is opened again where its worker was lost, and says once what is wrong where it is gone', async () => {
    await write([1, 2, 3]);
    const [lost, next] = [inProcessClient(), inProcessClient()];
    let client = lost;
    const both: typeof lost = {
      call: (call, params, options) => client.call(call, params, options),
      dispose: () => undefined,
    };
    const document = new ArrayDocument(uri, both);
    const { editor, told, last, values } = editorOf(document, both);
    await editor.ready({ type: 'ready' });
    client = next;
    await editor.choose({ type: 'choose', index: 0 });
    assert.equal(last('problem'), undefined);
    assert.deepEqual(await values(), [1, 2, 3]);

    document.close();
    await vscode.workspace.fs.delete(uri);
    told.length = 0;
    await editor.choose({ type: 'choose', index: 0 });
    assert.deepEqual(told, [{ type: 'problem', message: 'The file is no longer there.' }]);
    await write([4, 5, 6]);
    await editor.choose({ type: 'choose', index: 0 });
    assert.deepEqual(await values(), [4, 5, 6]);
    document.dispose();
    for (const one of [lost, next]) one.dispose();
  });
});
