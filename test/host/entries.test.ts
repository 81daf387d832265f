import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { registerFileHolds } from '../../src/editor/files/fileHolds';
import { findArrays } from '../../src/text/find';
import type { WorkerClient } from '../../src/worker/client';
import { messageOf, openPanels } from './observing';

const LOGITS = 'logits = [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]]\n';
const SOURCE = `sizes = [3, 4]\n${LOGITS}`;

async function until<T>(what: string, get: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const value = await get();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not appear`);
}

describe('Entries where people look', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'logitscope-entries-'));
    await vscode.extensions.getExtension('logitscope.logitscope')!.activate();
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const lensesOf = ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  const ours = (lenses: vscode.CodeLens[]) =>
    lenses.flatMap(({ command }) => (command?.command === 'logitscope.inspect' ? [command] : []));

  it('are no CodeLens until a person wants them, then one on each array of logits', async () => {
    const configuration = vscode.workspace.getConfiguration('logitscope');
    const document = await vscode.workspace.openTextDocument({ content: SOURCE, language: 'python' });
    await vscode.window.showTextDocument(document);
    assert.deepEqual(ours(await lensesOf(document)), []);
    await configuration.update('codeLens.enabled', true, vscode.ConfigurationTarget.Global);
    try {
      const lenses = await until('The lens', async () => {
        const shown = ours(await lensesOf(document));
        return shown.length > 0 ? shown : undefined;
      });
      assert.equal(lenses.length, 1);
      const [lens] = lenses;
      assert.equal(lens.title, 'Inspect logits 2×3');
      await vscode.commands.executeCommand(lens.command, ...(lens.arguments as unknown[]));
      assert.equal((await until('The panel', () => openPanels().at(0))).label, 'logits 2×3');
    } finally {
      await configuration.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('open a file as what it holds, and say what was expected where it holds nothing', async () => {
    const open = (name: string, content: string) => {
      writeFileSync(path.join(folder, name), content);
      const uri = vscode.Uri.file(path.join(folder, name));
      return vscode.commands.executeCommand('logitscope.openWith', uri);
    };
    await open('scores.txt', LOGITS);
    assert.equal((await until('The panel', () => openPanels().at(0))).label, 'logits 2×3');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.match((await messageOf(() => open('nothing.txt', 'no numbers'))) ?? '', /nothing\.txt.*Expected/);
  });

  it('stand in the titles of editors whose file holds logits or tokens, and of no other', async () => {
    const { contributes } = vscode.extensions.getExtension('logitscope.logitscope')!.packageJSON as {
      contributes: { menus: Record<string, { command: string; when: string }[]> };
    };
    for (const { when } of contributes.menus['editor/title'])
      for (const one of when.split(' || '))
        // VS Code writes it in an order and with quotes of its own.
        assert.match(one, /(^|&& )(resource|resourcePath) in '?logitscope\.filesThatHold'?( &&|$)/);
    const told: unknown[] = [];
    const client = { call: (_call: string, { text }: { text: string }) => Promise.resolve(findArrays(text)) };
    const listening = registerFileHolds(client as unknown as WorkerClient, (uris) => told.push(uris));
    try {
      for (const [name, content, holds] of [
        ['settings.json', '{"editor.rulers": [80, 100], "logits": true}', false],
        ['run.jsonl', '{"logits": [2.5, -1.25, 0.5], "label": 0}\n', true],
        ['cities.csv', 'city,lat,lon\nParis,48.85,2.35\nLyon,45.76,4.84\n', false],
        ['answer.json', '{"choices": [{"logprobs": {"content": []}}]}', true],
        ['logits.py', LOGITS, false],
      ] as const) {
        writeFileSync(path.join(folder, name), content);
        const uri = vscode.Uri.file(path.join(folder, name));
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
        if (holds)
          await until(name, () => told.some((uris) => (uris as string[])[0] === uri.toString()) || undefined);
      }
      const names = told.flat().map((uri) => path.posix.basename(uri as string));
      assert.deepEqual(names, ['run.jsonl', 'answer.json']);
    } finally {
      listening.dispose();
    }
  });
});
