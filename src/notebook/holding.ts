import * as vscode from 'vscode';

const KEY = 'logitscope.notebookHolds';

/** Which notebooks hold something to inspect, so that only their toolbars offer it. */
export class Holding implements vscode.Disposable {
  /** Cells with something in their outputs. */
  private readonly cells = new WeakMap<vscode.NotebookDocument, Set<vscode.NotebookCell>>();
  private readonly listening = vscode.window.onDidChangeActiveNotebookEditor(() => this.tell());
  private told = false;

  /** A cell was looked at. */
  looked(cell: vscode.NotebookCell, holds: boolean): void {
    const { notebook } = cell;
    const cells = this.cells.get(notebook) ?? new Set();
    this.cells.set(notebook, cells);
    if (holds) cells.add(cell);
    else cells.delete(cell);
    if (notebook === vscode.window.activeNotebookEditor?.notebook) this.tell();
  }

  private tell(): void {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const cells = [...((notebook && this.cells.get(notebook)) ?? [])];
    // A cell that was removed has the index −1.
    const holds = cells.some(({ index }) => index >= 0);
    if (holds === this.told) return;
    this.told = holds;
    void vscode.commands.executeCommand('setContext', KEY, holds);
  }

  dispose(): void {
    this.listening.dispose();
  }
}
