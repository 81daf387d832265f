import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { RecordBatchFileWriter, Table, vectorFromArray } from 'apache-arrow';
import { Footer } from 'apache-arrow/fb/footer';
import { ByteBuffer } from 'flatbuffers';
import { sentenceOf } from '../../../../src/arrays/words/sentence';
import { createCalls } from '../../../../src/engine/calls';
import { context, evaluate, fileOf, isRight, NAMES } from './twelveRows';

const folder = 'test/fixtures/columns';
const read = (name: string) => readFileSync(`${folder}/${name}`);

describe('Parquet and Arrow files, evaluated', () => {
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.py')))
    it(`give of ${name} what its twelve rows have`, async () => {
      isRight(await evaluate(name, read(name)), name);
    });

  for (const name of ['pipeline.arrow', 'pipeline.parquet', 'map.arrow', 'map.parquet'])
    it(`have the classes that ${name} names`, async () => {
      const { classNames } = await evaluate(name, read(name));
      assert.deepEqual([...classNames!].sort(), [...NAMES].sort());
    });

  it('are sliced by a column that repeats its values', async () => {
    const { slices } = await evaluate('runs.arrow', read('runs.arrow'), { group: 'fold' });
    assert.deepEqual(
      slices.map(({ value, rows }) => [value, rows]).sort(),
      ['0', '1', '2'].map((fold) => [fold, 4]),
    );
  });

  for (const name of ['pipeline.parquet', 'map.arrow'])
    it(`are explained with the scores by name of ${name}`, async () => {
      const [{ found }] = await createCalls().explainFile({ file: fileOf(name, read(name)) }, context);
      assert.deepEqual([...found.shape], [12, 3]);
    });
});

describe('An Arrow file whose footer says of two batches that they stand at one place', () => {
  const batch = new Table({
    prob_a: vectorFromArray([0.25, 0.75]),
    prob_b: vectorFromArray([0.75, 0.25]),
    label: vectorFromArray(['b', 'a']),
  }).batches[0];
  const whole = RecordBatchFileWriter.writeAll([batch, batch]).toUint8Array(true);

  it('is refused: a few bytes would stand for millions of rows', async () => {
    const right = await evaluate('a.arrow', whole);
    assert.equal(right.rows.counted, 4);
    const size = new DataView(whole.buffer, whole.byteOffset + whole.length - 10).getInt32(0, true);
    const start = whole.length - 10 - size;
    const footer = Footer.getRootAsFooter(new ByteBuffer(whole.slice(start)));
    const lying = whole.slice();
    const second = start + footer.recordBatches(1)!.bb_pos;
    new DataView(lying.buffer).setBigInt64(second, footer.recordBatches(0)!.offset(), true);
    await assert.rejects(evaluate('a.arrow', lying), /^Error: a\.arrow: the message at byte \d+ is damaged$/);
  });
});

describe('A damaged file of columns', () => {
  /** What libraries and engines say. */
  const INNER =
    /thrift|zstd|Unrecognized|typed array|out of bounds|undefined|\[object|NaN|Cannot|not a function|Something went wrong/;

  for (const name of ['polars.arrow', 'runs.arrow', 'large-views.arrow', 'pipeline.parquet', 'map.parquet'])
    it(`is refused in a sentence, wherever a byte of ${name} is another one`, async () => {
      const whole = new Uint8Array(read(name));
      let refused = 0;
      for (let at = 8; at < whole.length; at += 23) {
        const bytes = whole.slice();
        bytes[at] ^= 0xff;
        await evaluate(name, bytes).catch((error: unknown) => {
          refused++;
          assert.doesNotMatch(sentenceOf(error), INNER, `byte ${at}`);
        });
      }
      assert.ok(refused > 3);
    });

  it('makes no room for the entries that its lists claim before they are there', async () => {
    const claims = [0xff, 0xff, 0xff, 0x0f];
    // Lists in lists, of 33 million entries each.
    const footer = [0x29, ...Array.from({ length: 30 }, () => [0xf9, ...claims]).flat(), 0];
    const length = Uint8Array.of(footer.length, 0, 0, 0);
    const bytes = Buffer.concat([Buffer.from('PAR1'), Uint8Array.from(footer), length, Buffer.from('PAR1')]);
    await assert.rejects(
      evaluate('a.parquet', bytes),
      /^Error: a\.parquet: the footer of the Parquet file is damaged$/,
    );
  });
});
