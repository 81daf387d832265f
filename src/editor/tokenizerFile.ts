import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
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
 * the one that does; a dismissed list means none.
 */
export async function nameByTokenizer(
  client: WorkerClient,
  held: number,
  { sequences }: OpenedTokens,
): Promise<vscode.Uri | undefined> {
  if (!sequences.some(({ findings }) => findings.some(({ id }) => id === 'ids-alone'))) return undefined;
  const picked = await chooseTokenizer(await tokenizerFiles(), {
    title: vscode.l10n.t('Show token probabilities'),
    placeHolder: vscode.l10n.t('The response has token ids without texts. Select the model’s tokenizer'),
  });
  if (!picked) return undefined;
  await nameTokens(client, held, picked);
  last = picked.toString();
  return picked;
}

export async function nameTokens(client: WorkerClient, held: number, tokenizer: vscode.Uri): Promise<void> {
  await client.call('nameTokens', { held, vocabulary: await dumpFile(tokenizer) });
}

/** Fewer classes are no vocabulary. */
const LEAST_CLASSES = 1000;
/** Rows of logits are padded to a round width, beyond the last token. */
const MOST_PADDING = 1024;

/** What was chosen for rows of so many classes: a person is asked once. */
const chosen = new Map<number, readonly string[] | undefined>();

/**
 * Rows of logits as wide as a vocabulary get its tokens as names, from a tokenizer's file of the workspace whose size
 * fits, where a person picks one.
 */
export async function withTokenNames(client: WorkerClient, found: FoundArray): Promise<FoundArray> {
  const classes = found.shape.at(-1) ?? 0;
  if (classes < LEAST_CLASSES || found.classNames || found.entryNames) return found;
  if (!chosen.has(classes)) {
    const fitting = new Map<string, readonly string[]>();
    const files = await tokenizerFiles();
    for (const uri of files.slice(0, MOST_READ)) {
      // What is no tokenizer after all names nothing.
      const names = await client.call('vocabulary', { file: await dumpFile(uri) }).catch(() => []);
      if (names.length <= classes && names.length > classes - MOST_PADDING)
        fitting.set(uri.toString(), names);
    }
    if (fitting.size === 0) return found;
    const picked = await chooseTokenizer(
      files.filter((uri) => fitting.has(uri.toString())),
      {
        title: vscode.l10n.t('Inspect array'),
        placeHolder: vscode.l10n.t('Name the {0} classes by the tokens of', classes.toLocaleString('en')),
      },
    );
    if (picked) last = picked.toString();
    const names = picked && fitting.get(picked.toString());
    chosen.set(classes, names && Array.from({ length: classes }, (_, id) => names[id] || `#${id}`));
  }
  const classNames = chosen.get(classes);
  return classNames ? { ...found, classNames } : found;
}

/** Files that are read to see how many tokens they have. */
const MOST_READ = 5;

async function tokenizerFiles(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(FILES, LEFT_OUT, MOST_FILES);
  return files.sort((a, b) => Number(b.toString() === last) - Number(a.toString() === last));
}

async function chooseTokenizer(
  files: readonly vscode.Uri[],
  options: { title: string; placeHolder: string },
): Promise<vscode.Uri | undefined> {
  if (files.length === 0) return undefined;
  const picked = await pick<vscode.Uri | undefined>(
    [
      ...files.map((uri) => ({
        label: shortName(fileName(uri)),
        description: vscode.workspace.asRelativePath(uri),
        value: uri,
      })),
      { label: vscode.l10n.t('Show ids'), value: undefined },
    ],
    options,
  );
  return picked?.value;
}
