import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** The functions that a cluster's workers run, on one block of the rows 40 to 42. */
const SCRIPT = `
import sys
sys.path.insert(0, "src")
import numpy as np
from kernel.evaluation import row_columns, sampled_rows

for labels in ([1.0, 0.0, float("nan")], [1.0, 0.0, 3.7]):
    block = (np.eye(3)[:, :2], labels, None)
    for ask in (lambda: row_columns(block, 40, {})["unlabelled"], lambda: sampled_rows(block, 40, 100)[1].tolist()):
        try:
            print(ask())
        except ValueError as error:
            print(error)
`;

describe('Labels on a cluster', () => {
  it('are whole numbers or missing; one between two classes is named, with its row', () => {
    const { stdout, stderr } = spawnSync(process.env.LOGITSCOPE_PYTHON!, ['-c', SCRIPT], {
      encoding: 'utf8',
    });
    const wrong = 'labels[42] is 3.7; class IDs are whole numbers';
    assert.deepEqual(stdout.trim().split('\n'), ['1', '[1.0, 0.0, -1.0]', wrong, wrong], stderr);
  });
});
