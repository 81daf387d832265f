import * as vscode from 'vscode';
import { readingName } from '../arrays/words/readingName';
import { shapeText } from '../arrays/ndarray';
import { isOffered, isQuietlyOffered } from '../arrays/offer';
import { mayHoldArray } from '../text/mayHoldArray';
import { flag } from '../arrays/wire/schema';
import { codeLensOf } from '../ui/codeLens';
import { setting } from '../ui/settings';
import type { WorkerClient } from '../worker/client';

/** Longer documents get no lenses. */
const MAX_LENGTH = 1 << 20;
const SETTING = 'logitscope.codeLens.enabled';

/** Above each array of logits or probabilities in a text, once the setting asks for it. */
export function registerCodeLens(client: WorkerClient): vscode.Disposable {
  let lenses: vscode.Disposable | undefined;
  const follow = () => {
    lenses?.dispose();
    const isOn = setting('codeLens.enabled', flag, false);
    lenses = isOn
      ? vscode.languages.registerCodeLensProvider(
          ['file', 'untitled'].map((scheme) => ({ scheme })),
          {
            provideCodeLenses: (document, token) => lensesOf(client, document, token),
          },
        )
      : undefined;
  };
  follow();
  const listening = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SETTING)) follow();
  });
  return new vscode.Disposable(() => {
    listening.dispose();
    lenses?.dispose();
  });
}

async function lensesOf(
  client: WorkerClient,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  const text = document.getText();
  if (text.length > MAX_LENGTH || !mayHoldArray(text)) return [];
  const aborter = new AbortController();
  const listening = token.onCancellationRequested(() => aborter.abort());
  try {
    const found = await client.call('find', { text, mime: document.languageId }, { signal: aborter.signal });
    return found
      .filter((one) => isOffered(one, 'likely') || isQuietlyOffered(one))
      .map(({ range: [start, end], reading, shape }) =>
        codeLensOf(new vscode.Range(document.positionAt(start), document.positionAt(end)), {
          title: vscode.l10n.t('Inspect {0} {1}', readingName(reading.kind), shapeText(shape)),
          command: 'logitscope.inspect',
          argument: { uri: document.uri.toString(), offset: start },
        }),
      );
  } catch {
    // Lenses were not asked for: where they fail there are none.
    return [];
  } finally {
    listening.dispose();
  }
}
