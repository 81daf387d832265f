import * as vscode from 'vscode';
import { codeAround } from './codeAround';
import { mayHoldArray } from '../text/mayHoldArray';
import { mayHoldTokens } from '../tokens/probe';
import { shapeText } from '../arrays/ndarray';
import { plural } from '../arrays/words/plural';
import { readingName } from '../arrays/words/readingName';
import { shownName } from '../arrays/words/shownName';
import { cellItem } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import { Holding } from './holding';
import { outputForms, type OutputText } from './outputs';
import type { ReadingMemory } from './readingMemory';
import { readSettings } from './settings';

/** Of an array, in characters. */
const MAX_NAME = 24;

/** Says below a cell that its output holds logits or tokens, for every MIME type and whatever renderer shows it. */
export function registerStatusBar(client: WorkerClient, memory: ReadingMemory): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const holding = new Holding();
  return vscode.Disposable.from(
    changed,
    holding,
    memory.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('logitscope')) changed.fire();
    }),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('*', {
      onDidChangeCellStatusBarItems: changed.event,
      async provideCellStatusBarItems(cell, token) {
        const { outputs } = readSettings();
        if (outputs === 'off') holding.looked(cell, false);
        if (outputs === 'off' || cell.kind !== vscode.NotebookCellKind.Code) return undefined;
        for (const form of outputForms(cell).flat()) {
          const item = await itemOf(client, memory, cell, form);
          if (token.isCancellationRequested) return undefined;
          if (!item) continue;
          holding.looked(cell, true);
          return item;
        }
        holding.looked(cell, false);
        return undefined;
      },
    }),
  );
}

/** What one form of an output holds. */
async function itemOf(
  client: WorkerClient,
  memory: ReadingMemory,
  cell: vscode.NotebookCell,
  { text, mime }: OutputText,
): Promise<vscode.NotebookCellStatusBarItem | undefined> {
  const tokens = mayHoldTokens(text) ? await tokensItem(client, text) : undefined;
  if (tokens || !mayHoldArray(text)) return tokens;
  const [offer] = await client.call('offer', {
    text,
    mime,
    source: cell.document.getText(),
    notebook: codeAround(cell),
    overrides: memory.of(cell.notebook.uri),
    detect: readSettings().detect,
  });
  if (!offer) return undefined;
  const { reading, shape, name } = offer.found;
  const kind = readingName(reading.kind);
  const called = name && shownName(name, MAX_NAME);
  return cellItem('graph', `${called || kind} ${shapeText(shape)}`, {
    tooltip: vscode.l10n.t('Inspect in Logitscope: {0} ({1})', kind, reading.evidence[0] ?? ''),
    label: vscode.l10n.t('Inspect {0} {1} in Logitscope', kind, shapeText(shape)),
    command: {
      command: 'logitscope.inspectCell',
      title: vscode.l10n.t('Inspect'),
      arguments: [cell],
    },
  });
}

async function tokensItem(
  client: WorkerClient,
  text: string,
): Promise<vscode.NotebookCellStatusBarItem | undefined> {
  const opened = await client.call('openTokens', { text });
  if (!opened) return undefined;
  client.call('closeTokens', { handle: opened.handle }).catch(() => undefined);
  if (opened.sequences.length === 0) return undefined;
  const count = opened.sequences.reduce((sum, one) => sum + one.count, 0);
  const tokens = plural(
    count,
    vscode.l10n.t('1 token'),
    vscode.l10n.t('{0} tokens', count.toLocaleString('en')),
  );
  const title = vscode.l10n.t('Show token probabilities');
  return cellItem('graph', tokens, {
    tooltip: title,
    label: vscode.l10n.t('Show the probabilities of {0} in Logitscope', tokens),
    command: { command: 'logitscope.showTokens', title, arguments: [{ text, sequence: 0 }] },
  });
}
