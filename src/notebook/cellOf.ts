import type { NotebookCell, NotebookDocument, Uri } from 'vscode';

/**
 * The cell that a document is of. Only cells of notebooks with the document's path are looked through: a cell has its
 * notebook's, and a pointer that rests asks for one.
 */
export function cellOf(notebooks: readonly NotebookDocument[], document: Uri): NotebookCell | undefined {
  if (document.scheme !== 'vscode-notebook-cell') return undefined;
  const text = document.toString();
  for (const notebook of notebooks) {
    if (notebook.uri.path !== document.path) continue;
    const cell = notebook.getCells().find((one) => one.document.uri.toString() === text);
    if (cell) return cell;
  }
  return undefined;
}
