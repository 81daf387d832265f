// What is shown of a row, its classes or a cell when something beside it is not as it was.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dumpFile, readDump, shownDump } from '../../src/editor/files/dumps';
import { shareNames } from '../../src/notebook/classNames';
import type { NamesMemory } from '../../src/notebook/namesMemory';
import type { WorkerClient } from '../../src/worker/client';
import { until } from '../unit/worker/handles';
import { inProcessClient } from '../unit/worker/inProcess';
import { messageOf, openPanels } from './observing';

const folder = () => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, 'beside');
const write = async (name: string, text: string) => {
  const uri = vscode.Uri.joinPath(folder(), name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
};
const RECORDS = [
  '{"logits": [2.0, 1.0, 0.1], "label": 0}',
  '{"logits": [0.5, 2.5, 0.3], "label": 2}',
  '{"logits": [0.5, 0.5, 3.5], "label": 2}',
];

describe('A file of records that was read', () => {
  const worker = inProcessClient();
  const dropped: unknown[] = [];
  let names: unknown;
  // Names that no worker would give.
  const client = {
    ...worker,
    call: (name: string, params: unknown, options: unknown) => {
      if (name === 'namesIn') return Promise.resolve(names);
      if (name === 'drop') dropped.push(params);
      return worker.call(name as never, params as never, options as never);
    },
  } as unknown as WorkerClient;
  const memory = { get: () => undefined, update: () => Promise.resolve() } as unknown as vscode.Memento;
  const shown = async (uri: vscode.Uri) => {
    const dump = await readDump(client, memory, uri, await dumpFile(uri));
    assert.ok(typeof dump === 'object');
    return { dump, ...(await shownDump(client, memory, dump)) };
  };
  before(() => void shareNames(client, {} as NamesMemory));
  after(() => {
    worker.dispose();
    return vscode.workspace.fs.delete(folder(), { recursive: true });
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is shown without names where naming its classes fails, and is let go of', async () => {
    await write('classes.txt', 'ant\nbee\ncow\n');
    const uri = await write('named.jsonl', `${RECORDS.join('\n')}\n`);
    names = { of: 'another kind' };
    let opened: Awaited<ReturnType<typeof shown>> | undefined;
    const said = await messageOf(async () => (opened = await shown(uri)));
    assert.ok(said);
    const { found } = opened!.shown;
    assert.deepEqual([found.shape, found.classNames], [[3, 3], undefined]);
    opened!.holder.release();
    assert.deepEqual(dropped, [{ held: opened!.dump.opened.session }]);
  });

  it('shows the record of a row in it, and alone beside edits that are not saved', async () => {
    names = [];
    const uri = await write('edited/run.jsonl', `${RECORDS.join('\n')}\n`);
    const { holder } = await shown(uri);
    const selected = () => {
      const { document, selection } = vscode.window.activeTextEditor ?? {};
      return document?.uri.toString() === uri.toString() ? document.getText(selection) : undefined;
    };
    holder.reveal!(1);
    await until('the record in its file', () => selected() === RECORDS[1]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), `${RECORDS[2]}\n`);
    await vscode.workspace.applyEdit(edit);
    holder.reveal!(1);
    await until(
      'another editor',
      () => vscode.window.activeTextEditor !== undefined && selected() === undefined,
    );
    const { document } = vscode.window.activeTextEditor!;
    assert.ok(document.isUntitled);
    assert.equal(document.getText().trimEnd(), RECORDS[1]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    holder.release();
  });
});

describe('A cell that was deleted', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('is not taken for the first', async () => {
    const data = (text: string) =>
      Object.assign(new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'show()', 'python'), {
        outputs: [new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.text(text)])],
      });
    const cells = ['logits [[2.0, 1.0, 0.1]]', 'logits [[0.5, 2.5, 0.3]]'].map(data);
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
    const gone = notebook.cellAt(1);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    const said = await messageOf(() => vscode.commands.executeCommand('logitscope.inspectCell', gone));
    assert.equal(said, 'Select a notebook cell with an array in its output.');
    assert.deepEqual(openPanels(), []);
  });
});
