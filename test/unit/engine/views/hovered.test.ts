import assert from 'node:assert/strict';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { FoundArray, ReadingKind } from '../../../../src/arrays/types';
import { hovered } from '../../../../src/engine/views/hovered';

const found = (values: readonly unknown[], kind: ReadingKind, targets?: readonly unknown[]): FoundArray => {
  const array = fromNested(values, 'x');
  const reading = { kind, confidence: 1, evidence: [] };
  return {
    ...{ range: [0, 0], container: 'list', shape: array.shape, elided: false, array, reading },
    ...(targets && { labels: { kind: 'multi-hot', values: fromNested(targets, 'y'), source: '' } }),
  };
};

/** 1 / (1 + exp(−2)) */
const SIGMOID_OF_2 = 0.8807970779778825;

describe('what a hover draws', () => {
  it('is the sigmoid of each class where a row has several labels, with its targets', () => {
    const drawn = hovered(found([[2, -1, 0]], 'logits', [[1, 0, 1]]))!;
    assert.ok(Math.abs(drawn.bars.heights[0] - SIGMOID_OF_2) < 1e-6);
    assert.deepEqual([...drawn.targets!], [1, 0, 1]);
    assert.deepEqual([...drawn.ranking.classes], [0, 2, 1]);
    assert.equal(drawn.ranking.probabilities[1], 0.5);
  });

  it('is nothing where nothing says that the numbers are scores', () => {
    assert.equal(hovered(found([[2, -1, 0]], 'other')), undefined);
    assert.ok(hovered({ ...found([[2, -1, 0]], 'other'), name: 'scores' }));
  });

  it('has in each bin of many classes the largest of them, and a target where one of them is', () => {
    const [rows, classes] = [3, 1000];
    const values = Array.from({ length: rows }, (_, r) =>
      Array.from({ length: classes }, (_, c) => Math.sin(r + c * c)),
    );
    const targets = values.map((row, r) => row.map((_, c) => Number(c === 7 * r || c === 999)));
    const { bars, targets: marks } = hovered(found(values, 'logits', targets))!;
    const bin = (c: number) => Math.ceil(((c + 1) * bars.bins) / classes) - 1;
    for (let r = 0; r < rows; r++)
      for (let b = 0; b < bars.bins; b++) {
        const inside = values[r].filter((_, c) => bin(c) === b);
        const right = Math.max(...inside.map((x) => 1 / (1 + Math.exp(-x))));
        assert.ok(Math.abs(bars.heights[r * bars.bins + b] - right) < 1e-6);
        assert.equal(marks![r * bars.bins + b], Number(b === bin(7 * r) || b === bars.bins - 1));
      }
  });

  it('is independent probabilities as they stand', () => {
    const drawn = hovered(found([[0.9, 0.2]], 'sigmoid-scores'))!;
    assert.deepEqual([...drawn.ranking.probabilities], [0.9, 0.2]);
  });

  it('is scores of one yes or no each side by side, and never their softmax', () => {
    const drawn = hovered(found([2, -1, 0], 'binary-logits'))!;
    assert.deepEqual([drawn.rows, drawn.bars.bins, drawn.top.length], [3, 3, 1]);
    assert.ok(Math.abs(drawn.bars.heights[0] - SIGMOID_OF_2) < 1e-6);
  });

  it('is a softmax of logits with class ids or without labels, and nothing of class ids', () => {
    assert.ok(Math.abs(hovered(found([[0, Math.log(3)]], 'logits'))!.bars.heights[1] - 0.75) < 1e-6);
    assert.equal(hovered(found([[0, 1]], 'class-labels')), undefined);
  });
});
