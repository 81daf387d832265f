/**
 * `npm run soak -- MINUTES`: opens, asks, cancels and closes over and over, as people do in a long day, over the workers
 * that the extension has; 5,000 calls at least. It ends with what lived in memory after its first third, when caches are
 * full, ±10 %, with no handle on any of its files, and with every call settled. What lives is counted in each thread after
 * its garbage is gone; what the process holds besides depends on how its allocator feels, and is told.
 */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { forwardCalls } from '../../src/panel/forward';
import { createHostClient } from '../../src/panel/hostClient';
import { createClient, type WorkerClient } from '../../src/worker/client';
import type { Call, Params, Result } from '../../src/worker/protocol';
import { spawnWorker } from '../../src/worker/spawn';
import { families } from '../unit/house/adversaries';

const minutes = Number(process.argv[2] ?? '10');
const CALLS = 5_000;
const MOST_GROWTH = 1.1;

const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-soak-'));
const spawn = spawnWorker({
  path: (name) => path.resolve('dist', name),
  read: () => Promise.reject(new Error('files are read by their path')),
});
/** Workers that were started and not ended. */
let running = 0;
const client = createClient(async (events) => {
  const port = await spawn(events);
  running++;
  return {
    post: (request, transfer) => port.post(request, transfer),
    terminate() {
      running--;
      port.terminate();
    },
  };
});
const settings = { temperature: 1 };
let calls = 0;
let refused = 0;

function ask<C extends Call>(
  call: C,
  params: Params<C>,
  { signal, of = client }: { signal?: AbortSignal; of?: WorkerClient } = {},
): Promise<Result<C>> {
  calls++;
  return of.call(call, params, { signal });
}

/** Asks, and changes its mind. */
async function cancelled<C extends Call>(call: C, params: Params<C>, afterMs: number): Promise<void> {
  const aborter = new AbortController();
  const asked = ask(call, params, { signal: aborter.signal });
  setTimeout(() => aborter.abort(new Error('changed my mind')), afterMs);
  await asked.then(
    (result) => {
      const { session } = (result ?? {}) as { session?: number };
      if (call === 'openDump') return client.call('drop', { held: session! });
      return session === undefined ? undefined : client.call('close', { session });
    },
    () => refused++,
  );
}

const dump = { name: 'dump.jsonl', path: path.join(folder, 'dump.jsonl') };
const npy = { name: 'logits.npy', path: path.join(folder, 'logits.npy') };
const fields = { format: 'jsonl' as const, records: [], logits: ['logits'], labels: ['label'] };
const TOKENS =
  '{"choices": [{"message": {"content": "Hi"}, "logprobs": {"content": [{"token": "Hi", "logprob": -0.25, "bytes": [72, 105], "top_logprobs": [{"token": "Yo", "logprob": -2.5, "bytes": null}]}]}}]}';

function writeFiles(): void {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) => `{"logits": [${(i % 7) / 2}, 1.5, ${-(i % 3)}.25], "label": ${i % 3}, "text": "row ${i}"}`,
  );
  writeFileSync(dump.path, `${lines.join('\n')}\n`);
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (5000, 10), }".padEnd(117, ' ') + '\n';
  const values = Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i) * 3);
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  writeFileSync(
    npy.path,
    Buffer.concat([magic, Buffer.from([header.length, 0]), Buffer.from(header), Buffer.from(values.buffer)]),
  );
}

/** What someone does with a text. */
async function texts(round: number): Promise<void> {
  const text = `logits_${round % 50} = tensor([[1.5, ${round % 9}.25], [0.5, -1.0]])\nlabels: [0, 1]\n`;
  await Promise.all([
    ask('find', { text }),
    ask('offer', { text, detect: 'likely' }),
    ask('findAt', { text, offset: 30 }),
    ask('explain', { text }),
    ask('findTokens', { text: TOKENS }),
    ask('offer', { text: families[round % families.length][1](2000), detect: 'likely' }),
    ask('checkLossCode', {
      files: [
        { uri: 'a.py', text: `x${round % 50} = F.softmax(x, 1)\nF.cross_entropy(x${round % 50}, y)\n` },
      ],
    }),
  ]);
}

