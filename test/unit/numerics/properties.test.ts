import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ndarray } from '../../../src/arrays/ndarray';
import {
  entropy,
  jensenShannon,
  klDivergence,
  logSoftmax,
  logSumExp,
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
  topK,
} from '../../../src/numerics';
import { referenceKernels } from '../../../src/numerics/reference/kernels';

const logit = fc.double({ min: -80, max: 80, noNaN: true });
const row = fc.array(logit, { minLength: 1, maxLength: 40 });
const labelled = row.chain((x) => fc.record({ x: fc.constant(x), label: fc.nat(x.length - 1) }));
const one = (x: ArrayLike<number>) => ndarray(Float64Array.from(x), [1, x.length]);
const id = (label: number) => ndarray(Float64Array.of(label), [1]);
const near = (actual: number, expected: number, allowed: number) =>
  assert.ok(Math.abs(actual - expected) <= allowed, `${actual}, expected ${expected} ± ${allowed}`);
const total = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v, 0);

describe('for any row of logits', () => {
  it('probabilities sum to 1', () => {
    fc.assert(fc.property(row, (x) => near(total(softmax(one(x)).data), 1, 1e-14)));
  });

  it('a shift that is exact changes no bit', () => {
    const integers = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(integers, fc.integer({ min: -1000, max: 1000 }), (x, shift) => {
        const [p, q] = [softmax(one(x)).data, softmax(one(x.map((v) => v + shift))).data];
        // Different reductions of the argument may differ in the last place.
        p.forEach((v, i) => near(q[i], v, v * 2 ** -51));
      }),
    );
  });

  it('a permutation of the classes permutes the probabilities', () => {
    fc.assert(
      fc.property(row, (x) => {
        const [p, q] = [softmax(one(x)).data, softmax(one(x.toReversed())).data];
        p.forEach((v, i) => near(q[x.length - 1 - i], v, v * 2 ** -51));
      }),
    );
  });

  it('a temperature is a division of the logits', () => {
    fc.assert(
      fc.property(row, fc.double({ min: 0.05, max: 20, noNaN: true }), (x, temperature) => {
        const warm = logSoftmax(one(x), { temperature }).data;
        const divided = logSoftmax(one(x.map((v) => v / temperature))).data;
        warm.forEach((v, i) => near(v, divided[i], 1e-12 * (1 + Math.abs(v))));
        near(
          logSumExp(one(x), { temperature }).data[0],
          logSumExp(one(x.map((v) => v / temperature))).data[0],
          1e-12 * (1 + Math.abs(x[0]) / temperature + 80 / temperature),
        );
      }),
    );
  });

  it('log-softmax is the logarithm of softmax', () => {
    fc.assert(
      fc.property(row, (x) => {
        const [p, log] = [softmax(one(x)).data, logSoftmax(one(x)).data];
        p.forEach((v, i) => near(Math.exp(log[i]), v, 1e-13 * v));
      }),
    );
  });

  it('the loss of a class is at least 0, and the same for its id and its one-hot label, gradient included', () => {
    fc.assert(
      fc.property(labelled, fc.double({ min: 0, max: 1, noNaN: true }), ({ x, label }, labelSmoothing) => {
        const hot = one(x.map((_, i) => Number(i === label)));
        for (const smoothing of [0, labelSmoothing]) {
          const options = { gradient: true, labelSmoothing: smoothing };
          const sparse = sparseSoftmaxCrossEntropy(one(x), id(label), options);
          const dense = softmaxCrossEntropy(one(x), hot, options);
          assert.ok(sparse.reduced! >= 0);
          near(sparse.reduced!, dense.reduced!, 1e-13 * dense.reduced!);
          sparse.gradient!.data.forEach((v, i) => near(v, dense.gradient!.data[i], 1e-14));
        }
      }),
    );
  });

  it('the gradient sums to 0 within 1e-15', () => {
    fc.assert(
      fc.property(labelled, ({ x, label }) => {
        const { gradient } = sparseSoftmaxCrossEntropy(one(x), id(label), { gradient: true });
        near(total(Array.from(gradient!.data).sort((a, b) => a - b)), 0, 1e-15);
      }),
    );
  });

  it('the gradient is what a small step changes', () => {
    fc.assert(
      fc.property(labelled, fc.double({ min: 0.3, max: 3, noNaN: true }), ({ x, label }, temperature) => {
        const options = { temperature, gradient: true };
        const { gradient } = sparseSoftmaxCrossEntropy(one(x), id(label), options);
        const step = 1e-5;
        const at = (i: number, d: number) =>
          sparseSoftmaxCrossEntropy(one(x.map((v, j) => (i === j ? v + d : v))), id(label), options).reduced!;
        for (let i = 0; i < Math.min(x.length, 4); i++) {
          near((at(i, step) - at(i, -step)) / (2 * step), gradient!.data[i], 1e-4);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('entropy lies between 0 and log C, and Kullback–Leibler and Jensen–Shannon are at least 0', () => {
    fc.assert(
      fc.property(row, (x) => {
        const h = entropy(one(x)).data[0];
        assert.ok(h >= 0 && h <= Math.log(x.length) + 1e-14, String(h));
        const [p, q] = [one(x), one(x.toReversed())];
        assert.ok(klDivergence(p, q).data[0] >= 0);
        assert.equal(klDivergence(p, p).data[0], 0);
        const js = jensenShannon(p, q).data[0];
        assert.ok(js >= 0 && js <= Math.LN2 + 1e-15);
        near(jensenShannon(q, p).data[0], js, 1e-14);
      }),
    );
  });

  it('topK is the head of a stable descending sort, NaN first', () => {
    const anything = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity)),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(anything, fc.nat(220), (x, k) => {
        const rank = (v: number) => (Number.isNaN(v) ? Infinity : v === Infinity ? 1e300 : v);
        const sorted = x
          .map((v, i) => [v, i])
          .sort(([a, i], [b, j]) => (rank(a) === rank(b) ? i - j : rank(b) > rank(a) ? 1 : -1));
        const given = [topK(new Float32Array(x), k), topK(new Float64Array(x), k)];
        const written = referenceKernels.topK(new Float64Array(x), Math.min(k, x.length));
        for (const { indices, values } of [...given, written]) {
          assert.deepEqual(
            [...indices],
            sorted.slice(0, k).map(([, i]) => i),
          );
          assert.deepEqual(
            [...values],
            sorted.slice(0, k).map(([v]) => v),
          );
        }
      }),
    );
  });

  it('any axis gives what the last axis gives of the transposed array', () => {
    fc.assert(
      fc.property(fc.array(logit, { minLength: 24, maxLength: 24 }), fc.nat(2), (x, axis) => {
        const shape = [2, 3, 4];
        const strides = [12, 4, 1];
        const order = [0, 1, 2].filter((a) => a !== axis).concat(axis);
        const [a, b, c] = order.map((o) => shape[o]);
        const moved: number[] = [];
        const places: number[] = [];
        for (let i = 0; i < a; i++)
          for (let j = 0; j < b; j++)
            for (let k = 0; k < c; k++) {
              places.push(i * strides[order[0]] + j * strides[order[1]] + k * strides[order[2]]);
              moved.push(x[places.at(-1)!]);
            }
        const wanted = softmax(ndarray(Float64Array.from(moved), [a, b, c])).data;
        for (const which of [axis, axis - 3]) {
          const got = softmax(ndarray(Float64Array.from(x), shape), { axis: which }).data;
          places.forEach((place, i) => assert.equal(got[place], wanted[i]));
        }
        assert.deepEqual(logSumExp(ndarray(Float64Array.from(x), shape), { axis }).shape, [a, b]);
      }),
    );
  });
});
