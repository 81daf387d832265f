import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { messageOf } from './observing';

/** What VS Code makes a link of in a notification. */
const LINK = /\[[^\]]+\]\((https?:|command:|file:)/i;
const QUIT = '[x](command:workbench.action.quit)';

describe('A notification that quotes data', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function fileOf(name: string, content: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return uri;
  }

  it('has no live link where a selection holds one', async () => {
    for (const text of [`[1, "${QUIT}"]`, `some words and ${QUIT}`]) {
      const document = await vscode.workspace.openTextDocument(await fileOf('selected.txt', text));
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 0, 0, text.length);
      const said = await messageOf(() => vscode.commands.executeCommand('logitscope.computeSoftmaxLoss'));
      assert.ok(said, text);
      assert.doesNotMatch(said, LINK);
    }
  });

  it('has no live link where a file’s name is one', async () => {
    const uri = await fileOf(`${QUIT}.json`, '{"name": "x", "list": ["a", "b"]}');
    for (const command of ['computeSoftmaxLoss', 'checkDump']) {
      const said = await messageOf(() => vscode.commands.executeCommand(`logitscope.${command}`, uri));
      assert.match(said ?? '', /\[x\] \(command:workbench\.action\.quit\)\.json/);
      assert.doesNotMatch(said!, LINK);
    }
  });
});
