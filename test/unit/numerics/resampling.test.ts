import assert from 'node:assert/strict';
import { drawCounts, plainDraw } from '../../../src/numerics/resampling/drawCounts';
import { plainRows, weightedRows, type AllWeightedRows } from '../../../src/numerics/resampling/weightedRows';
import { xorshift } from './random';

const random = xorshift(11);
const anyBits = () => Math.floor(random() * 2 ** 32);

describe('random counts', () => {
  it('are the same in WebAssembly and in TypeScript, of any number of rows', () => {
    const limits = Uint32Array.of(0, 1, 1 << 20, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 2, 2 ** 32 - 1);
    for (const n of [0, 1, 15, 16, 17, 100, 5000, 200_000, 33]) {
      const own = new Int32Array(n).map(anyBits);
      const [draw, drawPlainly] = [drawCounts(own, limits), plainDraw(own, limits)];
      for (const salt of [0, 1, -1, anyBits() | 0]) {
        const [compiled, plain] = [new Uint8Array(n), new Uint8Array(n)];
        draw(salt, compiled);
        drawPlainly(salt, plain);
        assert.deepEqual(compiled, plain, `${n} rows, salt ${salt}`);
      }
    }
  });

  it('are how many limits the mixed bits reach', () => {
    // mix(0) is 0, and reaches a limit of 0 alone.
    const counts = new Uint8Array(2);
    drawCounts(Int32Array.of(0, 1), Uint32Array.of(0, 1, 2 ** 32 - 1))(0, counts);
    assert.deepEqual([...counts], [1, 2]);
  });
});

describe('rows that count as often as a weight says', () => {
  const shuffled = (n: number) => Int32Array.from({ length: n }, (_, i) => (i * 7919) % n);

  function everything(rows: AllWeightedRows, n: number, weights: readonly Uint8Array[]) {
    const values = Float64Array.from({ length: n }, (_, i) => Math.sin(i) * 10 ** (i % 7));
    const ordered = rows.inOrder(shuffled(n));
    const ends = Int32Array.of(0, n >> 2, n >> 2, n);
    // Every third row, the first half tied in groups of up to fifty.
    const place = Int32Array.from({ length: Math.ceil(n / 3) }, (_, i) => 3 * i);
    const group = (at: number) => (at < n / 2 ? 1 + (((at / 50) % 50) | 0) : 1);
    const tieFrom = place.map((at) => at - (at % group(at)));
    const tieTo = place.map((at, i) => Math.min(n, tieFrom[i] + group(at)));
    return weights.map((weight) => {
      rows.weigh(weight);
      ordered.weigh();
      return [rows, ordered].map((some) => ({
        before: some.before().slice(),
        lists: some.lists(shuffled(n), ends)().slice(),
        areas: some.areas({ place, tieFrom, tieTo })(),
        sums: [0, 1, 2, 3, 4, 5].map((from) => some.column(values)(Math.min(n, from), n)),
      }));
    });
  }

  it('have the same sums in WebAssembly and in TypeScript, to the bit', () => {
    for (const n of [0, 1, 2, 3, 4, 7, 16, 1000, 20_011]) {
      const weights = [0, 1, 2].map(() => Uint8Array.from({ length: n }, () => anyBits() >>> 24));
      assert.deepEqual(everything(weightedRows(n), n, weights), everything(plainRows(n), n, weights), `${n}`);
    }
  });

  it('have the sums of their definitions', () => {
    const rows = weightedRows(3);
    const sum = rows.column(Float64Array.of(1, 10, 100));
    const lists = rows.lists(Int32Array.of(2, 0, 1, 1), Int32Array.of(2, 2, 4));
    const ordered = rows.inOrder(Int32Array.of(2, 1, 0));
    rows.weigh(Uint8Array.of(1, 2, 3));
    ordered.weigh();
    assert.deepEqual([...rows.before()], [0, 1, 3, 6]);
    assert.deepEqual([...ordered.before()], [0, 3, 5, 6]);
    assert.deepEqual([...lists()], [4, 0, 4]);
    assert.equal(sum(0, 3), 321);
    assert.equal(sum(1, 2), 20);
  });
});
