import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRecordSource } from '../../../src/engine/rows/recordSource';
import { unpackSnappy } from '../../../src/records/parquet/snappy';
import { runSql } from './writeColumns';

const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-turns-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const NUMBERS = 3_000_000;

describe('a Parquet file with millions of numbers in one cell', () => {
  const file = { name: 'long.parquet', path: path.join(folder, 'long.parquet') };
  before(() =>
    runSql(
      `COPY (SELECT list(i::DOUBLE / 7) AS logits, 3 AS label FROM range(${NUMBERS}) t(i)) TO '${file.path}' (FORMAT parquet)`,
    ),
  );

  /** Aborts at the given turn. Returns the turns that there were. */
  async function turnsOf(
    work: (turns: { signal: AbortSignal; giveWay(): Promise<void> }) => Promise<unknown>,
    last = Infinity,
  ): Promise<number> {
    const aborter = new AbortController();
    const { signal } = aborter;
    let turns = 0;
    const giveWay = async () => {
      if (++turns === last) aborter.abort(new DOMException('cancelled', 'AbortError'));
      await Promise.resolve();
      signal.throwIfAborted();
    };
    const working = work({ signal, giveWay });
    await (last === Infinity ? working : assert.rejects(working, { name: 'AbortError' }));
    return turns;
  }

  it('is probed in pieces between which others are heard', async () => {
    const source = await openRecordSource(file);
    const turns = await turnsOf(async (turns) => {
      const probe = await source.probe(turns);
      assert.equal(probe?.logits[0].shape, `${NUMBERS} numbers`);
    });
    assert(turns >= NUMBERS / (1 << 18), `${turns} turns`);
  });

  it('is shown in pieces, and only where it is no larger than a record of text may be', async () => {
    const source = await openRecordSource(file);
    let text = '';
    const turns = await turnsOf(
      async (turns) => (text = await source.textOf({ offset: 0, length: 0 }, turns)),
    );
    assert(turns > 100, `${turns} turns`);
    assert.equal((JSON.parse(text) as { logits: number[] }).logits.length, NUMBERS);
    const larger = { name: 'larger.parquet', path: path.join(folder, 'larger.parquet') };
    await runSql(
      `COPY (SELECT list(0.1234567 + i / 7) AS logits FROM range(${2 * NUMBERS}) t(i)) TO '${larger.path}' (FORMAT parquet)`,
    );
    const opened = await openRecordSource(larger);
    await assert.rejects(opened.textOf({ offset: 0, length: 0 }, { signal: new AbortController().signal }), {
      message: 'larger.parquet: the record is larger than 64 MiB',
    });
  });

  it('is read no further once nobody waits for what it holds', async () => {
    const source = await openRecordSource(file);
    for (const last of [1, 4, 8]) assert.equal(await turnsOf((turns) => source.probe(turns), last), last);
  });
});

describe('a Parquet file whose texts are much longer than the file', () => {
  const textsIn = async (query: string) => {
    const file = { name: 'texts.parquet', path: path.join(folder, 'texts.parquet') };
    await runSql(`COPY (${query}) TO '${file.path}' (FORMAT parquet, COMPRESSION zstd)`);
    return openRecordSource(file);
  };

  it('is probed by its first records, without those that are not looked at', async () => {
    const source = await textsIn(
      `SELECT [0.5, 0.25 + i] AS logits, 1 AS label, repeat('abcdefgh', 1000000) || i AS text FROM range(20) t(i)`,
    );
    const decode = TextDecoder.prototype.decode;
    let decoded = 0;
    TextDecoder.prototype.decode = function (bytes, options) {
      decoded += bytes?.byteLength ?? 0;
      return decode.call(this, bytes, options);
    };
    try {
      const probe = await source.probe();
      assert.equal(probe?.logits[0].name, 'logits');
      assert.equal(probe?.labels[0].name, 'label');
    } finally {
      TextDecoder.prototype.decode = decode;
    }
    assert(decoded < 40_000_000, `${decoded} bytes`);
  });

  it('says that a record is too large where a text of it is', async () => {
    const source = await textsIn(`SELECT [0.5, 0.25] AS logits, repeat('abcdefgh', 9000000) AS text`);
    await assert.rejects(source.probe(), { message: 'texts.parquet: the record is larger than 64 MiB' });
  });
});

describe('a page of Snappy', () => {
  it('is unpacked in pieces between which others are heard', async () => {
    const size = 64 << 20;
    // A letter, and copies of it, 64 bytes each.
    const copies = new Uint8Array(3 * (size / 64)).map((_, at) => [0xfe, 1, 0][at % 3]);
    const packed = Uint8Array.of(0, 0, 0x61);
    const bytes = new Uint8Array(packed.length + copies.length);
    bytes.set(packed);
    bytes.set(copies, packed.length);
    const into = new Uint8Array(size + 1);
    let turns = 0;
    await unpackSnappy(bytes, into, { giveWay: () => Promise.resolve(void turns++) });
    assert(into.every((byte) => byte === 0x61));
    assert(turns >= 8, `${turns} turns`);
  });
});
