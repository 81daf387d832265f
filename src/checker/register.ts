import * as vscode from 'vscode';
import type { WorkerClient } from '../worker/client';
import { registerActions } from './actions';
import { Checker } from './checker';
import { registerLossHover } from './hover';

/** Finds mistakes around the loss in Python files and notebooks, as they are typed. */
export function registerChecker(client: WorkerClient, extension: vscode.Uri): vscode.Disposable {
  const checker = new Checker(client, vscode.Uri.joinPath(extension, 'docs/losscode'));
  return vscode.Disposable.from(checker, registerActions(checker), registerLossHover(client, checker));
}
