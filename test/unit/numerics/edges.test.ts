import assert from 'node:assert/strict';
import { fromNested, ndarray, type NestedNumbers } from '../../../src/arrays/ndarray';
import {
  entropy,
  jensenShannon,
  klDivergence,
  logSoftmax,
  logSumExp,
  rowFlags,
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '../../../src/numerics';

const inf = Infinity;
const array = (values: NestedNumbers) => fromNested(values, 'array');
const close = (actual: number, expected: number, relative: number) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual}, expected ${expected}`);

describe('rows that have no softmax', () => {
  const logits = array([
    [NaN, 1, 2],
    [inf, 1, 2],
    [-inf, -inf, -inf],
    [0, 1, 2],
  ]);

  it('are NaN as a whole, and the others untouched', () => {
    for (const result of [softmax(logits), logSoftmax(logits)]) {
      assert.ok(result.data.subarray(0, 9).every(Number.isNaN));
      assert.ok(result.data.subarray(9).every(Number.isFinite));
    }
  });

  it('are flagged with the reason', () => {
    assert.deepEqual(
      rowFlags(logits).map(({ row, reason }) => [row, reason]),
      [
        [0, 'nan'],
        [1, 'positive-infinity'],
        [2, 'all-masked'],
      ],
    );
  });

  it('have loss NaN and the same flags, in both cross-entropies', () => {
    const sparse = sparseSoftmaxCrossEntropy(logits, array([0, 0, 0, 0]), {
      reduction: 'none',
      gradient: true,
    });
    const dense = softmaxCrossEntropy(logits, array([[1, 0, 0]]), { reduction: 'none', gradient: true });
    for (const { perExample, gradient, flags } of [sparse, dense]) {
      assert.deepEqual([...perExample.data].map(Number.isNaN), [true, true, true, false]);
      assert.ok(gradient!.data.subarray(0, 9).every(Number.isNaN));
      assert.deepEqual(
        flags.map(({ reason }) => reason),
        ['nan', 'positive-infinity', 'all-masked'],
      );
    }
  });

  it('have the log-sum-exp of their largest: NaN, +inf, -inf', () => {
    assert.deepEqual([...logSumExp(logits).data.subarray(0, 3)], [NaN, inf, -inf]);
    assert.deepEqual([...logSumExp(array([NaN, inf])).data], [NaN]);
  });
});

describe('minus infinity beside finite logits', () => {
  it('is a mask: probability exactly 0, log-probability -inf', () => {
    const logits = array([1, -inf, 2, -inf]);
    assert.equal(softmax(logits).data[1], 0);
    assert.equal(logSoftmax(logits).data[3], -inf);
    close(logSumExp(logits).data[0], 2.3132616875182226, 1e-15);
    close(entropy(logits).data[0], entropy(array([1, 2])).data[0], 1e-15);
  });

  it('adds nothing where the label is 0, and makes the loss +inf, with a flag, where it is not', () => {
    const logits = array([[1, -inf, 2]]);
    const right = softmaxCrossEntropy(logits, array([[0.5, 0, 0.5]]));
    assert.ok(Number.isFinite(right.reduced));
    assert.deepEqual(right.flags, []);
    const wrong = softmaxCrossEntropy(logits, array([[0.5, 0.5, 0]]));
    const sparse = sparseSoftmaxCrossEntropy(logits, array([1]), { gradient: true });
    for (const { reduced, flags } of [wrong, sparse]) {
      assert.equal(reduced, inf);
      assert.deepEqual(
        flags.map(({ row, reason }) => [row, reason]),
        [[0, 'masked-label']],
      );
    }
    assert.equal(sparse.gradient!.data[1], -1);
  });

  it('a million of them add nothing to the loss of the one that is left', () => {
    const row = new Float64Array(1_000_000).fill(-inf);
    row[123_456] = -7;
    const logits = ndarray(row, [1, row.length]);
    assert.equal(sparseSoftmaxCrossEntropy(logits, array([123_456])).reduced, 0);
    assert.equal(logSumExp(logits).data[0], -7);
  });
});

describe('the smallest shapes', () => {
  it('no classes: log-sum-exp -inf, an empty softmax, an error from a cross-entropy', () => {
    const none = ndarray(new Float64Array(0), [2, 0]);
    assert.deepEqual([...logSumExp(none).data], [-inf, -inf]);
    assert.deepEqual(softmax(none).shape, [2, 0]);
    assert.throws(
      () => sparseSoftmaxCrossEntropy(none, array([0, 0])),
      /expected at least one class, got an axis of size 0/,
    );
  });

  it('no rows: empty results, mean NaN, sum 0', () => {
    const none = ndarray(new Float32Array(0), [0, 3]);
    const ids = ndarray(new Float64Array(0), [0]);
    assert.deepEqual(softmax(none), none);
    assert.deepEqual(sparseSoftmaxCrossEntropy(none, ids).reduced, NaN);
    assert.deepEqual(sparseSoftmaxCrossEntropy(none, ids, { reduction: 'sum' }).reduced, 0);
    assert.deepEqual(softmaxCrossEntropy(none, none).reduced, NaN);
    assert.deepEqual(softmaxCrossEntropy(none, none, { reduction: 'sum' }).perExample.shape, [0]);
  });

  it('one class: loss 0 and gradient +0', () => {
    const one = array([[-4.5]]);
    for (const { reduced, gradient } of [
      sparseSoftmaxCrossEntropy(one, array([0]), { gradient: true }),
      softmaxCrossEntropy(one, array([[1]]), { gradient: true }),
    ]) {
      assert.equal(reduced, 0);
      assert.ok(Object.is(gradient!.data[0], 0));
    }
  });
});

describe('digits that other implementations lose', () => {
  it('the loss of a confident right prediction is log1p of the tail', () => {
    for (const gap of [20, 40, 100, 700]) {
      const logits = array([[gap, 0]]);
      close(sparseSoftmaxCrossEntropy(logits, array([0])).reduced!, Math.log1p(Math.exp(-gap)), 1e-15);
      close(softmaxCrossEntropy(logits, array([[1, 0]])).reduced!, Math.log1p(Math.exp(-gap)), 1e-15);
    }
  });

  it('the gradient at a confident right label is minus the other probabilities, to 1e-13', () => {
    for (const gap of [20, 40, 100, 300]) {
      const logits = array([[gap, 0, -1]]);
      const others = Math.exp(-gap) + Math.exp(-gap - 1);
      const expected = -others / (1 + others);
      for (const reduction of ['none', 'mean', 'sum'] as const) {
        const sparse = sparseSoftmaxCrossEntropy(logits, array([0]), { reduction, gradient: true });
        const dense = softmaxCrossEntropy(logits, array([[1, 0, 0]]), { reduction, gradient: true });
        close(sparse.gradient!.data[0], expected, 1e-13);
        close(dense.gradient!.data[0], expected, 1e-13);
      }
    }
  });

  it('float32 logits keep it as well, up to the rounding of float32', () => {
    const logits = ndarray(Float32Array.of(30, 0), [1, 2]);
    const { gradient, perExample } = sparseSoftmaxCrossEntropy(logits, array([0]), { gradient: true });
    close(gradient!.data[0], -Math.exp(-30), 1e-7);
    close(perExample.data[0], Math.exp(-30), 1e-7);
  });

  it('an offset cancels exactly', () => {
    for (const offset of [0, 1e8, -1e8, 2 ** 50]) {
      const { reduced } = sparseSoftmaxCrossEntropy(array([[2 + offset, -1 + offset]]), array([0]));
      close(reduced!, 0.04858735157374206, 1e-15);
    }
  });

  it('divergences of nearly equal distributions keep their digits', () => {
    const step = 1e-9;
    const [p, q] = [array([0, 0]), array([step, -step])];
    // KL = log cosh(step) = step²/2, JS = step²/8 to first order.
    close(klDivergence(p, q).data[0], step ** 2 / 2, 1e-6);
    close(jensenShannon(p, q).data[0], step ** 2 / 8, 1e-6);
    assert.equal(klDivergence(array([1, -inf]), array([1, 2])).data[0] > 0, true);
    assert.equal(klDivergence(array([1, 2]), array([1, -inf])).data[0], inf);
    close(jensenShannon(array([0, -inf]), array([-inf, 0])).data[0], Math.LN2, 1e-15);
  });

  it('temperatures from 1e-300 to 1e300 neither overflow nor divide by zero', () => {
    assert.deepEqual([...softmax(array([1, 2]), { temperature: 1e-300 }).data], [0, 1]);
    assert.deepEqual([...softmax(array([1, 2]), { temperature: 1e300 }).data], [0.5, 0.5]);
    assert.deepEqual([...softmax(array([1, 1]), { temperature: 5e-324 }).data], [0.5, 0.5]);
  });
});

describe('input that is refused', () => {
  const logits = array([
    [1, 2],
    [3, 4],
  ]);
  const refused: [string, () => unknown, RegExp][] = [
    [
      'an axis that is not there',
      () => softmax(logits, { axis: 2 }),
      /axis: expected an integer from -2 to 1 .*got 2/,
    ],
    [
      'a temperature of 0',
      () => softmax(logits, { temperature: 0 }),
      /temperature: expected a finite number above 0, got 0/,
    ],
    ['a temperature of NaN', () => logSumExp(logits, { temperature: NaN }), /temperature.*got NaN/],
    ['a scalar', () => softmax(array(3)), /at least one axis/],
    [
      'a shape that does not fit the data',
      () => softmax(ndarray(new Float64Array(3), [2, 2])),
      /has 4 elements, got 3/,
    ],
    [
      'a dtype that is not the data’s',
      () => softmax({ dtype: 'float32', shape: [1], data: new Float64Array(1) }),
      /dtype/,
    ],
    [
      'a class id out of range',
      () => sparseSoftmaxCrossEntropy(logits, array([0, 2])),
      /expected an integer from 0 to 1, .*got 2 in row 1/,
    ],
    ['a negative class id', () => sparseSoftmaxCrossEntropy(logits, array([-1, 0])), /got -1 in row 0/],
    ['a fractional class id', () => sparseSoftmaxCrossEntropy(logits, array([0.5, 0])), /got 0.5 in row 0/],
    [
      'class ids of another shape',
      () => sparseSoftmaxCrossEntropy(logits, array([0])),
      /classIds: expected shape 2/,
    ],
    [
      'labels that do not broadcast',
      () => softmaxCrossEntropy(logits, array([[1, 0, 0]])),
      /doesn’t broadcast/,
    ],
    [
      'smoothing above 1',
      () => sparseSoftmaxCrossEntropy(logits, array([0, 0]), { labelSmoothing: 1.5 }),
      /labelSmoothing.*1.5/,
    ],
    [
      'too few weights',
      () => sparseSoftmaxCrossEntropy(logits, array([0, 0]), { classWeights: [1] }),
      /one for each of the 2 classes, got 1/,
    ],
    [
      'a negative weight',
      () => softmaxCrossEntropy(logits, logits, { classWeights: [1, -1] }),
      /classWeights\[1\].*-1/,
    ],
    [
      'an unknown reduction',
      () => softmaxCrossEntropy(logits, logits, { reduction: 'avg' as 'mean' }),
      /reduction.*"avg"/,
    ],
  ];
  for (const [what, run, message] of refused) it(`is named: ${what}`, () => void assert.throws(run, message));
});

describe('dense labels', () => {
  it('broadcast against the logits like NumPy, both ways', () => {
    const logits = array([
      [2, 1, 0],
      [0, 1, 2],
    ]);
    const one = softmaxCrossEntropy(logits, array([0, 0, 1]), { reduction: 'none' });
    assert.deepEqual(one.perExample.shape, [2]);
    const both = softmaxCrossEntropy(
      array([[2, 1, 0]]),
      array([
        [1, 0, 0],
        [0, 1, 0],
      ]),
      { reduction: 'none', gradient: true },
    );
    assert.deepEqual(both.gradient!.shape, [1, 3]);
    close(both.perExample.data[1] - both.perExample.data[0], 1, 1e-14);
  });

  it('that do not sum to 1, or are negative, are computed as defined and flagged', () => {
    const { perExample, flags } = softmaxCrossEntropy(
      array([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
      array([
        [1, 1],
        [2, -1],
        [0.5, 0.5],
      ]),
      {
        reduction: 'none',
      },
    );
    close(perExample.data[0], 2 * Math.LN2, 1e-15);
    assert.deepEqual(
      flags.map(({ row, reason }) => [row, reason]),
      [
        [0, 'label-distribution'],
        [1, 'label-distribution'],
      ],
    );
    assert.match(flags[0].message, /sum to 2, not to 1/);
  });
});
