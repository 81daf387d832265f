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
  if (location !== undefined && reveal) await show(location);
  return location !== undefined;
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
