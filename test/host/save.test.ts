import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { save } from '../../src/panel/save';
import { reportingErrors } from '../../src/ui/notifications';
import { messageOf } from './observing';

/** A place that can be looked at only. */
const nothing: vscode.FileSystemProvider = {
  onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: () => ({ type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }),
  readDirectory: () => [],
  readFile: () => new Uint8Array(0),
  createDirectory: () => undefined,
  writeFile: () => undefined,
  delete: () => undefined,
  rename: () => undefined,
};

describe('Saving what a page made', () => {
  const { showSaveDialog } = vscode.window;
  afterEach(() => {
    vscode.window.showSaveDialog = showSaveDialog;
  });

  it('to a place that cannot be written to says so in one sentence', async () => {
    const place = vscode.workspace.registerFileSystemProvider('readonly', nothing, { isReadonly: true });
    try {
      vscode.window.showSaveDialog = () => Promise.resolve(vscode.Uri.parse('readonly:/softmax.svg'));
      const said = await messageOf(() => reportingErrors(() => save('softmax.svg', '<svg/>')));
      assert.ok(said !== undefined && said !== '' && !said.includes('\n'), said);
    } finally {
      place.dispose();
    }
  });
});
