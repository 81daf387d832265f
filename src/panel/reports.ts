import * as vscode from 'vscode';
import { printable } from '../arrays/words/printable';

/** Reports are documents that nobody has to save: a scheme of their own, and the newest ones in memory. */
const SCHEME = 'logitscope-report';
const KEPT = 20;
/** Of a document, in characters. */
const LONGEST_NAME = 120;

const reports = new Map<string, string>();
let last = 0;

export function registerReports(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => reports.get(query),
  });
}

/** Shows a report in Markdown's preview, from which its source is one click away. */
export async function showReport(origin: string, content: string): Promise<void> {
  const id = String(++last);
  reports.set(id, content);
  for (const old of [...reports.keys()].slice(0, -KEPT)) reports.delete(old);
  // A path has one name, whatever the origin is called.
  const name = printable(vscode.l10n.t('Report of {0}', origin).replace(/[\\/]/g, ' '), LONGEST_NAME);
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: id });
  const document = await vscode.workspace.openTextDocument(uri);
  if (vscode.extensions.getExtension('vscode.markdown-language-features'))
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  else await vscode.window.showTextDocument(document, { preview: false });
}
