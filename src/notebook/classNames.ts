import * as vscode from 'vscode';
import type { ElsewhereText, NamesElsewhere } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
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

/** Lists of class names in the cells before one, in their outputs, and in files beside the notebook. */
export class NotebookNames {
  private readonly cells = new WeakMap<vscode.NotebookCell, Read<Promise<NamesElsewhere[]>>>();
  private readonly folders = new Map<string, Read<Promise<ElsewhereText[]>>>();

  constructor(private readonly client: WorkerClient) {}

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

  private beside(notebook: vscode.Uri): Promise<ElsewhereText[]> {
    if (notebook.scheme === 'untitled') return Promise.resolve([]);
    const folder = vscode.Uri.joinPath(notebook, '..');
    const key = folder.toString();
    const known = this.folders.get(key);
    if (known && Date.now() - known.at < FOLDER_MS) return known.what;
    const what = filesIn(folder).catch(() => []);
    if (this.folders.size > 50) this.folders.clear();
    this.folders.set(key, { at: Date.now(), what });
    return what;
  }
}

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
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (!name.endsWith('.json')) return { text, from: name, kind: 'lines' };
    // A file of nothing but a list, or a map, has its name for it.
    return { text: /^config/i.test(name) ? text : `classes = ${text.trimStart()}`, from: name, kind: 'code' };
  } catch {
    return undefined;
  }
}
