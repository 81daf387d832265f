import * as vscode from 'vscode';
import { shapeText } from '../arrays/ndarray';
import { printable } from '../arrays/printable';
import { readingName } from '../arrays/readingName';
import { reportingErrors } from '../ui/notifications';
import type { WorkerClient } from '../worker/client';
import { forwardCalls } from './forward';
import { LongCalls } from './longCalls';
import { panelHtml } from './html';
import { isToHost, type Shown, type ToHost, type ToPage } from './protocol';
import { save } from './save';

/** Where the values of a held array are. */
export interface Holder {
  client: WorkerClient;
  /** What its long calls do, for a notification: "Asking the kernel for logits". */
  task?: string;
  /** Nobody looks at the array any more. */
  release(): void;
  /** Goes to the record of a row, where the array is a file of records. */
  reveal?(row: number): void;
}

/** The panels someone opened, one per array looked at. */
export class Panels implements vscode.Disposable {
  private readonly open = new Set<vscode.WebviewPanel>();

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** @param holder answers for an array that is held, and lets it go with the panel */
  show(shown: Shown, holder?: Holder): void {
    const folders = ['dist', 'media'].map((name) => vscode.Uri.joinPath(this.extensionUri, name));
    const panel = vscode.window.createWebviewPanel(
      'logitscope.panel',
      titleOf(shown),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: folders },
    );
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.svg');
    this.open.add(panel);
    const long = new LongCalls(holder?.task ?? vscode.l10n.t('Reading {0} again', shown.origin));
    const forward =
      holder &&
      forwardCalls(
        holder.client,
        (message) => void panel.webview.postMessage({ type: 'worker', message } satisfies ToPage),
        {
          mayOpen: (held) => held === shown.found.held,
          onProgress: (call, progress, cancel) => long.progress(call, progress, cancel),
          onEnd: (call) => long.end(call),
        },
      );
    panel.onDidDispose(() => {
      this.open.delete(panel);
      forward?.end();
      holder?.release();
    });
    panel.onDidChangeViewState(() => {
      // A page that is hidden is dropped; shown again, it is another.
      if (!panel.visible) forward?.end();
    });
    const answer = async (message: ToHost): Promise<unknown> => {
      switch (message.type) {
        case 'ready':
          // Also after the page was dropped while hidden: it starts anew and asks again.
          return panel.webview.postMessage({ type: 'show', shown } satisfies ToPage);
        case 'worker':
          return forward?.receive(message.message);
        case 'copy':
          return vscode.env.clipboard.writeText(message.text);
        case 'reveal':
          return holder?.reveal?.(message.row);
        case 'document':
          return openMarkdown(message.text);
        case 'save':
          return save(message.name, message.content);
        case 'remember':
          shown = {
            ...shown,
            found: { ...shown.found, reading: { ...shown.found.reading, kind: message.kind } },
          };
          return undefined;
      }
    };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isToHost(message)) void reportingErrors(() => answer(message));
    });
    panel.webview.html = panelHtml(panel.webview, this.extensionUri);
  }

  dispose(): void {
    for (const panel of this.open) panel.dispose();
  }
}

async function openMarkdown(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Of an array's name on a panel's tab, in characters. */
const MAX_TITLE = 40;

function titleOf({ found }: Shown): string {
  return `${printable(found.name ?? readingName(found.reading.kind), MAX_TITLE)} ${shapeText(found.shape)}`;
}
