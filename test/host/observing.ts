import * as vscode from 'vscode';

/** The panels of ours that stand open. */
export function openPanels(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('logitscope'));
}

/** What the command said instead of opening something: the sentence is the product here. */
export async function messageOf(run: () => Thenable<unknown>): Promise<string | undefined> {
  const { showErrorMessage } = vscode.window;
  let said: string | undefined;
  vscode.window.showErrorMessage = (message: string) => {
    said = message;
    return Promise.resolve(undefined) as never;
  };
  try {
    await run();
  } finally {
    vscode.window.showErrorMessage = showErrorMessage;
  }
  return said;
}