/** What someone does with arrays: in a page that goes while it asks, and without one. */
async function arrays(round: number): Promise<void> {
  const data = Float64Array.from({ length: 3_000 }, (_, i) => Math.sin(i * (1 + (round % 5))));
  const array = { dtype: 'float64' as const, shape: [300, 10], data };
  const forward = forwardCalls(client, (answer) => loaded.receive(structuredClone(answer)), {
    mayOpen: () => false,
  });
  const loaded = createHostClient((call) => forward.receive(structuredClone(call)));
  const of = loaded.client;
  const { session } = await ask('open', { array, reading: 'logits' }, { of });
  await ask('rows', { session, settings, from: 0, count: 50 }, { of });
  await ask('batch', { session, settings: { temperature: 1 + (round % 7) / 10 } }, { of });
  const last = ask('row', { session, settings, row: 5, k: 5 }, { of });
  forward.end();
  await Promise.race([last, new Promise((resolve) => setTimeout(resolve, 20))]).catch(() => refused++);

  const header = { version: 1, dtype: 'float32', shape: [64, 16], name: 'x' };
  const { held } = await ask('hold', { header });
  await ask('holdPart', { held, data: Buffer.alloc(64 * 16 * 4).toString('base64') });
  if (round % 2) await ask('held', { held });
  await ask('drop', { held });
}

/** What someone does with files. */
async function files(round: number): Promise<void> {
  const { file } = await ask('openFile', npy);
  const { found } = await ask('peekFile', { file, index: 0 });
  const opened = await ask('open', { array: { held: found.held!, shape: found.shape }, reading: 'logits' });
  await ask('batch', { session: opened.session, settings });
  await ask('close', { session: opened.session });
  await ask('closeFile', { file });
  await cancelled('openDump', { file: dump, fields, reading: 'logits' }, round % 40);
  if (round % 5 > 0) return;
  const read = await ask('openDump', { file: dump, fields, reading: 'logits' });
  await ask('batch', { session: read.session, settings });
  await cancelled('evaluationSummary', { session: read.session, settings }, round % 30);
  await ask('recordPlace', { session: read.session, row: round % 20_000 });
  await ask('drop', { held: read.session });
  const held = await ask('openTokens', { text: TOKENS });
  await ask('tokenTotals', { handle: held!.handle, sequence: 0, from: 0, to: 1 });
  await ask('closeTokens', { handle: held!.handle });
}

/** Looks at memory. */
let asked = 0;

/** Bytes that live in all threads, each without its garbage: the least of some looks. */
async function memory(): Promise<number> {
  let least = Infinity;
  for (const end = asked + 5; asked < end; asked++) {
    const threads = await inThreads(asked);
    least = Math.min(
      least,
      threads.reduce((sum, bytes) => sum + bytes, 0),
    );
  }
  return least;
}

/** What `memory.cjs` counts in each thread. */
async function inThreads(look: number): Promise<number[]> {
  const channel = new BroadcastChannel('logitscope-soak');
  const bytes: number[] = [];
  const all = new Promise<void>((resolve) => {
    channel.onmessage = (message) => {
      const { answer, bytes: counted } = (message as { data: { answer?: number; bytes: number } }).data;
      if (answer === look && bytes.push(counted) > running) resolve();
    };
  });
  channel.postMessage({ ask: look });
  await all;
  channel.close();
  return bytes;
}

function residentBytes(): number {
  return process.memoryUsage().rss;
}

/** Handles on the folder's files; none are seen where there is no /proc. */
function handles(): number {
  try {
    return readdirSync('/proc/self/fd').filter(isOfFolder).length;
  } catch {
    return 0;
  }
}

function isOfFolder(fd: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
  } catch {
    // It was closed since.
    return false;
  }
}

async function main(): Promise<boolean> {
  writeFiles();
  const begin = Date.now();
  const end = begin + minutes * 60_000;
  let first: number | undefined;
  let told = 0;
  for (let round = 0; Date.now() < end || calls < CALLS; round++) {
    await texts(round);
    await arrays(round);
    await files(round);
    const share = Math.min((Date.now() - begin) / (end - begin), calls / CALLS);
    if (first === undefined && share >= 1 / 3) first = await memory();
    if (Math.floor(share * 5) > told) {
      told = Math.floor(share * 5);
      console.log(
        `${calls.toLocaleString('en')} calls, ${mb(await memory())} MB live, ${mb(residentBytes())} MB resident`,
      );
    }
  }
  const last = await memory();
  const left = handles();
  client.dispose();
  const growth = last / first!;
  console.log(
    `${calls.toLocaleString('en')} calls, ${refused} cancelled, ${left} handles left; ${mb(first!)} MB live after a third, ${mb(last)} MB at the end (× ${growth.toFixed(3)})`,
  );
  return growth <= MOST_GROWTH && left === 0;
}

const mb = (bytes: number) => (bytes / (1 << 20)).toFixed(1);

void main().then(
  (isFine) => process.exit(isFine ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
