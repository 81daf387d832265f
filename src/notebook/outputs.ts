import type * as vscode from 'vscode';

export interface OutputText {
  text: string;
  mime: string;
}

/** Most telling first: a DataFrame's HTML table names its columns, its plain text may be elided. */
const READABLE = [
  'text/html',
  'application/json',
  'text/plain',
  'application/vnd.code.notebook.stdout',
  'text/csv',
  'text/markdown',
];

/** Bytes of an item beyond which it is not read. */
const MAX_BYTES = 64 << 20;

/** The text of each output of a cell, in its most telling form, unless it is longer than so many bytes. */
export function cellOutputs(cell: vscode.NotebookCell, longest = MAX_BYTES): OutputText[] {
  const texts: OutputText[] = [];
  for (const { items } of cell.outputs) {
    const item = READABLE.map((mime) => items.find((candidate) => candidate.mime === mime)).find(Boolean);
    if (item && item.data.byteLength <= longest) {
      texts.push({ text: new TextDecoder().decode(item.data), mime: item.mime });
    }
  }
  return texts;
}
