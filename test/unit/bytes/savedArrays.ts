import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { readArrayFile } from '../../../src/bytes/arrayFile';
import { bufferSource } from '../../../src/bytes/byteSource';
import type { StoredArray } from '../../../src/bytes/storedArray';
import { storedRows } from '../../../src/engine/rows/rowSource';

/** A file of make_torch.py, and what is in it. */
export interface Saved {
  /** Deflated, in base64. */
  file: string;
  arrays: {
    name: string;
    dtype?: string;
    shape?: number[];
    values?: (number | 'nan' | 'inf' | '-inf')[];
    problem?: true;
  }[];
}

/** Every array of the file, by name, is of the dtype, the shape and the values that are expected, and no other. */
export async function checkSaved({ file, arrays }: Saved, as = 'saved.pt'): Promise<void> {
  const all = await readArrayFile(bufferSource(inflateSync(Buffer.from(file, 'base64'))), as);
  const found = all.filter(({ texts, problem }) => texts === undefined || problem !== undefined);
  assert.deepEqual(
    found.map(({ name }) => name),
    arrays.map(({ name }) => name || 'saved'),
  );
  for (const [i, { name, dtype, shape, values, problem }] of arrays.entries()) {
    const stored = found[i];
    assert.equal(stored.problem !== undefined, problem === true, `${name}: ${stored.problem}`);
    if (problem) continue;
    assert.deepEqual([stored.values!.kind, stored.shape], [dtype, shape], name);
    assert.deepEqual(await numbersIn(stored), values!.map(numberOf), name);
  }
}

/** All values, as the engine reads them; a single number as a row of one. */
export async function numbersIn({ values, shape }: StoredArray): Promise<number[]> {
  const source = await storedRows(values!, shape.length === 0 ? [1] : shape);
  return [...(await source.read(0, source.rows)).data];
}

function numberOf(value: number | string): number {
  if (typeof value === 'number') return value;
  return value === 'nan' ? NaN : value === 'inf' ? Infinity : -Infinity;
}
