import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProcessClient } from '../worker/inProcess';

const ROWS = 400;
const CLASSES = 1000;
const settings = { temperature: 1 };
const NO_MEMORY = 'Not enough memory. Close what is open, or look at fewer rows at once.';

describe('Where WebAssembly is given no more memory', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-refused-'));
  after(() => rmSync(folder, { recursive: true }));
  const file = { name: 'run.jsonl', path: path.join(folder, 'run.jsonl') };
  const data = Float64Array.from({ length: ROWS * CLASSES }, (_, i) => (i * 7919) % 101);
  const labels = Float64Array.from({ length: ROWS }, (_, i) => i % CLASSES);
  before(() => {
    const lines = Array.from(
      { length: 5000 },
      (_, i) => `{"id": ${i}, "logits": [${i % 7}.5, ${i % 3}, 0.25], "label": ${i % 3}}\n`,
    );
    writeFileSync(file.path, lines.join(''));
  });

  async function asked(client: ReturnType<typeof inProcessClient>) {
    const { session } = await client.call('open', {
      array: { dtype: 'float64', shape: [ROWS, CLASSES], data },
      labels: { dtype: 'float64', shape: [ROWS], data: labels },
      reading: 'logits',
    });
    const fields = { format: 'jsonl' as const, records: [], logits: ['logits'], labels: ['label'] };
    const questions = [
      () => client.call('batch', { session, settings }),
      () => client.call('rows', { session, settings, from: 0, count: 10 }),
      () => client.call('perClass', { session, settings }),
      async () => {
        const { session } = await client.call('openDump', { file, fields, reading: 'logits' });
        const summary = await client.call('evaluationSummary', { session, settings });
        await client.call('close', { session });
        return { ...summary, session: undefined };
      },
    ];
    const answers: PromiseSettledResult<unknown>[] = [];
    for (const ask of questions) answers.push((await Promise.allSettled([ask()]))[0]);
    await client.call('close', { session });
    return answers;
  }

  it('each job is answered as ever or refused with one sentence, and the next is answered', async () => {
    const client = inProcessClient();
    const right = await asked(client);
    for (const one of right) assert.equal(one.status, 'fulfilled');
    const other = inProcessClient();
    const { grow } = WebAssembly.Memory.prototype;
    let refused = 0;
    WebAssembly.Memory.prototype.grow = () => {
      refused++;
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    };
    try {
      for (const [i, one] of (await asked(other)).entries())
        if (one.status === 'fulfilled') assert.deepEqual(one, right[i]);
        else assert.equal((one.reason as Error).message, NO_MEMORY);
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
    assert.ok(refused > 0);
    assert.deepEqual(await asked(other), right);
    client.dispose();
    other.dispose();
  });
});
