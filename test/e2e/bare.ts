/**
 * Our pages outside VS Code, in its colors: the notebook renderer, the panel and the array editor as the package has them,
 * on a plain page, so that each of their states can be looked at in every theme and width within a moment.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInThisContext } from 'node:vm';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { marking, unmarking } from '../../src/arrays/wire/nonFinite';
import { forwardCalls } from '../../src/panel/forward';
import type { PageCall } from '../../src/panel/pageCalls';
import type { WorkerClient } from '../../src/worker/client';
import { showTheme } from './axe';
import { notebook, printed } from './notebook';
import { themes, Workbench, type Theme } from './workbench';

/** What VS Code gives a webview under a theme. */
interface Colors {
  style: string;
  className: string;
  kind: string;
  /** Its own style sheet for webviews. */
  sheet: string;
}

/** The colors of each theme, from a window that stands. */
export async function colorsOf(workbench: Workbench): Promise<Record<Theme, Colors>> {
  await workbench.openFile('colors.ipynb');
  const frame = await workbench.notebookFrame();
  const colors = {} as Record<Theme, Colors>;
  for (const theme of Object.keys(themes) as Theme[]) {
    await showTheme(workbench, frame, theme);
    colors[theme] = await frame.evaluate(() => ({
      style: document.documentElement.getAttribute('style') ?? '',
      className: document.body.className,
      kind: document.body.dataset.vscodeThemeKind ?? '',
      sheet: document.querySelector('#_defaultStyles')?.textContent ?? '',
    }));
  }
  return colors;
}

export const COLORS_NOTEBOOK = {
  'colors.ipynb': notebook([{ source: 'print("a")', outputs: [printed('a\n')] }]),
};

const ADDRESS = 'http://logitscope.test/';
const ROOT = process.cwd();
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** Typed arrays on their way through JSON; both ends have these two. */
const CODEC = `
const kinds = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array, Int8Array, BigInt64Array };
globalThis.pack = (value) => JSON.stringify(value, (_, one) => {
  if (!ArrayBuffer.isView(one)) return one;
  const bytes = new Uint8Array(one.buffer, one.byteOffset, one.byteLength);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { $kind: one.constructor.name === 'Buffer' ? 'Uint8Array' : one.constructor.name, $bytes: btoa(text) };
});
globalThis.unpack = (text) => JSON.parse(text, (_, one) => {
  if (!one || !one.$kind) return one;
  return new kinds[one.$kind](Uint8Array.from(atob(one.$bytes), (c) => c.charCodeAt(0)).buffer);
});`;
// The test's own end.
runInThisContext(`(() => {${CODEC}})()`);
declare function pack(value: unknown): string;
declare function unpack(text: string): unknown;

export class Bare {
  private constructor(
    readonly page: Page,
    private readonly colors: Record<Theme, Colors>,
  ) {}

