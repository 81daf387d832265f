import assert from 'node:assert/strict';
import { ndarray } from '../../../src/arrays/ndarray';
import {
  logSoftmax,
  logSumExp,
  precisionPath,
  softmax,
  softmaxSteps,
  sparseSoftmaxCrossEntropy,
} from '../../../src/numerics';
import { instance, memoryInUse } from '../../../src/numerics/wasmKernels';
import { xorshift } from './random';
import { ulp } from './ulp';

const [ROWS, CLASSES] = [40, 30_011];
function large(): Float32Array {
  const random = xorshift(9);
  return Float32Array.from({ length: ROWS * CLASSES }, () => (random() * 2 - 1) * 12);
}

describe('the exponential of the large float32 path', () => {
  it('is within 2 ULP, and within 1 in fact, over every binade it serves', () => {
    const { exports } = instance()!;
    const random = xorshift(3);
    let worst = 0;
    for (let i = 0; i < 300_000; i++) {
      const x = Math.fround((random() * 2 - 1) * (i % 2 ? 80 : 1.5));
      const exact = Math.exp(x);
      worst = Math.max(worst, Math.abs(exports.fastExp(x) - exact) / ulp(exact, 'float32'));
    }
    assert.ok(worst < 1, `${worst} ULP`);
  });
});

describe('float32 arrays of more than a million elements', () => {
  const data = large();
  // Rows that the float32 path must hand over: masked, NaN, +inf, huge, far apart, confident, all masked.
  data.fill(-Infinity, 1 * CLASSES + 5, 1 * CLASSES + 9000);
  data[2 * CLASSES + 7] = NaN;
  data[3 * CLASSES + 11] = Infinity;
  for (let i = 0; i < CLASSES; i++) data[4 * CLASSES + i] += 3e6;
  data[5 * CLASSES + 100] = -1e9;
  data[6 * CLASSES + 17] = 90;
  data.fill(-Infinity, 7 * CLASSES, 8 * CLASSES);
  data.fill(-2_907_270, 8 * CLASSES + 3, 8 * CLASSES + 4);
  data[8 * CLASSES + 4] = -5_814_540;
  data.fill(-65504, 9 * CLASSES, 9 * CLASSES + 12);
  const x = ndarray(data, [ROWS, CLASSES]);
  const exact = ndarray(Float64Array.from(data), [ROWS, CLASSES]);

  it('take the fast path, and the accurate one at any temperature but 1 or in float64', () => {
    assert.equal(precisionPath(x), 'fast');
    assert.equal(precisionPath(x, { temperature: 2 }), 'accurate');
    assert.equal(precisionPath(exact), 'accurate');
    assert.equal(precisionPath(ndarray(new Float32Array(1_000_000), [1_000_000])), 'accurate');
  });

  it('have the softmax of the accurate path within 4 ULP, zeros and NaN alike', () => {
    const [fast, slow] = [softmax(x).data, softmax(exact).data];
    for (let i = 0; i < fast.length; i++) {
      if (Number.isNaN(slow[i])) assert.ok(Number.isNaN(fast[i]), `row ${Math.floor(i / CLASSES)}`);
      else {
        const error = Math.abs(fast[i] - slow[i]) / ulp(slow[i], 'float32');
        assert.ok(error <= 4, `${error} ULP at ${i}: ${fast[i]}, expected ${slow[i]}`);
      }
    }
  });

  it('have log-softmax and log-sum-exp of the accurate path within 3 ULP', () => {
    for (const [fast, slow] of [
      [logSoftmax(x).data, logSoftmax(exact).data],
      [logSumExp(x).data, logSumExp(exact).data],
    ]) {
      for (let i = 0; i < fast.length; i++) {
        if (Object.is(fast[i], slow[i])) continue;
        const error = Math.abs(fast[i] - slow[i]) / ulp(slow[i], 'float32');
        assert.ok(error <= 3, `${error} ULP at ${i}: ${fast[i]}, expected ${slow[i]}`);
      }
    }
  });

  it('keep the loss and the gradient of a confident right answer', () => {
    const labels = new Float64Array(ROWS);
    labels[6] = 17;
    const options = { reduction: 'none' } as const;
    const ids = ndarray(labels, [ROWS]);
    const [fast, slow] = [x, exact].map((logits) => sparseSoftmaxCrossEntropy(logits, ids, options));
    const [ofFast, ofSlow] = [x, exact].map(
      (logits) => sparseSoftmaxCrossEntropy(logits, ids, { ...options, gradient: true }).gradient!.data,
    );
    const at = 6 * CLASSES + 17;
    const relative = (a: number, b: number) => Math.abs(a - b) / Math.abs(b);
    assert.ok(slow.perExample.data[6] < 1e-30 && slow.perExample.data[6] > 0);
    assert.ok(relative(fast.perExample.data[6], slow.perExample.data[6]) < 1e-6);
    assert.ok(relative(ofFast[at], ofSlow[at]) <= 2 ** -24);
    assert.deepEqual(fast.flags, slow.flags);
  });
});

describe('long computations', () => {
  it('go chunk by chunk, and say how far they are', () => {
    const steps = softmaxSteps(ndarray(large(), [ROWS, CLASSES]));
    const seen: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) seen.push(step.value.done);
    assert.ok(seen.length >= ROWS / 3);
    assert.equal(seen.at(-1), ROWS);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
  });

  it('hold a bounded memory, and give a large one back', () => {
    const most = (n: number, rows: number, Type: typeof Float32Array | typeof Float64Array) => {
      const steps = softmaxSteps(ndarray(new Type(rows * n), [rows, n]));
      const seen: number[] = [];
      while (!steps.next().done) seen.push(memoryInUse());
      return Math.max(...seen);
    };
    assert.ok(most(1_000, 20_000, Float32Array) <= 4 * 2 ** 20);
    assert.ok(most(3_000_000, 1, Float64Array) > 64 * 2 ** 20);
    assert.equal(memoryInUse(), 0);
  });
});
