import * as vscode from 'vscode';
import { VIEW_TYPE } from '../../files/viewType';
import { shortName } from '../../ui/inert';
import type { WorkerClient } from '../../worker/client';
import type { FileRequest } from '../../worker/protocol';
import type { Opened } from './opened';

/** A file of NumPy, safetensors, torch or pickle, which the binary reader reads. */
export interface ArrayFile {
  uri: vscode.Uri;
  arrayFile: FileRequest;
}

/** Shows a file's arrays in the editor for them, which pairs logits and labels. */
export async function showArrayFile({ uri }: ArrayFile): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, VIEW_TYPE);
}

/** A session over the array of a file that is shown first, with the labels that belong to it. */
export async function openArrayFile(
  client: WorkerClient,
  { arrayFile }: ArrayFile,
  opened: Opened,
): Promise<number> {
  const { file, arrays, first } = await client.call('openFile', arrayFile);
  opened.file(file);
  if (first === undefined)
    throw new Error(vscode.l10n.t('No array found in {0}.', shortName(arrayFile.name)));
  const { found } = await client.call('peekFile', { file, index: first });
  const { held, shape, reading } = found;
  const { labels: place } = arrays[first];
  const labels =
    place === undefined ? undefined : await client.call('readFileLabels', { file, index: place, of: first });
  return opened.array({ array: { held: held!, shape }, labels: labels?.values, reading: reading.kind });
}
