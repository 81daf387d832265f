import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ndarray } from '../../../src/arrays/ndarray';
import { entropy, logSoftmax, logSumExp, precisionPath, rowSummary, softmax } from '../../../src/numerics';
import { xorshift } from './random';
import { ulpError } from './ulp';

interface Case {
  dtype: 'float32' | 'float64';
  n: number;
  amplitude: number;
  offset: number;
  temperature: number;
  mask: boolean;
  seed: number;
  at: number[];
  softmax: number[][];
  logSoftmax: number[][];
  logSumExp: number[];
  entropy: number[];
}

const { cases } = JSON.parse(readFileSync('test/fixtures/numerics/exact.json', 'utf8')) as { cases: Case[] };

function rowOf({ dtype, n, amplitude, offset, mask, seed }: Case): Float32Array | Float64Array {
  const random = xorshift(seed);
  const row = dtype === 'float32' ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = (random() * 2 - 1) * amplitude + offset;
    row[i] = mask && i % 3 === 1 ? -Infinity : x;
  }
  return row;
}

/** The worst error in ULP over all cases of a dtype that `select` takes. */
function worst(
  dtype: Case['dtype'],
  result: (item: Case, row: Float32Array | Float64Array) => [got: ArrayLike<number>, exact: number[][]],
  select: (item: Case) => boolean = () => true,
): { error: number; where: string; count: number } {
  const found = { error: 0, where: '', count: 0 };
  for (const item of cases.filter((one) => one.dtype === dtype && select(one))) {
    const [got, exact] = result(item, rowOf(item));
    exact.forEach((truth, j) => {
      found.count++;
      const error = ulpError(got[j], truth, dtype);
      if (error <= found.error) return;
      const { n, amplitude, offset, temperature, mask } = item;
      found.error = error;
      found.where = JSON.stringify({
        n,
        amplitude,
        offset,
        temperature,
        mask,
        at: item.at[j],
        got: got[j],
        truth,
      });
    });
  }
  return found;
}
function assertWithin(limit: number, found: { error: number; where: string; count: number }) {
  assert.ok(found.count > 0);
  assert.ok(found.error <= limit, `${found.error} ULP, allowed ${limit}: ${found.where}`);
}

const softmaxAt = (item: Case, row: Float32Array | Float64Array): [number[], number[][]] => {
  const p = softmax(ndarray(row, [item.n]), item).data;
  return [item.at.map((i) => p[i]), item.softmax];
};
const logSoftmaxAt = (item: Case, row: Float32Array | Float64Array): [number[], number[][]] => {
  const log = logSoftmax(ndarray(row, [item.n]), item).data;
  return [item.at.map((i) => log[i]), item.logSoftmax];
};

describe('accuracy against 40 digits, for 1 to 65,536 classes, amplitudes to 700, masks, temperatures, offsets to 1e300', () => {
  it('float64 softmax is within 2 ULP', () => assertWithin(2, worst('float64', softmaxAt)));
  it('float64 log-softmax is within 2 ULP', () => assertWithin(2, worst('float64', logSoftmaxAt)));
  it('float32 softmax is rounded once, within 0.501 ULP', () =>
    assertWithin(0.501, worst('float32', softmaxAt)));
  it('float32 log-softmax is rounded once, within 0.501 ULP', () =>
    assertWithin(0.501, worst('float32', logSoftmaxAt)));

  it('log-sum-exp is within 2 ULP of what is larger, the maximum or the result', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      for (const item of cases.filter((one) => one.dtype === dtype)) {
        const row = rowOf(item);
        const got = logSumExp(ndarray(row, [item.n]), item).data[0];
        const max = Float64Array.from(row).reduce((a, b) => Math.max(a, b)) / item.temperature;
        const unit = Math.max(Math.abs(max), Math.abs(item.logSumExp[0]));
        const error = Math.abs(got - item.logSumExp[0] - item.logSumExp[1]);
        const limit = dtype === 'float64' ? unit * 2 ** -51 : unit * 2 ** -23;
        assert.ok(
          error <= limit,
          `${got}, expected ${item.logSumExp[0]} (${JSON.stringify(item.amplitude)})`,
        );
      }
    }
  });

  it('entropy is right to 1e-13 of itself, in the row summary as well', () => {
    for (const item of cases.filter(({ dtype }) => dtype === 'float64')) {
      const row = rowOf(item);
      const [truth] = item.entropy;
      for (const got of [entropy(ndarray(row, [item.n]), item).data[0], rowSummary(row, item).entropy]) {
        assert.ok(
          Math.abs(got - truth) <= 1e-13 * truth + 2 ** -1060,
          `${got}, expected ${truth}: n ${item.n}`,
        );
      }
    }
  });

  it('all of them took the accurate path', () => {
    for (const item of cases) assert.equal(precisionPath(ndarray(rowOf(item), [item.n]), item), 'accurate');
  });
});
