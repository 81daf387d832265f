import assert from 'node:assert/strict';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { CHUNK } from '../../../../src/engine/files/bytesSource';
import { openByteFile } from '../../../../src/engine/files/byteFile';
import { openDumpFile } from '../../../../src/engine/files/fileSource';
import { findInFile } from '../../../../src/engine/files/fileText';
import { probeDump } from '../../../../src/records/probe';
import { readDump } from '../../../../src/records/readDump';
import { readRanges, type DumpSource } from '../../../../src/records/source';
import type { DumpFields } from '../../../../src/records/types';

const fields: DumpFields = { format: 'jsonl', records: [], logits: ['logits'] };
const line = (i: number) => `{"logits": [${i}, -1.5]}\n`;
const text = Array.from({ length: 5000 }, (_, i) => line(i)).join('');

describe('a file of records on disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-source-'));
  const { open } = fsPromises;
  let opened = 0;
  let most = 0;

  before(() => {
    fsPromises.open = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const handle = await open(...args);
      const close = handle.close.bind(handle);
      most = Math.max(most, ++opened);
      handle.close = () => {
        opened--;
        return close();
      };
      return handle;
    };
  });
  after(() => {
    fsPromises.open = open;
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => (most = 0));
  afterEach(() => assert.equal(opened, 0));

  const sourceOf = (name: string, bytes: string | Uint8Array): Promise<DumpSource> => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return openDumpFile({ name, path: file });
  };
  const never = new AbortController().signal;
  const ranges: { offset: number; length: number }[] = [];
  for (let i = 0, offset = 0; i < 5000; i++) {
    const { length } = line(i);
    ranges.push({ offset, length });
    offset += length;
  }

  it('is open once, however many of its records are asked for', async () => {
    const source = await sourceOf('many.jsonl', text);
    const parts = await readRanges(source, ranges, never);
    assert.equal(Buffer.concat(parts).toString(), text);
    assert.equal(most, 1);
  });

  it('that changed since it was opened is not read on as if it were the same', async () => {
    const source = await sourceOf('changed.jsonl', text);
    const file = path.join(folder, 'changed.jsonl');
    writeFileSync(file, text.replace('1', '2'));
    utimesSync(file, 1, 1);
    await assert.rejects(readRanges(source, ranges, never), /changed.jsonl has changed since it was read/);
    const again = await sourceOf('changed.jsonl', text);
    assert.equal((await readRanges(again, ranges, never)).length, ranges.length);
  });

  it('is noticed to be another one under the same name, where arrays are read from it', async () => {
    const file = path.join(folder, 'arrays.bin');
    writeFileSync(file, 'before');
    const opened = await openByteFile({ name: 'arrays.bin', path: file });
    assert.equal(Buffer.from(await opened.read(0, 6)).toString(), 'before');
    const other = path.join(folder, 'other.bin');
    writeFileSync(other, 'behind');
    renameSync(other, file);
    await assert.rejects(opened.read(0, 6), /arrays.bin has changed since it was read. Open it again/);
    await opened.close();
  });

  it('is closed where a record is no longer there, and where reading is cancelled', async () => {
    const source = await sourceOf('shorter.jsonl', text.slice(0, 100));
    await assert.rejects(readRanges(source, ranges, never), /is shorter than when it was read/);
    await assert.rejects(readRanges(source, ranges, AbortSignal.abort(new Error('enough'))), /enough/);
  });

  describe('while it is read', () => {
    const long = text.repeat(30);
    const other = long.replaceAll('-1.5', '-2.5');
    const ways: Record<string, (file: string) => void> = {
      'is cut short': (file) => truncateSync(file, long.length / 2),
      'is emptied': (file) => truncateSync(file, 0),
      'is overwritten by one as long': (file) => writeFileSync(file, other, { flag: 'r+' }),
      'is overwritten by a longer one': (file) => writeFileSync(file, other + other, { flag: 'r+' }),
      'is written anew and is shorter': (file) => writeFileSync(file, other.slice(0, 2 * CHUNK + 9)),
    };
    const read = async (file: string, change: () => void) => {
      writeFileSync(file, long);
      const source = await openDumpFile({ name: path.basename(file), path: file });
      let got = '';
      for await (const chunk of source.chunks(never)) {
        if (got === '') change();
        got += Buffer.from(chunk).toString();
      }
      return { got, source };
    };

    for (const [way, change] of Object.entries(ways))
      it(`and ${way}, nothing is shown of either`, async () => {
        const file = path.join(folder, 'changing.jsonl');
        await assert.rejects(
          read(file, () => {
            change(file);
            // Also where the clock of the disk is a coarse one.
            utimesSync(file, 1, 1);
          }),
          /^Error: changing.jsonl has changed since it was read. Open it again.$/,
        );
      });

    it('and grows, as a log that is still being written, it is what it was when it was opened', async () => {
      const file = path.join(folder, 'growing.jsonl');
      const { got, source } = await read(file, () => appendFileSync(file, text));
      assert.ok(got === long);
      // Nor do its records become other ones.
      appendFileSync(file, text);
      assert.equal(Buffer.from(await source.slice!(0, line(0).length)).toString(), line(0));
      await source.unchanged!();
    });

    it('and is deleted, it is read to its end', async () => {
      const file = path.join(folder, 'deleted.jsonl');
      const { got } = await read(file, () => rmSync(file));
      assert.ok(got === long);
    });
  });

  it('that is a pipe or a device is refused, and not waited for', async () => {
    const pipe = path.join(folder, 'pipe.jsonl');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/zero'])
      for (const open of [openDumpFile, openByteFile])
        await assert.rejects(open({ name: 'any', path: file }), {
          message: `${path.basename(file)} is not a file but a pipe or a device. Choose a file.`,
        });
  });

  it('is closed where nobody reads on, packed or not', async () => {
    for (const [name, bytes] of [
      ['half.jsonl', text.repeat(20)],
      ['half.jsonl.gz', gzipSync(text.repeat(200))],
    ] as const) {
      const source = await sourceOf(name, bytes);
      for await (const chunk of source.chunks(never)) {
        assert(chunk.length > 0);
        break;
      }
    }
  });

  it('whose pack is damaged is cut off, but not where it cannot be read', async () => {
    const packed = gzipSync(text);
    const source = await sourceOf('cut.jsonl.gz', packed.subarray(0, packed.length - 20));
    const { counts } = await readDump(source, fields, () => undefined, { signal: never });
    assert.deepEqual(
      counts.map(({ kind }) => kind).filter((kind) => kind === 'file-cut-off'),
      ['file-cut-off'],
    );
    const gone = await sourceOf('gone.jsonl.gz', packed);
    rmSync(path.join(folder, 'gone.jsonl.gz'));
    await assert.rejects(
      readDump(gone, fields, () => undefined, { signal: never }),
      /ENOENT/,
    );
  });
});

