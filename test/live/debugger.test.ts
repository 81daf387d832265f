import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAnswer } from '../../src/live/answers';
import {
  debuggerExpression,
  definingExpression,
  literal,
  UNDEFINED,
  versionOf,
} from '../../src/live/kernelSource';

interface Message {
  type: string;
  seq: number;
  request_seq?: number;
  event?: string;
  success?: boolean;
  message?: string;
  body?: Record<string, unknown>;
}

/** A session of the debug adapter protocol with a real debugpy. */
class Session {
  private readonly child = spawn(process.env.LOGITSCOPE_PYTHON!, ['-m', 'debugpy.adapter'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  private seq = 1;
  private buffer = Buffer.alloc(0);
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly events: Message[] = [];
  private wake: () => void = () => undefined;

  constructor() {
    this.child.stdout.on('data', (data: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      for (;;) {
        const end = this.buffer.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/Content-Length: (\d+)/.exec(this.buffer.subarray(0, end).toString())![1]);
        if (this.buffer.length < end + 4 + length) return;
        const message = JSON.parse(this.buffer.subarray(end + 4, end + 4 + length).toString()) as Message;
        this.buffer = this.buffer.subarray(end + 4 + length);
        if (message.type === 'response') this.waiting.get(message.request_seq!)?.(message);
        else if (message.type === 'event') this.events.push(message);
        this.wake();
      }
    });
  }

  request(command: string, args: object = {}): Promise<Record<string, unknown>> {
    const seq = this.seq++;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((resolve, reject) =>
      this.waiting.set(seq, ({ success, message, body }) =>
        success ? resolve(body ?? {}) : reject(new Error(`${command}: ${message}`)),
      ),
    );
  }

  async event(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const at = this.events.findIndex(({ event }) => event === name);
      if (at >= 0) return this.events.splice(at, 1)[0].body ?? {};
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  end(): void {
    this.child.kill();
  }
}

/** What the program sees, its own names and a frame's. */
const NAMES = 'sorted(locals()) + sorted(globals())';

describe('A variable of a program under debugpy', () => {
  it('comes in pieces, bit for bit, and the program sees no new name', async function () {
    this.timeout(120_000);
    const program = path.resolve('test/fixtures/live/debugged.py');
    const line =
      readFileSync(program, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('return names')) + 1;
    const text = readFileSync('out/kernel/logitscope_kernel.py', 'utf8');
    const source = { text, version: versionOf(text) };
    const session = new Session();
    try {
      await session.request('initialize', { adapterID: 'debugpy', linesStartAt1: true, pathFormat: 'path' });
      const python = [process.env.LOGITSCOPE_PYTHON!];
      void session.request('launch', { program, python, console: 'internalConsole', justMyCode: true });
      await session.event('initialized');
      await session.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line }] });
      await session.request('configurationDone');
      const { threadId } = await session.event('stopped');
      const { stackFrames } = (await session.request('stackTrace', { threadId })) as {
        stackFrames: { id: number }[];
      };
      const frameId = stackFrames[0].id;
      const evaluate = async (expression: string) => {
        const { result } = await session.request('evaluate', { expression, frameId, context: 'clipboard' });
        return String(result)
          .replace(/^(['"])(.*)\1$/s, '$2')
          .replace(/\\(['"\\])/g, '$1');
      };
      const before = await evaluate(NAMES);
      assert.equal(await evaluate(debuggerExpression(source, 'local', 'm.about(x)')), UNDEFINED);
      await evaluate(definingExpression(source));
      const about = readAnswer(await evaluate(debuggerExpression(source, 'local', 'm.about(x)'))) as {
        header: { dtype: string; shape: number[] };
        bytes: number;
      };
      assert.deepEqual(
        [about.header.dtype, about.header.shape, about.bytes],
        ['bfloat16', [512, 300], 307_200],
      );
      const pieces: Buffer[] = [];
      const size = 3 << 15;
      for (let at = 0; at < about.bytes; at += size)
        pieces.push(
          Buffer.from(
            await evaluate(debuggerExpression(source, 'local', `m.piece(x, ${at}, ${size})`)),
            'base64',
          ),
        );
      const bytes = Buffer.concat(pieces);
      assert.equal(bytes.length, about.bytes);
      const bits = new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      for (let i = 0; i < bits.length; i += 997) {
        const value = new Float32Array(Uint32Array.of(bits[i] << 16).buffer)[0];
        assert.ok(Math.abs(value - Math.sin(i)) < 5e-3 * Math.max(1, Math.abs(value)), String(i));
      }
      const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-live-'));
      try {
        const file = path.join(folder, 'array');
        const filed = () => evaluate(debuggerExpression(source, 'local', `m.filed(x, ${literal(file)})`));
        assert.equal(await filed(), 'True');
        assert.deepEqual(readFileSync(file), bytes);
        assert.equal(await filed(), 'False', 'what is there is not written over');
      } finally {
        rmSync(folder, { recursive: true });
      }
      assert.equal(await evaluate(NAMES), before);
    } finally {
      session.end();
    }
  });
});
