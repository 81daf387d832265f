import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Bool,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  Int8,
  List,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Struct,
  Table,
  Utf8,
  Utf8View,
  Vector as Vec,
  makeData,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { openRecordSource } from '../../../src/engine/rows/recordSource';
import { columnsOf } from '../../../src/records/arrow/columns';
import { valuesOf } from '../../../src/records/arrow/values';
import { TakenValues } from '../../../src/records/columnar/claims';
import { FieldValues } from '../../../src/records/fields/fieldValues';
import type { RowBlock } from '../../../src/records/rowBlocks';
import type { DumpFields, DumpReport } from '../../../src/records/types';
import type { WorkerClient } from '../../../src/worker/client';
import type { DumpFile } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';
import { runSql, sqlNumber } from './writeColumns';

const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-columns-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (extension: string): DumpFile => {
  const name = `dump${files++}.${extension}`;
  return { name, path: path.join(folder, name) };
};

async function parquet(query: string, options = ''): Promise<DumpFile> {
  const file = newFile('parquet');
  await runSql(`COPY (${query}) TO '${file.path}' (FORMAT parquet${options})`);
  return file;
}

interface Read {
  logits: number[][];
  label: number[];
  loss: number[];
  records: number[];
  part: number[];
  report: DumpReport;
}

async function read(file: DumpFile, asked: Partial<DumpFields> = {}): Promise<Read> {
  const source = await openRecordSource(file);
  const probe = await source.probe();
  if (!probe) throw new Error(`${file.name}: there are no records`);
  const fields: DumpFields = {
    format: probe.format,
    records: [],
    logits: ['logits'],
    labels: ['label'],
    ...asked,
  };
  const rows: Omit<Read, 'report'> = { logits: [], label: [], loss: [], records: [], part: [] };
  const onBlock = (block: RowBlock) => {
    for (let i = 0; i < block.rows; i++) {
      rows.logits.push([...block.logits.subarray(i * block.classes, (i + 1) * block.classes)]);
      rows.records.push(block.offset[i]);
      rows.part.push(block.part[i]);
    }
    rows.label.push(...(block.label ?? []));
    rows.loss.push(...(block.storedLoss ?? []));
  };
  const report = await source.read(fields, onBlock, { signal: new AbortController().signal });
  return { ...rows, report };
}

/** Values with the bits that are easily lost. */
const DOUBLES = [
  0.1,
  -0,
  5e-324,
  1.7976931348623157e308,
  -1 / 3,
  2 ** -1022,
  Infinity,
  -Infinity,
  NaN,
  123456789.125,
];
/** DuckDB takes 0 and −0 for one value, so that one of them is here. */
const FLOATS = [
  0.1,
  -0,
  1e-45,
  3.4028234663852886e38,
  -1 / 3,
  2 ** -126,
  Infinity,
  -Infinity,
  NaN,
  123456.125,
].map(Math.fround);

const CODECS = ['uncompressed', 'snappy', 'zstd', 'gzip', 'brotli', 'lz4_raw'];

