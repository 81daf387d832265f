import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { classAxisFor } from '../arrays/labelFit';
import { mayBeMask } from '../arrays/labelShape';
import { bytesText } from '../arrays/ndarray';
import { forwardCalls } from '../panel/forward';
import { panelHtml } from '../panel/html';
import { showReport } from '../panel/reports';
import { save } from '../panel/save';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { sentenceOf } from '../arrays/words/sentence';
import { reportingErrors } from '../ui/notifications';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { OpenedFile } from '../worker/protocol';
import { READS_FILES } from '../worker/spawn';
import { isToHost, type ToPage } from './protocol';
import { OPTIONAL_VIEW_TYPE, VIEW_TYPE } from './viewType';
import { marking, unmarking } from '../arrays/wire/nonFinite';

/** A browser's host has a file whole or not at all, in the memory of a page. */
const MAX_WHOLE = 256 << 20;

/** A file of arrays: headers in memory, values read by ranges in the worker. */
class ArrayDocument implements vscode.CustomDocument {
  private opening?: Promise<OpenedFile>;

  constructor(
    readonly uri: vscode.Uri,
    private readonly client: WorkerClient,
  ) {}

  get name(): string {
    return fileName(this.uri);
  }

  open(): Promise<OpenedFile> {
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

/** Whether an array that was chosen as labels still is one: the file may be another by now. */
function isLabels(arrays: OpenedFile['arrays'], chosen: number, { shape }: FoundArray): boolean {
  const labels = arrays.at(chosen);
  return labels !== undefined && !labels.problem && classAxisFor(labels.shape, shape) !== undefined;
}

/** The names of the classes of a file's arrays. */
interface Names {
  /** The array with them, where they are known. */
  of(uri: vscode.Uri, found: FoundArray): Promise<FoundArray>;
  /** Whether a tokenizer may name them. */
  mayTokenize(found: FoundArray): boolean;
  /** Has a person choose the tokenizer; whether they did. */
  choose(uri: vscode.Uri, found: FoundArray): Promise<boolean>;
}

/** Opens files of arrays, read-only: a list of them, and the inspector of one. */
export function registerArrayEditor(
  client: WorkerClient,
  extensionUri: vscode.Uri,
  names: Names,
): vscode.Disposable {
  const folders = ['dist', 'media'].map((name) => vscode.Uri.joinPath(extensionUri, name));
  const provider: vscode.CustomReadonlyEditorProvider<ArrayDocument> = {
    openCustomDocument: (uri) => new ArrayDocument(uri, client),
    resolveCustomEditor(document, panel) {
      const { webview } = panel;
      let isOpen = true;
      const tell = (message: ToPage) => {
        if (isOpen) void webview.postMessage(marking(message));
      };
      const forward = forwardCalls(client, (message) => tell({ type: 'worker', message }), {
        mayOpen: (held) => held === shown?.found.held,
      });
      let shown: { index: number; found: FoundArray; labels?: number } | undefined;
      const newest = latest();

      /** What comes of an older click than the last is not told. */
      const attempt = async (work: (signal: AbortSignal) => Promise<void>) => {
        const signal = newest.next();
        try {
          await work(signal);
        } catch (error) {
          if (!signal.aborted) tell({ type: 'problem', message: sentenceOf(error) });
        }
      };
      /** With the labels that belong to it by name and shape. */
      const show = async (index: number, signal: AbortSignal, chosen?: number | null) => {
        const { file, arrays } = await document.open();
        const { found } = await client.call('peekFile', { file, index }, { signal });
        signal.throwIfAborted();
        shown = { index, found };
        const labels = typeof chosen === 'number' && !isLabels(arrays, chosen, found) ? undefined : chosen;
        await label(labels === null ? undefined : (labels ?? arrays[index].labels), signal, {
          isChosen: labels !== undefined,
        });
      };
      const label = async (chosen: number | undefined, signal: AbortSignal, { isChosen = true } = {}) => {
        if (!shown) return;
        let labels = chosen;
        const { index } = shown;
        const { file } = await document.open();
        const found = { ...(await names.of(document.uri, shown.found)) };
        if (labels !== undefined) {
          const read = await client.call('readFileLabels', { file, index: labels, of: index }, { signal });
          if (!isChosen && mayBeMask(read.kind, found.shape)) labels = undefined;
          else found.labels = read;
        }
        signal.throwIfAborted();
        shown.labels = labels;
        tell({ type: 'show', index, labels, found, vocabulary: names.mayTokenize(found) });
      };
      const nameByTokens = async () => {
        const asked = shown;
        if (!asked || !(await names.choose(document.uri, asked.found)) || shown !== asked) return;
        await attempt((signal) => label(asked.labels, signal));
      };

      webview.options = { enableScripts: true, localResourceRoots: folders };
      webview.onDidReceiveMessage((sent: unknown) => {
        const message = unmarking(sent);
        if (!isToHost(message)) return;
        switch (message.type) {
          case 'ready':
            return void attempt(async (signal) => {
              const { arrays, first } = await document.open();
              tell({ type: 'list', arrays });
              if (first === undefined) {
                const why = arrays[0]
                  ? `${arrays[0].name}: ${arrays[0].problem}`
                  : vscode.l10n.t('No array found');
                throw new Error(`${document.name}: ${why}`);
              }
              const last =
                message.index === undefined || arrays[message.index]?.problem ? first : message.index;
              const index = shown?.index ?? (arrays[last] ? last : first);
              await show(index, signal, index === message.index ? message.labels : undefined);
            });
          case 'choose':
            return void attempt((signal) => show(message.index, signal, message.labels));
          case 'nameByTokens':
            return void reportingErrors(nameByTokens);
          case 'labels':
            return void attempt((signal) => label(message.index, signal));
          case 'worker':
            return forward.receive(message.message);
          case 'copy':
            return void reportingErrors(() => vscode.env.clipboard.writeText(message.text));
          case 'document':
            return void reportingErrors(() => showReport(document.name, message.text));
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
  const options = { supportsMultipleEditorsPerDocument: true };
  return vscode.Disposable.from(
    ...[VIEW_TYPE, OPTIONAL_VIEW_TYPE].map((viewType) =>
      vscode.window.registerCustomEditorProvider(viewType, provider, options),
    ),
  );
}