describe('a damaged gzip', () => {
  // Numbers that pack badly, so that the damage stands far behind the beginning.
  const written = Array.from(
    { length: 5000 },
    (_, i) => `{"logits": [${Math.sin(i)}, ${Math.cos(i * i)}]}\n`,
  ).join('');
  const packed = gzipSync(written);
  packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 40);
  const request = { name: 'damaged.jsonl.gz', bytes: new Uint8Array(packed) };
  const never = new AbortController().signal;

  it('is used up to the damage where records are read', async () => {
    let rows = 0;
    const source = await openDumpFile(request);
    await readDump(source, fields, (block) => (rows += block.rows), { signal: never });
    assert.ok(rows > 1500 && rows < 5000, String(rows));
  });

  it('is used up to the damage where arrays are found in its text, and where it is probed', async () => {
    const { found } = await findInFile(request, { signal: never, progress: () => undefined });
    assert.ok(found[0].shape[0] > 1500, String(found[0].shape[0]));
    const probed = await probeDump(await openDumpFile(request));
    assert.deepEqual(probed?.logits[0].name, 'logits');
  });

  it('is refused where nothing stands before the damage', async () => {
    const bytes = new Uint8Array(gzipSync(text).fill(0xff, 10));
    await assert.rejects(
      findInFile({ name: 'a.txt.gz', bytes }, { signal: never, progress: () => undefined }),
      /gzip data is truncated or damaged/,
    );
  });
});

describe('a file packed in another way than gzip', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-packed-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  // The first bytes of what zstd, pzstd, bz2, xz, lz4 and 7z wrote.
  const heads = {
    Zstandard: ['28b52ffd206d25020104', '502a4d18040000001234'],
    bzip2: ['425a6839314159265359'],
    xz: ['fd377a585a000004e6d6'],
    LZ4: ['04224d186440a7680000'],
    '7z': ['377abcaf271c0004f15c'],
  };
  for (const [packing, written] of Object.entries(heads))
    it(`is refused in one sentence that names ${packing}`, async () => {
      for (const [i, hex] of written.entries()) {
        const bytes = new Uint8Array([...Buffer.from(hex, 'hex'), ...new Uint8Array(100)]);
        const name = `a.${packing}.${i}`;
        writeFileSync(path.join(folder, name), bytes);
        const said = new RegExp(
          `^Error: ${name} is compressed with ${packing}, which isn’t supported\\. Decompress`,
        );
        await assert.rejects(openDumpFile({ name, path: path.join(folder, name) }), said);
        await assert.rejects(openDumpFile({ name, bytes }), said);
      }
    });

  it('is told from a text that begins alike', async () => {
    const source = await openDumpFile({ name: 'a.txt', bytes: new TextEncoder().encode('BZh9 scores') });
    assert.equal(source.size, 11);
  });
});

describe('a file of records that the host has read', () => {
  it('hears a cancellation while it is read', async () => {
    const record = `{"logits": [${Array.from({ length: 1000 }, (_, i) => Math.sin(i)).join()}]}\n`;
    const bytes = new TextEncoder().encode(record.repeat(3000));
    const source = await openDumpFile({ name: 'large.jsonl', bytes });
    const aborter = new AbortController();
    let rows = 0;
    setTimeout(() => aborter.abort(new Error('enough')));
    const reading = readDump(source, fields, (block) => (rows += block.rows), { signal: aborter.signal });
    await assert.rejects(reading, /enough/);
    assert(rows < 3000);
  });
});
