// Bars of live arrays. `npm run bench -- live`: files by ranges; with LOGITSCOPE_PYTHON (numpy, torch where there is
// one), what computing in place takes. Bringing a tensor through a real kernel is timed by `npm run test:live`.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '../../src/worker/client';
import { serve } from '../../src/engine/serve';
import { npy, npyHeader } from '../unit/live/files';

const settings = { temperature: 1 };
const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-bench-'));
const client = createClient(({ onMessage }) => {
  const answer = serve((response) => queueMicrotask(() => onMessage(structuredClone(response))));
  return { post: (request) => answer(structuredClone(request)), terminate: () => undefined };
});

function report(what: string, milliseconds: number, bar: number): void {
  console.log(`${what.padEnd(64)} ${milliseconds.toFixed(1).padStart(8)} ms   bar ${bar} ms`);
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

async function main() {
  try {
    const file = path.join(folder, 'large.npy');
    const [rows, classes] = [20_000, 50_257];
    const header = npy(npyHeader('<f4', [rows, classes]));
    writeFileSync(file, header);
    truncateSync(file, header.length + rows * classes * 4);
    const handle = openSync(file, 'r+');
    writeSync(
      handle,
      new Uint8Array(Float32Array.of(9).buffer),
      0,
      4,
      header.length + (rows - 1) * classes * 4,
    );
    closeSync(handle);

    const before = process.memoryUsage();
    const [opened, opening] = await timed(async () => {
      const { file: id } = await client.call('openFile', { name: 'large.npy', path: file });
      const { found } = await client.call('peekFile', { file: id, index: 0 });
      const { session } = await client.call('open', {
        reading: 'logits',
        array: { held: found.held!, shape: found.shape },
      });
      await client.call('rows', { session, settings, from: 0, count: 32 });
      return session;
    });
    report(
      `open a .npy of ${((rows * classes * 4) / 1e9).toFixed(1)} GB, to its first page of rows`,
      opening,
      300,
    );
    const after = process.memoryUsage();
    const grown = (after.rss - before.rss) / 1e6;
    console.log(`memory for it: ${grown.toFixed(1)} MB of 100 (resident, with the caches of the kernels)`);
    const [page, scrolling] = await timed(() =>
      client.call('rows', { session: opened, settings, from: rows - 12, count: 12 }),
    );
    report(`its last 12 rows (the last is class ${page.top[11]})`, scrolling, 200);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  const python = process.env.LOGITSCOPE_PYTHON ?? '/usr/bin/python3';
  console.log(
    execFileSync(python, ['test/fixtures/live/bench_push_down.py', path.resolve('out/kernel')], {
      encoding: 'utf8',
    }).trim(),
  );
  client.dispose();
}

void main();
