import * as vscode from 'vscode';
import { namedBeside, namesAt } from '../../notebook/classNames';
import { cellOutputs } from '../../notebook/outputs';
import type { WorkerClient } from '../../worker/client';
import { fileName } from '../../ui/fileName';
import type { DumpFile, EvaluationSource, Explained, NamedFields } from '../../worker/protocol';
import { dumpFile } from './dumps';

/**
 * What is shown for a file of any kind, over the whole of it, without showing it.
 *
 * @param options.file what is read instead of the file as it is saved
 */
export async function explainFile(
  client: WorkerClient,
  uri: vscode.Uri,
  { file, fields, signal }: { file?: DumpFile; fields?: NamedFields; signal?: AbortSignal } = {},
): Promise<Explained[]> {
  if (uri.path.endsWith('.ipynb')) return explainNotebook(client, uri, signal);
  const request = { file: file ?? (await dumpFile(uri)), fields };
  const explained = await client.call('explainFile', request, { signal });
  return Promise.all(
    explained.map(async (one) => ({ ...one, found: await namedBeside(client, uri, one.found) })),
  );
}

/** A file as it is evaluated; of a notebook its first array with labels beside it, among its saved outputs. */
export async function evaluationSource(client: WorkerClient, uri: vscode.Uri): Promise<EvaluationSource> {
  if (!uri.path.endsWith('.ipynb')) return { file: await dumpFile(uri) };
  const explained = await explainNotebook(client, uri);
  const labelled = explained.find(({ found, offered }) => offered && found.array && found.labels);
  const reading = labelled?.found.reading.kind;
  if (!labelled || !(reading === 'logits' || reading === 'probabilities' || reading === 'log-probabilities'))
    throw new Error(vscode.l10n.t('No logits with labels in the outputs of {0}.', fileName(uri)));
  const { array, labels, classNames } = labelled.found;
  return { logits: array!, labels: labels!.values, classNames, reading };
}

/** Its saved outputs, each with the code of its cell. */
async function explainNotebook(
  client: WorkerClient,
  uri: vscode.Uri,
  signal?: AbortSignal,
): Promise<Explained[]> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const explained: Explained[] = [];
  for (const cell of notebook.getCells()) {
    const source = cell.document.getText();
    const outputs = cellOutputs(cell);
    const names = outputs.length > 0 ? await namesAt(client, cell) : {};
    for (const { text, mime } of outputs)
      explained.push(...(await client.call('explain', { text, mime, source, ...names }, { signal })));
  }
  return explained;
}
