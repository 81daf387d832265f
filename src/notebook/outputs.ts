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
      texts.push({ text: textOf(item.data), mime: item.mime });
    }
  }
  return texts;
}

/** Whether an output of a cell is this text, which is decoded only where it may be. */
export function hasOutput(cell: vscode.NotebookCell, text: string): boolean {
  // A UTF-16 unit is one to three bytes of UTF-8.
  const maybe = ({ byteLength }: Uint8Array) => byteLength >= text.length && byteLength <= 3 * text.length;
  return cell.outputs.some(({ items }) =>
    items.some(
      ({ mime, data }) =>
        READABLE.includes(mime) && data.byteLength <= MAX_BYTES && maybe(data) && textOf(data) === text,
    ),
  );
}

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
