// The embedded VS Code trusts every workspace, so the property that tells extensions is replaced here.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { messageOf, openPanels } from './observing';

interface Manifest {
  capabilities: { untrustedWorkspaces: { supported: string } };
  contributes: { menus: Record<string, { command: string; when?: string }[]> };
}

const LIVE = ['inspectVariable', 'showArrays', 'showArraysNoMore', 'inspectDebugged'].map(
  (name) => `logitscope.${name}`,
);

describe('In a workspace that nobody trusts', () => {
  const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;
  let asked = 0;
  let jupyter: vscode.Extension<{ kernels: { getKernel: unknown } }>;
  let getKernel: unknown;

  before(async () => {
    jupyter = vscode.extensions.getExtension('ms-toolsai.jupyter')!;
    const { kernels } = await jupyter.activate();
    getKernel = kernels.getKernel;
    kernels.getKernel = () => void asked++;
    Object.defineProperty(vscode.workspace, 'isTrusted', { get: () => false, configurable: true });
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'logits', 'python');
    const data = new vscode.NotebookData([cell]);
    await vscode.window.showNotebookDocument(
      await vscode.workspace.openNotebookDocument('jupyter-notebook', data),
    );
  });
  after(async () => {
    Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    jupyter.exports.kernels.getKernel = getKernel;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('no kernel and no debugger is asked, and each command says why', async () => {
    for (const command of LIVE) {
      const argument = command.endsWith('Debugged') ? { variable: { name: 'logits' } } : undefined;
      assert.match(
        (await messageOf(() => vscode.commands.executeCommand(command, argument)))!,
        /Logitscope doesn’t contact (kernels|debuggers) in an untrusted workspace/,
        command,
      );
    }
    assert.equal(asked, 0);
    assert.equal(openPanels().length, 0);
  });

  it('looking goes on, and no menu offers what is live', () => {
    const { capabilities, contributes } = vscode.extensions.getExtension('logitscope.logitscope')!
      .packageJSON as Manifest;
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    const entries = Object.values(contributes.menus)
      .flat()
      .filter(({ command }) => LIVE.includes(command));
    for (const { command, when } of entries)
      assert.match(when!, /^isWorkspaceTrusted\b|^false$/, `${command} in a menu`);
    const palette = contributes.menus.commandPalette.map(({ command }) => command);
    for (const command of LIVE) assert.ok(palette.includes(command), command);
  });
});
