import * as vscode from 'vscode';
import type { NotebookCode } from '../arrays/types';

/** Notebooks with more code are not followed through their cells. */
const LONGEST = 300_000;

/** The Python of a cell's notebook in the order of the cells: what is done with a value elsewhere tells what it is. */
export function codeAround(cell: vscode.NotebookCell): NotebookCode | undefined {
  const all = cell.notebook
    .getCells()
    .filter(
      ({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python',
    );
  const at = all.indexOf(cell);
  if (at < 0) return undefined;
  const cells = all.map(({ document }) => document.getText());
  const length = cells.reduce((sum, one) => sum + one.length, 0);
  return length > LONGEST ? undefined : { cells, at };
}
