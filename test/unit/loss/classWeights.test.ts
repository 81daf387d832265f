import assert from 'node:assert/strict';
import { lossTable } from '../../../src/loss/lossTable';
import { reweighted } from '../../../src/loss/reweighted';

const rows = {
  logits: Float64Array.of(2, 1, 0, -Infinity, 0, 1),
  classes: 2,
  label: Int32Array.of(0, 1, 1),
};

describe('class weights in the table of losses', () => {
  it('that are 0 for every label make a smoothed mean NaN, as in torch', () => {
    const settings = { temperature: 1, labelSmoothing: 0.1, classWeights: [0, 3] };
    const { reduced } = lossTable({ ...rows, label: Int32Array.of(0, 0, 0) }, settings);
    assert.ok(Number.isNaN(reduced));
  });

  it('of 0 leave an infinite loss out, whether computed with the logits or from the losses alone', () => {
    const settings = { temperature: 1, classWeights: [2, 0] };
    const plain = lossTable(rows, { temperature: 1 });
    assert.equal(plain.reduced, Infinity);
    for (const table of [lossTable(rows, settings), reweighted(plain, settings)!]) {
      assert.deepEqual([...table.loss!.subarray(1)], [0, 0]);
      assert.equal(table.reduced, table.loss![0] / 2);
    }
  });
});
