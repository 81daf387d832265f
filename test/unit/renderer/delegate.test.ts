import assert from 'node:assert/strict';
import type { FetchRequest, FetchState } from '../../../src/renderer/fetching';
import type { OutputItem, RendererContext } from 'vscode-notebook-renderer';
import { createDelegate } from '../../../src/renderer/delegate';
import { createLooking } from '../../../src/renderer/looking';
import { connectHost } from '../../../src/renderer/host';
import type { WorkerClient } from '../../../src/worker/client';
import { speak } from '../../../src/worker/words';
import { response } from '../../e2e/response';
import { withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

const STDOUT = 'application/vnd.code.notebook.stdout';
const LOGITS = 'logits: tensor([[ 2.0000, -1.0000,  0.5000]], grad_fn=<AddmmBackward0>)\n';

/** Stands in for VS Code's own renderer: what it draws is checked in the e2e suite, against the real one. */
class Builtin {
  readonly rendered: string[] = [];
  readonly disposed: (string | undefined)[] = [];
  renderOutputItem(item: OutputItem, element: HTMLElement): void {
    this.rendered.push(item.mime);
    const div = document.createElement('div');
    div.textContent = item.text();
    element.replaceChildren(div);
  }
  disposeOutputItem(id?: string): void {
    this.disposed.push(id);
  }
}

function output(text: string, { mime = STDOUT, id = 'one' } = {}): OutputItem {
  return {
    id,
    mime,
    metadata: {},
    text: () => text,
    json: (): unknown => JSON.parse(text),
    data: () => new TextEncoder().encode(text),
    blob: () => new Blob([text]),
  };
}

/** A host that answers at once, or not at all. */
function hostContext(builtin: Builtin | undefined, settings: object | undefined, source?: string, delay = 0) {
  const asked: { type: string; asked?: { request: number }[] }[] = [];
  /** Readings that someone chose. */
  const overrides: Record<string, string> = {};
  let listener: (message: unknown) => void = () => undefined;
  const context = {
    workspace: { isTrusted: true },
    getRenderer: () => Promise.resolve(builtin),
    postMessage(message: { type: string; asked?: { request: number }[] }) {
      asked.push(message);
      if (message.type === 'settings' && settings)
        queueMicrotask(() => listener({ type: 'settings', settings }));
      if (message.type === 'contexts') {
        const answers = message.asked!.map(({ request }) => ({ request, source }));
        setTimeout(() => listener({ type: 'contexts', answers, overrides }), delay);
      }
    },
    onDidReceiveMessage(l: (message: unknown) => void) {
      listener = l;
      return { dispose: () => undefined };
    },
  };
  return {
    context: context as unknown as RendererContext<unknown>,
    asked,
    overrides,
    say: (message: unknown) => listener(message),
  };
}

const delegateOf = (context: RendererContext<unknown>, client: WorkerClient) =>
  createDelegate(context, async () => createLooking(connectHost(context), client));

const OFFER = { outputs: 'offer', detect: 'likely' };
const signal = new AbortController().signal;
const stripsOf = (element: HTMLElement) => element.querySelector('logitscope-strips')?.shadowRoot;

/** Long enough for a strip that should not come to have come. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 150));
}

/** Polls: a busy machine takes its time. */
async function appears<T>(get: () => T | undefined | null | false): Promise<T> {
  for (let i = 0; i < 2_000; i++) {
    const value = get();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not appear within 20 s');
}

const stripAppears = (element: HTMLElement) =>
  appears(() => stripsOf(element)?.querySelector('.ls-root') && stripsOf(element));

describe('the notebook renderer', () => {
  withPage();
  let client: WorkerClient;
  let calls: string[];
  beforeEach(() => {
    const real = inProcessClient();
    // Each test counts its own: an earlier one may still have a read under way.
    const own: string[] = [];
    calls = own;
    client = {
      call: (call, params, options) => (own.push(call), real.call(call, params, options)),
      dispose: () => real.dispose(),
    };
  });

  const start = async (
    builtin: Builtin | undefined = new Builtin(),
    settings: object | undefined = OFFER,
  ) => {
    const host = hostContext(builtin, settings);
    const delegate = await delegateOf(host.context, client);
    const element = document.createElement('div');
    document.body.append(element);
    return { delegate, element, ...host };
  };

  it('puts a strip after what VS Code rendered, in a tree of its own', async () => {
    const { delegate, element } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    assert.equal(element.children.length, 2);
    assert.equal(element.firstElementChild!.textContent, LOGITS);
    assert.match(stripsOf(element)!.textContent, /logits.*1×3/);
  });

  it('speaks the language that the host tells with its settings', async () => {
    const { delegate, element, say, asked } = await start(undefined, undefined);
    try {
      await delegate.renderOutputItem(output(LOGITS), element, signal);
      await appears(() => asked.some(({ type }) => type === 'settings'));
      say({ type: 'settings', settings: OFFER, words: { 'Loss…': 'Verlust…' } });
      await stripAppears(element);
      assert.match(stripsOf(element)!.textContent, /Verlust…/);
    } finally {
      speak({});
    }
  });

  it('leaves outputs without arrays to VS Code, starting no worker and adding no node', async () => {
    for (const mime of [STDOUT, 'text/plain']) {
      for (const text of ['', 'Epoch 1/3 loss 0.5', 'a plain sentence', '42', "{'a': 1}"]) {
        const { delegate, element } = await start();
        await delegate.renderOutputItem(output(text, { mime }), element, signal);
        await settle();
        assert.equal(element.children.length, 1);
        assert.equal(element.firstElementChild!.textContent, text);
      }
    }
    assert.deepEqual(calls, []);
  });

  it('adds nothing when the setting says off', async () => {
    const { delegate, element } = await start(new Builtin(), { outputs: 'off', detect: 'likely' });
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await settle();
    assert.equal(element.children.length, 1);
  });

  it('adds and removes strips when the setting changes', async () => {
    const { delegate, element, say } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    assert.ok(stripsOf(element));
    say({ type: 'settings', settings: { outputs: 'off', detect: 'likely' } });
    await appears(() => !stripsOf(element));
    assert.equal(stripsOf(element), undefined);
    say({ type: 'settings', settings: OFFER });
    await stripAppears(element);
    assert.ok(stripsOf(element));
  });

  it('keeps its strip in place when VS Code renders the output again', async () => {
    const { delegate, element } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    const strip = element.lastElementChild;
    await delegate.renderOutputItem(output(`${LOGITS}done\n`), element, signal);
    assert.equal(element.lastElementChild, strip);
    assert.equal(element.children.length, 2);
  });

  it('reads a streaming output once it has come to rest', async () => {
    const { delegate, element } = await start();
    for (let i = 1; i <= 20; i++) await delegate.renderOutputItem(output(LOGITS.repeat(i)), element, signal);
    await stripAppears(element);
    assert.equal(calls.filter((call) => call === 'offer').length, 1);
  });

  it('does nothing about outputs out of view, and asks about those that come into view in one message', async () => {
    const observed = new Set<Element>();
    let tell!: (entries: object[]) => void;
    class Observer {
      constructor(callback: (entries: object[]) => void) {
        tell = callback;
      }
      observe = (element: Element) => void observed.add(element);
      unobserve = (element: Element) => void observed.delete(element);
    }
    Object.assign(globalThis, { IntersectionObserver: Observer });
    try {
      const { delegate, asked } = await start();
      let read = 0;
      const elements: HTMLElement[] = [];
      for (let i = 0; i < 8; i++) {
        const element = document.body.appendChild(document.createElement('div'));
        const item = output(`${LOGITS}${i}`, { id: `item-${i}` });
        await delegate.renderOutputItem({ ...item, text: () => (read++, item.text()) }, element, signal);
        elements.push(element);
      }
      await appears(() => observed.size === 8);
      // VS Code's own renderer reads each once.
      assert.equal(read, 8);
      const box = { top: 0, bottom: 20 };
      const entry = (target: Element) => ({
        target,
        isIntersecting: true,
        boundingClientRect: box,
        intersectionRect: box,
      });
      tell(elements.slice(2, 5).map(entry));
      for (const element of elements.slice(2, 5)) await stripAppears(element);
      await settle();
      assert.deepEqual(
        elements.map((element) => Boolean(stripsOf(element))),
        [false, false, true, true, true, false, false, false],
      );
      assert.equal(read, 8 + 3);
      const messages = asked.filter(({ type }) => type === 'contexts');
      assert.deepEqual(
        messages.map((message) => message.asked!.length),
        [3],
      );
      delegate.disposeOutputItem!();
      assert.equal(observed.size, 0);
    } finally {
      delete (globalThis as { IntersectionObserver?: unknown }).IntersectionObserver;
    }
  });

  it('removes the strip when the array is gone from the output', async () => {
    const { delegate, element } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    await delegate.renderOutputItem(output('cleared'), element, signal);
    await appears(() => !stripsOf(element));
    assert.equal(element.children.length, 1);
  });

  it('forwards disposal and takes its strip away', async () => {
    const builtin = new Builtin();
    const { delegate, element } = await start(builtin);
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    delegate.disposeOutputItem!('one');
    assert.deepEqual(builtin.disposed, ['one']);
    assert.equal(element.children.length, 1);
    delegate.disposeOutputItem!();
    assert.deepEqual(builtin.disposed, ['one', undefined]);
  });

  it('goes by the defaults when the host never answers', async function () {
    const { delegate, element } = await start(new Builtin(), undefined);
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    assert.ok(stripsOf(element));
  });

  it('lets the output stand alone when the worker fails', async () => {
    const host = hostContext(new Builtin(), OFFER);
    const broken: WorkerClient = {
      call: () => Promise.reject(new Error('no workers here')),
      dispose: () => undefined,
    };
    const delegate = await delegateOf(host.context, broken);
    const element = document.createElement('div');
    const { warn } = console;
    console.warn = () => undefined;
    try {
      await delegate.renderOutputItem(output(LOGITS), element, signal);
      await settle();
    } finally {
      console.warn = warn;
    }
    assert.equal(element.children.length, 1);
    assert.equal(element.firstElementChild!.textContent, LOGITS);
  });

  it('shows the text where VS Code has no renderer to delegate to', async () => {
    const host = hostContext(undefined, OFFER);
    const delegate = await delegateOf(host.context, client);
    const element = document.createElement('div');
    await delegate.renderOutputItem(output('<b>text</b>'), element, signal);
    assert.equal(element.firstElementChild!.textContent, '<b>text</b>');
    assert.equal(element.querySelector('b'), null);
  });

  it('opens the inspector in place of the strip at a click, and at once where the setting says open', async () => {
    const { delegate, element, asked } = await start();
    const told = (host: typeof asked) => host.filter(({ type }) => type === 'opened').length;
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    const strip = stripsOf(element)!;
    assert.equal(told(asked), 0);
    strip.querySelector('button')!.click();
    // The walkthrough waits for a person who does it.
    assert.equal(told(asked), 1);
    await appears(() => strip.querySelector('.ls-inspector, .ls-header'));
    assert.equal(stripsOf(element), strip);
    assert.equal(strip.querySelector('.ls-strip'), null);

    const open = await start(new Builtin(), { outputs: 'open', detect: 'likely' });
    await open.delegate.renderOutputItem(output(LOGITS), open.element, signal);
    await appears(() => stripsOf(open.element)?.querySelector('.ls-inspector, .ls-header'));
    assert.equal(told(open.asked), 0);
    assert.equal(stripsOf(open.element)!.querySelector('.ls-strip'), null);
  });

  it('opens what is there when the setting changes to open, and leaves closed what is closed then', async () => {
    const { delegate, element, say } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    const open = { type: 'settings', settings: { outputs: 'open', detect: 'likely' } };
    say(open);
    const close = await appears(() => stripsOf(element)!.querySelector<HTMLElement>('.ls-close'));
    close.click();
    say(open);
    await settle();
    assert.equal(stripsOf(element)!.querySelector('.ls-inspector'), null);
  });

  it('shows in an opened inspector and on a strip the reading that was chosen in another editor', async () => {
    const { delegate, asked, say, overrides } = await start();
    const [strip, opened] = ['one', 'two'].map(() =>
      document.body.appendChild(document.createElement('div')),
    );
    await delegate.renderOutputItem(output(LOGITS), strip, signal);
    await delegate.renderOutputItem(output(LOGITS, { id: 'two' }), opened, signal);
    await stripAppears(strip);
    await stripAppears(opened);
    stripsOf(opened)!.querySelector('button')!.click();
    await appears(() => stripsOf(opened)!.querySelector('.ls-inspector'));
    overrides.logits = 'probabilities';
    say({ type: 'settings', settings: OFFER });
    await says(strip, /probabilities.*a value is negative|probabilities.*without a distribution/);
    await appears(() =>
      /probabilities ▾/.test(stripsOf(opened)!.querySelector('.ls-inspector')?.textContent ?? ''),
    );
    assert.ok(!asked.some(({ type }) => type === 'remember'));
  });

  it('goes by the settings of the page before it where there is no host to ask, as in a diff', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    Object.assign(globalThis, { localStorage: storage });
    try {
      const { delegate, element } = await start(new Builtin(), { outputs: 'off', detect: 'likely' });
      await delegate.renderOutputItem(output(LOGITS), element, signal);
      await settle();
      const alone = { getRenderer: () => Promise.resolve(new Builtin()), workspace: { isTrusted: true } };
      const diff = await delegateOf(alone as unknown as RendererContext<unknown>, client);
      const shown = document.body.appendChild(document.createElement('div'));
      await diff.renderOutputItem(output(LOGITS), shown, signal);
      await settle();
      assert.equal(shown.children.length, 1);
    } finally {
      delete (globalThis as { localStorage?: unknown }).localStorage;
    }
  });

  /** An output in the page as VS Code builds it: a renderer is handed the element of the class. */
  function inCell(cell: string): HTMLElement {
    const element = document.createElement('div');
    const container = document.getElementById(cell) ?? document.createElement('div');
    container.id = cell;
    container.className = 'cell_container';
    const item = document.createElement('div');
    item.className = 'output_container';
    element.className = 'output';
    item.append(element);
    container.replaceChildren(item);
    document.body.append(container);
    return element;
  }

  const says = (element: HTMLElement, words: RegExp) =>
    appears(() => words.test(stripsOf(element)?.textContent ?? ''));

  async function setTemperature(element: HTMLElement, text: string): Promise<void> {
    const field = await appears(() => stripsOf(element)!.querySelector<HTMLInputElement>('.ls-exact'));
    const figures = () => stripsOf(element)!.querySelector('.ls-inspector')?.textContent;
    const before = await appears(figures);
    field.value = text;
    field.dispatchEvent(new window.Event('input', { bubbles: true }));
    await appears(() => figures() !== before);
    await settle();
  }

  it('keeps on the strip what was done in the inspector, also when the cell runs again', async () => {
    const { delegate, asked } = await start();
    const element = inCell('cell-7');
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    stripsOf(element)!.querySelector('button')!.click();
    await setTemperature(element, '2');
    stripsOf(element)!.querySelector<HTMLElement>('.ls-close')!.click();
    // exp(2 / 2) / (exp(2 / 2) + exp(-1 / 2) + exp(0.5 / 2))
    await says(element, /T = 2 · predicted 0 \.59/);

    // The panel goes on from it.
    stripsOf(element)!.querySelector<HTMLElement>('[aria-haspopup="menu"]')!.click();
    const inPanel = await appears(() =>
      [...stripsOf(element)!.querySelectorAll<HTMLElement>('.ls-item')].find(
        ({ textContent }) => textContent === 'Open in panel',
      ),
    );
    inPanel.click();
    const message = await appears(() => asked.find(({ type }) => type === 'openPanel'));
    const { left } = message as unknown as { left?: { settings?: { temperature: number } } };
    assert.equal(left?.settings?.temperature, 2);

    delegate.disposeOutputItem!('one');
    const again = inCell('cell-7');
    await delegate.renderOutputItem(output(LOGITS.replace('0.5000', '9.0000'), { id: 'two' }), again, signal);
    await says(again, /T = 2 · predicted 2 \.96/);
    stripsOf(again)!.querySelector('button')!.click();
    const field = await appears(() => stripsOf(again)!.querySelector<HTMLInputElement>('.ls-exact'));
    assert.equal(field.value, '2.00');

    delegate.disposeOutputItem!('two');
    const opened = inCell('cell-7');
    await delegate.renderOutputItem(output(LOGITS, { id: 'three' }), opened, signal);
    await appears(() => stripsOf(opened)?.querySelector('.ls-inspector'));
    const other = inCell('cell-8');
    await delegate.renderOutputItem(output(LOGITS, { id: 'four' }), other, signal);
    await says(other, /predicted 0 \.79/);
  });

  it('shows in an opened inspector what stands in the output instead, as after the file was reverted', async () => {
    const { delegate, element } = await start();
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    stripsOf(element)!.querySelector('button')!.click();
    const inspector = () => stripsOf(element)?.querySelector('.ls-inspector');
    const probability = (value: RegExp) => appears(() => value.test(inspector()?.textContent ?? ''));
    // exp(2) / (exp(2) + exp(-1) + exp(0.5))
    await probability(/\.7856/);
    const opened = inspector();

    // It grows: whoever reads goes on.
    await delegate.renderOutputItem(output(`${LOGITS}done\n`), element, signal);
    await settle();
    assert.equal(inspector(), opened);
    // What stood around it is another text, the numbers are the same.
    await delegate.renderOutputItem(output(`step 2\n${LOGITS}`), element, signal);
    await settle();
    assert.equal(inspector(), opened);

    // VS Code keeps the output's id when it takes its content from the file again.
    await delegate.renderOutputItem(output(LOGITS.replace('2.0000', '3.0000')), element, signal);
    // exp(3) / (exp(3) + exp(-1) + exp(0.5))
    await probability(/\.9088/);
    assert.doesNotMatch(inspector()!.textContent, /\.7856/);
    delegate.disposeOutputItem!('one');
  });

  it('shows the labels that stand in the output instead', async () => {
    const { delegate, element } = await start();
    const text = (labels: string) =>
      `logits: tensor([[2., -1., 0.5], [1., 0., 3.]])\nlabels: tensor([${labels}])\n`;
    await delegate.renderOutputItem(output(text('0, 2')), element, signal);
    await stripAppears(element);
    stripsOf(element)!.querySelector('button')!.click();
    const says = (what: RegExp) =>
      appears(() => what.test(stripsOf(element)?.querySelector('.ls-inspector')?.textContent ?? ''));
    // torch.nn.functional.cross_entropy of both
    await says(/0\.2056/);
    await delegate.renderOutputItem(output(text('1, 1')), element, signal);
    await says(/3\.2056/);
    delegate.disposeOutputItem!('one');
  });

  it('has many arrays in one list, the first ones at once and all of them within reach', async () => {
    const { delegate, element } = await start();
    // Of different classes each, so that none belong together.
    const text = Array.from(
      { length: 60 },
      (_, i) =>
        `layer${i} logits: tensor([[${Array.from({ length: i + 2 }, (_, j) => j / 2 - 1.5).join()}]])`,
    ).join('\n');
    await delegate.renderOutputItem(output(text), element, signal);
    await stripAppears(element);
    const strips = stripsOf(element)!;
    const count = () => strips.querySelectorAll('.ls-strip').length;
    assert.equal(count(), 6);
    const more = () => strips.querySelector<HTMLElement>('.ls-show-more');
    assert.equal(more()!.textContent, 'Show 50 more arrays');
    more()!.click();
    assert.equal(count(), 56);
    assert.match(strips.textContent, /layer55 logits, line 56/);
    more()!.click();
    assert.equal(count(), 60);
    assert.equal(more(), null);
  });

  it("brings the cell's code as evidence, also when it comes late", async () => {
    for (const delay of [0, 200]) {
      const host = hostContext(new Builtin(), OFFER, 'print(model(x).logits)', delay);
      const delegate = await delegateOf(host.context, client);
      const element = document.createElement('div');
      const unnamed = output('tensor([[ 2.0000, -1.0000,  0.5000], [ 1.2500,  0.1000, -3.0000]])');
      await delegate.renderOutputItem(unnamed, element, signal);
      const title = () => stripsOf(element)?.querySelector('.ls-disclosure')?.getAttribute('title');
      await appears(() => /code/.test(title() ?? ''));
      assert.match(title()!, /code/);
    }
  });

  it('offers the whole of an elided array where the workspace is trusted, and only there', async () => {
    const elided = 'logits: tensor([[ 0.6614,  0.2669, -5.0617,  ...,  1.0000, -2.2500,  3.1250]])';
    for (const isTrusted of [true, false]) {
      const host = hostContext(new Builtin(), OFFER);
      (host.context.workspace as { isTrusted: boolean }).isTrusted = isTrusted;
      const delegate = await delegateOf(host.context, client);
      const element = document.createElement('div');
      document.body.append(element);
      await delegate.renderOutputItem(output(elided), element, signal);
      const strip = await stripAppears(element);
      const buttons = [...strip.querySelectorAll('button')].map(({ textContent }) => textContent);
      assert.deepEqual(buttons, isTrusted ? ['Fetch whole array'] : []);
      strip.querySelector('button')?.click();
      assert.equal(
        host.asked.some(({ type }) => type === 'fetch'),
        isTrusted,
      );
    }
  });

  it('says on the strip what the kernel is waited for, cancels there, and what there is instead of what is gone', async () => {
    const elided = 'tensor([[ 0.6614,  0.2669, -5.0617,  ...,  1.0000, -2.2500,  3.1250]])';
    const host = hostContext(new Builtin(), { outputs: 'offer', detect: 'all' }, 'print("logits", q)');
    const delegate = await delegateOf(host.context, client);
    const element = document.createElement('div');
    document.body.append(element);
    await delegate.renderOutputItem(output(elided), element, signal);
    await stripAppears(element);
    const button = (label: string) =>
      appears(() =>
        [...stripsOf(element)!.querySelectorAll('button')].find(({ textContent }) => textContent === label),
      );
    const fetches = () => host.asked.filter(({ type }) => type === 'fetch') as unknown as FetchRequest[];
    const state = (next: FetchState) =>
      host.say({ type: 'fetching', request: fetches().at(-1)!.request, state: next });

    (await button('Fetch whole array')).click();
    const { found, request } = fetches()[0];
    assert.deepEqual(found.printed!.texts, ['0.6614', '0.2669', '-5.0617', '1.0000', '-2.2500', '3.1250']);
    assert.deepEqual(found.printed!.at[3], [0, -3]);
    state({ is: 'waiting', for: 'Waiting for the running cell (12 s)' });
    await says(element, /Waiting for the running cell \(12 s\)/);
    (await button('Cancel')).click();
    assert.deepEqual(host.asked.at(-1), { type: 'cancelFetch', request });
    state({ is: 'done' });

    (await button('Fetch whole array')).click();
    const why = 'The kernel no longer holds what is printed here: “q” has changed since.';
    state({ is: 'refused', why, remedy: { label: 'Open it as it is now', path: 'q' } });
    await says(element, /“q” has changed since/);
    (await button('Open it as it is now')).click();
    assert.deepEqual(fetches().at(-1)!.instead, { path: 'q' });
  });

  it('does not wait for a host that is late with what it knows', async () => {
    const host = hostContext(new Builtin(), OFFER, 'print(logits)', 5000);
    const delegate = await delegateOf(host.context, client);
    const element = document.createElement('div');
    await delegate.renderOutputItem(output(LOGITS), element, signal);
    await stripAppears(element);
    assert.ok(stripsOf(element));
  });

  it('shows a response with log-probabilities as tokens, not as arrays, and opens it where it stands', async () => {
    const { delegate, element, asked } = await start();
    const text = JSON.stringify(response(2));
    await delegate.renderOutputItem(output(text), element, signal);
    const tokens = () => element.querySelector('logitscope-tokens')?.shadowRoot;
    await appears(() => tokens()?.querySelector('.lt-heat'));
    assert.match(
      tokens()!.textContent.replace(/\s+/g, ' '),
      /token log-probabilities 88 ?2 sequences ?perplexity 1\.398/,
    );
    assert.equal(stripsOf(element), undefined);

    tokens()!.querySelector('button')!.click();
    await appears(() => tokens()!.querySelector('[role="option"]'));
    assert.equal(calls.filter((call) => call === 'openTokens').length, 1);
    tokens()!.querySelector<HTMLElement>('.ls-close')!.click();
    await appears(() => tokens()!.querySelector('.lt-strip'));

    tokens()!.querySelector<HTMLElement>('[aria-label="More actions"]')!.click();
    (await appears(() => tokens()!.querySelector<HTMLElement>('.ls-item'))).click();
    assert.deepEqual(asked.at(-1), { type: 'openTokens', text, sequence: 0 });

    delegate.disposeOutputItem!('one');
    await appears(() => calls.includes('closeTokens'));
  });

  it('keeps the room of tokens while their cell runs again, and lets it go where there are none any more', async () => {
    const page = document.defaultView as unknown as { HTMLElement: { prototype: object } };
    class Sized {
      constructor(private readonly onSize: () => void) {}
      observe() {
        setTimeout(this.onSize);
      }
      disconnect() {}
    }
    Object.defineProperty(page, 'ResizeObserver', { configurable: true, value: Sized });
    Object.defineProperty(page.HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 34 });
    const { delegate } = await start();
    const tokens = (element: HTMLElement) => element.querySelector<HTMLElement>('logitscope-tokens');
    const text = JSON.stringify(response(2));
    const first = inCell('cell-9');
    await delegate.renderOutputItem(output(text), first, signal);
    await appears(() => tokens(first)?.shadowRoot!.querySelector('.lt-strip'));
    await settle();

    delegate.disposeOutputItem!('one');
    const again = inCell('cell-9');
    await delegate.renderOutputItem(output('training…\n', { id: 'two' }), again, signal);
    assert.equal(tokens(again)?.style.minHeight, '34px');
    await delegate.renderOutputItem(output(text, { id: 'two' }), again, signal);
    await appears(() => tokens(again)?.shadowRoot!.querySelector('.lt-strip'));
    assert.equal(tokens(again)?.style.minHeight, '34px');
    delegate.disposeOutputItem!('two');
  });

  it('leaves a text that only speaks of log-probabilities as it is', async () => {
    const { delegate, element } = await start();
    await delegate.renderOutputItem(output('step 3 log_prob: -1.25 entropy: 0.4\n'), element, signal);
    await settle();
    assert.equal(element.querySelector('logitscope-tokens, logitscope-strips'), null);
  });
});
