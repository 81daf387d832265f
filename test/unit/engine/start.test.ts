import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

/** Stands for the worker's program: says what it was given, and gives what has been compiled of it. */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const softmax = (logits) => {
    const exps = logits.map((z) => Math.exp(z - Math.max(...logits)));
    return exps.map((e) => e / exps.reduce((a, b) => a + b));
  };
  parentPort.postMessage({ said: softmax([0, 0]), words: workerData?.words, entry: __filename, compiled: compiledProgram() });
`;

interface Said {
  said: number[];
  words?: string;
  entry: string;
  compiled: Uint8Array;
}

describe('The start of a thread', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'logitscope-start-'));
    writeFileSync(path.join(folder, 'worker.js'), PROGRAM);
    await build({
      entryPoints: [path.resolve('src/engine/start.ts')],
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  const started = (workerData?: unknown) =>
    new Promise<Said>((resolve, reject) => {
      const worker = new Worker(path.join(folder, 'start.js'), { workerData });
      worker.once('message', resolve);
      worker.once('error', reject);
    });

  it('runs the program beside it, which may start further threads the same way', async () => {
    const { said, words, entry } = await started({ words: 'Wörter' });
    assert.deepEqual(
      { said, words, entry },
      { said: [0.5, 0.5], words: 'Wörter', entry: path.join(folder, 'start.js') },
    );
  });

  it('takes what another thread has compiled, and compiles anew what does not fit', async () => {
    const { compiled } = await started();
    assert.ok(compiled.length > 500);
    for (const bytes of [
      compiled,
      compiled.slice(0, 300),
      compiled.map((byte) => byte ^ 255),
      new Uint8Array(),
    ])
      assert.deepEqual((await started({ compiled: bytes })).said, [0.5, 0.5]);
  });
});
