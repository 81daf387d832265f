import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

  it('to a folder, under a name that is too long or to a device without room says which', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-save-'));
    const saved = (to: string) => {
      vscode.window.showSaveDialog = () => Promise.resolve(vscode.Uri.file(to));
      return messageOf(() => reportingErrors(() => save('a.md', 'text')));
    };
    try {
      assert.equal(await saved(folder), 'This is a folder. Choose a file.');
      assert.equal(
        await saved(path.join(folder, 'n'.repeat(300))),
        'The file’s name is too long. Choose a shorter one.',
      );
      if (existsSync('/dev/full')) assert.equal(await saved('/dev/full'), 'The disk is full.');
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('to a full disk leaves no half of a new file and all of the one before, and the next fits', async function () {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-save-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
    try {
      if (!mounted) this.skip();
      const file = path.join(folder, 'a.md');
      vscode.window.showSaveDialog = () => Promise.resolve(vscode.Uri.file(file));
      const saved = (content: string) => messageOf(() => reportingErrors(() => save('a.md', content)));
      const sentence = 'The file couldn’t be written whole. The disk may be full.';
      assert.equal(await saved('x'.repeat(200_000)), sentence);
      assert.deepEqual(readdirSync(folder), []);
      assert.equal(await saved('before'), undefined);
      assert.equal(await saved('x'.repeat(200_000)), sentence);
      assert.equal(readFileSync(file, 'utf8'), 'before');
      assert.equal(await saved('after'), undefined);
      assert.equal(readFileSync(file, 'utf8'), 'after');
    } finally {
      if (mounted) spawnSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });
});
