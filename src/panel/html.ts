import * as vscode from 'vscode';
import { scriptText } from './scriptText';

/**
 * The page of a panel. Scripts run only with this nonce or from the extension's own folder, workers only from
 * blobs, WebAssembly is allowed and eval is not; nothing is fetched but the extension's own files.
 */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  entry: 'panel' | 'files' = 'panel',
): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', `${entry}.js`));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'media', 'panel.css'));
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' ${webview.cspSource} 'wasm-unsafe-eval'`,
    `style-src ${webview.cspSource}`,
    `img-src data: blob:`,
    `connect-src ${webview.cspSource}`,
    `worker-src blob:`,
  ].join('; ');
  const words = vscode.l10n.bundle
    ? `<script type="application/json" id="l10n" nonce="${nonce}">${scriptText(vscode.l10n.bundle)}</script>`
    : '';
  return `<!DOCTYPE html>
<html lang="${vscode.l10n.bundle ? vscode.env.language : 'en'}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Logitscope</title>
    <link rel="stylesheet" href="${style.toString()}" />
  </head>
  <body>
    <header>
      <h1>Logitscope</h1>
      <p id="origin"></p>
    </header>
    <div id="live"></div>
    <nav id="arrays" aria-label="${inAttribute(vscode.l10n.t('Arrays in this file'))}" hidden></nav>
    <main id="inspector"></main>
    <div id="file"></div>
    ${words}
    <script type="module" nonce="${nonce}" src="${script.toString()}"></script>
  </body>
</html>`;
}

function inAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
