import * as vscode from 'vscode';
import { textOfFile } from '../arrays/textOfFile';
import type { WorkerClient } from '../worker/client';
import { importedBy, MAX_MODULE, type Places } from '../worker/imported';
import { fileSnapshot, snapshotOf, type Snapshot } from './snapshot';

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
  importedBy(first: Snapshot, signal: AbortSignal): Promise<Snapshot[]> {
    return importedBy(first, this.places, this.client, signal);
  }

  private readonly places: Places<vscode.Uri, Snapshot> = {
    of: (uri) => vscode.Uri.parse(uri),
    join: (place, ...names) => vscode.Uri.joinPath(place, ...names),
    key: (place) => place.toString(),
    root: (place) => vscode.workspace.getWorkspaceFolder(place)?.uri,
    known: (place) => this.known.get(place.toString()),
    exists: (place) => this.exists(place),
    read: (place) => this.read(place),
  };

  private exists(uri: vscode.Uri): Promise<boolean> {
    const known = Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      () => true,
      () => false,
    );
    this.known.set(uri.toString(), known);
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
    // What is neither file nor folder may be a pipe, which would be waited for without end.
    if (size > MAX_MODULE || (type & vscode.FileType.File) === 0) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return fileSnapshot(uri, textOfFile(bytes));
  } catch {
    // Gone, or not to be read: then nothing is known of what it defines.
    return undefined;
  }
}
