// What becomes of a job when something beneath it goes away, at each of its stages: it ends with one sentence, nothing of
// it is left, and the next one works. This file is also what its workers run.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { openPort } from '../../../src/engine/port';
import { serve } from '../../../src/engine/serve';
import { createClient, type WorkerClient } from '../../../src/worker/client';
import type { Spawn, WorkerPort } from '../../../src/worker/lane';
import { spawnWorker } from '../../../src/worker/spawn';
import { handlesOn, until } from './handles';

const ROWS = 20_000;
const fields = { format: 'jsonl' as const, records: [], logits: ['logits'], labels: ['label'] };
const settings = { temperature: 1 };
const SENTENCE = /^(Logitscope|What was shown here wasn’t kept)[^\n]{10,120}\.$/;

const spawnReal = spawnWorker({
  path: () => __filename,
  read: () => Promise.reject(new Error('never read')),
});

if (!isMainThread) void openPort((post) => Promise.resolve(serve(post)));
else describeJobs();

/** Workers as the extension has them, that can be killed from outside, also while they start. */
function killable(): { spawn: Spawn; kill(): void } {
  const running = new Set<Promise<WorkerPort>>();
  return {
    async spawn(events) {
      const port = Promise.resolve(spawnReal(events));
      running.add(port);
      return port;
    },
    kill() {
      for (const port of running) void port.then((running) => running.terminate());
      running.clear();
    },
  };
}

/** One of the stages of a job: comes when the job is there. */
type Stage = (client: WorkerClient, reached: () => void) => Promise<unknown>;

function describeJobs(): void {
  describe('A job over a file', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-faults-'));
    const file = { name: 'dump.jsonl', path: path.join(folder, 'dump.jsonl') };
    const write = () => {
      const lines = Array.from({ length: ROWS }, (_, i) => {
        const logits = [Math.sin(i) * 3, Math.cos(i) * 2, Math.sin(2 * i), 0.5, -0.25].map((v) =>
          v.toFixed(4),
        );
        return `{"id": "x${i}", "logits": [${logits.join(', ')}], "label": ${i % 5}}`;
      });
      writeFileSync(file.path, `${lines.join('\n')}\n`);
    };
    before(write);
    after(() => rmSync(folder, { recursive: true }));

    const open = (client: WorkerClient) => client.call('openDump', { file, fields, reading: 'logits' });
    const stages: Record<string, Stage> = {
      'when it was just asked for': (client, reached) => {
        const opening = open(client);
        setTimeout(reached, 5);
        return opening;
      },
      'while the file is read': (client, reached) =>
        client.call('openDump', { file, fields, reading: 'logits' }, { onProgress: reached }),
      'while its figures are computed': async (client, reached) => {
        const { session } = await open(client);
        const summary = client.call('evaluationSummary', { session, settings }, { onProgress: reached });
        setTimeout(reached, 20);
        return summary;
      },
      'between two questions': async (client, reached) => {
        const { session } = await open(client);
        reached();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return client.call('batch', { session, settings });
      },
      'while an array arrives': async (client, reached) => {
        const header = { version: 1, dtype: 'float32', shape: [64, 64], name: 'x' };
        const { held } = await client.call('hold', { header });
        const data = Buffer.alloc(64 * 64 * 2).toString('base64');
        await client.call('holdPart', { held, data });
        reached();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return client.call('holdPart', { held, data });
      },
    };

    for (const [when, stage] of Object.entries(stages)) {
      it(`ends with one sentence when its worker is killed ${when}, and the next one works`, async () => {
        const { spawn, kill } = killable();
        const client = createClient(spawn);
        let isKilled = false;
        const reached = () => {
          if (isKilled) return;
          isKilled = true;
          kill();
        };
        try {
          await assert.rejects(stage(client, reached), (error: Error) => {
            assert.match(error.message, SENTENCE);
            return true;
          });
          await until('the end of every handle', () => handlesOn(file.path) === 0);
          assert.equal((await open(client)).rows, ROWS);
        } finally {
          client.dispose();
        }
        await until('the end of every handle', () => handlesOn(file.path) === 0);
      });

      it(`ends with one sentence when the extension is deactivated ${when}`, async () => {
        const { spawn } = killable();
        const client = createClient(spawn);
        await assert.rejects(
          stage(client, () => client.dispose()),
          /^Error: Logitscope was shut down\.$/,
        );
        await until('the end of every handle', () => handlesOn(file.path) === 0);
      });
    }

    it('is cancelled at any time, at once, and the next one works', async () => {
      const client = createClient(spawnReal);
      try {
        for (const wait of [0, 5, 20, 60]) {
          const aborter = new AbortController();
          const opening = client.call(
            'openDump',
            { file, fields, reading: 'logits' },
            { signal: aborter.signal },
          );
          setTimeout(() => aborter.abort(new Error('enough')), wait);
          const [settled] = await Promise.allSettled([opening]);
          if (settled.status === 'rejected') assert.match(String(settled.reason), /enough/);
        }
        assert.equal((await open(client)).rows, ROWS);
      } finally {
        client.dispose();
      }
      await until('the end of every handle', () => handlesOn(file.path) === 0);
    });

    it('says in one sentence that its file is gone, or another, and goes on with the next', async () => {
      const client = createClient(spawnReal);
      try {
        const { session } = await open(client);
        rmSync(file.path);
        await assert.rejects(
          client.call('recordPlace', { session, row: 5 }),
          /^Error: The file is no longer there\.$/,
        );
        await assert.rejects(open(client), /^Error: The file is no longer there\.$/);
        await assert.rejects(client.call('probeDump', { file }), /^Error: The file is no longer there\.$/);
        await assert.rejects(
          client.call('openFile', { name: 'x.npy', path: path.join(folder, 'x.npy') }),
          /^Error: The file is no longer there\.$/,
        );
        writeFileSync(file.path, '{"logits": [1, 2], "label": 0}\n');
        await assert.rejects(
          client.call('recordPlace', { session, row: 5 }),
          /has changed since it was read/,
        );
        write();
        assert.equal((await open(client)).rows, ROWS);
      } finally {
        client.dispose();
      }
    });
  });
}
