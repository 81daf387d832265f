import * as vscode from 'vscode';
import type { OpenedTokens } from '../tokens/model';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { pick } from '../ui/picks';
import type { WorkerClient } from '../worker/client';
import { dumpFile } from './dumps';

const FILES = '**/{tokenizer.json,vocab.json,vocab.txt,*.tiktoken}';
const LEFT_OUT = '**/{node_modules,.git,site-packages}/**';
const MOST_FILES = 50;

/** The one chosen last stands first. */
let last: string | undefined;

/**
 * Where a response has token ids alone, and the workspace a tokenizer's file: asks which one names them. Resolves to
 * whether names were given; a dismissed list means none.
 */
export async function nameByTokenizer(
  client: WorkerClient,
  held: number,
  { sequences }: OpenedTokens,
): Promise<boolean> {
  if (!sequences.some(({ findings }) => findings.some(({ id }) => id === 'ids-alone'))) return false;
  const files = await vscode.workspace.findFiles(FILES, LEFT_OUT, MOST_FILES);
  if (files.length === 0) return false;
  files.sort((a, b) => Number(b.toString() === last) - Number(a.toString() === last));
  const picked = await pick<vscode.Uri | undefined>(
    [
      ...files.map((uri) => ({
        label: shortName(fileName(uri)),
        description: vscode.workspace.asRelativePath(uri),
        value: uri,
      })),
      { label: vscode.l10n.t('Show ids'), value: undefined },
    ],
    {
      title: vscode.l10n.t('Show token probabilities'),
      placeHolder: vscode.l10n.t('The response has token ids without texts. Select the model’s tokenizer'),
    },
  );
  if (picked?.value === undefined) return false;
  await client.call('nameTokens', { held, vocabulary: await dumpFile(picked.value) });
  last = picked.value.toString();
  return true;
}
