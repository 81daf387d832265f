import * as vscode from 'vscode';
import { textOfFile } from '../arrays/textOfFile';
import type { ElsewhereText, FoundArray, NamesElsewhere } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { FindRequest } from '../worker/protocol';
import { cellOf } from '../ui/cellOf';
import type { NamesMemory } from './namesMemory';
import { cellOutputs } from './outputs';

/** What a cell that names classes holds: a list under such a name, an encoder, a data set's features, a model's config. */
const MAY_NAME =
  /class|label|name|categor|target|features|config|info|idx_?(?:2|to)|=\s*[[({]\s*(?:#[^\n]*)?["']/i;
/** Characters of a cell's code, of an output, and of all that is handed on. */
const LONGEST_CODE = 20_000;
const LONGEST_OUTPUT = 40_000;
const MOST_CHARACTERS = 150_000;
/** Files that may name the classes of what a notebook beside them shows. */
const FILE =
  /^(?:(?:class|label|category|categories|classes)(?:es)?[_-]?(?:names?|list|map|labels?)?|labels|id_?2_?label|config|[\w-]{1,40}\.names)\.?(?:txt|json|names)?$/i;
const MOST_FILES = 6;
const LARGEST_FILE = 1 << 18;
/** For so long a folder is as it was. */
const FOLDER_MS = 30_000;

interface Read<T> {
  at: number;
  what: T;
}

/** What is known of the names of classes at a place: the lists around it, and what a person chose there. */
type NamesKnown = Required<Pick<FindRequest, 'elsewhere' | 'chosenNames'>>;

/**
 * Lists of class names around a place, and the choices among them: for strips, hovers and panels alike. Around a cell they
 * are in the cells before it, in their outputs, and in files beside the notebook; around a text in files beside it.
 */
export class NamesAround {
  private readonly cells = new WeakMap<vscode.NotebookCell, Read<Promise<NamesElsewhere[]>>>();
  private readonly folders = new Map<string, Read<Promise<ElsewhereText[]>>>();
  private readonly named = new WeakMap<Promise<ElsewhereText[]>, Promise<NamesElsewhere[]>>();

  constructor(
    private readonly client: WorkerClient,
    private readonly memory: NamesMemory,
  ) {}

  async ofCell(cell: vscode.NotebookCell): Promise<NamesKnown> {
    return { elsewhere: await this.around(cell), chosenNames: this.chosenIn(cell.notebook) };
  }

  chosenIn(notebook: vscode.NotebookDocument): NamesKnown['chosenNames'] {
    return this.memory.of(notebook.uri);
  }

  async ofDocument(document: vscode.TextDocument): Promise<NamesKnown> {
    const cell = cellOf(vscode.workspace.notebookDocuments, document.uri);
    if (cell) return this.ofCell(cell);
    return {
      elsewhere: await this.ofFile(document.uri),
      chosenNames: this.memory.of(document.uri),
    };
  }

  /** What stands in files beside a file. */
  ofFile(uri: vscode.Uri): Promise<NamesElsewhere[]> {
    return this.namesBeside(uri).catch(() => []);
  }

  /** @param uri of a notebook, of a cell of one, or of a file */
  async remember(uri: vscode.Uri, array: string, key: string): Promise<void> {
    const cell = cellOf(vscode.workspace.notebookDocuments, uri);
    await this.memory.remember(cell?.notebook.uri ?? uri, array, key);
  }

  /** A folder's names, as long as its files are the ones that were read. */
  private namesBeside(uri: vscode.Uri): Promise<NamesElsewhere[]> {
    const files = this.beside(uri);
    const known = this.named.get(files);
    if (known) return known;
    const names = files.then((texts) => (texts.length === 0 ? [] : this.client.call('namesIn', { texts })));
    this.named.set(files, names);
    return names;
  }

  /** Nothing where they can't be had: an output is shown without them. */
  async around(cell: vscode.NotebookCell): Promise<NamesElsewhere[]> {
    const { version } = cell.notebook;
    const known = this.cells.get(cell);
    if (known?.at === version) return known.what;
    const what = this.read(cell).catch(() => []);
    this.cells.set(cell, { at: version, what });
    return what;
  }

  private async read(cell: vscode.NotebookCell): Promise<NamesElsewhere[]> {
    const texts = [...(await this.beside(cell.notebook.uri)), ...textsBefore(cell)];
    return texts.length === 0 ? [] : this.client.call('namesIn', { texts });
  }

  private beside(place: vscode.Uri): Promise<ElsewhereText[]> {
    if (place.scheme === 'untitled' || place.path === '') return NO_TEXTS;
    const folder = vscode.Uri.joinPath(place, '..');
    const key = folder.toString();
    const known = this.folders.get(key);
    if (known && Date.now() - known.at < FOLDER_MS) return known.what;
    const what = filesIn(folder).catch(() => []);
    if (this.folders.size > 50) this.folders.clear();
    this.folders.set(key, { at: Date.now(), what });
    return what;
  }
}

const ofClients = new WeakMap<WorkerClient, NamesAround>();

/** All who find arrays with a client know the same names. */
export function shareNames(client: WorkerClient, memory: NamesMemory): NamesAround {
  const names = new NamesAround(client, memory);
  ofClients.set(client, names);
  return names;
}

/** What is known where arrays are looked for with a client; nothing before anybody shared it. */
export async function namesAt(
  client: WorkerClient,
  place: vscode.NotebookCell | vscode.TextDocument,
): Promise<Partial<NamesKnown>> {
  const names = ofClients.get(client);
  if (!names) return {};
  return 'notebook' in place ? names.ofCell(place) : names.ofDocument(place);
}

/** An array of a file with the names of its classes, where a file beside it lists as many; else as it is. */
export async function namedBeside(
  client: WorkerClient,
  uri: vscode.Uri,
  found: FoundArray,
): Promise<FoundArray> {
  const classes = found.shape[found.classAxis ?? found.shape.length - 1];
  if (found.classNames || found.entryNames || !(classes > 1) || found.reading.kind === 'other') return found;
  const lists = (await ofClients.get(client)?.ofFile(uri)) ?? [];
  const list = lists.findLast(({ names, sure }) => sure && names.length === classes);
  return list ? { ...found, classNames: list.names, namesFrom: list.from } : found;
}

const NO_TEXTS: Promise<ElsewhereText[]> = Promise.resolve([]);

/** Code and outputs of the cells before one, the nearest last; where they are too long together, the nearest. */
function textsBefore(cell: vscode.NotebookCell): ElsewhereText[] {
  const texts: ElsewhereText[] = [];
  let left = MOST_CHARACTERS;
  for (let at = cell.index - 1; at >= 0 && left > 0; at--) {
    const before = cell.notebook.cellAt(at);
    if (before.kind !== vscode.NotebookCellKind.Code) continue;
    const source = before.document.getText();
    if (source.length > LONGEST_CODE || !MAY_NAME.test(source)) continue;
    const from = vscode.l10n.t('cell {0}', at + 1);
    for (const { text } of cellOutputs(before, LONGEST_OUTPUT).toReversed())
      if (/["']/.test(text)) {
        texts.push({ text, source, from: vscode.l10n.t('output of cell {0}', at + 1), kind: 'output' });
        left -= text.length;
      }
    texts.push({ text: source, from, kind: 'code' });
    left -= source.length;
  }
  return texts.reverse();
}

async function filesIn(folder: vscode.Uri): Promise<ElsewhereText[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const files = entries.filter(([name, type]) => (type & vscode.FileType.File) !== 0 && FILE.test(name));
  const texts = await Promise.all(files.slice(0, MOST_FILES).map(([name]) => fileText(folder, name)));
  return texts.filter((text) => text !== undefined);
}

async function fileText(folder: vscode.Uri, name: string): Promise<ElsewhereText | undefined> {
  const uri = vscode.Uri.joinPath(folder, name);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE) return undefined;
    const text = textOfFile(await vscode.workspace.fs.readFile(uri));
    if (!name.endsWith('.json')) return { text, from: name, kind: 'lines' };
    // A file of nothing but a list, or a map, has its name for it.
    return { text: /^config/i.test(name) ? text : `classes = ${text.trimStart()}`, from: name, kind: 'code' };
  } catch {
    return undefined;
  }
}
