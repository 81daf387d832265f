// What becomes of a job in the window when something goes away: one sentence at most, and the next one works.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { save } from '../../src/panel/save';
import { reportingErrors } from '../../src/ui/notifications';
import { handlesOn, until } from '../unit/worker/handles';
import { messageOf, openPanels } from './observing';

describe('In the window', () => {
  const workspace = () => vscode.workspace.workspaceFolders![0].uri;
  const dump = () => vscode.Uri.joinPath(workspace(), 'faults.jsonl');
  const compute = () => vscode.commands.executeCommand('logitscope.computeSoftmaxLoss', dump());
  const close = () => vscode.commands.executeCommand('workbench.action.closeAllEditors');

  before(() => {
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `{"logits": [${i % 7}.5, 1.5, 0.25], "label": ${i % 3}}`,
    );
    return vscode.workspace.fs.writeFile(dump(), Buffer.from(`${lines.join('\n')}\n`));
  });
  after(() => vscode.workspace.fs.delete(dump()));
  afterEach(close);

  it('a panel that is closed at any stage says nothing, leaves no handle, and opens again', async () => {
    for (const wait of [0, 50, 300]) {
      const said = await messageOf(async () => {
        const opening = compute();
        await new Promise((resolve) => setTimeout(resolve, wait));
        await close();
        await opening;
        await close();
      });
      assert.equal(said, undefined);
      await until('the end of every handle', () => handlesOn(dump().fsPath) === 0);
      assert.equal(openPanels().length, 0);
    }
    await compute();
    await until('the panel', () => openPanels().length === 1);
  });

  it('a file that was deleted before it was opened costs one sentence', async () => {
    const away = vscode.Uri.joinPath(workspace(), 'gone.jsonl');
    for (const command of ['computeSoftmaxLoss', 'checkDump', 'showTokens', 'openWith']) {
      const said = await messageOf(() => vscode.commands.executeCommand(`logitscope.${command}`, away));
      assert.equal(said, 'The file is no longer there.', command);
    }
  });

  it('a disk that is full while something is saved costs one sentence, and the next save works', async function () {
    // Where there is a device that is always full.
    const full = vscode.Uri.file('/dev/full');
    const target = vscode.Uri.joinPath(workspace(), 'softmax.svg');
    const { showSaveDialog } = vscode.window;
    const saveTo = async (place: vscode.Uri) => {
      vscode.window.showSaveDialog = () => Promise.resolve(place);
      return messageOf(() => reportingErrors(() => save('softmax.svg', '<svg/>')));
    };
    try {
      if (process.platform === 'linux') assert.equal(await saveTo(full), 'The disk is full.');
      assert.equal(await saveTo(target), undefined);
      assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)), '<svg/>');
    } finally {
      vscode.window.showSaveDialog = showSaveDialog;
      await vscode.workspace.fs.delete(target).then(undefined, () => undefined);
    }
  });
});
