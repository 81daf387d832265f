import assert from 'node:assert/strict';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { FoundArray, ReadingKind } from '../../../../src/arrays/types';
import { previewOf } from '../../../../src/engine/views/preview';

const found = (values: readonly (readonly number[])[], kind: ReadingKind): FoundArray => {
  const array = fromNested(values, 'x');
  return {
    range: [0, 0],
    container: 'list',
    shape: array.shape,
    elided: false,
    array,
    reading: { kind, confidence: 1, evidence: [] },
  };
};

describe('the preview of an array', () => {
  it('draws the softmax of logits, one bar a class', () => {
    const preview = previewOf(found([[0, Math.log(3)]], 'logits'))!;
    assert.deepEqual([preview.rows, preview.classes, preview.bars.bins], [1, 2, 2]);
    assert.ok(Math.abs(preview.bars.heights[1] - 0.75) < 1e-6);
    assert.deepEqual([...preview.ranking.classes], [1, 0]);
  });

  it('draws probabilities as they stand', () => {
    const preview = previewOf(found([[0.7, 0.2, 0.1]], 'probabilities'))!;
    assert.ok(Math.abs(preview.bars.heights[0] - 0.7) < 1e-6);
  });

  it('has at most six rows and 32 bars, each the largest of its run of classes', () => {
    const row = Array.from({ length: 1000 }, (_, i) => (i === 999 ? 20 : 0));
    const preview = previewOf(
      found(
        Array.from({ length: 9 }, () => row),
        'logits',
      ),
    )!;
    assert.deepEqual([preview.rows, preview.top.length, preview.bars.bins], [9, 6, 32]);
    assert.ok(preview.bars.heights[31] > 0.99);
  });

  it('is not there for scores and labels that are no distribution, nor for one class', () => {
    for (const kind of ['binary-logits', 'sigmoid-scores', 'class-labels', 'one-hot'] as const) {
      assert.equal(previewOf(found([[0, 1]], kind)), undefined);
    }
    assert.equal(previewOf(found([[1], [2]], 'logits')), undefined);
  });

  it('leaves a row without a softmax without bars, and says why', () => {
    const preview = previewOf(
      found(
        [
          [1, NaN],
          [0, 0],
        ],
        'logits',
      ),
    )!;
    assert.deepEqual([...preview.bars.heights.subarray(0, 2)], [0, 0]);
    assert.equal(preview.flags[0].row, 0);
  });
});
