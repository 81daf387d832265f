import * as vscode from 'vscode';
import { proposedName } from '../ui/proposedName';
import { writeWhole } from '../ui/writeWhole';

/** Writes what a page made to a file the user chooses. */
export async function save(name: string, content: string | Uint8Array): Promise<void> {
  const file = proposedName(name);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    defaultUri: folder && vscode.Uri.joinPath(folder, file),
  });
  if (!target) return;
  await writeWhole(target, typeof content === 'string' ? new TextEncoder().encode(content) : content);
}
