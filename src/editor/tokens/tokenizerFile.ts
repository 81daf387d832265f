import * as vscode from 'vscode';
import type { OpenedTokens, Pieces } from '../../tokens/model';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { pick, type Choice } from '../../ui/picks';
import type { WorkerClient } from '../../worker/client';
import { dumpFile } from '../files/dumps';

const FILES = '**/{tokenizer.json,vocab.json,vocab.txt,*.tiktoken}';
const LEFT_OUT = '**/{node_modules,.git,site-packages}/**';
const MOST_FILES = 50;

/** The one chosen last stands first. */
let last: string | undefined;

/** What names ids: a tokenizer's file, or a variable of the kernel that an array is from. */
export type Tokenizer = { file: vscode.Uri } | { variable: string };

/**
 * Where tokens have ids alone, and the workspace or the kernel a tokenizer: asks which one names them. Resolves to the one
 * that does; a dismissed list means none.
 *
 * @param inKernel those of the kernel that the tokens are from
 */
export async function nameByTokenizer(
  client: WorkerClient,
  held: number,
  { sequences }: OpenedTokens,
  inKernel: readonly Choice<Tokenizer | undefined>[],
  pieces: (variable: string) => Promise<Pieces>,
): Promise<Tokenizer | undefined> {
  if (!sequences.some(({ findings }) => findings.some(({ id }) => id === 'ids-alone'))) return undefined;
  const files = (await tokenizerFiles()).map((file) => ({
    label: shortName(fileName(file)),
    description: vscode.workspace.asRelativePath(file),
    value: { file },
  }));
  if (inKernel.length + files.length === 0) return undefined;
  const picked = await pick<Tokenizer | undefined>(
    [...inKernel, ...files, { label: vscode.l10n.t('Show IDs'), value: undefined }],
    {
      title: vscode.l10n.t('Show token probabilities'),
      placeHolder: vscode.l10n.t('The tokens have IDs without texts. Select the model’s tokenizer'),
    },
  );
  const tokenizer = picked?.value;
  if (!tokenizer) return undefined;
  if ('file' in tokenizer) {
    await nameTokens(client, held, tokenizer.file);
    last = tokenizer.file.toString();
  } else await client.call('nameTokens', { held, vocabulary: await pieces(tokenizer.variable) });
  return tokenizer;
}

export async function nameTokens(client: WorkerClient, held: number, tokenizer: vscode.Uri): Promise<void> {
  await client.call('nameTokens', { held, vocabulary: await dumpFile(tokenizer) });
}

export async function tokenizerFiles(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(FILES, LEFT_OUT, MOST_FILES);
  return files.sort((a, b) => Number(b.toString() === last) - Number(a.toString() === last));
}
