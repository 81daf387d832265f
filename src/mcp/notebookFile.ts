import * as l10n from '@vscode/l10n';
import type { Cell } from '../agents/tool';

type Text = string | readonly string[];

interface NotebookJson {
  cells?: unknown;
  worksheets?: readonly { cells?: unknown }[];
}

interface CellJson {
  cell_type?: unknown;
  source?: Text;
  input?: Text;
  outputs?: unknown;
}

interface OutputJson {
  text?: Text;
  data?: Readonly<Record<string, unknown>>;
}

/** Most telling first, as in an editor. */
const READABLE = ['text/html', 'application/json', 'text/plain', 'text/csv', 'text/markdown'];

/** The cells of an .ipynb file, markdown included, so that numbers are those a person sees. */
export function notebookCells(json: string): Cell[] {
  let notebook: NotebookJson | null;
  try {
    notebook = JSON.parse(json) as NotebookJson | null;
  } catch {
    throw new Error(l10n.t('The notebook is not valid JSON.'));
  }
  const cells = notebook?.cells ?? notebook?.worksheets?.[0]?.cells;
  if (!Array.isArray(cells)) throw new Error(l10n.t('The file is not a notebook: it has no list of cells.'));
  return cells.map((cell: CellJson | null) => ({
    source: joined(cell?.source ?? cell?.input),
    isCode: cell?.cell_type === undefined || cell.cell_type === 'code',
    outputs: Array.isArray(cell?.outputs)
      ? (cell.outputs as unknown[]).flatMap((output) => outputText(output))
      : [],
  }));
}

function outputText(output: unknown): Cell['outputs'] {
  const { text, data } = (output ?? {}) as OutputJson;
  if (text !== undefined) return [{ text: joined(text), mime: 'application/vnd.code.notebook.stdout' }];
  const mime = READABLE.find((type) => data?.[type] !== undefined);
  if (!mime) return [];
  const value = data![mime];
  const isText =
    typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
  return [{ text: isText ? joined(value) : JSON.stringify(value), mime }];
}

function joined(text: Text | undefined): string {
  if (Array.isArray(text)) return text.filter((line) => typeof line === 'string').join('');
  return typeof text === 'string' ? text : '';
}