describe('a Parquet file of logits', () => {
  for (const codec of CODECS)
    for (const [type, values] of [
      ['FLOAT', FLOATS],
      ['DOUBLE', DOUBLES],
    ] as const)
      it(`is read bit by bit from lists of ${type} packed with ${codec}`, async () => {
        const list = values.map((x) => sqlNumber(x, type)).join(', ');
        const file = await parquet(
          `SELECT i AS id, [${list}]::${type}[] AS logits, (i % 10)::INTEGER AS label FROM range(300) t(i)`,
          `, CODEC '${codec}'`,
        );
        const { logits, label, report } = await read(file);
        assert.equal(report.rows, 300);
        for (const row of logits) assert.deepEqual(row, [...values]);
        assert.deepEqual(
          label,
          Array.from({ length: 300 }, (_, i) => i % 10),
        );
      });

  for (const version of ['V1', 'V2'])
    it(`is read from row groups one after the other, in format ${version}, each value at its place`, async () => {
      const file = await parquet(
        `SELECT i AS id, [(i * 0.37)::DOUBLE, sin(i), cos(i)] AS logits, (i % 3)::TINYINT AS label, sqrt(i) AS loss FROM range(10000) t(i)`,
        `, ROW_GROUP_SIZE 2048, PARQUET_VERSION '${version}'`,
      );
      const { logits, label, loss, records, report } = await read(file, { loss: ['loss'] });
      assert.equal(report.records, 10_000);
      logits.forEach((row, i) => {
        assert.ok(Math.abs(row[0] - i * 0.37) < 1e-9);
        assert.ok(Math.abs(row[1] - Math.sin(i)) < 1e-12 && Math.abs(row[2] - Math.cos(i)) < 1e-12);
      });
      assert.deepEqual(label.slice(2046, 2052), [0, 1, 2, 0, 1, 2]);
      loss.forEach((one, i) => assert.ok(Math.abs(one - Math.sqrt(i)) < 1e-12));
      assert.deepEqual(
        records,
        Array.from({ length: 10_000 }, (_, i) => i),
      );
    });

  it('is read where few values stand in a dictionary', async () => {
    const file = await parquet(
      `SELECT [(i % 4)::FLOAT / 8, (i % 2)::FLOAT, -1.5::FLOAT] AS logits, (i % 3) AS label FROM range(5000) t(i)`,
      ', DICTIONARY_SIZE_LIMIT 100000',
    );
    const { logits, label } = await read(file);
    logits.forEach((row, i) => assert.deepEqual(row, [(i % 4) / 8, i % 2, -1.5]));
    label.forEach((one, i) => assert.equal(one, i % 3));
  });

  it('is read from arrays of fixed length and from columns side by side', async () => {
    const fixed = await parquet('SELECT [i, i + 1, 0]::DOUBLE[3] AS logits, 1 AS label FROM range(50) t(i)');
    assert.deepEqual((await read(fixed)).logits[49], [49, 50, 0]);
    const wide = await parquet(
      'SELECT i::FLOAT AS logit_0, (i * 2)::DOUBLE AS logit_1, CASE WHEN i = 3 THEN NULL ELSE -1.25::REAL END AS logit_2, 2 AS label FROM range(50) t(i)',
    );
    const probe = await (await openRecordSource(wide)).probe();
    assert.deepEqual(probe?.logits[0].path, ['logit_0', 'logit_1', 'logit_2']);
    assert.deepEqual(probe.labels[0].path, ['label']);
    const { logits, label, report } = await read(wide, { logits: probe.logits[0].path });
    assert.deepEqual(logits[7], [7, 14, -1.25]);
    assert.deepEqual(logits[3], [3, 6, NaN]);
    assert.deepEqual(
      report.counts.map(({ kind, count }) => [kind, count]),
      [['null', 1]],
    );
    assert.ok(label.every((one) => one === 2));
  });

  it('is read from one score a record, with what its no is beside it', async () => {
    const file = await parquet(
      'SELECT CASE WHEN i = 30 THEN NULL ELSE i / 256 END AS score, i % 2 AS label FROM range(200) t(i)',
    );
    const { logits, label } = await read(file, { logits: ['score'], scalar: 'probabilities' });
    logits.forEach((row, i) => assert.deepEqual(row, i === 30 ? [NaN, NaN] : [1 - i / 256, i / 256]));
    assert.deepEqual(
      label,
      logits.map((_, i) => i % 2),
    );
    assert.equal(label.length, 200);
  });

  it('is read from structs and from lists of lists, each row with the label beside it', async () => {
    const file = await parquet(
      `SELECT {'inner': {'logits': [[i, 1.0, 2.0], [3.0, 4.0, i]]::DOUBLE[][]}} AS outputs, [0, 2]::INTEGER[] AS labels FROM range(100) t(i)`,
    );
    const probe = await (await openRecordSource(file)).probe();
    assert.deepEqual(probe?.logits[0].path, ['outputs.inner.logits']);
    const { logits, label, part, report } = await read(file, {
      logits: ['outputs.inner.logits'],
      labels: ['labels'],
    });
    assert.equal(report.rows, 200);
    assert.deepEqual(logits.slice(14, 16), [
      [7, 1, 2],
      [3, 4, 7],
    ]);
    assert.deepEqual([label[14], label[15], part[14], part[15]], [0, 2, 0, 1]);
  });

  it('has its nulls, empty and ragged lists reported as those of JSON Lines are', async () => {
    const query = `SELECT * FROM (VALUES
      ([1.0, 2.0, 3.0]::DOUBLE[], 0), ([1.0, NULL, 3.0], 1), (NULL, 1), ([], 1), ([1.0, 2.0], 2), ([4.0, 5.0, 6.0], NULL),
      ([7.0, 'nan'::DOUBLE, 9.0], 17)) t(logits, label)`;
    const file = await parquet(query);
    const lines = newFile('jsonl');
    const records = [
      '[1.0, 2.0, 3.0], "label": 0',
      '[1.0, null, 3.0], "label": 1',
      'null, "label": 1',
      '[], "label": 1',
      '[1.0, 2.0], "label": 2',
      '[4.0, 5.0, 6.0]',
      '[7.0, NaN, 9.0], "label": 17',
    ];
    writeFileSync(lines.path!, records.map((one) => `{"logits": ${one}}`).join('\n'));
    const [columns, text] = [await read(file), await read(lines)];
    assert.deepEqual(columns.logits, text.logits);
    assert.deepEqual(columns.label, text.label);
    const said = ({ report }: Read) =>
      report.problems.map(({ line, kind, skipped, message }) => ({ line, kind, skipped, message }));
    assert.deepEqual(
      said(columns).filter(({ kind }) => kind !== 'no-label'),
      said(text).filter(({ kind }) => kind !== 'no-label'),
    );
    assert.deepEqual(
      said(columns).map(({ kind }) => kind),
      said(text).map(({ kind }) => kind),
    );
  });

  it('skips a record whose inner lists differ in length', async () => {
    const file = await parquet(
      'SELECT * FROM (VALUES ([[1.0, 2.0], [3.0, 4.0]]::DOUBLE[][]), ([[1.0, 2.0], [3.0]]), ([[5.0, 6.0]])) t(logits)',
    );
    const { logits, report } = await read(file, { labels: undefined });
    assert.deepEqual(logits, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    assert.deepEqual(
      report.problems.map(({ line, kind }) => [line, kind]),
      [[2, 'ragged']],
    );
  });

  it('gives labels that are texts the class of that name', async () => {
    const file = await parquet(
      `SELECT 0.5::FLOAT AS "logits/cat", 1.5::FLOAT AS "logits/dog", ['cat', 'dog', 'fox'][i % 3 + 1] AS label FROM range(6) t(i)`,
    );
    const probe = await (await openRecordSource(file)).probe();
    assert.deepEqual(probe?.classNames, ['cat', 'dog']);
    const { label, report } = await read(file, {
      logits: probe.logits[0].path,
      classNames: probe.classNames,
    });
    assert.deepEqual([...label.slice(0, 2), ...label.slice(3, 5)], [0, 1, 0, 1]);
    assert.deepEqual(
      report.counts.map(({ kind, count }) => [kind, count]),
      [['label-unknown', 2]],
    );
  });

  it('keeps integers that no double holds apart, and shows them whole', async () => {
    const file = await parquet(
      `SELECT [1.0, 2.0]::FLOAT[] AS logits, 9007199254740993 AS id, TRUE AS ok, NULL::INTEGER AS none, 'a"b' AS text, 1.25::DECIMAL(5,2) AS price`,
    );
    const source = await openRecordSource(file);
    const text = await source.textOf({ offset: 0, length: 0 }, { signal: new AbortController().signal });
    assert.deepEqual(JSON.parse(text), {
      logits: [1, 2],
      id: '9007199254740993',
      ok: true,
      none: null,
      text: 'a"b',
      price: 1.25,
    });
  });

  it('is not taken for Parquet by its name alone', async () => {
    const file = newFile('parquet');
    writeFileSync(file.path!, '{"logits": [1, 2]}');
    await assert.rejects(read(file), /dump\d+\.parquet: expected a Parquet or Arrow file/);
  });
});

/** A column of its own in an Arrow table. */
function arrowBatches(columns: Record<string, Vector>, splits: readonly number[]): RecordBatch[] {
  const table = new Table(columns);
  return splits.slice(1).flatMap((end, i) => table.slice(splits[i], end).batches);
}

function arrow(
  columns: Record<string, Vector>,
  { stream = false, splits }: { stream?: boolean; splits?: readonly number[] } = {},
): DumpFile {
  const batches = arrowBatches(columns, splits ?? [0, Object.values(columns)[0].length]);
  const writer = stream ? RecordBatchStreamWriter.writeAll(batches) : RecordBatchFileWriter.writeAll(batches);
  const file = newFile(stream ? 'arrow' : 'feather');
  writeFileSync(file.path!, writer.toUint8Array(true));
  return file;
}

const listOf = (type: DataType) => new List(new Field('item', type, true));

describe('an Arrow file of logits', () => {
  it('is read with one-hot labels of true and false', async () => {
    const rows = Array.from({ length: 12 }, (_, row) => [row / 4, 1, -row]);
    const columns = {
      logits: vectorFromArray(rows, listOf(new Float64())),
      label: vectorFromArray(
        rows.map((_, row) => [0, 1, 2].map((one) => one === row % 3)),
        listOf(new Bool()),
      ),
    };
    const source = await openRecordSource(arrow(columns));
    assert.deepEqual((await source.probe())?.labels[0]?.path, ['label']);
  });

  it('is read with labels in views, as Polars writes them', async () => {
    const rows = Array.from({ length: 6 }, (_, row) => [row / 4, -row]);
    const views = new Uint8Array(6 * 16);
    for (let row = 0; row < 6; row++) views.set([1, 0, 0, 0, 97 + (row % 2)], row * 16);
    const label = new Vec([makeData({ type: new Utf8View(), length: 6, nullCount: 0, views })]);
    const { logits, label: ids } = await read(
      arrow({ logits: vectorFromArray(rows, listOf(new Float64())), label }),
      { classNames: ['a', 'b'] },
    );
    assert.deepEqual([logits, ids], [rows, [0, 1, 0, 1, 0, 1]]);
  });

  // apache-arrow writes too few of their bytes: they are read from memory.
  it('has decimals read as the numbers that they are', () => {
    const whole = [-125, 0, 3000, 1, 250, -7];
    const data = Uint32Array.from(
      whole.flatMap((one) => [one, ...new Array<number>(3).fill(one < 0 ? -1 : 0)]),
    );
    const type = new Decimal(2, 10, 128);
    const table = new Table({
      x: new Vec([makeData({ type, length: 6, nullCount: 1, nullBitmap: Uint8Array.of(0b011111), data })]),
    });
    const [column] = columnsOf(table.schema.fields);
    assert.equal(column.kind, 'number');
    const { numRows, data: batch } = table.batches[0];
    const take = valuesOf({ records: numRows, columns: batch.children }, column, new TakenValues(0));
    const numbers = whole.map((_, record) => {
      const values = new FieldValues();
      take(record, values);
      return values.data[0];
    });
    assert.deepEqual(numbers, [-1.25, 0, 30, 0.01, 2.5, NaN]);
  });

  // Written by pyarrow.
  it('is read where its numbers are packed by Zstandard', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => [row % 5, (row % 7) / 4, -(row % 3)]);
    const { logits, label } = await read({
      name: 'zstd.arrow',
      path: path.resolve('test/fixtures/evaluation/zstd.arrow'),
    });
    assert.deepEqual([logits, label], [rows, rows.map((_, row) => row % 3)]);
  });

  const rows = (values: readonly number[]) => Array.from({ length: 20 }, () => [...values]);
  const labels = vectorFromArray(
    Array.from({ length: 20 }, (_, i) => i % 3),
    new Int32(),
  );

  for (const stream of [false, true])
    for (const [name, type, values] of [
      ['lists of 32-bit floats', listOf(new Float32()), FLOATS],
      ['lists of 64-bit floats', listOf(new Float64()), DOUBLES],
      ['lists of 16-bit floats', listOf(new Float16()), [0.5, -2, 6.103515625e-5, 65504, Infinity, NaN]],
      ['lists of fixed length', new FixedSizeList(10, new Field('item', new Float64(), true)), DOUBLES],
    ] as const)
      it(`is read bit by bit from ${name} in a ${stream ? 'stream' : 'file'}, batch by batch`, async () => {
        const logits = vectorFromArray(rows(values), type as DataType);
        const file = arrow({ logits, label: labels }, { stream, splits: [0, 7, 20] });
        const { logits: got, label, report } = await read(file);
        assert.equal(report.rows, 20);
        for (const row of got) assert.deepEqual(row, [...values]);
        assert.deepEqual(label, [...labels.toArray()]);
      });

  it('gives labels of a dictionary the class of that name', async () => {
    const names = ['cat', 'dog', 'fox'];
    const label = vectorFromArray(
      Array.from({ length: 20 }, (_, i) => names[(i * 2) % 3]),
      new Dictionary(new Utf8(), new Int8()),
    );
    const logits = vectorFromArray(rows([1, 2, 3]), listOf(new Float32()));
    const read1 = await read(arrow({ logits, label }), { classNames: names });
    assert.deepEqual(
      read1.label,
      Array.from({ length: 20 }, (_, i) => (i * 2) % 3),
    );
  });

  it('has its nulls and ragged lists reported', async () => {
    const logits = vectorFromArray([[1, 2], null, [3, null], [4], [5, 6]], listOf(new Float64()));
    const label = vectorFromArray([0, 1, null, 1, 1], new Int32());
    const { logits: got, report } = await read(arrow({ logits, label }));
    assert.deepEqual(got, [
      [1, 2],
      [3, NaN],
      [5, 6],
    ]);
    assert.deepEqual(
      report.problems.map(({ line, kind }) => [line, kind]),
      [
        [2, 'no-logits'],
        [3, 'null'],
        [3, 'no-label'],
        [4, 'width'],
      ],
    );
  });

  it('is read from structs', async () => {
    const type = new Struct([new Field('logits', listOf(new Float32())), new Field('id', new Int32())]);
    const outputs = vectorFromArray(
      Array.from({ length: 3 }, (_, id) => ({ logits: [id, 0.5], id })),
      type,
    );
    const { logits } = await read(arrow({ outputs }), { logits: ['outputs.logits'], labels: undefined });
    assert.deepEqual(logits, [
      [0, 0.5],
      [1, 0.5],
      [2, 0.5],
    ]);
  });
});

