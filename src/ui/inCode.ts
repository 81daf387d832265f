import * as vscode from 'vscode';
import type { CodeBeside, InCodeRequest } from '../arrays/inCode';

/** Where the code beside an array has a mistake of one of some rules, if it is known to have one. */
export type FindInCode = (beside: CodeBeside, rules: readonly string[]) => vscode.Location | undefined;

/** Whether a page's mistake is in the code; shows it where the page asks for that. */
export async function answerInCode(
  find: FindInCode,
  beside: CodeBeside | undefined,
  { rules, reveal }: InCodeRequest,
): Promise<boolean> {
  const location = beside && find(beside, rules);
  if (location !== undefined && reveal) await showAfterClick(location);
  return location !== undefined;
}

/** The workbench gives the cell of a clicked output the focus within this time. */
const FOCUS_MS = 500;

/** Shows the code, and once more where the cell of the output that was clicked takes the focus from it afterwards. */
async function showAfterClick(location: vscode.Location): Promise<void> {
  const isCode = ({ document }: vscode.NotebookCell) => document.uri.toString() === location.uri.toString();
  await show(location);
  const again = vscode.window.onDidChangeNotebookEditorSelection(({ notebookEditor, selections }) => {
    const [selected] = selections;
    const { notebook } = notebookEditor;
    if (!selected || !notebook.getCells().some(isCode) || isCode(notebook.cellAt(selected.start))) return;
    again.dispose();
    void show(location);
  });
  setTimeout(() => void again.dispose(), FOCUS_MS);
}

/** Opens a document, or the cell of a notebook, in the group where it is open already. */
async function show({ uri, range }: vscode.Location): Promise<void> {
  const viewColumn = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => isOpenIn(input, uri)),
  )?.viewColumn;
  await vscode.commands.executeCommand('vscode.open', uri, { selection: range, viewColumn });
}

function isOpenIn(input: unknown, { path }: vscode.Uri): boolean {
  return (
    (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook) &&
    input.uri.path === path
  );
}
