import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CASES } from '../unit/engine/evaluation/cases';
import { openPanels } from './observing';

/** The cases whose numbers test/unit/engine/evaluation/evaluation/cases.test.ts checks, opened as the Explorer opens a file. */
describe('What people had, from the Explorer', () => {
  const extension = () => vscode.extensions.getExtension('logitscope.logitscope')!;
  before(() => extension().activate());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function panelOf(): Promise<string> {
    for (let i = 0; i < 200; i++) {
      const [panel] = openPanels();
      if (panel) return panel.label;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('no panel appeared');
  }

  for (const { file, tokens, panel } of CASES) {
    const title = tokens ? `tokens: ${file}` : panel;
    if (title === undefined) continue;
    it(`opens ${file} as ${title}`, async () => {
      const { fsPath } = extension().extensionUri;
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, file);
      const bytes = readFileSync(path.join(fsPath, 'test/fixtures/cases', file));
      await vscode.workspace.fs.writeFile(uri, bytes);
      const { showQuickPick } = vscode.window;
      vscode.window.showQuickPick = ((items: readonly unknown[]) => Promise.resolve(items[0])) as never;
      try {
        await vscode.commands.executeCommand('logitscope.openWith', uri);
        assert.equal(await panelOf(), title);
      } finally {
        vscode.window.showQuickPick = showQuickPick;
      }
    });
  }
});
