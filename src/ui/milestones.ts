import * as vscode from 'vscode';

/** What a step of the walkthrough waits for. */
type Milestone = 'open' | 'tokens' | 'hover' | 'mend' | 'evaluate';

const reachedBefore = new Set<Milestone>();

/** Someone has done it: the step of the walkthrough is done. */
export function reached(milestone: Milestone): void {
  if (reachedBefore.has(milestone)) return;
  reachedBefore.add(milestone);
  const { command, arguments: args } = reaching(milestone);
  void vscode.commands.executeCommand(command, ...(args as unknown[]));
}

/** The same as a command, for what is done by the editor itself. */
export function reaching(milestone: Milestone): vscode.Command {
  return { title: '', command: 'setContext', arguments: [`logitscope.did.${milestone}`, true] };
}
