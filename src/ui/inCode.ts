import * as vscode from 'vscode';
import type { CodeBeside, InCodeRequest } from '../arrays/wire/inCode';

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

/** Ends what waits for the focus to be taken from code that was shown last. */
let settle: (() => void) | undefined;

/** Shows the code, and once more where the cell of the output that was clicked takes the focus from it afterwards. */
async function showAfterClick(location: vscode.Location): Promise<void> {
  const isCode = ({ document }: vscode.NotebookCell) => document.uri.toString() === location.uri.toString();
  await show(location);
  settle?.();
  const again = vscode.window.onDidChangeNotebookEditorSelection(
    ({ notebookEditor: { notebook, selection } }) => {
      const cells = notebook.getCells();
      const selected = cells.at(selection.start);
      if (!selected || isCode(selected) || !cells.some(isCode)) return;
      settle?.();
      // It has been shown once.
      void show(location).then(undefined, () => undefined);
    },
  );
  const late = setTimeout(() => settle?.(), FOCUS_MS);
  settle = () => {
    clearTimeout(late);
    again.dispose();
  };
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
