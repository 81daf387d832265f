import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromNested, ndarray, type NDArray } from '../../../src/arrays/ndarray';
import {
  type CrossEntropyOptions,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '../../../src/numerics';
import { exactGradient } from './exactLoss';
import { ulp } from './ulp';

const IGNORED = -100;

/** Relative to the magnitudes that an entry is made of: a few roundings of float64, none of which cancels. */
const FLOAT64_ERROR = 12 * 2 ** -53;

/** Logits from alike to confident: rounded so that float32 has them, too. */
const logit = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.constantFrom(0, 100, -100),
);
const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e-20, 1e-9, 0.5));
const weight = fc.oneof(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.constantFrom(0, 1, 1e-12, 1e6));

const batch = fc
  .record({ rows: fc.integer({ min: 1, max: 3 }), classes: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, classes }) =>
    fc.record({
      x: fc.array(fc.array(logit.map(Math.fround), { minLength: classes, maxLength: classes }), {
        minLength: rows,
        maxLength: rows,
      }),
      ids: fc.array(fc.oneof(fc.nat(classes - 1), fc.constant(IGNORED)), {
        minLength: rows,
        maxLength: rows,
      }),
      shares: fc.array(fc.array(share, { minLength: classes, maxLength: classes }), {
        minLength: rows,
        maxLength: rows,
      }),
      options: fc.record({
        temperature: fc.constantFrom(1, 0.5, 2, 1.7),
        reduction: fc.constantFrom('none', 'mean', 'sum'),
        labelSmoothing: fc.oneof(
          fc.constantFrom(0, 1e-9, 0.1, 1),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        classWeights: fc.option(fc.array(weight, { minLength: classes, maxLength: classes }), {
          nil: undefined,
        }),
      }),
    }),
  );

function assertGradient(gradient: NDArray, exact: { gradient: number[][]; size: number[][] }, what: unknown) {
  const [wanted, size] = [exact.gradient.flat(), exact.size.flat()];
  assert.equal(gradient.data.length, wanted.length);
  wanted.forEach((value, i) => {
    const rounding = gradient.dtype === 'float32' ? 0.5 * ulp(value, 'float32') : 0;
    const allowed = FLOAT64_ERROR * size[i] + rounding + 1e-300;
    const error = Math.abs(gradient.data[i] - value);
    assert.ok(error <= allowed, `${gradient.data[i]} at ${i}, exactly ${value}: ${JSON.stringify(what)}`);
  });
}

const both = (x: number[][]) => [
  ndarray(Float64Array.from(x.flat()), [x.length, x[0].length]),
  ndarray(Float32Array.from(x.flat()), [x.length, x[0].length]),
];

