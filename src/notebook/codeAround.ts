import * as vscode from 'vscode';
import type { NotebookCode } from '../arrays/types';
import { perVersion } from './perVersion';

/** Notebooks with more code are not followed through their cells. */
const LONGEST = 300_000;

/** The Python of a notebook's cells in their order, and each cell's place among them; nothing where it is too long. */
export const codeOf = perVersion((notebook) => {
  const all = notebook
    .getCells()
    .filter(
      ({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python',
    );
  const cells = all.map(({ document }) => document.getText());
  const length = cells.reduce((sum, one) => sum + one.length, 0);
  if (length > LONGEST) return undefined;
  return { cells, places: new Map(all.map((cell, at) => [cell, at])) };
});

/** The code around a cell: what is done with a value elsewhere tells what it is. */
export function codeAround(cell: vscode.NotebookCell): NotebookCode | undefined {
  const code = codeOf(cell.notebook);
  const at = code?.places.get(cell);
  return at === undefined ? undefined : { cells: code!.cells, at };
}
