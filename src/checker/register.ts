import * as vscode from 'vscode';
import type { CodeFile } from '../losscode/types';
import type { FindInCode } from '../ui/inCode';
import type { WorkerClient } from '../worker/client';
import { registerActions } from './actions';
import { Checker } from './checker';
import { registerLossHover } from './hover';

/** Finds mistakes around the loss in Python files and notebooks, as they are typed. */
interface LossCodeChecker extends vscode.Disposable {
  /** A Python file or notebook, as it is open or saved, then those it imports inside the workspace. */
  codeFiles(uri: vscode.Uri): Promise<CodeFile[]>;
  /** Where the code beside an array has a mistake that its numbers come from. */
  mistakeIn: FindInCode;
}

export function createChecker(client: WorkerClient, extension: vscode.Uri): LossCodeChecker {
  const checker = new Checker(client, vscode.Uri.joinPath(extension, 'docs/losscode'));
  const parts = vscode.Disposable.from(checker, registerActions(checker), registerLossHover(client, checker));
  return {
    codeFiles: (uri) => checker.codeFiles(uri),
    mistakeIn: (beside, rules) => checker.mistakeIn(beside, rules),
    dispose: () => void parts.dispose(),
  };
}
