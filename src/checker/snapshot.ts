import * as vscode from 'vscode';
import type { CodeFile, CodeRange } from '../losscode/types';

/** A text that is checked, a file's or a cell's, as it was when it was handed over. */
interface Part {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Of the document it is open in; absent where it was read from its file. */
  readonly version?: number;
}

/** A Python file or a notebook at one moment: places that come back are places in these texts. */
export interface Snapshot {
  readonly code: CodeFile;
  /** The file itself, or the cells of a notebook in order. */
  readonly parts: readonly Part[];
}

export function snapshotOf(document: vscode.TextDocument): Snapshot {
  return fileSnapshot(document.uri, document.getText(), document.version);
}

export function fileSnapshot(uri: vscode.Uri, text: string, version?: number): Snapshot {
  return { code: { uri: uri.toString(), text }, parts: [{ uri, text, version }] };
}

/** Its cells of Python. */
export function notebookSnapshot(notebook: vscode.NotebookDocument): Snapshot {
  const cells = pythonCells(notebook);
  const parts = cells.map(({ document }) => ({
    uri: document.uri,
    text: document.getText(),
    version: document.version,
  }));
  const code = {
    uri: notebook.uri.toString(),
    cells: parts.map(({ text }) => text),
    // Outputs are read where there is code to check.
    outputs: mayConcernUs(parts) ? printedBy(cells) : [],
  };
  return { code, parts };
}

/** Without an import nothing is known of any name: then no worker need be started. */
export function mayConcernUs(parts: readonly Part[]): boolean {
  return parts.some(({ text }) => text.includes('import'));
}

/** Longer outputs are not looked at for the numbers that a finding is about, nor is more of them than this in a notebook. */
const LONGEST_OUTPUT = 20_000;
const MOST_PRINTED = 400_000;
const PRINTED = new Set(['text/plain', 'application/vnd.code.notebook.stdout']);
const BRACKET = 0x5b;

/** What each cell shows that may hold an array: all of it travels to the worker with every keystroke. */
function printedBy(cells: readonly vscode.NotebookCell[]): string[][] {
  let left = MOST_PRINTED;
  return cells.map(({ outputs }) =>
    outputs.flatMap(({ items }) =>
      items.flatMap((item) => {
        if (!PRINTED.has(item.mime) || item.data.byteLength > LONGEST_OUTPUT) return [];
        const text = textOf(item);
        left -= text.length;
        return text === '' || left < 0 ? [] : [text];
      }),
    ),
  );
}

/** Outputs that stay are read once; of those without an array nothing. */
const read = new WeakMap<vscode.NotebookCellOutputItem, string>();

function textOf(item: vscode.NotebookCellOutputItem): string {
  let text = read.get(item);
  if (text === undefined)
    read.set(item, (text = item.data.includes(BRACKET) ? new TextDecoder().decode(item.data) : ''));
  return text;
}

function pythonCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook
    .getCells()
    .filter(
      ({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python',
    );
}

/** Where a range of a checked file stands; undefined where the snapshot has no such place. */
export function locationIn(
  { parts }: Snapshot,
  { cell = 0, start, end }: CodeRange,
): vscode.Location | undefined {
  const part = parts.at(cell);
  if (part === undefined || start > end || end > part.text.length) return undefined;
  return new vscode.Location(part.uri, new vscode.Range(positionIn(part, start), positionIn(part, end)));
}

/** Where lines begin, of texts that findings are in. */
const lines = new WeakMap<Part, readonly number[]>();

function linesOf(part: Part): readonly number[] {
  let starts = lines.get(part);
  if (starts === undefined) {
    const found = [0];
    for (let end = part.text.indexOf('\n'); end >= 0; end = part.text.indexOf('\n', end + 1))
      found.push(end + 1);
    lines.set(part, (starts = found));
  }
  return starts;
}

function positionIn(part: Part, offset: number): vscode.Position {
  const starts = linesOf(part);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return new vscode.Position(low, offset - starts[low]);
}
