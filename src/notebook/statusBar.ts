import * as vscode from 'vscode';
import { mayHoldArray } from '../text/mayHoldArray';
import { shapeText } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import { cellOutputs } from './outputs';
import type { ReadingMemory } from './readingMemory';
import { readSettings } from './settings';

/** Says below a cell that its output holds logits, for every MIME type and whatever renderer shows it. */
export function registerStatusBar(client: WorkerClient, memory: ReadingMemory): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider('*', {
    async provideCellStatusBarItems(cell, token) {
      const { outputs, detect } = readSettings();
      if (outputs === 'off' || cell.kind !== vscode.NotebookCellKind.Code) return undefined;
      for (const { text, mime } of cellOutputs(cell)) {
        if (!mayHoldArray(text)) continue;
        const [offer] = await client.call('offer', {
          text,
          mime,
          source: cell.document.getText(),
          overrides: memory.of(cell.notebook.uri),
          detect,
        });
        if (token.isCancellationRequested) return undefined;
        if (!offer) continue;
        const { reading, shape, name } = offer.found;
        const item = new vscode.NotebookCellStatusBarItem(
          `$(graph) ${name && name.length <= 24 ? name : reading.kind} ${shapeText(shape)}`,
          vscode.NotebookCellStatusBarAlignment.Right,
        );
        item.command = { command: 'logitscope.inspectCell', title: 'Inspect', arguments: [cell] };
        item.tooltip = `Logitscope: inspect ${reading.kind} (${reading.evidence[0] ?? 'no evidence'})`;
        item.accessibilityInformation = {
          label: `Inspect ${reading.kind} ${shapeText(shape)} in Logitscope`,
        };
        return item;
      }
      return undefined;
    },
  });
}
