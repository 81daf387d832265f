import * as vscode from 'vscode';
import { printable } from '../../arrays/words/printable';
import type { FoundArray } from '../../arrays/types';
import { isUnnamed } from '../../arrays/vocabulary';
import type { Pieces, TokenRows } from '../../tokens/model';
import { FileMemory } from '../../ui/fileMemory';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { notebookOf } from '../../ui/cellOf';
import { pick, type Choice } from '../../ui/picks';
import type { WorkerClient } from '../../worker/client';
import { dumpFile } from '../files/dumps';
import { tokenizerFiles } from './tokenizerFile';

/** Tokenizers of running kernels. */
export interface KernelTokenizers {
  /** The kernel of a notebook, without asking anybody; undefined where there is none. */
  kernel(notebook: vscode.Uri): Promise<object | undefined>;
  /** From here on the kernel is asked, with the person's consent. */
  tokenizers(notebook: vscode.Uri): Promise<{ name: string; type: string; tokens: number }[]>;
  pieces(notebook: vscode.Uri, name: string): Promise<Pieces>;
  tokenRows(notebook: vscode.Uri): Promise<TokenRows | undefined>;
}

/** The tokens of a vocabulary by id, and where they are from; without names where a person wants to see ids. */
export interface Names {
  names: readonly string[];
  from: string;
}

/** Rows of logits are padded to a round width, beyond the last token: by so many at most, and a small part of them. */
const MOST_PADDING = 1024;
const LARGEST_SHARE = 0.2;
/** Files that are read to see how many tokens they have. */
const MOST_READ = 5;
/** Code with these words may have made a tokenizer. */
const MAY_TOKENIZE = /tokeni[sz]er|tiktoken|sentencepiece|AutoProcessor|get_encoding/i;

/** Of a token as the name of a class, in characters. */
const MAX_NAME = 60;

const IDS: Names = { names: [], from: '' };

/** By the number of classes; undefined where a person chose ids. */
type Memory = Map<number, Names | undefined>;

/** The tokenizer's file by the number of classes; '' where a person chose ids. */
type Kept = Record<string, string>;

/** What a tokenizer is, before its tokens are read. */
type Source = { file: vscode.Uri; names: readonly string[] } | { variable: string } | 'kernel';

/**
 * Names for rows of logits as wide as a vocabulary: the tokens of a tokenizer in the notebook's kernel, or in a file of
 * the workspace, whose size fits. A person is asked once for each width and kernel; the answer may be to show ids.
 */
export class TokenNames {
  private readonly byKernel = new WeakMap<object, Memory>();
  /** Where no kernel is: by folder of the workspace. Another's arrays are of another model. */
  private readonly byFolder = new Map<string, Memory>();
  private readonly files: FileMemory<Kept>;
  private readonly given = new WeakSet<readonly string[]>();
  private readonly changed = new vscode.EventEmitter<{
    notebook: vscode.Uri;
    classes: number;
    names: Names;
  }>();
  /** A person gave the classes of a notebook's arrays names, or wants to see ids. */
  readonly onDidName = this.changed.event;

  constructor(
    private readonly client: WorkerClient,
    private readonly kernels: KernelTokenizers,
    state: vscode.Memento,
  ) {
    this.files = new FileMemory(state, 'logitscope.tokenizers');
  }

  /** The array with names, where a person gives it some. @param asking the kernel is being asked about the array anyway */
  async of(found: FoundArray, notebook?: vscode.Uri, asking = false): Promise<FoundArray> {
    if (!isUnnamed(found)) return found;
    return named(found, await this.choose(found.shape.at(-1)!, notebook, asking).catch(dismissed));
  }

  /** The same without asking anybody: by what was chosen for the kernel of the document's notebook, or for its folder. */
  async known(found: FoundArray, document: vscode.Uri): Promise<FoundArray> {
    if (!isUnnamed(found)) return found;
    const notebook = notebookOf(vscode.workspace.notebookDocuments, document);
    const { memory } = await this.memoryFor(found.shape.at(-1)!, notebook?.uri, document);
    return named(found, memory.get(found.shape.at(-1)!));
  }

  /** What was chosen for a notebook's kernel, or the person's choice now. */
  async ofNotebook(classes: number, notebook: vscode.Uri, ask: boolean): Promise<Names | undefined> {
    if (ask) return this.choose(classes, notebook, true, true);
    const kernel = await this.kernels.kernel(notebook);
    return kernel && this.byKernel.get(kernel)?.get(classes);
  }

