import { deepEqual, equal } from 'node:assert/strict';
import { filteredPage } from '../../../src/live/filteredPage';

const PAGE = {
  total: 4,
  row: Int32Array.of(9, 4, 7, 1),
  top: Int32Array.of(1, 0, 1, 0),
  probability: Float64Array.of(1, 0.55, 0.71, 0.5),
  margin: new Float64Array(4),
  entropy: new Float64Array(4),
  label: Int32Array.of(0, 0, 1, 1),
  loss: Float64Array.of(4, 3, 2, 1),
  bars: { bins: 2, heights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
};

describe('rows of an evaluation on a cluster', () => {
  it('are filtered among those that came, by what was chosen in a chart', () => {
    deepEqual([...filteredPage(PAGE, { only: 'wrong' }, { from: 0, count: 10 }).row], [9, 1]);
    deepEqual([...filteredPage(PAGE, { label: 1, predicted: 0 }, { from: 0, count: 10 }).row], [1]);
    deepEqual([...filteredPage(PAGE, { bin: 9 }, { from: 0, count: 10 }).row], [9]);
    const second = filteredPage(PAGE, {}, { from: 1, count: 2 });
    equal(second.total, 4);
    deepEqual([...second.row], [4, 7]);
    deepEqual([...second.bars.heights], [3, 4, 5, 6]);
  });
});
