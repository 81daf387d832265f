import assert from 'node:assert/strict';
import { batchOf } from '../../../src/loss/batchOf';
import { lossTable } from '../../../src/loss/lossTable';

describe('the figures of a batch', () => {
  const batch = (logits: number[][], label: number[]) =>
    batchOf(
      lossTable(
        { logits: Float64Array.from(logits.flat()), classes: 2, label: Int32Array.from(label) },
        { temperature: 1 },
      ),
    );

  it('leave a row without a distribution out of accuracy and calibration alike', () => {
    const { counted, accuracy, calibrationError, reduced } = batch(
      [
        [2, 0],
        [NaN, 0],
        [0, 2],
        [0, 2],
      ],
      [0, 0, 1, 0],
    );
    const p = 1 / (1 + Math.exp(-2));
    assert.equal(counted, 3);
    assert.equal(accuracy, 2 / 3);
    assert.ok(Math.abs(calibrationError! - Math.abs(p - 2 / 3)) < 1e-15);
    assert.ok(Number.isNaN(reduced), 'the mean loss is the one that torch gives');
  });

  it('claim no accuracy where no row has a distribution', () => {
    const { counted, accuracy, calibrationError } = batch([[NaN, 0]], [0]);
    assert.deepEqual([counted, accuracy, calibrationError], [0, undefined, undefined]);
  });
});
