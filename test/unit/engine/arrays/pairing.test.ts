import assert from 'node:assert/strict';
import { pairingOf } from '../../../../src/engine/arrays/pairing';

function pairs(arrays: Record<string, [dtype: string, ...shape: number[]]>) {
  const names = Object.keys(arrays);
  const { labels, first } = pairingOf(
    names.map((name) => {
      const [dtype, ...shape] = arrays[name];
      return { name, dtype, shape };
    }),
  );
  const pairsByName = Object.fromEntries(
    labels.flatMap((at, i) => (at === undefined ? [] : [[names[i], names[at]]])),
  ) as Record<string, string>;
  return { first: first === undefined ? undefined : names[first], pairs: pairsByName };
}

describe('the arrays of a file that belong together', () => {
  it('are logits and what is named and shaped as their labels', () => {
    assert.deepEqual(pairs({ ids: ['int64', 8], y_true: ['int64', 8], out: ['float32', 8, 3] }), {
      first: 'out',
      pairs: { out: 'y_true' },
    });
  });

  it('are those of one part of a data set', () => {
    const found = pairs({
      train_labels: ['int64', 8],
      val_labels: ['int64', 8],
      val_logits: ['float32', 8, 3],
      train_logits: ['float32', 8, 3],
    });
    assert.deepEqual(found, {
      first: 'val_logits',
      pairs: { val_logits: 'val_labels', train_logits: 'train_labels' },
    });
    assert.deepEqual(pairs({ test_labels: ['int64', 8], train_logits: ['float32', 8, 3] }).pairs, {});
  });

  it('are those that are called most alike, of many', () => {
    const models = Array.from({ length: 300 }, (_, i) => `m${i}`);
    const arrays: Record<string, [dtype: string, ...shape: number[]]> = {};
    for (const name of models) arrays[`${name}.labels`] = ['int64', 8];
    for (const name of models) arrays[`${name}.logits`] = ['float32', 8, 3];
    const found = pairs(arrays);
    assert.deepEqual(
      found.pairs,
      Object.fromEntries(models.map((name) => [`${name}.logits`, `${name}.labels`])),
    );
  });

  it('are none where only shapes fit', () => {
    const found = pairs({ 'head.weight': ['float32', 3, 3], 'head.bias': ['float32', 3] });
    assert.deepEqual(found, { first: 'head.weight', pairs: {} });
  });

  it('are none of images, whose labels may belong to another axis than the last one', () => {
    for (const [logits, labels] of [
      [
        [2, 1, 8, 9],
        [2, 1, 8, 9],
      ],
      [
        [2, 8, 9],
        [2, 1, 8, 9],
      ],
      [
        [2, 3, 8, 9],
        [2, 3, 8, 9],
      ],
      [
        [2, 9, 9, 9],
        [2, 9, 9],
      ],
    ])
      assert.deepEqual(pairs({ logits: ['float32', ...logits], labels: ['int64', ...labels] }).pairs, {});
    for (const labels of [
      [8, 9, 1],
      [8, 9],
    ])
      assert.deepEqual(pairs({ logits: ['float32', 8, 9, 1], labels: ['int64', ...labels] }).pairs, {
        logits: 'labels',
      });
  });

  it('leave what is named as logits to be shown first, and a single number to the last', () => {
    assert.equal(
      pairs({ step: ['int64'], hidden: ['float32', 8, 3], logits: ['float16', 8, 3] }).first,
      'logits',
    );
    assert.equal(pairs({ step: ['int64'], labels: ['int64', 8] }).first, 'labels');
    assert.equal(pairs({ step: ['int64'] }).first, 'step');
    assert.equal(pairs({}).first, undefined);
  });
});
