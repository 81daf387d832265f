import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCalls, type Answers } from '../../../src/engine/calls';
import { npy, npyHeader, safetensors, zip } from '../live/files';
import { global, pickle, storage, tensor } from '../bytes/pickles';

const ROWS = 2000;
const CLASSES = 3;
const context = { signal: new AbortController().signal, progress: () => undefined };
const settings = { temperature: 1 };

/** Scores that another seed makes others. */
const scoresOf = (seed: number, rows: number) =>
  new Uint8Array(Float32Array.from({ length: rows * CLASSES }, (_, i) => ((i * seed * 7) % 89) / 10).buffer);
const array = (seed: number, rows: number) => npy(npyHeader('<f4', [rows, CLASSES]), scoresOf(seed, rows));

const written: Record<string, (seed: number, rows: number) => Uint8Array> = {
  'a.npy': array,
  'a.npy.gz': (seed, rows) => gzipSync(array(seed, rows), { level: 0 }),
  'a.npz': (seed, rows) => zip([{ name: 'logits.npy', data: array(seed, rows) }]),
  'packed.npz': (seed, rows) => zip([{ name: 'logits.npy', data: array(seed, rows), deflate: true }]),
  'a.safetensors': (seed, rows) =>
    safetensors(
      { logits: { dtype: 'F32', shape: [rows, CLASSES], data_offsets: [0, rows * CLASSES * 4] } },
      scoresOf(seed, rows),
    ),
  'a.pt': (seed, rows) =>
    zip([
      {
        name: 'a/data.pkl',
        data: pickle(
          tensor({
            storage: storage(global('torch', 'FloatStorage')),
            shape: [rows, CLASSES],
            strides: [CLASSES, 1],
          }),
        ),
      },
      { name: 'a/data/0', data: scoresOf(seed, rows) },
    ]),
};

/** How a file becomes another. */
const changes: Record<string, (file: string, write: (seed: number, rows: number) => Uint8Array) => void> = {
  'is written over, as long as it was': (file, write) => writeFileSync(file, write(5, ROWS)),
  'is replaced by one as long': (file, write) => {
    writeFileSync(`${file}.new`, write(5, ROWS));
    renameSync(`${file}.new`, file);
  },
  grows: (file, write) => writeFileSync(file, write(5, 2 * ROWS)),
  shrinks: (file, write) => writeFileSync(file, write(5, ROWS / 2)),
  'is emptied': (file) => writeFileSync(file, ''),
  'is deleted': (file) => rmSync(file),
  'is deleted and written anew': (file, write) => {
    rmSync(file);
    writeFileSync(file, write(5, ROWS));
  },
};

interface Opened {
  file: number;
  index: number;
  session: number;
}

async function opened(calls: Answers, file: { name: string; path: string }): Promise<Opened> {
  const { file: id, first } = await calls.openFile(file, context);
  const { found } = await calls.peekFile({ file: id, index: first! }, context);
  const { session } = await calls.open(
    { array: { held: found.held!, shape: found.shape }, reading: 'logits' },
    context,
  );
  return { file: id, index: first!, session };
}

const questions: Record<string, (calls: Answers, of: Opened) => unknown> = {
  'a page': (calls, { session }) => calls.rows({ session, settings, from: 900, count: 20 }, context),
  'sorted rows': (calls, { session }) =>
    calls.rows(
      { session, settings, sort: { key: 'entropy', descending: true }, from: 0, count: 20 },
      context,
    ),
  'a row': (calls, { session }) => calls.row({ session, settings, row: 950, k: 3 }, context),
  'figures of all rows': (calls, { session }) => calls.batch({ session, settings }, context),
  'its preview': async (calls, { file, index }) => (await calls.peekFile({ file, index }, context)).preview,
  'its values as labels': async (calls, { file, index }) =>
    (await calls.readFileLabels({ file, index, of: index }, context)).values,
};

/** Nothing tells a change that leaves the length and comes within one tick of the file system's clock. */
async function nextTick(file: string): Promise<void> {
  const probe = `${file}.tick`;
  do {
    await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(probe, '');
  } while (statSync(probe).mtimeMs <= statSync(file).mtimeMs);
  rmSync(probe);
}

describe('A file of arrays that has become another since it was opened', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-changed-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, write] of Object.entries(written))
    for (const [how, change] of Object.entries(changes))
      it(`${name} ${how}: each answer is of what was opened, or one sentence; then it is read anew`, async () => {
        const file = { name, path: path.join(folder, name) };
        rmSync(file.path, { force: true });
        writeFileSync(file.path, write(1, ROWS));
        const calls = createCalls();
        const right = await opened(calls, file);
        const answers: Record<string, unknown> = {};
        for (const [what, ask] of Object.entries(questions)) answers[what] = await ask(calls, right);

        const fresh = await opened(calls, file);
        await nextTick(file.path);
        change(file.path, write);
        for (const [what, ask] of Object.entries(questions)) {
          const [answer] = await Promise.allSettled([(async () => ask(calls, fresh))()]);
          if (answer.status === 'fulfilled') assert.deepEqual(answer.value, answers[what], what);
          else
            assert.match(
              String(answer.reason),
              /^Error: a?(?:packed)?\.[a-z.]+ (?:has changed since|is shorter than when) it was read\. Open it again\.$/,
              what,
            );
        }
        for (const { file } of [right, fresh]) await calls.closeFile({ file }, context);
        if (how === 'is deleted' || how === 'is emptied') return;
        const anew = await opened(calls, file);
        const other = createCalls();
        const untouched = { name, path: path.join(folder, `untouched-${name}`) };
        const rows = how === 'grows' ? 2 * ROWS : how === 'shrinks' ? ROWS / 2 : ROWS;
        writeFileSync(untouched.path, write(5, rows));
        const wanted = await opened(other, untouched);
        for (const ask of Object.values(questions))
          assert.deepEqual(await ask(calls, anew), await ask(other, wanted));
        await calls.closeFile({ file: anew.file }, context);
        await other.closeFile({ file: wanted.file }, context);
      });
});
