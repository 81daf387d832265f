import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  Field,
  Float64,
  Int32,
  List,
  RecordBatchFileWriter,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { createCalls, type Answers } from '../../../src/engine/calls';
import { runSql } from '../records/writeColumns';
import { openedAsView } from './evaluation/openedAsView';

const ROWS = 300;
const context = { signal: new AbortController().signal, progress: () => undefined };

/** Rows whose scores, labels and groups another seed makes others, of the same length. */
const rowOf = (i: number, seed: number) => ({
  id: `x${10_000 + i}`,
  group: 'abc'[(i * seed) % 3],
  logits: [0, 1, 2].map((c) => Number((((i * seed * (c + 3)) % 89) / 10).toFixed(1))),
  label: (i + seed) % 3,
});
const rowsOf = (seed: number) => Array.from({ length: ROWS }, (_, i) => rowOf(i, seed));
const jsonl = (seed: number) =>
  rowsOf(seed)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
/** Of another seed the columns stand in another order. */
const csv = (seed: number) => {
  const columns = ['id', 'group', 'logit_0', 'logit_1', 'logit_2', 'label'];
  const order = seed === 1 ? columns : columns.toReversed();
  const rows = rowsOf(seed).map(({ id, group, logits, label }) => {
    const cells: Record<string, unknown> = { id, group, label };
    logits.forEach((logit, c) => (cells[`logit_${c}`] = logit.toFixed(1)));
    return order.map((column) => String(cells[column])).join(',');
  });
  return `${order.join(',')}\n${rows.join('\n')}\n`;
};

/** Lists of fixed size, so that two seeds are as long. */
const table = (seed: number) => {
  const rows = rowsOf(seed);
  return new Table({
    id: vectorFromArray(
      rows.map(({ id }) => id),
      new Utf8(),
    ),
    group: vectorFromArray(
      rows.map(({ group }) => group),
      new Utf8(),
    ),
    logits: vectorFromArray(
      rows.map(({ logits }) => logits),
      new List(new Field('item', new Float64(), false)),
    ),
    label: vectorFromArray(
      rows.map(({ label }) => label),
      new Int32(),
    ),
  });
};
const arrow = (seed: number) => RecordBatchFileWriter.writeAll(table(seed)).toUint8Array(true);

/** As DuckDB writes them, not packed. */
const parquets = new Map<number, Uint8Array>();
async function writeParquets(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-parquet-'));
  for (const seed of [1, 2]) {
    const file = path.join(folder, 'a.parquet');
    const rows = rowsOf(seed).map(
      ({ id, group, logits, label }) => `('${id}', '${group}', [${logits.join()}]::DOUBLE[], ${label})`,
    );
    await runSql(
      `COPY (SELECT * FROM (VALUES ${rows.join()}) t(id, "group", logits, label)) TO '${file}' (FORMAT parquet)`,
    );
    parquets.set(seed, readFileSync(file));
  }
  rmSync(folder, { recursive: true });
}

const written: Record<string, (seed: number) => string | Uint8Array> = {
  'run.arrow': arrow,
  'run.parquet': (seed) => parquets.get(seed)!,
  'run.jsonl': jsonl,
  'run.csv': csv,
  'run.json': (seed) => JSON.stringify(rowsOf(seed), null, 1),
  'run.jsonl.gz': (seed) => gzipSync(jsonl(seed)),
  'run.csv.gz': (seed) => gzipSync(csv(seed)),
};

/** Everything that is asked of an opened view. */
const questions: Record<string, (calls: Answers, of: View) => unknown> = {
  'a page': (calls, of) => calls.evaluationPage({ ...of, filter: {}, from: 100, count: 20 }, context),
  'the rows of some label': (calls, of) =>
    calls.evaluationPage({ ...of, filter: { label: 1 }, from: 0, count: 20 }, context),
  'labels that look wrong': (calls, of) =>
    calls.evaluationPage({ ...of, filter: { only: 'label-errors' }, from: 0, count: 50 }, context),
  'its figures': (calls, of) => calls.evaluationSummary({ ...of, withoutIntervals: true }, context),
  'its fields': (calls, { session }) => calls.evaluationFields({ session }, context),
  'its slices': (calls, of) => calls.evaluationSlices({ ...of, by: ['group'] }, context),
  'the names of rows': (calls, { session }) => calls.recordNames({ session, rows: [3, 200] }, context),
  'where a record stands': (calls, { session }) => calls.recordPlace({ session, row: 200 }, context),
  'another temperature': (calls, of) =>
    calls.batch({ ...of, settings: { ...of.settings, temperature: 2 } }, context),
  'ways of calibrating': (calls, of) => calls.calibrationMethods(of, context),
  'a report': (calls, of) => calls.sessionReport({ ...of, origin: 'run', format: 'json' }, context),
  'code that reproduces it': (calls, of) => calls.lossReport({ ...of, origin: 'run' }, context),
};

type View = NonNullable<Awaited<ReturnType<typeof openedAsView>>>;

/** How a file becomes another. */
const changes: Record<string, (file: string, other: string | Uint8Array) => void> = {
  'is written over': (file, other) => writeFileSync(file, other),
  'is replaced': (file, other) => {
    writeFileSync(`${file}.new`, other);
    renameSync(`${file}.new`, file);
  },
  'is replaced by a link': (file, other) => {
    writeFileSync(`${file}.other`, other);
    rmSync(file);
    symlinkSync(`${file}.other`, file);
  },
  'is cut short': (file) => writeFileSync(file, ''),
};

describe('A file that has become another since it was opened', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-changed-'));
  before(writeParquets);
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, write] of Object.entries(written))
    for (const [keptBytes, kept] of [
      [undefined, 'whose numbers are kept'],
      [0, 'whose numbers are read again'],
    ] as const)
      it(`${name}, ${kept}: each answer is of what was opened, or one sentence`, async () => {
        const file = { name, path: path.join(folder, name) };
        const seen = new Set<string>();
        for (const [how, change] of Object.entries(changes)) {
          rmSync(file.path, { force: true });
          writeFileSync(file.path, write(1));
          const before = createCalls({ keptBytes });
          const right = (await openedAsView(before, file, {}))!;
          const answers: Record<string, unknown> = {};
          for (const [what, ask] of Object.entries(questions)) answers[what] = await ask(before, right);

          const calls = createCalls({ keptBytes });
          const view = (await openedAsView(calls, file, {}))!;
          change(file.path, write(2));
          for (const [what, ask] of Object.entries(questions)) {
            const [answer] = await Promise.allSettled([(async () => ask(calls, view))()]);
            if (answer.status === 'fulfilled')
              assert.deepEqual(answer.value, answers[what], `${what}, ${how}`);
            else {
              assert.match(
                String(answer.reason),
                /^Error: run[.a-z]+ has changed since it was read\. Open it again\.$/,
                `${what}, ${how}`,
              );
              seen.add(what);
            }
          }
        }
        assert.ok(seen.has('where a record stands'), [...seen].join());
      });
});
