import * as vscode from 'vscode';
import { inert } from './inert';

/** A line of its own above a range, which runs one of our commands. */
export function codeLensOf(
  range: vscode.Range,
  { title, command, argument }: { title: string; command: `logitscope.${string}`; argument: unknown },
): vscode.CodeLens {
  return new vscode.CodeLens(range, { title: inert(title), command, arguments: [argument] });
}
