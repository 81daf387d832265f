import * as vscode from 'vscode';
import type { NearbyLabels } from '../arrays/types';
import { bytesText } from '../arrays/ndarray';
import { forwardCalls } from '../panel/forward';
import { panelHtml } from '../panel/html';
import { save } from '../panel/save';
import type { WorkerClient } from '../worker/client';
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
    return this.uri.path.split('/').pop() ?? '';
  }

  open(): Promise<{ file: number; arrays: FileArray[] }> {
    this.opening ??= this.read();
    // A file that could not be read may be another one day.
    this.opening.catch(() => (this.opening = undefined));
    return this.opening;
  }

  private async read() {
    const { uri, name, client } = this;
    if (READS_FILES && uri.scheme === 'file') return client.call('openFile', { name, path: uri.fsPath });
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_WHOLE)
      throw new Error(
        `${name} has ${bytesText(size)}. Here files are read whole, which is done up to ${bytesText(MAX_WHOLE)}; from a folder on disk, VS Code on the desktop or a remote machine reads files of any size in parts.`,
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
      const tell = (message: ToPage) => void webview.postMessage(message);
      const forward = forwardCalls(client, (message) => tell({ type: 'worker', message }), {
        mayOpen: (held) => held === shown?.offer.found.held,
      });
      let shown: { index: number; offer: Offer } | undefined;

      const attempt = async (work: () => Promise<void>) => {
        try {
          await work();
        } catch (error) {
          tell({ type: 'problem', message: error instanceof Error ? error.message : String(error) });
        }
      };
      const show = async (index: number) => {
        const { file } = await document.open();
        const offer = await client.call('peekFile', { file, index });
        shown = { index, offer };
        tell({ type: 'show', index, found: offer.found });
      };
      const label = async (labels: number | undefined) => {
        if (!shown) return;
        const { index, offer } = shown;
        const { file, arrays } = await document.open();
        const found = { ...offer.found };
        if (labels !== undefined) {
          const values = await client.call('readFile', { file, index: labels });
          const kind: NearbyLabels['kind'] = values.shape.length < found.shape.length ? 'class-ids' : 'soft';
          const { name } = arrays[labels];
          found.labels = { kind, values, name, source: `"${name}", in the same file` };
        }
        tell({ type: 'show', index, labels, found });
      };

      webview.options = { enableScripts: true, localResourceRoots: folders };
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isToHost(message)) return;
        switch (message.type) {
          case 'ready':
            return void attempt(async () => {
              const { arrays } = await document.open();
              tell({ type: 'list', arrays });
              const readable = arrays.findIndex(({ problem }) => problem === undefined);
              const rows = arrays.findIndex(
                ({ problem, shape }) => problem === undefined && shape.length > 0,
              );
              // A single number, such as a count of steps, is shown where there is nothing else.
              const first = rows < 0 ? readable : rows;
              if (first < 0) {
                const why = arrays[0] ? `${arrays[0].name}: ${arrays[0].problem}` : 'it holds no array';
                throw new Error(`${document.name}: ${why}`);
              }
              await show(shown?.index ?? first);
            });
          case 'choose':
            return void attempt(() => show(message.index));
          case 'labels':
            return void attempt(() => label(message.index));
          case 'worker':
            return forward.receive(message.message);
          case 'copy':
            return void vscode.env.clipboard.writeText(message.text);
          case 'save':
            return void save(message.name, message.content);
        }
      });
      panel.onDidDispose(() => forward.dispose());
      webview.html = panelHtml(webview, extensionUri, 'files');
    },
  };
  return vscode.window.registerCustomEditorProvider(VIEW_TYPE, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}
