import * as vscode from 'vscode';

/**
 * The notebook that a command means: the one named by Jupyter's variable viewer or the notebook variables view, else
 * the active one, else the interactive window beside a file of cells.
 */
export function notebookOf(argument: unknown): vscode.Uri {
  const { fileName, source } = (argument ?? {}) as { fileName?: unknown; source?: unknown };
  if (typeof fileName === 'object' && fileName !== null && 'path' in fileName)
    return asOpened(vscode.Uri.from(fileName as vscode.Uri));
  if (typeof source === 'string') return asOpened(vscode.Uri.parse(source));
  const active = vscode.window.activeNotebookEditor?.notebook ?? interactiveWindow();
  if (active) return active.uri;
  throw new Error(vscode.l10n.t('Open a notebook, run a cell, and try again.'));
}

/**
 * An address as kernels know it. In remote windows the workbench's menus name a notebook by `vscode-remote:`, while it
 * is open, and has its kernel, as `file:`.
 */
function asOpened(uri: vscode.Uri): vscode.Uri {
  const open = vscode.workspace.notebookDocuments.map((notebook) => notebook.uri);
  const text = uri.toString();
  const same = open.find((one) => one.toString() === text);
  if (same) return same;
  const alike = open.filter(({ path }) => path === uri.path);
  const active = vscode.window.activeNotebookEditor?.notebook.uri;
  const shown = alike.find((one) => one.toString() === active?.toString());
  return shown ?? alike[0] ?? (uri.scheme === 'vscode-remote' && active ? active : uri);
}

/** The interactive window whose cells a Python file in focus holds: the one on screen, else the one opened last. */
function interactiveWindow(): vscode.NotebookDocument | undefined {
  const isInteractive = ({ notebookType }: vscode.NotebookDocument) => notebookType === 'interactive';
  const shown = vscode.window.visibleNotebookEditors.map(({ notebook }) => notebook).find(isInteractive);
  return shown ?? vscode.workspace.notebookDocuments.filter(isInteractive).at(-1);
}
