import assert from 'node:assert/strict';
import { Field, Float64, List, Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { openArrow } from '../../../src/records/arrow/open';
import { recordsFrom } from '../../../src/records/columnar/recordObjects';

describe('the first records of a file of columns', () => {
  const rows = Array.from({ length: 40 }, (_, row) => Array.from({ length: 600 }, (_, c) => row + c / 8));
  const type = new List(new Field('item', new Float64()));
  const bytes = tableToIPC(new Table({ logits: vectorFromArray(rows, type) }), 'stream');
  const slice = (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, offset + length));

  it('are as many as are asked for, or fewer where their numbers are many', async () => {
    const file = await openArrow({ size: bytes.length, slice }, 'arrow-stream');
    const read = (most?: number) => recordsFrom(file, 0, 30, {}, file.columns, most);
    for (const [most, count] of [
      [undefined, 30],
      [1, 1],
      [600, 2],
      [1300, 3],
    ] as const) {
      const records = await read(most);
      assert.equal(records.length, count);
      assert.deepEqual(records.at(-1)!.get(file.columns[0]), rows[count - 1]);
    }
  });
});