for (const [where, limits] of [
  ['kept in memory', {}],
  ['read again from its file', { keptBytes: 0 }],
] as const)
  describe(`a file of columns, ${where}`, () => {
    let client: WorkerClient;
    before(() => (client = inProcessClient(limits)));
    after(() => client.dispose());

    it('answers what JSON Lines of the same records answer', async () => {
      const query = `SELECT i AS id, [sin(i * 3), cos(i * 7), sin(i * 11)] AS logits, (i % 3) AS label FROM range(5000) t(i)`;
      const lines = newFile('jsonl');
      await runSql(`COPY (${query}) TO '${lines.path}' (FORMAT json)`);
      const columns = await parquet(query, ', ROW_GROUP_SIZE 2048');
      const open = (file: DumpFile, format: DumpFields['format']) =>
        client.call('openDump', {
          reading: 'logits',
          file,
          fields: { format, records: [], logits: ['logits'], labels: ['label'] },
        });
      const [a, b] = [await open(lines, 'jsonl'), await open(columns, 'parquet')];
      const settings = { temperature: 1.5 };
      const sort = { key: 'loss', descending: true } as const;
      const asked = (session: number) =>
        client.call('rows', { session, settings, sort, from: 100, count: 40 });
      assert.deepEqual(await asked(a.session), await asked(b.session));
      const batch = (session: number) => client.call('batch', { session, settings });
      assert.deepEqual(await batch(a.session), await batch(b.session));
      const record = async (session: number) =>
        JSON.parse((await client.call('recordPlace', { session, row: 4321 })).text) as unknown;
      assert.deepEqual(await record(a.session), await record(b.session));
    });
  });

