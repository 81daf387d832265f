import * as vscode from 'vscode';

/**
 * The notebook of a cell's document: it has the notebook's path. To look for it among the cells of all notebooks would
 * take long at each hover of a large one.
 */
export function notebookOfCell(cell: vscode.Uri): vscode.NotebookDocument | undefined {
  if (cell.scheme !== 'vscode-notebook-cell') return undefined;
  const alike = vscode.workspace.notebookDocuments.filter(({ uri }) => uri.path === cell.path);
  if (alike.length < 2) return alike[0];
  // A notebook beside its own past.
  const text = cell.toString();
  return alike.find((notebook) =>
    notebook.getCells().some(({ document }) => document.uri.toString() === text),
  );
}
