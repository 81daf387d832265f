import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Data, Kernels } from '../../../src/numerics/kernel';
import { kernelsFor } from '../../../src/numerics/kernels';
import { referenceKernels } from '../../../src/numerics/reference/kernels';
import { noneDescribed, noTotals } from '../../../src/numerics/rowTotals';
import { wasmKernels } from '../../../src/numerics/wasmKernels';
import { xorshift } from './random';

const ROWS = 5;
const SPECIAL: Record<string, (x: Data, n: number) => void> = {
  'ordinary logits': () => {},
  'a mask': (x) => x.forEach((_, i) => i % 5 === 1 && (x[i] = -Infinity)),
  'a NaN': (x) => (x[2 % x.length] = NaN),
  'a +inf': (x) => (x[0] = Infinity),
  'a +inf and a NaN': (x) => ((x[0] = Infinity), (x[1] = NaN)),
  'a row of -inf': (x, n) => x.fill(-Infinity, 0, n),
  'equal logits': (x) => x.fill(3.25),
  'an offset of 1e8': (x) => x.forEach((v, i) => (x[i] = v + 1e8)),
  'a confident row, a masked one, one of -inf and one with a NaN side by side': (x, n) => {
    x[n - 1] = 900;
    x[n] = -Infinity;
    x.fill(-Infinity, 2 * n, 3 * n);
    x[4 * n - 1] = NaN;
  },
  'logits near the end of the range': (x) =>
    x.forEach((v, i) => (x[i] = v * (x instanceof Float32Array ? 1e35 : 1e304))),
};

function everything(kernels: Kernels, x: Data, n: number, temperature: number): Data[] {
  const Type = x instanceof Float32Array ? Float32Array : Float64Array;
  const statistics = new Float64Array(ROWS * 6);
  const again = new Float64Array(ROWS * 6);
  const [p, log] = [new Type(x.length), new Type(x.length)];
  kernels.statistics(x, n, temperature, 'weighted', statistics);
  kernels.softmax(x, n, temperature, false, p, again);
  kernels.logSoftmax(x, n, temperature, false, log);
  const ranks = new Int32Array(ROWS);
  kernels.ranks(x, n, Int32Array.of(0, n >> 1, n - 1, n, -1), 10, ranks);
  const { indices, values, ...rest } = kernels.summary(x.subarray(0, n), temperature, Math.min(n, 4));
  // Argmax, second and weighted are only for the kind that asks for them.
  return [
    statistics,
    again.filter((_, i) => ![1, 2, 5].includes(i % 6)),
    p,
    log,
    Float64Array.from(ranks),
    Float64Array.from(indices),
    values,
    Float64Array.from(Object.values(rest)),
    ...described(kernels, x, n, temperature),
  ];
}

/** The columns of rows and of their labels, one ignored and one no class among them, and what is counted and summed up. */
function described(kernels: Kernels, x: Data, n: number, temperature: number): Data[] {
  const Ids = n <= 0x80 ? Int8Array : n <= 0x8000 ? Int16Array : Int32Array;
  const columns = {
    top: new Ids(ROWS),
    topProbability: new Float64Array(ROWS),
    logSumExp: new Float64Array(ROWS),
    label: new Ids(ROWS),
    loss: new Float64Array(ROWS),
  };
  const counts = noneDescribed();
  const ranks = new Int32Array(11);
  const given = Int32Array.of(0, n >> 1, n - 1, n, -1);
  // Twice, as what is counted is added up over calls.
  for (const labels of [given, given.toReversed()])
    kernels.describe(x, n, { temperature, given: labels, ignoreIndex: -1 }, columns, { counts, ranks });
  const totals = noTotals();
  kernels.addUp(columns, totals);
  kernels.addUp({ top: columns.top, topProbability: columns.topProbability }, totals);
  const { top, label, topProbability, logSumExp, loss } = columns;
  const bins = new Int32Array(8);
  // Losses lie in bins, beyond the last, and are no number.
  for (const width of [0.5, 40]) kernels.histogram(columns, width, bins);
  const whole = [top, label, ranks, bins].map((ids) => Float64Array.from(ids));
  return [...whole, topProbability, logSumExp, loss, counts, totals];
}

describe('WebAssembly and plain TypeScript', () => {
  for (const [name, change] of Object.entries(SPECIAL)) {
    it(`agree to the bit on ${name}`, () => {
      const random = xorshift(11);
      for (const Type of [Float32Array, Float64Array]) {
        for (const n of [1, 2, 3, 7, 10, 16, 24, 25, 63, 64, 65, 1000, 5001]) {
          for (const amplitude of [1, 40, 700]) {
            for (const temperature of [1, 0.7, 3]) {
              const x = new Type(Array.from({ length: ROWS * n }, () => (random() * 2 - 1) * amplitude));
              change(x, n);
              const compiled = everything(wasmKernels(n)!, x, n, temperature);
              const plain = everything(referenceKernels, x, n, temperature);
              compiled.forEach((got, part) => {
                const at = got.findIndex((v, i) => !Object.is(v, plain[part][i]));
                const what = `${Type.name}, n ${n}, amplitude ${amplitude}, temperature ${temperature}, part ${part}`;
                assert.equal(at, -1, `${what}: ${got[at]} and ${plain[part][at]} at ${at}`);
              });
            }
          }
        }
      }
    });
  }

  it('agree on the distances of whole numbers from a line', () => {
    const random = xorshift(12);
    const among = (n: number) => Math.floor(random() * n);
    for (const width of [1, 2, 0x100, 0x101, 0x10000, 0x10001, 2 ** 32, 2 ** 33, 2 ** 51])
      for (const slope of [0, 0.37, -3, 100.25, 1e9])
        for (const rows of [1, 2, 3, 255, 4096]) {
          const first = among(2 ** 30) - 2 ** 29;
          const values = Float64Array.from(
            { length: rows },
            (_, row) => first + Math.floor(slope * row) + among(width),
          );
          const { rest, ...line } = wasmKernels(rows)!.pack(values);
          const plain = referenceKernels.pack(values);
          assert.deepEqual({ ...line, ...(rest && { rest: rest.slice() }) }, plain);
          values.forEach((value, row) =>
            assert.equal(plain.first + Math.floor(plain.slope * row) + (plain.rest?.[row] ?? 0), value),
          );
        }
  });

  it('a row too long for the memory cap goes through plain TypeScript', () => {
    assert.equal(kernelsFor(20_000_000), referenceKernels);
    assert.notEqual(kernelsFor(1_000_000), referenceKernels);
  });

  it('the WebAssembly module is under 40 KB', () => {
    assert.ok(readFileSync('src/numerics/numerics.wasm').length < 40_000);
  });
});
