import assert from 'node:assert/strict';
import { checkLossCode } from '../../../src/losscode/check';
import { sourcesOf } from '../../../src/losscode/source';

const CELL = `import torch.nn.functional as F


def loss(x, y):
    return F.cross_entropy(F.softmax(x, dim=1), y)
`;

const notebook = (...cells: string[]) => [{ uri: 'n.ipynb', cells }];

describe('The pieces of a notebook', () => {
  it('are read again only where they changed', () => {
    const before = sourcesOf(notebook(CELL, `${CELL}b = 2`)).get('n.ipynb')!;
    const after = sourcesOf(notebook(CELL, `${CELL}b = 3`)).get('n.ipynb')!;
    assert.equal(after[0].module, before[0].module);
    assert.notEqual(after[1].module, before[1].module);
  });

  it('are told apart where the same stands twice', () => {
    const findings = checkLossCode({ files: notebook(CELL, CELL) });
    assert.deepEqual(
      findings.map(({ rule, range }) => `${rule} in cell ${range.cell}`),
      ['softmax-into-cross-entropy in cell 0', 'softmax-into-cross-entropy in cell 1'],
    );
  });

  it('do not spoil each other where one is half-typed', () => {
    const findings = checkLossCode({ files: notebook('model = nn.Sequential(nn.Linear(', CELL) });
    assert.deepEqual(
      findings.map(({ range }) => range.cell),
      [1],
    );
  });
});
