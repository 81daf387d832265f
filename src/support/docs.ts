import * as vscode from 'vscode';

const FIRST = 'docs/README.md';
/** A page of the package, by its path in it. */
const PAGE = /^(?:\w[\w-]*\/)*\w[\w-]*\.md$/;

/** Shows a page of the documentation that the package brings along, as settings link to it; without one, the first. */
export async function openDocs({ extensionUri }: vscode.ExtensionContext, page?: unknown): Promise<void> {
  const wanted = typeof page === 'string' && PAGE.test(page) ? page : FIRST;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, wanted));
}
