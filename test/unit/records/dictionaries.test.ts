import assert from 'node:assert/strict';
import {
  Dictionary,
  Int32,
  RecordBatchStreamWriter,
  Table,
  Utf8,
  vectorFromArray,
  type RecordBatch,
} from 'apache-arrow';
import { openArrow } from '../../../src/records/arrow/open';
import { recordsFrom } from '../../../src/records/columnar/recordObjects';
import { processorMs } from '../house/processor';

const ID = 0;
type Written = { _writeDictionaryBatch(values: unknown, id: number, isDelta: boolean): void };

/** A stream of record batches of one record each; in front of each, what its dictionary is told: values, added or anew. */
class Parts extends RecordBatchStreamWriter<{ label: Dictionary<Utf8, Int32> }> {
  told: { values: string[]; isDelta: boolean }[] = [];

  protected override _writeDictionaries(): this {
    for (const { values, isDelta } of this.told.splice(0))
      (this as unknown as Written)._writeDictionaryBatch(
        vectorFromArray(values, new Utf8()).data[0],
        ID,
        isDelta,
      );
    return this;
  }
}

type Batch = { at: number; told: Parts['told'] };

function streamOf(batches: readonly Batch[]): Uint8Array {
  const type = new Dictionary(new Utf8(), new Int32(), ID);
  const names = Array.from({ length: 1 + Math.max(...batches.map(({ at }) => at)) }, (_, i) => `x${i}`);
  const all = new Table({ label: vectorFromArray(names, type) });
  const writer = new Parts().reset(undefined, all.schema);
  for (const { at, told } of batches) {
    writer.told = told;
    writer.write(all.slice(at, at + 1).batches[0] as RecordBatch<{ label: Dictionary<Utf8, Int32> }>);
  }
  writer.finish();
  return writer.toUint8Array(true);
}

async function labelsOf(bytes: Uint8Array): Promise<unknown[]> {
  const slice = (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, offset + length));
  const file = await openArrow({ size: bytes.length, slice }, 'arrow-stream');
  const records = await recordsFrom(file, 0, Infinity, {});
  return records.map((record) => record.get(file.columns[0]));
}

describe('a dictionary of an Arrow stream', () => {
  const part = (i: number) => ({ values: [`name ${i}`], isDelta: i > 0 });
  const parts = (count: number) => Array.from({ length: count }, (_, i) => part(i));
  const together = (count: number): Batch[] => [
    { at: count - 1, told: parts(count) },
    { at: 0, told: [] },
  ];
  const between = (count: number): Batch[] => parts(count).map((one, at) => ({ at, told: [one] }));

  it('is read from its parts, which come before all records or between them', async () => {
    assert.deepEqual(await labelsOf(streamOf(together(300))), ['name 299', 'name 0']);
    assert.deepEqual(
      await labelsOf(streamOf(between(300))),
      Array.from({ length: 300 }, (_, i) => `name ${i}`),
    );
  });

  it('may be replaced by another, for the records behind it alone', async () => {
    const told = (isDelta: boolean, ...values: string[]) => [{ isDelta, values }];
    const batches = [
      { at: 1, told: told(false, 'cat', 'dog') },
      { at: 1, told: told(false, 'red', 'blue') },
      { at: 2, told: told(true, 'green') },
    ];
    assert.deepEqual(await labelsOf(streamOf(batches)), ['dog', 'blue', 'green']);
  });

  it('takes time that grows with the number of its parts, and not with its square', async () => {
    for (const made of [together, between]) {
      const time = async (bytes: Uint8Array) => {
        const start = processorMs();
        await labelsOf(bytes);
        return processorMs() - start;
      };
      const [few, many] = [streamOf(made(250)), streamOf(made(2000))];
      await time(few);
      let least = Infinity;
      for (let run = 0; run < 3; run++) least = Math.min(least, (await time(many)) / (await time(few)));
      assert.ok(least < 2.6 ** 3, `${least}`);
    }
  });
});