describe('the gradient against exact arithmetic', () => {
  it('of class ids, for any smoothing, weights, temperature, reduction and ignored rows', () => {
    fc.assert(
      fc.property(batch, ({ x, ids, options }) => {
        const hot = ids.map((id) => (id === IGNORED ? undefined : x[0].map((_, c) => Number(c === id))));
        const total = ids.reduce((sum, id) => sum + (id < 0 ? 0 : (options.classWeights?.[id] ?? 1)), 0);
        fc.pre(options.reduction !== 'mean' || total > 0);
        const exact = exactGradient(x, hot, 'class-ids', options);
        for (const logits of both(x)) {
          const labels = ndarray(Float64Array.from(ids), [ids.length]);
          const { gradient } = sparseSoftmaxCrossEntropy(logits, labels, { ...options, gradient: true });
          assertGradient(gradient!, exact, { x, ids, options });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of labels that are any numbers from 0 to 1', () => {
    fc.assert(
      fc.property(batch, ({ x, shares, options }) => {
        // Without a reduction and weights the gradient is TensorFlow's, which takes the labels to sum to 1.
        fc.pre(options.reduction !== 'none' || options.classWeights !== undefined);
        const exact = exactGradient(x, shares, 'dense', options);
        for (const logits of both(x)) {
          const labels = fromNested(shares, 'labels');
          const { gradient } = softmaxCrossEntropy(logits, labels, { ...options, gradient: true });
          assertGradient(gradient!, exact, { x, shares, options });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of logits that were broadcast: of their own shape, summed over the rows they served', () => {
    const column = fc.record({
      x: fc.array(logit, { minLength: 1, maxLength: 4 }),
      rows: fc.integer({ min: 1, max: 4 }),
      dtype: fc.constantFrom('float32', 'float64'),
    });
    const cases = column.chain(({ x, rows, dtype }) =>
      fc.record({
        x: fc.constant(x.map(Math.fround)),
        dtype: fc.constant(dtype),
        shares: fc.array(fc.array(share, { minLength: x.length, maxLength: x.length }), {
          minLength: rows,
          maxLength: rows,
        }),
        reduction: fc.constantFrom('mean' as const, 'sum' as const),
        labelSmoothing: fc.constantFrom(0, 0.1),
      }),
    );
    fc.assert(
      fc.property(cases, ({ x, shares, dtype, ...given }) => {
        const options = { ...given, temperature: 1 };
        const { gradient, size } = exactGradient(
          shares.map(() => x),
          shares,
          'dense',
          options,
        );
        const summed = (rows: number[][]) => [x.map((_, c) => rows.reduce((sum, row) => sum + row[c], 0))];
        const data = dtype === 'float32' ? Float32Array.from(x) : Float64Array.from(x);
        for (const shape of [[x.length], [1, x.length]]) {
          const result = softmaxCrossEntropy(ndarray(data, shape), fromNested(shares, 'labels'), {
            ...options,
            gradient: true,
          });
          assert.deepEqual([result.gradient!.shape, result.gradient!.dtype], [shape, dtype]);
          assertGradient(result.gradient!, { gradient: summed(gradient), size: summed(size) }, { x, shares });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the gradient of a confident prediction', () => {
  const gradientOf = (labels: number[][], options: CrossEntropyOptions) =>
    softmaxCrossEntropy(fromNested([[100, 0]], 'logits'), fromNested(labels, 'labels'), {
      gradient: true,
      ...options,
    }).gradient!.data;
  const close = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) <= 1e-15 * Math.abs(expected), `${actual}, expected ${expected}`);

  it('under a small smoothing is the smoothing', () => {
    const labelSmoothing = 1e-9;
    for (const reduction of ['none', 'mean', 'sum'] as const) {
      close(gradientOf([[1, 0]], { labelSmoothing, reduction })[0], 5e-10);
      const { gradient } = sparseSoftmaxCrossEntropy(
        fromNested([[100, 0]], 'logits'),
        fromNested([0], 'ids'),
        {
          labelSmoothing,
          reduction,
          gradient: true,
        },
      );
      close(gradient!.data[0], 5e-10);
      close(gradient!.data[1], -5e-10);
    }
  });

  it('keeps a label of 1e-20 on another class', () => {
    for (const reduction of ['mean', 'sum'] as const)
      close(gradientOf([[1, 1e-20]], { reduction })[0], 1e-20);
    close(gradientOf([[1, 1e-20]], { reduction: 'none', classWeights: [1, 1] })[0], 1e-20);
  });

  it("is TensorFlow's softmax − labels without a reduction, with labels that do not sum to 1 as they are", () => {
    close(gradientOf([[1, 1e-20]], { reduction: 'none' })[0], -Math.exp(-100));
    close(gradientOf([[1, 1e-20]], { reduction: 'none' })[1], -1e-20);
    close(gradientOf([[0.25, 0.25]], { reduction: 'none' })[0], 0.75);
  });
});

describe('where the rows that count have no weight', () => {
  const logits = fromNested(
    [
      [2, 1],
      [0, 1],
    ],
    'logits',
  );
  it('a smoothed mean and its gradient are NaN, as in torch, and the sum is what smoothing adds', () => {
    const given = { classWeights: [0, 3], labelSmoothing: 0.2, gradient: true };
    const mean = sparseSoftmaxCrossEntropy(logits, fromNested([0, -100], 'ids'), given);
    assert.ok(Number.isNaN(mean.reduced));
    assert.deepEqual([...mean.gradient!.data], [NaN, NaN, 0, 0]);
    const { reduced } = sparseSoftmaxCrossEntropy(logits, fromNested([0, -100], 'ids'), {
      ...given,
      reduction: 'sum',
    });
    assert.ok(reduced! > 0 && reduced! < Infinity);
  });
});