describe('a damaged file of columns', () => {
  const tell = async (file: DumpFile) => {
    try {
      const { report } = await read(file);
      return `read ${report.rows}`;
    } catch (error) {
      assert.ok(error instanceof Error);
      return error.message;
    }
  };

  it('is told apart where it is cut off', async () => {
    const whole = await parquet('SELECT [i, 1.0]::FLOAT[] AS logits, 0 AS label FROM range(5000) t(i)');
    for (const size of [3, 11, 200, 9000]) {
      const file = newFile('parquet');
      writeFileSync(file.path!, readFileSync(whole.path!).subarray(0, size));
      assert.match(await tell(file), /^dump\d+\.parquet: (the Parquet file |expected a Parquet)[^\n]+$/);
    }
    const logits = vectorFromArray(
      Array.from({ length: 500 }, () => [1, 2]),
      listOf(new Float64()),
    );
    const feather = arrow({ logits, label: vectorFromArray(new Array<number>(500).fill(1), new Int32()) });
    truncateSync(feather.path!, 3000);
    assert.match(await tell(feather), /^dump\d+\.feather: the file ends inside the message at byte \d+/);
  });

  it('that was changed since it was opened says so, and its name once', async () => {
    const file = await parquet('SELECT [i, 1.0]::FLOAT[] AS logits, 0 AS label FROM range(50) t(i)');
    const source = await openRecordSource(file);
    writeFileSync(file.path!, readFileSync(file.path!).subarray(0, 100));
    await assert.rejects(source.textOf({ offset: 3, length: 1 }, { signal: new AbortController().signal }), {
      message: `${file.name} has changed since it was read. Open it again.`,
    });
  });

  it('is refused where its schema is nested without end, or claims more columns than it has', async () => {
    /** A footer whose groups `g` hold so many elements each, in Thrift's compact protocol. */
    const footer = (groups: number, children: number) => {
      const group = [0x48, 1, 0x67, 0x15, 2 * children, 0];
      const count = [(groups & 127) | 128, groups >> 7];
      const metadata = [0x15, 2, 0x19, 0xfc, ...count, ...Array<number[]>(groups).fill(group).flat()];
      metadata.push(0x16, 0, 0x19, 0x0c, 0);
      const length = new Uint8Array(Uint32Array.of(metadata.length).buffer);
      const magic = [0x50, 0x41, 0x52, 0x31];
      const file = newFile('parquet');
      writeFileSync(file.path!, Uint8Array.from([...magic, ...metadata, ...length, ...magic]));
      return file;
    };
    assert.match(await tell(footer(8000, 1)), /: the columns of the Parquet file are nested too deep$/);
    assert.match(await tell(footer(50, 9)), /: the footer of the Parquet file is damaged$/);
  });

  it('is refused where it claims more records or values than its bytes can mean, before room is made for them', async () => {
    const constants = (records: number, classes: number, options = '') =>
      parquet(
        `SELECT [${Array<number>(classes).fill(1.5).join(', ')}]::FLOAT[] AS logits, 0 AS label FROM range(${records})`,
        `, ROW_GROUP_SIZE 1000000, CODEC 'zstd'${options}`,
      );
    assert.match(
      await tell(await constants(300_000, 2)),
      /: the file claims 300000 records in \d{3,4} bytes; the limit for this size is 262144$/,
    );
    assert.match(
      await tell(await constants(20_000, 250)),
      /: the file claims 5020000 values in \d{3,4} bytes; the limit for this size is 4194304$/,
    );
    // As many as that, of which each is a guess of its own.
    const told = await parquet(
      `SELECT [random(), 1.5]::FLOAT[] AS logits, 0 AS label FROM range(270000)`,
      ", CODEC 'zstd'",
    );
    assert.equal(await tell(told), 'read 270000');
  });

  it('is refused where lists of a few bytes lie over one another: they claim more values than these can mean', async () => {
    const [lists, length] = [1001, 20_000];
    // Every other list is the whole, and those between, which would go backwards, are null.
    const valueOffsets = Int32Array.from({ length: lists + 1 }, (_, i) => (i % 2 ? length : 0));
    const child = makeData({ type: new Int8(), length, data: new Int8Array(length) });
    const nullBitmap = new Uint8Array(Math.ceil(lists / 8)).fill(0b01010101);
    const nullCount = (lists - 1) / 2;
    const type = listOf(new Int8()) as List<Int8>;
    const logits = new Vec([makeData({ type, length: lists, nullCount, nullBitmap, valueOffsets, child })]);
    const label = vectorFromArray(new Array<number>(lists).fill(1), new Int32());
    assert.match(
      await tell(arrow({ logits, label })),
      /: the file claims \d{7} values in \d{5} bytes; the limit for this size is \d{7}$/,
    );
  });

  for (const kind of ['parquet', 'arrow'])
    it(`of ${kind} gives rows or one sentence, whatever bytes are changed`, async () => {
      const whole =
        kind === 'parquet'
          ? await parquet(
              `SELECT [i, sin(i), 2]::FLOAT[] AS logits, i % 3 AS label, 'x' || (i % 5) AS name FROM range(200) t(i)`,
              ", CODEC 'snappy'",
            )
          : arrow({
              logits: vectorFromArray(
                Array.from({ length: 50 }, (_, i) => [i, 1, 2]),
                listOf(new Float32()),
              ),
              label: vectorFromArray(
                Array.from({ length: 50 }, (_, i) => i % 3),
                new Int32(),
              ),
            });
      const bytes = new Uint8Array(readFileSync(whole.path!));
      let state = 7;
      const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
      for (let run = 0; run < 400; run++) {
        const changed = bytes.slice();
        for (let i = 0; i <= run % 4; i++) changed[8 + random(changed.length - 8)] = random(256);
        const told = await tell({ name: 'changed', bytes: changed });
        assert.match(told, /^(read \d+|changed: [^\n]{5,400})$/);
      }
    });
});
