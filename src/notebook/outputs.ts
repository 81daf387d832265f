import type * as vscode from 'vscode';
import { perVersion } from './perVersion';

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
  return cell.outputs.flatMap(({ items }) => {
    const [item] = readable(items);
    return item && item.data.byteLength <= longest ? [textItem(item)] : [];
  });
}

/** The forms of each output of a cell, the most telling first: what one does not say, another may. */
export function outputForms(cell: vscode.NotebookCell): OutputText[][] {
  return cell.outputs.map(({ items }) =>
    readable(items)
      .filter(({ data }) => data.byteLength <= MAX_BYTES)
      .map(textItem),
  );
}

function readable(items: readonly vscode.NotebookCellOutputItem[]): vscode.NotebookCellOutputItem[] {
  return READABLE.flatMap((mime) => items.find((candidate) => candidate.mime === mime) ?? []);
}

function textItem({ data, mime }: vscode.NotebookCellOutputItem): OutputText {
  return { text: textOf(data), mime };
}

/** The cells that printed a text, in their order. */
export function cellsPrinting(notebook: vscode.NotebookDocument, text: string): vscode.NotebookCell[] {
  // Only what is as long is decoded.
  const maybe = printed(notebook).get(new TextEncoder().encode(text).byteLength) ?? [];
  return [...new Set(maybe.filter(({ data }) => textOf(data) === text).map(({ cell }) => cell))];
}

/** Readable outputs by their length in bytes. */
const printed = perVersion((notebook) => {
  const all = new Map<number, { cell: vscode.NotebookCell; data: Uint8Array }[]>();
  for (const cell of notebook.getCells())
    for (const { mime, data } of cell.outputs.flatMap(({ items }) => items)) {
      if (!READABLE.includes(mime) || data.byteLength > MAX_BYTES) continue;
      const same = all.get(data.byteLength);
      if (same) same.push({ cell, data });
      else all.set(data.byteLength, [{ cell, data }]);
    }
  return all;
});

/** Data of outputs never change; each question of a page looks at those of every cell. */
const decoded = new WeakMap<Uint8Array, string>();
/** Longer ones are decoded when they are asked for: memory is worth more. */
const MAX_DECODED = 1 << 20;

function textOf(data: Uint8Array): string {
  const known = decoded.get(data);
  if (known !== undefined) return known;
  const text = new TextDecoder().decode(data);
  if (data.byteLength <= MAX_DECODED) decoded.set(data, text);
  return text;
}
