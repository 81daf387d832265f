import * as vscode from 'vscode';
import { bytesText } from '../arrays/ndarray';
import { fileName } from '../ui/fileName';
import { fileVersion } from '../ui/fileVersion';
import { shortName } from '../ui/inert';
import type { WorkerClient } from '../worker/client';
import type { OpenedFile } from '../worker/protocol';
import { READS_FILES } from '../worker/spawn';

/** A browser's host has a file whole or not at all, in the memory of a page. */
const MAX_WHOLE = 256 << 20;

/** A file of arrays: headers in memory, values read by ranges in the worker. */
export class ArrayDocument implements vscode.CustomDocument {
  private opening?: Promise<OpenedFile>;
  private version?: string;

  constructor(
    readonly uri: vscode.Uri,
    private readonly client: WorkerClient,
  ) {}

  get name(): string {
    return fileName(this.uri);
  }

  /** Read once for all editors, and again where the file is another by now. */
  async open(): Promise<OpenedFile> {
    const version = await fileVersion(this.uri);
    // What is gone is looked at for as long as its handle holds.
    if (version !== undefined && version !== this.version) this.close();
    this.version = version ?? this.version;
    const opening = (this.opening ??= this.read());
    // A file that could not be read may be another one day.
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }

  /** The next who asks reads it again. */
  close(): void {
    void this.opening?.then(({ file }) => this.client.call('closeFile', { file })).catch(() => undefined);
    this.opening = undefined;
  }

  private async read() {
    const { uri, name, client } = this;
    if (READS_FILES && uri.scheme === 'file') return client.call('openFile', { name, path: uri.fsPath });
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_WHOLE)
      throw new Error(
        vscode.l10n.t(
          '{0} is too large to open here ({1}). Without access to files on disk, the limit is {2}. Open it from disk in desktop VS Code or on a remote machine.',
          shortName(name),
          bytesText(size),
          bytesText(MAX_WHOLE),
        ),
      );
    const bytes = await vscode.workspace.fs.readFile(uri);
    const owned = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
    return client.call('openFile', { name, bytes }, { transfer: owned ? [bytes.buffer] : [] });
  }

  dispose(): void {
    this.close();
  }
}
