import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import { sentenceOf } from '../../../src/arrays/words/sentence';
import type { CallContext } from '../../../src/engine/callContext';
import type { OpenedRecords } from '../../../src/engine/rows/openedRecords';
import { openRecords } from '../../../src/engine/rows/openRecords';
import { openInPieces } from '../../../src/engine/pieces/openInPieces';
import { readersFrom } from '../../../src/engine/pieces/readers';
import { servePieces } from '../../../src/engine/pieces/servePieces';
import { openRecordSource } from '../../../src/engine/rows/recordSource';
import { readPiece } from '../../../src/records/pieces';
import type { RowBlock } from '../../../src/records/rowBlocks';
import type { DumpFields } from '../../../src/records/types';
import { bytesSource } from '../../../src/engine/files/bytesSource';
import { readDump } from '../../../src/records/readDump';
import { runSql } from '../records/writeColumns';
import { handlesOn, until } from '../worker/handles';
import { GREEDY, withLittleMemory } from '../worker/starved';

const FIELDS: DumpFields = {
  format: 'jsonl',
  records: [],
  logits: ['logits'],
  labels: ['label'],
  loss: ['loss'],
};
const quiet = (signal = new AbortController().signal): CallContext => ({ signal, progress: () => undefined });

const line = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 3, maxLength: 3 }), fc.nat(3))
      .map(
        ([x, label]) => `{"logits": [${x.map((n) => n / 100).join(', ')}], "label": ${label}, "loss": 0.5}`,
      ),
  },
  fc.constantFrom(
    '',
    '   ',
    '{"logits": [1, 2], "label": 0}',
    '{"logits": [1, 2, 3]',
    '{"label": 1}',
    '[',
    '{"logits": [1, NaN, null]}',
  ),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 60 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(
    ([lines, newline, ends]) =>
      ['{"logits": [0, 1, 2], "label": 2, "loss": 1}', ...lines].join(newline) + (ends ? newline : ''),
  );