  /** Whether a tokenizer may name the classes: nothing else does. */
  mayName(found: FoundArray): boolean {
    return isUnnamed(found) || (found.classNames !== undefined && this.given.has(found.classNames));
  }

  /** A person's choice for an array of a notebook, a file, or no place that is known; undefined where it was dismissed. */
  chooseFor(found: FoundArray, uri: vscode.Uri | undefined): Promise<Names | undefined> {
    const { notebookDocuments } = vscode.workspace;
    const text = uri?.toString();
    const notebook =
      notebookDocuments.find((one) => one.uri.toString() === text) ??
      (uri && notebookOf(notebookDocuments, uri));
    return this.choose(found.shape.at(-1)!, notebook?.uri, notebook !== undefined, true, uri);
  }

  private async choose(
    classes: number,
    notebook: vscode.Uri | undefined,
    asking: boolean,
    again = false,
    document?: vscode.Uri,
  ): Promise<Names | undefined> {
    const { kernel, memory, folder } = await this.memoryFor(classes, notebook, document);
    if (memory.has(classes) && !again) return memory.get(classes);
    // Names can be taken back where their tokenizer is gone.
    const isRequired = again && memory.get(classes) === undefined;
    const sources = await this.sources(classes, kernel && notebook, asking, isRequired);
    if (sources.length === 0 && !again) return undefined;
    const showIds = { label: vscode.l10n.t('Show IDs'), value: undefined };
    const picked = await pick<Source | undefined>([...sources, showIds], {
      title: vscode.l10n.t('Name classes'),
      placeHolder: vscode.l10n.t('Name the {0} classes by the tokens of', classes.toLocaleString('en')),
    });
    const names = picked?.value && (await this.namesOf(picked.value, classes, notebook));
    const isDismissed = !picked || (picked.value && !names);
    if (isDismissed && again) return undefined;
    memory.set(classes, names);
    if (names) this.given.add(names.names);
    // What was dismissed is asked again in another window.
    if (folder && !isDismissed) await this.keep(folder, classes, addressOf(picked.value));
    const chosen = names ?? (isDismissed ? undefined : IDS);
    if (chosen && notebook) this.changed.fire({ notebook, classes, names: chosen });
    return chosen;
  }

