import assert from 'node:assert/strict';
import type { RendererContext } from 'vscode-notebook-renderer';
import { connectHost } from '../../../src/renderer/host';

interface Sent {
  type: string;
  asked?: { request: number; text: string }[];
}

describe('the extension host as outputs see it', () => {
  const { setTimeout: real } = globalThis;
  afterEach(() => {
    globalThis.setTimeout = real;
  });

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
    /** What waits for a time, which passes as the test says. */
    const timed: ((value?: unknown) => void)[] = [];
    globalThis.setTimeout = ((run: () => void) => timed.push(run)) as unknown as typeof real;
    const sent: Sent[] = [];
    let tell!: (message: unknown) => void;
    const host = connectHost({
      postMessage: (message: Sent) => sent.push(message),
      onDidReceiveMessage: (listener: typeof tell) => (tell = listener),
      workspace: { isTrusted: true },
    } as unknown as RendererContext<unknown>);
    const known = [host.contextOf('first'), host.contextOf('second')];
    for (const run of timed.splice(0)) run();
    const { asked } = sent.find(({ type }) => type === 'contexts')!;
    assert.deepEqual(
      asked!.map(({ text }) => text),
      ['first', 'second'],
    );
    await Promise.resolve();
    assert.deepEqual(timed, []);
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
