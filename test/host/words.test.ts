import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { panelHtml } from '../../src/panel/html';
import { createClient } from '../../src/worker/client';
import { spawnWorker } from '../../src/worker/spawn';

const ENGLISH = 'This array is no longer in memory. Fetch it again.';
const WORDS = { [ENGLISH]: 'das Array ist </script> nicht mehr da' };

describe('A language that VS Code is shown in', () => {
  const { extensionUri } = vscode.extensions.getExtension('logitscope.logitscope')!;
  const dist = (name: string) => vscode.Uri.joinPath(extensionUri, 'dist', name);

  it('is the worker’s', async () => {
    const read = () => Promise.reject(new Error('threads start from files'));
    const client = createClient(spawnWorker({ path: (name) => dist(name).fsPath, read }, WORDS));
    try {
      const opening = client.call('open', { reading: 'logits', array: { held: 999, shape: [1, 2] } });
      await assert.rejects(opening, { message: WORDS[ENGLISH] });
    } finally {
      client.dispose();
    }
  });

  it('is handed to pages, where nothing in it is markup', () => {
    const webview = { cspSource: 'self', asWebviewUri: (uri: vscode.Uri) => uri } as vscode.Webview;
    const bundle = Object.getOwnPropertyDescriptor(vscode.l10n, 'bundle')!;
    assert.doesNotMatch(panelHtml(webview, extensionUri), /id="l10n"/);
    Object.defineProperty(vscode.l10n, 'bundle', { configurable: true, value: WORDS });
    try {
      const html = panelHtml(webview, extensionUri);
      const [, text] = /<script type="application\/json" id="l10n"[^>]*>(.*?)<\/script>/s.exec(html)!;
      assert.deepEqual(JSON.parse(text), WORDS);
    } finally {
      Object.defineProperty(vscode.l10n, 'bundle', bundle);
    }
  });
});
