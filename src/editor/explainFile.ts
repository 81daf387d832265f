import * as vscode from 'vscode';
import { cellOutputs } from '../notebook/outputs';
import type { WorkerClient } from '../worker/client';
import type { Explained, NamedFields } from '../worker/protocol';
import { dumpFile } from './dumps';

/** What is shown for a file of any kind, over the whole of it, without showing it. */
export async function explainFile(
  client: WorkerClient,
  uri: vscode.Uri,
  fields?: NamedFields,
): Promise<Explained[]> {
  if (uri.path.endsWith('.ipynb')) return explainNotebook(client, uri);
  return client.call('explainFile', { file: await dumpFile(uri), fields });
}

/** Its saved outputs, each with the code of its cell. */
async function explainNotebook(client: WorkerClient, uri: vscode.Uri): Promise<Explained[]> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const explained: Explained[] = [];
  for (const cell of notebook.getCells()) {
    const source = cell.document.getText();
    for (const { text, mime } of cellOutputs(cell))
      explained.push(...(await client.call('explain', { text, mime, source })));
  }
  return explained;
}
