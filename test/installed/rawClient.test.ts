// The server of the installed package, asked by lines of JSON alone: neither our code nor the protocol's library is here.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The folder that the package was installed into, set by the runner. */
declare const e2e: { extensions: string };

interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { code: number };
}
interface Called {
  isError?: boolean;
  content: { text: string }[];
  structuredContent?: Record<string, unknown>;
}

const MAX_ANSWER = 2048;
/** 10,000 numbers, as rows of ten classes. */
const ROWS = Array.from({ length: 1000 }, (_, row) =>
  Array.from({ length: 10 }, (_, k) => Math.round(3e4 * Math.sin(row * 12.9898 + k)) / 1e4),
);
const LABELS = ROWS.map((_, row) => row % 10);
const LOSS =
  ROWS.reduce(
    (sum, row, at) => sum + Math.log(row.reduce((all, x) => all + Math.exp(x), 0)) - row[LABELS[at]],
    0,
  ) / ROWS.length;
const RESPONSE = JSON.stringify({
  choices: [
    {
      logprobs: {
        content: ROWS.flat()
          .slice(0, 1000)
          .map((x, at) => ({
            token: ` t${at}`,
            logprob: -Math.abs(x),
            top_logprobs: Array.from({ length: 9 }, (_, k) => ({
              token: ` a${k}`,
              logprob: -Math.abs(x) - k,
            })),
          })),
      },
    },
  ],
});

describe('A client without any library', function () {
  this.timeout(120_000);
  let server: ChildProcessWithoutNullStreams;
  const waiting = new Map<number, (answer: Answer) => void>();
  const heard: Answer[] = [];
  let last = 0;
  const write = (line: string) => server.stdin.write(`${line}\n`);
  const ask = (method: string, params?: object): Promise<Answer> => {
    const id = ++last;
    const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return answer;
  };
  const call = async (name: string, given: object): Promise<Called> => {
    const { result } = await ask('tools/call', { name: `logitscope_${name}`, arguments: given });
    const called = result as unknown as Called;
    assert.ok(Buffer.byteLength(called.content[0].text) <= MAX_ANSWER, name);
    return called;
  };
  before(async () => {
    const installed = readdirSync(e2e.extensions).find((name) => name.startsWith('logitscope.logitscope'))!;
    server = spawn(process.execPath, [path.join(e2e.extensions, installed, 'dist', 'mcp.js')]);
    createInterface(server.stdout).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      heard.push(answer);
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    });
    await ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    });
    write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  });
  after(() => server.kill());

  it('is answered by every tool on 10,000 numbers, within 2 KB', async () => {
    const { tools } = (await ask('tools/list')).result as { tools: unknown[] };
    assert.equal(tools.length, 5);
    const loss = await call('loss', { values: ROWS, labels: LABELS });
    assert.equal(loss.structuredContent!.loss, Number(LOSS.toPrecision(6)));
    const asked: [string, object][] = [
      ['inspect', { values: ROWS }],
      ['loss', { values: ROWS, labels: LABELS }],
      ['explain_nan', { values: ROWS }],
      ['tokens', { text: RESPONSE }],
      [
        'check_code',
        { text: 'import torch.nn.functional as F\nF.cross_entropy(F.softmax(x, -1), y)\n'.repeat(100) },
      ],
    ];
    for (const [name, given] of asked) {
      const times: number[] = [];
      for (let run = 0; run < 5; run++) {
        const start = performance.now();
        const { isError, structuredContent } = await call(name, given);
        times.push(performance.now() - start);
        assert.ok(!isError && structuredContent, name);
      }
      console.log(`      ${name}: ${times.sort((a, b) => a - b)[2].toFixed(0)} ms`);
    }
  });

  it('is told what is wrong, and the server goes on after what is no message', async () => {
    for (const [name, given] of [
      ['inspect', {}],
      ['inspect', { values: [[1, 2], [3]] }],
      ['loss', { values: [[1, 2]], lables: [0] }],
      ['tokens', { text: 5 }],
      ['check_code', { path: '/etc/passwd' }],
      ['explain_nan', { values: { a: 1 } }],
    ] as const) {
      const { isError, content } = await call(name, given);
      assert.ok(isError && content[0].text.length > 10, name);
    }
    for (const line of ['no JSON', '[]', '{"jsonrpc":"2.0"}']) write(line);
    assert.equal((await ask('no/method')).error!.code, -32601);
    assert.deepEqual((await ask('ping')).result, {});
  });

  it('hears nothing of what it cancelled, and sends megabytes in one line', async () => {
    const text = `logits = ${JSON.stringify(Array.from({ length: 150 }, () => ROWS.flat()))}`;
    assert.ok(text.length > 10 << 20);
    const whole = await call('inspect', { text });
    assert.equal(whole.isError, undefined);
    void ask('tools/call', { name: 'logitscope_inspect', arguments: { text } });
    const requestId = last;
    write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }));
    await call('inspect', { values: [[2, 1]] });
    assert.ok(!heard.some(({ id }) => id === requestId));
  });
});
