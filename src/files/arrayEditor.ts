import * as vscode from 'vscode';
import type { NearbyLabels } from '../arrays/types';
import { bytesText } from '../arrays/ndarray';
import { forwardCalls } from '../panel/forward';
import { panelHtml } from '../panel/html';
import { save } from '../panel/save';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { messageOf, reportingErrors } from '../ui/notifications';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { FileArray, Offer } from '../worker/protocol';
import { READS_FILES } from '../worker/spawn';
import { isToHost, type ToPage } from './protocol';

export const VIEW_TYPE = 'logitscope.arrays';
/** A browser's host has a file whole or not at all, in the memory of a page. */
const MAX_WHOLE = 256 << 20;

/** A file of arrays: headers in memory, values read by ranges in the worker. */
class ArrayDocument implements vscode.CustomDocument {
  private opening?: Promise<{ file: number; arrays: FileArray[] }>;

  constructor(
    readonly uri: vscode.Uri,
    private readonly client: WorkerClient,
  ) {}

  get name(): string {
    return fileName(this.uri);
  }

  open(): Promise<{ file: number; arrays: FileArray[] }> {
    const opening = (this.opening ??= this.read());
    // A file that could not be read may be another one day.
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
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
    void this.opening?.then(({ file }) => this.client.call('closeFile', { file })).catch(() => undefined);
  }
}

/** Opens files of arrays, read-only: a list of them, and the inspector of one. */
export function registerArrayEditor(client: WorkerClient, extensionUri: vscode.Uri): vscode.Disposable {
  const folders = ['dist', 'media'].map((name) => vscode.Uri.joinPath(extensionUri, name));
  const provider: vscode.CustomReadonlyEditorProvider<ArrayDocument> = {
    openCustomDocument: (uri) => new ArrayDocument(uri, client),
    resolveCustomEditor(document, panel) {
      const { webview } = panel;
      let isOpen = true;
      const tell = (message: ToPage) => {
        if (isOpen) void webview.postMessage(message);
      };
      const forward = forwardCalls(client, (message) => tell({ type: 'worker', message }), {
        mayOpen: (held) => held === shown?.offer.found.held,
      });
      let shown: { index: number; offer: Offer } | undefined;
      const newest = latest();

      /** What comes of an older click than the last is not told. */
      const attempt = async (work: (signal: AbortSignal) => Promise<void>) => {
        const signal = newest.next();
        try {
          await work(signal);
        } catch (error) {
          if (!signal.aborted) tell({ type: 'problem', message: messageOf(error) });
        }
      };
      const show = async (index: number, signal: AbortSignal) => {
        const { file } = await document.open();
        const offer = await client.call('peekFile', { file, index }, { signal });
        signal.throwIfAborted();
        shown = { index, offer };
        tell({ type: 'show', index, found: offer.found });
      };
      const label = async (labels: number | undefined, signal: AbortSignal) => {
        if (!shown) return;
        const { index, offer } = shown;
        const { file, arrays } = await document.open();
        const found = { ...offer.found };
        if (labels !== undefined) {
          const values = await client.call('readFile', { file, index: labels }, { signal });
          const kind: NearbyLabels['kind'] = values.shape.length < found.shape.length ? 'class-ids' : 'soft';
          const { name } = arrays[labels];
          found.labels = { kind, values, name, source: vscode.l10n.t('"{0}" in the same file', name) };
        }
        signal.throwIfAborted();
        tell({ type: 'show', index, labels, found });
      };

      webview.options = { enableScripts: true, localResourceRoots: folders };
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isToHost(message)) return;
        switch (message.type) {
          case 'ready':
            return void attempt(async (signal) => {
              const { arrays } = await document.open();
              tell({ type: 'list', arrays });
              const readable = arrays.findIndex(({ problem }) => problem === undefined);
              const rows = arrays.findIndex(
                ({ problem, shape }) => problem === undefined && shape.length > 0,
              );
              // A single number, such as a count of steps, is shown where there is nothing else.
              const first = rows < 0 ? readable : rows;
              if (first < 0) {
                const why = arrays[0]
                  ? `${arrays[0].name}: ${arrays[0].problem}`
                  : vscode.l10n.t('No array found');
                throw new Error(`${document.name}: ${why}`);
              }
              await show(shown?.index ?? first, signal);
            });
          case 'choose':
            return void attempt((signal) => show(message.index, signal));
          case 'labels':
            return void attempt((signal) => label(message.index, signal));
          case 'worker':
            return forward.receive(message.message);
          case 'copy':
            return void reportingErrors(() => vscode.env.clipboard.writeText(message.text));
          case 'save':
            return void reportingErrors(() => save(message.name, message.content));
        }
      });
      panel.onDidDispose(() => {
        isOpen = false;
        newest.end();
        forward.end();
      });
      panel.onDidChangeViewState(() => {
        // A page that is hidden is dropped; shown again, it is another.
        if (!panel.visible) forward.end();
      });
      webview.html = panelHtml(webview, extensionUri, 'files');
    },
  };
  return vscode.window.registerCustomEditorProvider(VIEW_TYPE, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}
