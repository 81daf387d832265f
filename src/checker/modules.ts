import * as vscode from 'vscode';
import type { ImportedModule } from '../losscode/types';
import type { WorkerClient } from '../worker/client';
import { fileSnapshot, snapshotOf, type Snapshot } from './snapshot';

/** Files that are handed over beside the one that is checked, and how long they are in all. */
const MAX_FILES = 64;
const MAX_CHARACTERS = 2_000_000;
/** Nobody writes longer models; longer files are data. */
const MAX_BYTES = 300_000;
/** Imports of imports of imports. */
const MAX_ROUNDS = 5;
/** Questions to the file system for one check; what was asked before is remembered. */
const MAX_LOOKUPS = 400;

/** Python files of the workspace that others import, read once and again when they change. */
export class Modules implements vscode.Disposable {
  private readonly files = new Map<string, Promise<Snapshot | undefined>>();
  private readonly known = new Map<string, Promise<boolean>>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
  /** Where nobody watches files, what is saved here is known still. */
  private readonly saved: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** A file was made, changed or removed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly client: WorkerClient) {
    const forget = (uri: vscode.Uri) => {
      this.files.delete(uri.toString());
      this.changed.fire(uri);
    };
    const look = (uri: vscode.Uri) => {
      this.known.clear();
      forget(uri);
    };
    this.watcher.onDidChange(forget);
    this.watcher.onDidCreate(look);
    this.watcher.onDidDelete(look);
    this.saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => forget(uri));
  }

  /** The files that one imports, as far as they lead inside its workspace folder. */
  async importedBy(first: Snapshot, signal: AbortSignal): Promise<Snapshot[]> {
    const found = new Map([[first.code.uri, first]]);
    const lookups = { left: MAX_LOOKUPS };
    let left = MAX_CHARACTERS;
    let round: Snapshot[] = [first];
    for (let i = 0; i < MAX_ROUNDS && round.length > 0; i++) {
      const files = round.map(({ code }) => code);
      const imports = await this.client.call('codeImports', { files }, { signal });
      round = [];
      for (const { uri, ...module } of imports) {
        for (const file of await this.filesOf(vscode.Uri.parse(uri), module, lookups)) {
          if (found.has(file.toString()) || found.size > MAX_FILES) continue;
          const snapshot = await this.read(file);
          signal.throwIfAborted();
          const length = snapshot?.parts[0].text.length ?? Infinity;
          if (snapshot === undefined || length > left) continue;
          left -= length;
          found.set(snapshot.code.uri, snapshot);
          round.push(snapshot);
        }
      }
    }
    found.delete(first.code.uri);
    return [...found.values()];
  }

  /** The files that a module's name may mean, seen from a file: those that are there. */
  private async filesOf(
    from: vscode.Uri,
    { dots, path, name }: Omit<ImportedModule, 'uri'>,
    lookups: { left: number },
  ): Promise<vscode.Uri[]> {
    const names = path === '' ? [] : path.split('.');
    for (const folder of foldersFrom(from, dots)) {
      const beginning = names[0] ?? name;
      if (dots === 0 && !(await this.isThere(folder, beginning, lookups))) continue;
      const packages = names.map((_, i) => vscode.Uri.joinPath(folder, ...names.slice(0, i + 1)));
      const last = packages.at(-1) ?? folder;
      const member = name === undefined ? [] : [vscode.Uri.joinPath(last, name)];
      const candidates = [...packages, ...member].flatMap((place) => [
        place.with({ path: `${place.path}.py` }),
        vscode.Uri.joinPath(place, '__init__.py'),
      ]);
      if (names.length === 0) candidates.push(vscode.Uri.joinPath(folder, '__init__.py'));
      const there = await Promise.all(candidates.map((file) => this.exists(file, lookups)));
      return candidates.filter((_, i) => there[i]);
    }
    return [];
  }

  /** Whether a folder has a module or package of a name. */
  private async isThere(folder: vscode.Uri, name: string | undefined, lookups: { left: number }) {
    if (name === undefined) return false;
    const place = vscode.Uri.joinPath(folder, name);
    return (
      (await this.exists(place.with({ path: `${place.path}.py` }), lookups)) ||
      (await this.exists(place, lookups))
    );
  }

  private async exists(uri: vscode.Uri, lookups: { left: number }): Promise<boolean> {
    const key = uri.toString();
    let known = this.known.get(key);
    if (known === undefined) {
      if (lookups.left-- <= 0) return false;
      known = Promise.resolve(vscode.workspace.fs.stat(uri)).then(
        () => true,
        () => false,
      );
      this.known.set(key, known);
    }
    return known;
  }

  private async read(uri: vscode.Uri): Promise<Snapshot | undefined> {
    const key = uri.toString();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
    if (open !== undefined) return snapshotOf(open);
    let file = this.files.get(key);
    if (file === undefined) {
      file = readFile(uri);
      this.files.set(key, file);
    }
    return file;
  }

  dispose() {
    this.watcher.dispose();
    this.saved.dispose();
    this.changed.dispose();
  }
}

async function readFile(uri: vscode.Uri): Promise<Snapshot | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_BYTES || (type & vscode.FileType.Directory) !== 0) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return fileSnapshot(uri, new TextDecoder().decode(bytes));
  } catch {
    // Gone, or not to be read: then nothing is known of what it defines.
    return undefined;
  }
}

/** Where an import may begin: beside the file, in each folder above it inside the workspace, and in its `src`. */
function foldersFrom(file: vscode.Uri, dots: number): vscode.Uri[] {
  const beside = vscode.Uri.joinPath(file, '..');
  if (dots > 0) return [vscode.Uri.joinPath(beside, ...Array<string>(dots - 1).fill('..'))];
  const root = vscode.workspace.getWorkspaceFolder(file)?.uri;
  const folders = [beside];
  if (root === undefined) return folders;
  for (let folder = beside; folder.path !== root.path && folder.path.startsWith(root.path);) {
    folder = vscode.Uri.joinPath(folder, '..');
    folders.push(folder);
  }
  return [...folders, vscode.Uri.joinPath(root, 'src')];
}