/** Fields of CSV may hold line ends, quotes and what looks like a record. */
const csvLine = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 3 }), fc.nat(3))
      .map(([x, label]) => `plain,${x.map((n) => n / 10).join()},${label},0.5`),
  },
  fc.constantFrom(
    '"two\nlines",1,2,3,0,0.5',
    '"1,2,3,4,0,1\n1,2,3,4,0,1\n""\r\n",1,2,3,1,',
    '"a ""quoted"" word",4,5,6,2,1',
    '',
    'short,1,2',
    '"text, with a comma",x,2,3,0,0.5',
  ),
);
const csv = fc
  .tuple(
    fc.array(csvLine, { maxLength: 60 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
    fc.constantFrom('', '\ufeff'),
  )
  .map(
    ([lines, newline, ends, mark]) =>
      mark +
      ['', '"the\ntext",a,b,c,label,loss', 'first,0,1,2,2,1', ...lines].join(newline) +
      (ends ? newline : ''),
  );
const CSV_FIELDS: DumpFields = {
  format: 'csv',
  records: [],
  logits: ['a', 'b', 'c'],
  labels: ['label'],
  loss: ['loss'],
};

function rowsOf(block: RowBlock, lines = 0): unknown[] {
  return Array.from(block.label ?? [], (label, row) => [
    ...block.logits.subarray(row * block.classes, (row + 1) * block.classes),
    ...[label, block.storedLoss?.[row], block.offset[row], block.length[row], block.line[row] + lines],
  ]);
}

/** Everything that is shown of a file, as plain values. */
function shown({ rows, table }: OpenedRecords) {
  const { label, givenLabel, top, topProbability, loss, storedLoss, ...rest } = table;
  const columns = [label, top, topProbability, loss, storedLoss, givenLabel?.subarray(0, givenLabel.length)];
  return {
    ...rest,
    columns: columns.map((column) => column && Array.from(column)),
    report: rows.report,
    places: Array.from({ length: rows.rows }, (_, row) => rows.placeOf(row)),
    labels: rows.label && Array.from(rows.label.subarray(0, rows.rows)),
    beside: rows.beside.map(({ names, of }) => [names, Array.from(of)]),
  };
}

if (!isMainThread) servePieces(parentPort!);
else {
  describe('a file that is read in pieces', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-pieces-'));
    const file = { name: 'dump.jsonl', path: path.join(folder, 'dump.jsonl') };
    const sizes = { small: 0, first: 400, piece: 900 };
    const open = async (fields: DumpFields, context = quiet()) =>
      openInPieces(
        await openRecordSource(file),
        { file, fields, reading: 'logits' },
        context,
        undefined,
        sizes,
      );
    before(() => {
      readersFrom(__filename);
      process.env.LOGITSCOPE_WORKERS = '2';
    });
    after(() => {
      delete process.env.LOGITSCOPE_WORKERS;
      rmSync(folder, { recursive: true, force: true });
    });

    it('holds every record once, wherever it is cut', async () => {
      await fc.assert(
        fc.asyncProperty(text, fc.array(fc.nat(2000), { maxLength: 6 }), async (written, places) => {
          const bytes = new TextEncoder().encode(written);
          const source = bytesSource('dump.jsonl', bytes, (chunks) => chunks);
          const { signal } = new AbortController();
          const whole: unknown[] = [];
          const report = await readDump(source, FIELDS, (block) => whole.push(...rowsOf(block)), { signal });
          const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
            (a, b) => a - b,
          );
          const rows: unknown[] = [];
          const sums = { records: 0, blankLines: 0, lines: 0, bytes: 0 };
          for (let i = 1; i < cuts.length; i++) {
            const piece = { from: cuts[i - 1], to: cuts[i] };
            const { lines } = sums;
            const read = await readPiece(
              source,
              FIELDS,
              piece,
              3,
              (block) => rows.push(...rowsOf(block, lines)),
              signal,
            );
            for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += read[key];
          }
          assert.deepEqual(rows, whole);
          assert.equal(sums.records, report.records);
          assert.equal(sums.blankLines, report.blankLines);
          assert.equal(sums.bytes, bytes.length);
        }),
        { numRuns: 150 },
      );
    });

    it('shows what it would show if it were read from end to end', async () => {
      const lines = fc.sample(line, { numRuns: 400, seed: 7 });
      writeFileSync(file.path, `{"logits": [0, 1, 2], "label": 2, "loss": 1}\n${lines.join('\n')}`);
      for (const fields of [
        FIELDS,
        { ...FIELDS, labels: undefined, loss: undefined },
        { ...FIELDS, beside: [['label']] },
      ]) {
        const inPieces = await open(fields);
        assert.ok(inPieces);
        process.env.LOGITSCOPE_WORKERS = '1';
        const alone = await openRecords({ file, fields, reading: 'logits' }, quiet());
        process.env.LOGITSCOPE_WORKERS = '2';
        assert.deepEqual(shown(inPieces), shown(alone));
        const asked = Int32Array.of(3, 200, 7);
        const { signal } = new AbortController();
        assert.deepEqual(await inPieces.rows.gather(asked, signal), await alone.rows.gather(asked, signal));
      }
    });

    it('of delimited text shows the same, wherever the line ends inside its fields stand', async () => {
      const table = { name: 'dump.csv', path: path.join(folder, 'dump.csv') };
      const request = { file: table, fields: CSV_FIELDS, reading: 'logits' as const };
      const sizesOf = fc.record({
        first: fc.integer({ min: 1, max: 400 }),
        piece: fc.integer({ min: 20, max: 900 }),
      });
      await fc.assert(
        fc.asyncProperty(csv, sizesOf, async (written, { first, piece }) => {
          writeFileSync(table.path, written);
          process.env.LOGITSCOPE_WORKERS = '1';
          const alone = await openRecords(request, quiet());
          process.env.LOGITSCOPE_WORKERS = '2';
          const source = await openRecordSource(table);
          const inPieces = await openInPieces(source, request, quiet(), undefined, {
            small: 0,
            first,
            piece,
          });
          if (inPieces) assert.deepEqual(shown(inPieces), shown(alone));
          // The header alone has no row, and a record before the first piece's end may have none either.
          else assert.ok(first < 80);
        }),
        { numRuns: 25 },
      );
    });

    it('ends where its text does, though a mark before it makes the file longer', async () => {
      const table = { name: 'dump.csv', path: path.join(folder, 'marked.csv') };
      const header = '"the\ntext",a,b,c,label,loss';
      const record = '"two\nlines",1,2,3,0,0.5';
      const plain = 'plain,9.7,-6.1,5.6,2,0.5';
      const lines = ['\ufeff', header, 'first,0,1,2,2,1', record, plain, plain, plain, record];
      writeFileSync(table.path, lines.join('\n'));
      const request = { file: table, fields: CSV_FIELDS, reading: 'logits' as const };
      const source = await openRecordSource(table);
      // The first piece ends in the last record, and no piece of three bytes behind it begins where it ends.
      const inPieces = await openInPieces(source, request, quiet(), undefined, {
        small: 0,
        first: 129,
        piece: 29,
      });
      assert.equal(inPieces?.rows.rows, 6);
      const alone = await openRecords(request, quiet());
      assert.deepEqual(shown(inPieces), shown(alone));
    });

    it('of columns is read by its groups', async () => {
      const columns = { name: 'dump.parquet', path: path.join(folder, 'dump.parquet') };
      const query = `SELECT [i % 7, i % 3, 0.5]::FLOAT[] AS logits, (i % 4)::INTEGER AS label FROM range(20000) t(i)`;
      await runSql(`COPY (${query}) TO '${columns.path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
      const fields: DumpFields = { format: 'parquet', records: [], logits: ['logits'], labels: ['label'] };
      const request = { file: columns, fields, reading: 'logits' as const };
      const source = await openRecordSource(columns);
      const inPieces = await openInPieces(source, request, quiet(), undefined, sizes);
      assert.ok(inPieces);
      process.env.LOGITSCOPE_WORKERS = '1';
      const alone = await openRecords(request, quiet());
      process.env.LOGITSCOPE_WORKERS = '2';
      assert.deepEqual(shown(inPieces), shown(alone));
    });

    it('is left to one reader where records hold several rows or labels are distributions', async () => {
      const plain = '{"logits": [0, 1, 2], "label": 2}\n'.repeat(60);
      for (const other of [
        '{"logits": [[0, 1, 2], [3, 4, 5]], "label": [0, 1]}\n',
        '{"logits": [0, 1, 2], "label": [0.2, 0.3, 0.5]}\n',
      ]) {
        writeFileSync(file.path, plain + other + plain);
        assert.equal(await open(FIELDS), undefined);
      }
    });

    it('is not taken together from two files, where another is written over it meanwhile', async () => {
      writeFileSync(file.path, '{"logits": [0, 1, 2], "label": 2}\n'.repeat(5000));
      const change = () => writeFileSync(file.path, '{"logits": [0, 1, 9], "label": 2}\n'.repeat(5001));
      await assert.rejects(open(FIELDS, { ...quiet(), progress: change }), /has changed since it was read/);
    });

    it('is read by this thread alone where the system gives no other', async () => {
      writeFileSync(file.path, '{"logits": [0, 1, 2], "label": 2}\n'.repeat(5000));
      // What cannot be handed to a thread keeps it from being started.
      readersFrom(__filename, () => () => undefined);
      const opened = await open(FIELDS);
      readersFrom(__filename);
      assert.equal(opened?.rows.rows, 5000);
    });

    it('ends with one sentence where a thread ends, at its start or amid a piece, and is read anew', async () => {
      writeFileSync(file.path, '{"logits": [0, 1, 2], "label": 2}\n'.repeat(5000));
      for (const program of ['process.exit(3)', "p.once('message', () => process.exit(3))"]) {
        const ending = path.join(folder, 'ending.js');
        writeFileSync(ending, `const { parentPort: p } = require('node:worker_threads'); ${program};`);
        readersFrom(ending);
        await assert.rejects(open(FIELDS), /^Error: Logitscope stopped with code 3 and was restarted\.$/);
        readersFrom(__filename);
        assert.equal((await open(FIELDS))?.rows.rows, 5000);
        await until('the end of every handle', () => handlesOn(file.path) === 0);
      }
    });

    it('ends with one sentence where a thread runs out of memory, and is read anew', async () => {
      writeFileSync(file.path, '{"logits": [0, 1, 2], "label": 2}\n'.repeat(5000));
      for (const program of [GREEDY, `p.once('message', () => { ${GREEDY} })`]) {
        const greedy = path.join(folder, 'greedy.js');
        writeFileSync(greedy, `const { parentPort: p } = require('node:worker_threads'); ${program};`);
        readersFrom(greedy);
        await assert.rejects(
          withLittleMemory(() => open(FIELDS)),
          (error: unknown) => {
            return (
              sentenceOf(error) === 'Not enough memory. Close what is open, or look at fewer rows at once.'
            );
          },
        );
        readersFrom(__filename);
        assert.equal((await open(FIELDS))?.rows.rows, 5000);
        await until('the end of every handle', () => handlesOn(file.path) === 0);
      }
    });

    it('can be cancelled, and tells a fault once', async () => {
      writeFileSync(file.path, '{"logits": [0, 1, 2], "label": 2}\n'.repeat(5000));
      const aborter = new AbortController();
      const reading = open(FIELDS, {
        signal: aborter.signal,
        progress: () => aborter.abort(new Error('enough')),
      });
      await assert.rejects(reading, /enough/);
      await until('the end of every handle', () => handlesOn(file.path) === 0);
      readersFrom(path.join(folder, 'nowhere.js'));
      await assert.rejects(open(FIELDS), /nowhere/);
      readersFrom(__filename);
    });
  });
}
