import * as vscode from 'vscode';
import { sentenceOf } from '../arrays/words/sentence';
import { inert } from './inert';

function showError(error: unknown): void {
  void vscode.window.showErrorMessage(inert(sentenceOf(error)));
}

/** Resolves to the action chosen, if any. */
export async function showInformation(
  message: string,
  ...actions: readonly string[]
): Promise<string | undefined> {
  return vscode.window.showInformationMessage(inert(message), ...actions);
}

/** Waits for an answer, on which something depends. Undefined when it was dismissed. */
export async function ask(
  message: string,
  detail: string | undefined,
  ...answers: readonly string[]
): Promise<string | undefined> {
  const options = { modal: true, detail: detail === undefined ? undefined : inert(detail) };
  return vscode.window.showInformationMessage(inert(message), options, ...answers);
}

/** Shows what went wrong once, as it is worded; a cancelled action is known to who cancelled it. */
export async function reportingErrors<T>(run: () => PromiseLike<T> | T): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) showError(error);
    return undefined;
  }
}
