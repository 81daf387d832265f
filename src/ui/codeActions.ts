import * as vscode from 'vscode';
import { inert } from './inert';

/** An entry of the light bulb's menu. Names in its title may come from the text. */
export function codeActionOf(title: string, kind: vscode.CodeActionKind): vscode.CodeAction {
  return new vscode.CodeAction(inert(title), kind);
}