  /** What was chosen for a notebook's kernel, or, where there is none, in the folder of a notebook or file. */
  private async memoryFor(
    classes: number,
    notebook: vscode.Uri | undefined,
    document = vscode.window.activeTextEditor?.document.uri,
  ): Promise<{ kernel?: object; memory: Memory; folder?: vscode.Uri }> {
    const kernel = notebook && (await this.kernels.kernel(notebook));
    if (kernel) return { kernel, memory: memoryAt(this.byKernel, kernel) };
    const uri = notebook ?? document;
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri)?.uri;
    const memory = memoryAt(this.byFolder, folder?.toString() ?? '');
    if (folder && !memory.has(classes)) await this.recall(folder, classes, memory);
    return { memory, folder };
  }

  /** What was chosen for the folder in an earlier window; a file that is gone names nothing, and is asked about again. */
  private async recall(folder: vscode.Uri, classes: number, memory: Memory): Promise<void> {
    const address = this.files.of(folder)?.[classes];
    if (address === '') memory.set(classes, undefined);
    if (!address) return;
    const file = vscode.Uri.parse(address, true);
    const names = await this.namesIn(file);
    if (memory.has(classes) || !isVocabularyOf(names.length, classes)) return;
    const given = { names: padded(names, classes), from: fileName(file) };
    memory.set(classes, given);
    this.given.add(given.names);
  }

  private async keep(folder: vscode.Uri, classes: number, address: string): Promise<void> {
    await this.files.remember(folder, { ...this.files.of(folder), [classes]: address });
  }

  /** Of what is no tokenizer after all, none. */
  private async namesIn(file: vscode.Uri): Promise<readonly string[]> {
    try {
      return await this.client.call('vocabulary', { of: await dumpFile(file) });
    } catch {
      return [];
    }
  }

  /** What fits, likeliest first. A kernel that is not asked anyway is one more thing to choose. */
  private async sources(
    classes: number,
    notebook: vscode.Uri | undefined,
    asking: boolean,
    isRequired: boolean,
  ): Promise<Choice<Source | undefined>[]> {
    const inKernel =
      notebook === undefined
        ? []
        : asking
          ? await this.inKernel(classes, notebook)
          : mayTokenize(notebook)
            ? [{ label: vscode.l10n.t('A tokenizer in the kernel…'), value: 'kernel' as const }]
            : [];
    const files = await this.inFiles(classes);
    if (isRequired && inKernel.length + files.length === 0)
      throw new Error(
        vscode.l10n.t(
          'No tokenizer for {0} classes found, neither in the kernel nor among the workspace’s files.',
          classes.toLocaleString('en'),
        ),
      );
    return [...inKernel, ...files];
  }

  private async inKernel(classes: number, notebook: vscode.Uri): Promise<Choice<Source | undefined>[]> {
    const found = await this.kernels.tokenizers(notebook);
    return found
      .filter(({ tokens }) => isVocabularyOf(tokens, classes))
      .map(({ name, type, tokens }) => ({
        label: shortName(name),
        description: vscode.l10n.t(
          '{0} in the kernel, {1} tokens',
          shortName(type),
          tokens.toLocaleString('en'),
        ),
        value: { variable: name },
      }));
  }

  private async inFiles(classes: number): Promise<Choice<Source | undefined>[]> {
    const fitting: Choice<Source | undefined>[] = [];
    for (const file of (await tokenizerFiles()).slice(0, MOST_READ)) {
      const names = await this.namesIn(file);
      if (isVocabularyOf(names.length, classes))
        fitting.push({
          label: shortName(fileName(file)),
          description: vscode.workspace.asRelativePath(file),
          value: { file, names },
        });
    }
    return fitting;
  }

  private async namesOf(
    source: Source,
    classes: number,
    notebook: vscode.Uri | undefined,
  ): Promise<Names | undefined> {
    if (source === 'kernel') {
      const found = await this.inKernel(classes, notebook!);
      if (found.length === 0)
        throw new Error(
          vscode.l10n.t('The kernel has no tokenizer for {0} classes.', classes.toLocaleString('en')),
        );
      const [only] = found;
      const picked =
        found.length === 1
          ? only
          : await pick(found, {
              title: vscode.l10n.t('Name classes'),
              placeHolder: vscode.l10n.t(
                'Name the {0} classes by the tokens of',
                classes.toLocaleString('en'),
              ),
            });
      return picked?.value && this.namesOf(picked.value, classes, notebook);
    }
    if ('file' in source) return { names: padded(source.names, classes), from: fileName(source.file) };
    const pieces = await this.kernels.pieces(notebook!, source.variable);
    const names = await this.client.call('vocabulary', { of: pieces });
    return {
      names: padded(names, classes),
      from: vscode.l10n.t('“{0}” in the kernel', shortName(source.variable)),
    };
  }
}

/** As it is kept: '' for ids, and for what is gone with the window. */
function addressOf(source: Source | undefined): string {
  return typeof source === 'object' && 'file' in source ? source.file.toString() : '';
}

function memoryAt<K>(
  memories: { get(key: K): Memory | undefined; set(key: K, memory: Memory): unknown },
  key: K,
): Memory {
  const known: Memory = memories.get(key) ?? new Map<number, Names | undefined>();
  memories.set(key, known);
  return known;
}

function named(found: FoundArray, names: Names | undefined): FoundArray {
  return names && names !== IDS ? { ...found, classNames: names.names, namesFrom: names.from } : found;
}

/** A dismissed notification names nothing, and is nothing to tell. */
function dismissed(error: unknown): undefined {
  if (error instanceof vscode.CancellationError) return undefined;
  throw error;
}

export function isVocabularyOf(tokens: number, classes: number): boolean {
  return tokens <= classes && classes - tokens < Math.min(MOST_PADDING, LARGEST_SHARE * classes);
}

function padded(names: readonly string[], classes: number): string[] {
  return Array.from({ length: classes }, (_, id) => (names[id] ? seen(names[id]) : `#${id}`));
}

/** “ Paris” and “Paris” are two tokens: spaces and ends of lines are marked, as in the view of tokens. */
function seen(name: string): string {
  return printable(name.replaceAll(' ', '·').replaceAll('\n', '↵'), MAX_NAME);
}

function mayTokenize(notebook: vscode.Uri): boolean {
  const document = vscode.workspace.notebookDocuments.find(
    ({ uri }) => uri.toString() === notebook.toString(),
  );
  return document?.getCells().some((cell) => MAY_TOKENIZE.test(cell.document.getText())) ?? false;
}