  static async open(context: BrowserContext, colors: Record<Theme, Colors>): Promise<Bare> {
    const page = await context.newPage();
    await page.route(`${ADDRESS}**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '')
        return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title>' });
      const body = readFileSync(path.join(ROOT, name));
      return route.fulfill({ contentType: TYPES[path.extname(name)] ?? 'text/plain', body });
    });
    page.on('pageerror', (error) => console.log('    page:', error.message));
    return new Bare(page, colors);
  }

  private async blank(body: string): Promise<void> {
    await this.page.goto(ADDRESS);
    await this.page.addScriptTag({ content: CODEC });
    await this.page.evaluate((html) => (document.body.innerHTML = html), body);
    await this.theme('dark');
  }

  async theme(theme: Theme): Promise<void> {
    await this.page.evaluate(({ style, className, kind, sheet }) => {
      document.documentElement.setAttribute('style', style);
      document.body.className = className;
      document.body.dataset.vscodeThemeKind = kind;
      const own =
        document.querySelector('#sheet') ?? document.head.appendChild(document.createElement('style'));
      own.id = 'sheet';
      own.textContent = `${sheet}\nbody { background: var(--vscode-editor-background); }`;
    }, this.colors[theme]);
  }

  /** An output of a cell, with what stands under it. `fetch`: what a kernel answers who asks it for the whole array. */
  async output(given: {
    source: string;
    text: string;
    mime?: string;
    detect?: string;
    fetch?: object;
  }): Promise<Locator> {
    await this.blank(
      '<div class="cell_container" id="cell"><div class="output_container"><div class="output"><div id="item"></div></div></div></div>',
    );
    await this.page.evaluate(
      async ({ source, text, mime = 'application/vnd.code.notebook.stdout', detect = 'likely', fetch }) => {
        const renderer = '/dist/renderer.js';
        const { activate } = (await import(renderer)) as {
          activate(context: unknown): Promise<{ renderOutputItem(...args: unknown[]): Promise<void> }>;
        };
        let listen: (message: unknown) => void = () => undefined;
        const answer = (message: unknown) => setTimeout(() => listen(message));
        const api = await activate({
          workspace: { isTrusted: true },
          getRenderer: async () => ({ renderOutputItem: () => undefined }),
          onDidReceiveMessage: (listener: typeof listen) => void (listen = listener),
          postMessage(message: { type: string; request?: number; asked?: { request: number }[] }) {
            if (message.type === 'settings')
              answer({ type: 'settings', settings: { outputs: 'offer', detect } });
            if (message.type === 'contexts')
              answer({
                type: 'contexts',
                cells: [source],
                answers: message.asked!.map(({ request }) => ({
                  ...{ request, source, at: 0, printing: { codes: [source] } },
                })),
              });
            if (message.type === 'fetch')
              answer({ type: 'fetching', request: message.request, state: fetch });
          },
        });
        const item = { id: 'bare', mime, text: () => text };
        await api.renderOutputItem(item, document.querySelector('#item')!, new AbortController().signal);
      },
      given,
    );
    const strips = this.page.locator('logitscope-strips');
    await strips.locator('.ls-root').first().waitFor();
    return strips;
  }

  /** The page of the panel or of the array editor; what is held, a client of the test holds. */
  async panel(
    entry: 'panel' | 'files',
    client: WorkerClient,
    answer: (message: { type: string }, tell: (message: unknown) => void) => void,
  ): Promise<void> {
    const forward = forwardCalls(client, (message) => tell({ type: 'worker', message }), {
      mayOpen: () => true,
    });
    const tell = (message: unknown) =>
      void this.page
        .evaluate(
          (text) =>
            postMessage((globalThis as unknown as { unpack(text: string): unknown }).unpack(text), '*'),
          pack(marking(message)),
        )
        .catch(() => undefined);
    toHost = (text) => {
      const message = unmarking(unpack(text)) as { type: string; message?: PageCall };
      if (message.type === 'worker') forward.receive(message.message!);
      else answer(message, tell);
    };
    if (!exposed.has(this.page)) await this.page.exposeFunction('toHost', (text: string) => toHost(text));
    exposed.add(this.page);
    await this.blank(
      '<header><h1>Logitscope</h1><p id="origin"></p></header><div id="live"></div><nav id="arrays" hidden></nav>' +
        '<main id="inspector"></main><div id="file"></div>',
    );
    await this.page.addStyleTag({ url: '/media/panel.css' });
    await this.page.evaluate((name) => {
      const { toHost, pack } = globalThis as unknown as {
        toHost(text: string): void;
        pack(value: unknown): string;
      };
      Object.assign(globalThis, {
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => toHost(pack(message)),
          getState: () => undefined,
          setState: () => undefined,
        }),
      });
      const script = document.createElement('script');
      script.type = 'module';
      script.src = `/dist/${name}.js`;
      document.body.append(script);
    }, entry);
  }
}

let toHost: (text: string) => void = () => undefined;
const exposed = new WeakSet<Page>();
