import assert from 'node:assert/strict';
import type { RendererContext } from 'vscode-notebook-renderer';
import { connectHost } from '../../../src/renderer/host';

interface Sent {
  type: string;
  asked?: { request: number; text: string }[];
}

describe('the extension host as outputs see it', () => {
  const { setTimeout: real, clearTimeout: clear } = globalThis;
  afterEach(() => {
    globalThis.setTimeout = real;
    globalThis.clearTimeout = clear;
  });

  /** Time passes as the test says. */
  function timePassesBy(): (ms: number) => void {
    let now = 0;
    let timers: { at: number; run: () => void }[] = [];
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return timer;
    }) as unknown as typeof real;
    globalThis.clearTimeout = (timer: unknown) => {
      timers = timers.filter((one) => one !== timer);
    };
    return (ms) => {
      const until = now + ms;
      for (;;) {
        const [first] = timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
        if (first === undefined) break;
        timers = timers.filter((one) => one !== first);
        now = first.at;
        first.run();
      }
      now = until;
    };
  }

  it('is waited for by a thousand outputs at most: the oldest does without what it was not told', async () => {
    const host = connectHost({
      postMessage: () => undefined,
      onDidReceiveMessage: () => undefined,
      workspace: { isTrusted: true },
    } as unknown as RendererContext<unknown>);
    const oldest = host.contextOf('0');
    for (let i = 1; i <= 1000; i++) void host.contextOf(String(i));
    assert.deepEqual(await oldest, {});
  });

  it('may tell the code of a cell many seconds later, as while it is still starting', async () => {
    const passed = timePassesBy();
    const sent: Sent[] = [];
    let tell!: (message: unknown) => void;
    const host = connectHost({
      postMessage: (message: Sent) => sent.push(message),
      onDidReceiveMessage: (listener: typeof tell) => (tell = listener),
      workspace: { isTrusted: true },
    } as unknown as RendererContext<unknown>);
    const known = [host.contextOf('first'), host.contextOf('second')];
    passed(0);
    const { asked } = sent.find(({ type }) => type === 'contexts')!;
    assert.deepEqual(
      asked!.map(({ text }) => text),
      ['first', 'second'],
    );
    // Asked once more meanwhile: the question or the answer may be lost.
    passed(59_000);
    const [, again] = sent.filter(({ type }) => type === 'contexts');
    assert.deepEqual(again.asked, asked);
    const printing = { codes: ['print(logits)'] };
    tell({
      type: 'contexts',
      overrides: {},
      chosenNames: {},
      answers: asked!.map(({ request, text }) => ({ request, printing, source: text })),
    });
    assert.deepEqual(
      (await Promise.all(known)).map(({ source }) => source),
      ['first', 'second'],
    );
  });

  it('is given up by an output whose code nobody tells for a minute', async () => {
    const passed = timePassesBy();
    const host = connectHost({
      postMessage: () => undefined,
      onDidReceiveMessage: () => undefined,
      workspace: { isTrusted: true },
    } as unknown as RendererContext<unknown>);
    const known = host.contextOf('lost');
    passed(60_000);
    assert.deepEqual(await known, {});
  });

  it('need not know of a question that is taken back', () => {
    const sent: Sent[] = [];
    let tell!: (message: unknown) => void;
    const host = connectHost({
      postMessage: (message: Sent) => sent.push(message),
      onDidReceiveMessage: (listener: typeof tell) => (tell = listener),
      workspace: { isTrusted: true },
    } as unknown as RendererContext<unknown>);
    const states: string[] = [];
    const reading = { kind: 'logits' as const, confidence: 1, evidence: [] };
    const found = {
      range: [0, 1] as [number, number],
      container: 'torch' as const,
      shape: [2],
      elided: true,
    };
    const fetching = host.fetch!({
      found: { ...found, reading },
      onState: ({ is }) => states.push(is),
    });
    fetching.cancel();
    assert.deepEqual(states, ['done']);
    assert.deepEqual(sent.map(({ type }) => type).slice(-2), ['fetch', 'cancelFetch']);
    // What comes of it later is told to nobody.
    const { request } = sent.at(-1) as unknown as { request: number };
    tell({ type: 'fetching', request, state: { is: 'waiting' } });
    assert.deepEqual(states, ['done']);
  });
});
