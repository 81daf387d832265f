import type { NotebookCell, NotebookDocument, Uri } from 'vscode';

/** Those that a cell's document may be of: it has its notebook's path. To look through the cells of all would take long. */
function alike(notebooks: readonly NotebookDocument[], { scheme, path }: Uri): NotebookDocument[] {
  return scheme === 'vscode-notebook-cell' ? notebooks.filter(({ uri }) => uri.path === path) : [];
}

/** The cell that a document is of. */
export function cellOf(notebooks: readonly NotebookDocument[], document: Uri): NotebookCell | undefined {
  const text = document.toString();
  for (const notebook of alike(notebooks, document)) {
    const cell = notebook.getCells().find((one) => one.document.uri.toString() === text);
    if (cell) return cell;
  }
  return undefined;
}

/** The notebook that a cell's document is of; its cells are looked through only where it stands beside its own past. */
export function notebookOf(
  notebooks: readonly NotebookDocument[],
  document: Uri,
): NotebookDocument | undefined {
  const found = alike(notebooks, document);
  return found.length < 2 ? found[0] : cellOf(found, document)?.notebook;
}
