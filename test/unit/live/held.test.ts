import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardCalls } from '../../../src/panel/forward';
import { createHostClient } from '../../../src/panel/hostClient';
import type { WorkerClient } from '../../../src/worker/client';
import { inProcessClient } from '../worker/inProcess';
import { floats, npy, npyHeader } from './files';

const settings = { temperature: 1 };

/** A page's client over messages, as a webview copies them, and the host's that answers it. */
function connected(host: WorkerClient) {
  const forward = forwardCalls(host, (answer) => page.receive(structuredClone(answer)), {
    mayOpen: () => true,
  });
  const page = createHostClient((call) => forward.receive(structuredClone(call)));
  return { page: page.client, forward };
}

describe('an array that a host holds', () => {
  const rows = 1000;
  const values = floats(...Array.from({ length: rows * 3 }, (_, i) => Math.sin(i) * 4));
  const bytes = npy(npyHeader('<f4', [rows, 3]), values);
  const labels = {
    dtype: 'float64' as const,
    shape: [rows],
    data: Float64Array.from({ length: rows }, (_, i) => i % 3),
  };

  it('is inspected through messages, from its file, as if it were in memory', async () => {
    const host = inProcessClient();
    const { page } = connected(host);
    const { file, arrays } = await host.call('openFile', { name: 'x.npy', bytes });
    assert.deepEqual(arrays[0].shape, [rows, 3]);
    const { found, preview } = await host.call('peekFile', { file, index: 0 });
    assert.equal(preview!.rows, rows);
    const data = new Float32Array(values.buffer);
    const whole = await host.call('open', {
      reading: 'logits',
      array: { dtype: 'float32', shape: [rows, 3], data },
      labels,
    });
    const held = await page.call('open', {
      reading: 'logits',
      array: { held: found.held!, shape: [rows, 3] },
      labels,
    });
    const both = async <T>(ask: (client: WorkerClient, session: number) => Promise<T>) =>
      assert.deepEqual(await ask(page, held.session), await ask(host, whole.session));
    assert.deepEqual([held.rows, held.classes], [rows, 3]);
    await both((client, session) => client.call('rows', { session, settings, from: 990, count: 100 }));
    await both((client, session) =>
      client.call('rows', {
        session,
        settings,
        sort: { key: 'loss', descending: true },
        wrongOnly: true,
        from: 3,
        count: 7,
      }),
    );
    await both((client, session) => client.call('row', { session, settings, row: 999, k: 2 }));
    await both((client, session) => client.call('batch', { session, settings }));
    await both((client, session) => client.call('naive', { session, settings }));
    await both((client, session) => client.call('probabilities', { session, settings }));
  });

  it('comes in parts, and is refused when they are too many or too few', async () => {
    const client = inProcessClient();
    const header = { dtype: 'float32', shape: [rows, 3], name: 'logits', library: 'torch' };
    const text = Buffer.from(values).toString('base64');
    const { held, bytes: size } = await client.call('hold', { header });
    assert.equal(size, values.length);
    assert.equal(await client.call('holdPart', { held, data: text.slice(0, 6000) }), 4500);
    await assert.rejects(() => client.call('held', { held }), /Expected 12000 bytes, got 4500\./);
    await assert.rejects(
      () => client.call('holdPart', { held, data: text }),
      /Expected 12000 bytes, got at least 16500\./,
    );
    await client.call('holdPart', { held, data: Buffer.from(text.slice(6000)) });
    const { found } = await client.call('held', { held });
    assert.deepEqual(
      [found.array, found.held, found.name, found.dtype],
      [undefined, held, 'logits', 'torch.float32'],
    );
    assert.equal(found.reading.kind, 'logits');
    const opened = await client.call('open', { reading: 'logits', array: { held, shape: found.shape } });
    assert.equal(opened.rows, rows);
    await client.call('drop', { held });
    await assert.rejects(
      () => client.call('open', { reading: 'logits', array: { held, shape: found.shape } }),
      /no longer in memory/,
    );
    await assert.rejects(
      () => client.call('hold', { header: { dtype: 'int8', shape: [2 ** 40] } }),
      /the limit is 268435456/,
    );
  });

  it('comes from a file of exactly its size', async () => {
    const client = inProcessClient();
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-unit-'));
    const file = path.join(folder, 'array');
    try {
      writeFileSync(file, values);
      const { held } = await client.call('hold', { header: { dtype: 'float32', shape: [rows, 3] } });
      await client.call('holdFile', { held, path: file });
      const { found } = await client.call('held', { held });
      const opened = await client.call('open', {
        reading: 'logits',
        array: { held, shape: found.shape },
        labels,
      });
      const data = new Float32Array(values.buffer);
      const whole = await client.call('open', {
        reading: 'logits',
        array: { dtype: 'float32', shape: [rows, 3], data },
        labels,
      });
      assert.deepEqual(
        await client.call('probabilities', { session: opened.session, settings }),
        await client.call('probabilities', { session: whole.session, settings }),
      );
      for (const dtype of ['float64', 'int8']) {
        const other = await client.call('hold', { header: { dtype, shape: [rows, 3] } });
        await assert.rejects(
          () => client.call('holdFile', { held: other.held, path: file }),
          new RegExp(`Expected ${other.bytes} bytes, got 12000\\.`),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is all that a page may ask for', async () => {
    const { page } = connected(inProcessClient());
    await assert.rejects(
      () => page.call('openFile', { name: 'x', path: '/etc/passwd' }),
      /Something went wrong/,
    );
    await assert.rejects(
      () => page.call('holdFile', { held: 1, path: '/etc/passwd' }),
      /Something went wrong/,
    );
  });
});
