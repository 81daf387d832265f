import * as vscode from 'vscode';
import { marking, unmarking } from '../arrays/wire/nonFinite';
import { forwardCalls } from '../panel/forward';
import { panelHtml } from '../panel/html';
import { showReport } from '../panel/reports';
import { save } from '../panel/save';
import { reportingErrors } from '../ui/notifications';
import type { WorkerClient } from '../worker/client';
import { ArrayDocument } from './arrayDocument';
import { isToHost, type ToPage } from './protocol';
import { ShownArray, type Names } from './shownArray';
import { OPTIONAL_VIEW_TYPE, VIEW_TYPE } from './viewType';

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
      const shown = new ShownArray(document, client, names, tell);
      const forward = forwardCalls(client, (message) => tell({ type: 'worker', message }), {
        mayOpen: (held) => shown.holds(held),
      });
      webview.options = { enableScripts: true, localResourceRoots: folders };
      webview.onDidReceiveMessage((sent: unknown) => {
        const message = unmarking(sent);
        if (!isToHost(message)) return;
        switch (message.type) {
          case 'ready':
            return void shown.ready(message);
          case 'choose':
            return void shown.choose(message);
          case 'nameByTokens':
            return void reportingErrors(() => shown.nameByTokens());
          case 'labels':
            return void shown.label(message);
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
        shown.end();
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
