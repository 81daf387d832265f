import assert from 'node:assert/strict';
import type { NotebookCell, NotebookDocument, Uri } from 'vscode';
import { cellOf } from '../../../src/ui/cellOf';

const uri = (scheme: string, path: string, fragment = '') =>
  ({ scheme, path, fragment, toString: () => `${scheme}:${path}#${fragment}` }) as unknown as Uri;

describe('The cell of a document', () => {
  let walks = 0;
  const notebook = (scheme: string, path: string, cells: number) => {
    const made = Array.from(
      { length: cells },
      (_, i) =>
        ({
          document: { uri: uri('vscode-notebook-cell', path, `${scheme}${i}`) },
        }) as unknown as NotebookCell,
    );
    const getCells = () => {
      walks++;
      return made;
    };
    return { uri: uri(scheme, path), getCells } as unknown as NotebookDocument;
  };
  const all = [
    notebook('file', '/a.ipynb', 3),
    notebook('file', '/b.ipynb', 3),
    notebook('git', '/b.ipynb', 3),
  ];

  it('is looked for in the notebooks of its path alone', () => {
    walks = 0;
    const cell = cellOf(all, uri('vscode-notebook-cell', '/b.ipynb', 'file2'));
    assert.ok(cell);
    assert.equal(walks, 1);
    assert.equal(cell, all[1].getCells()[2]);
  });

  it('is of the one that is meant where a notebook stands beside its own past', () => {
    assert.equal(cellOf(all, uri('vscode-notebook-cell', '/b.ipynb', 'git0')), all[2].getCells()[0]);
  });

  it('is none for a file and for a cell that is gone', () => {
    assert.equal(cellOf(all, uri('file', '/b.ipynb')), undefined);
    assert.equal(cellOf(all, uri('vscode-notebook-cell', '/b.ipynb', 'file9')), undefined);
  });
});
