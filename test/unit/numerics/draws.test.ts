import assert from 'node:assert/strict';
import { drawCounts, drawPlainly } from '../../../src/numerics/draws/drawCounts';
import { xorshift } from './random';

describe('random counts', () => {
  const random = xorshift(11);
  const anyBits = () => Math.floor(random() * 2 ** 32);

  it('are the same in WebAssembly and in TypeScript, of any number of rows, whoever drew before', () => {
    const limits = Uint32Array.of(0, 1, 1 << 20, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 2, 2 ** 32 - 1);
    for (const n of [0, 1, 15, 16, 17, 100, 5000, 200_000, 33]) {
      const draws = { own: new Int32Array(n).map(anyBits), limits };
      for (const salt of [0, 1, -1, anyBits() | 0]) {
        const [compiled, plain] = [new Uint8Array(n), new Uint8Array(n)];
        drawCounts(draws, salt, compiled);
        drawPlainly(draws, salt, plain);
        assert.deepEqual(compiled, plain, `${n} rows, salt ${salt}`);
      }
    }
  });

  it('are how many limits the mixed bits reach', () => {
    // mix(0) is 0, and reaches a limit of 0 alone.
    const counts = new Uint8Array(2);
    drawCounts({ own: Int32Array.of(0, 1), limits: Uint32Array.of(0, 1, 2 ** 32 - 1) }, 0, counts);
    assert.deepEqual([...counts], [1, 2]);
  });
});
