import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findArrays } from '../../../src/text/find';

interface Print {
  text: string;
  shape: number[];
  container: string;
  dtype?: string;
  elided?: boolean;
  sha?: string;
}

/** Made by test/fixtures/arrays/generate.py with real numpy and torch; PRINTS names a larger run of it. */
const file = process.env.PRINTS ?? 'test/fixtures/arrays/prints.jsonl';
const [head, ...prints] = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown) as [{ versions: Record<string, string> }, ...Print[]];

/** SHA-256 of the doubles, little-endian, as the generator takes it. */
function digest(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (let i = 0; i < values.length; i++) bytes.writeDoubleLE(values[i], i * 8);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

describe(`arrays printed by numpy ${head.versions.numpy} and torch ${head.versions.torch}`, () => {
  for (const container of ['torch', 'numpy-repr', 'numpy-str', 'list']) {
    it(`reads every ${container} print back: shape, dtype and every value as printed`, () => {
      const chosen = prints.filter((print) => print.container === container);
      assert.ok(chosen.length >= 50);
      for (const { text, shape, dtype, elided, sha } of chosen) {
        const found = findArrays(text);
        assert.equal(found.length, 1, text);
        const [one] = found;
        assert.deepEqual([...one.shape], shape, text);
        assert.equal(one.container, container, text);
        assert.equal(one.dtype, dtype, text);
        assert.deepEqual([...one.range], [0, text.length], text);
        assert.equal(one.elided, elided ?? false, text);
        if (one.array === undefined) assert.ok(elided, text);
        else assert.equal(digest(one.array.data), sha, text);
      }
    });
  }
});
