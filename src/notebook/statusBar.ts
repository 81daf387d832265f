import * as vscode from 'vscode';
import { mayHoldArray } from '../text/mayHoldArray';
import { shapeText } from '../arrays/ndarray';
import { printable } from '../arrays/printable';
import { readingName } from '../arrays/readingName';
import { cellItem } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import { cellOutputs } from './outputs';
import type { ReadingMemory } from './readingMemory';
import { readSettings } from './settings';

/** Of an array, in characters. */
const MAX_NAME = 24;

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
        const kind = readingName(reading.kind);
        return cellItem(
          'graph',
          `${name === undefined ? kind : printable(name, MAX_NAME)} ${shapeText(shape)}`,
          {
            tooltip: vscode.l10n.t('Inspect in Logitscope: {0} ({1})', kind, reading.evidence[0] ?? ''),
            label: vscode.l10n.t('Inspect {0} {1} in Logitscope', kind, shapeText(shape)),
            command: {
              command: 'logitscope.inspectCell',
              title: vscode.l10n.t('Inspect'),
              arguments: [cell],
            },
          },
        );
      }
      return undefined;
    },
  });
}
