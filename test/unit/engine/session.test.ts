import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ndarray, type NDArray } from '../../../src/arrays/ndarray';
import type { WorkerClient } from '../../../src/worker/client';
import type { ViewSettings } from '../../../src/worker/protocol';
import { npy, npyHeader } from '../live/files';
import { inProcessClient } from '../worker/inProcess';

interface Batch {
  logits: number[][];
  labels: number[];
}

const CLASSES = 4;

const batches: fc.Arbitrary<Batch> = fc
  .array(
    fc.tuple(
      fc.array(
        fc.integer({ min: -400, max: 400 }).map((x) => x / 16),
        { minLength: CLASSES, maxLength: CLASSES },
      ),
      fc.constantFrom(0, 1, 2, 3, -100),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) => ({ logits: rows.map(([x]) => x), labels: rows.map(([, y]) => y) }));

const settings: fc.Arbitrary<ViewSettings> = fc.record(
  {
    temperature: fc.constantFrom(0.5, 1, 3),
    reduction: fc.constantFrom('mean', 'sum'),
    labelSmoothing: fc.constantFrom(0, 0.1),
    ignoreIndex: fc.constantFrom(-100, 2),
    classWeights: fc.constant([1, 2, 0.5, 3]),
    shifted: fc.boolean(),
  },
  { requiredKeys: ['temperature'] },
);

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a session', () => {
  const clients = [inProcessClient(), inProcessClient({ keptBytes: 0 })];
  after(() => clients.forEach((client) => client.dispose()));

  /** The same rows, opened from wherever rows can lie. */
  async function openEverywhere({ logits, labels }: Batch): Promise<{ from: string; ask: Ask }[]> {
    const [client, sparing] = clients;
    const array = ndarray(Float64Array.from(logits.flat()), [logits.length, CLASSES]);
    const ids = ndarray(Float64Array.from(labels), [labels.length]);
    const memory = await client.call('open', { array, labels: ids, reading: 'logits' });

    const bytes = npy(npyHeader('<f8', [logits.length, CLASSES]), new Uint8Array(array.data.buffer));
    const { file } = await client.call('openFile', { name: 'x.npy', bytes });
    const { found } = await client.call('peekFile', { file, index: 0 });
    const held = { held: found.held!, shape: found.shape };
    const stored = await client.call('open', { array: held, labels: ids, reading: 'logits' });

    // One record of many rows: they are one sequence, as the rows of a matrix are.
    const record = bytesOf(`${JSON.stringify({ logits, labels })}\n`);
    const openRecords = (from: WorkerClient) =>
      from.call('openDump', {
        file: { name: 'x.jsonl', bytes: record.slice() },
        fields: { format: 'jsonl', records: [], logits: ['logits'], labels: ['labels'] },
        reading: 'logits',
      });
    return [
      { from: 'memory', ask: asking(client, memory.session) },
      { from: 'a file of arrays', ask: asking(client, stored.session) },
      { from: 'records in memory', ask: asking(client, (await openRecords(client)).session) },
      { from: 'records in their file', ask: asking(sparing, (await openRecords(sparing)).session) },
    ];
  }

  it('gives the same answers wherever its rows lie', async () => {
    await fc.assert(
      fc.asyncProperty(batches, settings, fc.nat(), async (batch, view, at) => {
        const [first, ...others] = await openEverywhere(batch);
        const expected = await first.ask(view, at % batch.labels.length);
        for (const { from, ask } of others)
          assert.deepEqual(await ask(view, at % batch.labels.length), expected, from);
      }),
      { numRuns: 20 },
    );
  });

  it('opened anew under another reading answers by that reading', async () => {
    const [client] = clients;
    const p = [0.7, 0.2, 0.1];
    const array = ndarray(Float64Array.from(p), [1, 3]);
    const request = { settings: { temperature: 1 }, row: 0, points: 5 };
    for (const reading of ['logits', 'probabilities'] as const) {
      const { session } = await client.call('open', { array, reading });
      const { probabilities } = await client.call('ranks', { session, ...request });
      const sum = p.reduce((total, x) => total + Math.exp(x), 0);
      const wanted = reading === 'probabilities' ? p : p.map((x) => Math.exp(x) / sum);
      probabilities.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-15));
    }
  });

  it('on a file of records has labels of its own', async () => {
    const [client] = clients;
    const opened = await client.call('openDump', {
      file: { name: 'x.jsonl', bytes: bytesOf('{"logits": [2, 0], "labels": 0}\n') },
      fields: { format: 'jsonl', records: [], logits: ['logits'], labels: ['labels'] },
      reading: 'logits',
    });
    const array = { held: opened.session, shape: [1, 2] };
    const other = await client.call('open', { array, reading: 'logits' });
    await client.call('label', { session: other.session, labels: ndarray(Float64Array.of(1), [1]) });
    const accuracy = async (session: number) =>
      (await client.call('batch', { session, settings: { temperature: 1 } })).accuracy;
    assert.deepEqual([await accuracy(opened.session), await accuracy(other.session)], [1, 0]);
    await client.call('drop', { held: opened.session });
    await assert.rejects(accuracy(opened.session), /wasn’t kept/);
  });

  it('hears a cancel while it computes over rows in memory', async () => {
    const [client] = clients;
    const rows = 1 << 19;
    const array = ndarray(new Float64Array(rows * 8), [rows, 8]);
    const labels = ndarray(new Float64Array(rows), [rows]);
    const { session } = await client.call('open', { array, labels, reading: 'logits' });
    const other = await client.call('open', { array, labels, reading: 'logits' });
    const settings = { temperature: 1 };
    const calls = [
      (signal: AbortSignal) => client.call('calibrate', { session, settings }, { signal }),
      (signal: AbortSignal) =>
        client.call('compare', { first: session, second: other.session, settings }, { signal }),
      (signal: AbortSignal) => client.call('batch', { session, settings: { temperature: 2 } }, { signal }),
    ];
    for (const call of calls) {
      const aborter = new AbortController();
      // A timer runs only where the computation gives way.
      setTimeout(() => aborter.abort(new Error('cancelled')), 5);
      await assert.rejects(call(aborter.signal), /cancelled/);
    }
  });
});

type Ask = (settings: ViewSettings, row: number) => Promise<unknown>;

/** Everything that a page asks of a session. */
function asking(client: WorkerClient, session: number): Ask {
  return async (settings, row) => {
    const of = { session, settings };
    const sort = { key: 'loss', descending: true } as const;
    const page = await client.call('rows', { ...of, sort, from: 0, count: 20 });
    const wrong = await client.call('rows', { ...of, wrongOnly: true, from: 0, count: 20 });
    const plain = await client.call('rows', { ...of, from: row, count: 2 });
    const probabilities: NDArray = await client.call('probabilities', of);
    return {
      ...{ page, wrong, plain },
      probabilities: probabilities.data,
      row: await client.call('row', { ...of, row, k: 2 }),
      ranks: await client.call('ranks', { ...of, row, points: 5 }),
      batch: await client.call('batch', of),
      naive: await client.call('naive', of),
      perClass: await client.call('perClass', of),
      calibration: await client.call('calibrate', of),
      findings: await client.call('audit', of),
    };
  };
}
