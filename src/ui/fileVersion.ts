import * as vscode from 'vscode';

/** By which a file that has become another is told, as far as its time and size say; undefined of one that is not there. */
export async function fileVersion(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${size}`;
  } catch {
    return undefined;
  }
}
