import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EvaluateOptions, LogitscopeApi } from '../../src/api';
import { saveEvaluationReport } from '../../src/editor/files/evaluationReport';

describe('Save evaluation report', () => {
  const { showSaveDialog, withProgress } = vscode.window;
  afterEach(() => Object.assign(vscode.window, { showSaveDialog, withProgress }));

  it('ends the evaluation when it is canceled, and writes nothing', async () => {
    const folder = vscode.workspace.workspaceFolders![0].uri;
    const target = vscode.Uri.joinPath(folder, 'canceled.evaluation.html');
    const cancellation = new vscode.CancellationTokenSource();
    vscode.window.showSaveDialog = () => Promise.resolve(target);
    vscode.window.withProgress = (_, run) => run({ report: () => undefined }, cancellation.token);
    const ended: unknown[] = [];
    const api = {
      evaluate: (_: unknown, { signal }: EvaluateOptions) =>
        new Promise((_, reject) => {
          signal!.addEventListener(
            'abort',
            () => (ended.push(signal!.reason), reject(signal!.reason as Error)),
          );
          cancellation.cancel();
        }),
      evaluationReport: () => Promise.reject(new Error('nothing was evaluated')),
    } as unknown as LogitscopeApi;
    const file = vscode.Uri.joinPath(folder, 'predictions.jsonl');
    await assert.rejects(saveEvaluationReport(api, file), vscode.CancellationError);
    assert.ok(ended[0] instanceof vscode.CancellationError);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(target)));
  });
});
