// What the view costs in the real workbench: time from output to strip, from click to chart, frames while dragging a
// temperature, time added to ordinary outputs, many outputs in one notebook, and bytes loaded at each step. Medians of one run; the machine is named
// in the line above the table.
import { cpus } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { openStrip, scrollThrough, scrollTo } from '../e2e/inspector';
import { notebook, printed } from '../e2e/notebook';
import { Workbench } from '../e2e/workbench';

const load = (script: string) =>
  import(pathToFileURL(path.resolve('scripts', script)).href) as Promise<
    Record<string, (...args: unknown[]) => unknown>
  >;

const OUTPUTS = 60;
const MANY = 500;
const CLASSES = 128_000;
/** Between a pointer's coming and its click. */
const MOMENT = 200;

const random = (() => {
  let state = 12345;
  return () => ((state = (state * 1103515245 + 12345) % 2 ** 31), state / 2 ** 31);
})();
const logit = () => (8 * (random() + random() + random() - 1.5)).toFixed(4);
/** Wrapped as torch wraps: VS Code shows the first lines of a long output, not one line of a megabyte. */
function row(n: number): string {
  const numbers = Array.from({ length: n }, logit);
  const lines = Array.from({ length: Math.ceil(n / 8) }, (_, i) =>
    numbers.slice(8 * i, 8 * i + 8).join(', '),
  );
  return `[${lines.join(',\n         ')}]`;
}
const tensor = (rows: number, n: number) =>
  `logits: tensor([${Array.from({ length: rows }, () => row(n)).join(',\n        ')}], grad_fn=<AddmmBackward0>)\n`;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value: number) => `${value.toFixed(1)} ms`;

/** Notes in every frame when an output's text came and when its strip did. */
function watchOutputs(): void {
  const times: { text: number; strip: number }[] = [];
  const texts = new Map<Element, number>();
  Object.assign(globalThis, { stripTimes: times });
  new MutationObserver((records) => {
    for (const { addedNodes, target } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof HTMLElement) || !(target instanceof HTMLElement)) continue;
        if (node.localName === 'logitscope-strips') {
          times.push({ text: texts.get(target) ?? NaN, strip: performance.now() });
          continue;
        }
        // An output enters the page whole, or its text is put into it later.
        const outputs = [node, target, ...node.querySelectorAll('.output')];
        for (const output of outputs) {
          if (output.classList.contains('output') && output.textContent !== '' && !texts.has(output)) {
            texts.set(output, performance.now());
          }
        }
      }
    }
  }).observe(document, { childList: true, subtree: true });
}

/** Of the outputs that scroll into view: those drawn before the watch began are not counted. */
async function stripTimes(workbench: Workbench): Promise<number[]> {
  await workbench.openFile('strips.ipynb');
  const frame = await workbench.notebookFrame();
  await frame.evaluate(watchOutputs);
  await scrollThrough(workbench);
  const times = await frame.evaluate(
    () => (globalThis as unknown as { stripTimes: { text: number; strip: number }[] }).stripTimes,
  );
  return times.map(({ text, strip }) => strip - text).filter(Number.isFinite);
}

interface Page {
  freshRenderer(): Promise<{ renderOutputItem(...args: unknown[]): Promise<void> }>;
}

/** Gives a frame our renderer's own module anew, with a renderer under it that does nothing and no host. */
function offerFreshRenderer(): void {
  const freshRenderer: Page['freshRenderer'] = async () => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const url = loaded.find((name) => name.includes('/dist/renderer.js'))!;
    const { activate } = (await import(url)) as {
      activate(context: unknown): ReturnType<Page['freshRenderer']>;
    };
    return activate({
      getRenderer: () => Promise.resolve({ renderOutputItem: () => undefined }),
      workspace: { isTrusted: true },
    });
  };
  Object.assign(globalThis, { freshRenderer });
}

/** Outputs one after the other in a page at rest: our module is there, its worker only from the second on. */
function stripsAtRest(frame: Frame, text: string): Promise<number[]> {
  return frame.evaluate(async (printedText) => {
    const api = await (globalThis as unknown as Page).freshRenderer();
    const times: number[] = [];
    for (let i = 0; i < 11; i++) {
      const element = document.body.appendChild(document.createElement('div'));
      const start = performance.now();
      const item = { id: `bench-rest-${i}`, mime: 'text/plain', text: () => printedText };
      await api.renderOutputItem(item, element, new AbortController().signal);
      while (!element.querySelector('logitscope-strips')) await new Promise(requestAnimationFrame);
      times.push(performance.now() - start);
      element.remove();
    }
    return times;
  }, text);
}

/** Milliseconds our renderer adds to outputs without arrays: its own module, with a renderer under it that does nothing. */
function addedCost(frame: Frame): Promise<{ small: number; large: number }> {
  return frame.evaluate(async () => {
    const api = await (globalThis as unknown as Page).freshRenderer();
    const line = 'INFO 2026-11-21 12:00:00 epoch 3/10: loss 0.4312, accuracy 0.8412 (train), 3.2 s\n';
    const time = async (text: string, runs: number) => {
      const signal = new AbortController().signal;
      const start = performance.now();
      for (let i = 0; i < runs; i++) {
        const item = { id: `bench-${runs}-${i}`, mime: 'text/plain', text: () => text };
        await api.renderOutputItem(item, document.createElement('div'), signal);
      }
      return (performance.now() - start) / runs;
    };
    await time(line, 100);
    return { small: await time(line.repeat(20), 2000), large: await time(line.repeat(12_000), 20) };
  });
}

/** Milliseconds from a click on a strip to a drawn chart. */
function clickToChart(frame: Frame, nth: number): Promise<number> {
  return frame.evaluate(async (n) => {
    const strip = document.querySelectorAll('logitscope-strips')[n].shadowRoot!;
    const start = performance.now();
    strip.querySelector<HTMLButtonElement>('button')!.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      if (strip.querySelector('svg.marks path')) return performance.now() - start;
      if (performance.now() - start > 20_000) throw new Error('no chart within 20 s');
    }
  }, nth);
}

/** The same for a person, whose pointer comes to the strip a moment before it clicks. */
async function approachToChart(workbench: Workbench, frame: Frame): Promise<number> {
  const strip = frame.locator('logitscope-strips').first();
  await scrollTo(workbench, strip);
  const button = strip.getByRole('button', { name: /^Inspect / });
  const box = (await button.boundingBox())!;
  await workbench.page.mouse.move(box.x + 20, box.y - 30);
  await workbench.page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: 5 });
  const drawn = frame.evaluate(async () => {
    const root = document.querySelector('logitscope-strips')!.shadowRoot!;
    const clicked = new Promise<number>((resolve) =>
      root.addEventListener('click', () => resolve(performance.now()), { capture: true }),
    );
    const start = await clicked;
    while (!root.querySelector('svg.marks path')) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  await new Promise((resolve) => setTimeout(resolve, MOMENT));
  await workbench.page.mouse.down();
  await workbench.page.mouse.up();
  return drawn;
}

/** Counts the workers that the webviews of a window start from now on, and what they are asked. */
async function countWorkers(workbench: Workbench): Promise<void> {
  await workbench.page.addInitScript(() => {
    const asked: Record<string, number> = {};
    Object.assign(globalThis, { started: 0, asked });
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message: { call?: string }, ...rest: unknown[]) {
      if (message?.call) asked[message.call] = (asked[message.call] ?? 0) + 1;
      return postMessage.call(this, message, ...(rest as []));
    };
    globalThis.Worker = new Proxy(Worker, {
      construct(target, parameters) {
        (globalThis as unknown as { started: number }).started++;
        return new target(...(parameters as ConstructorParameters<typeof Worker>));
      },
    });
  });
}

interface Many {
  /** From the double click to the first output. */
  open: number;
  /** From the first output to its strip. */
  strip?: number;
  fps: number;
  worst: number;
  started?: number;
  /** Outputs that VS Code drew and calls about them, before anything was scrolled and after. */
  atFirst?: Record<string, number>;
  atLast?: Record<string, number>;
}

/** A notebook of many outputs: opening it, and frames a second while the wheel turns. */
async function manyOutputs(extension: boolean): Promise<Many> {
  const cell = { source: 'print("logits:", logits)', outputs: [printed(tensor(4, 10))] };
  const files = { 'many.ipynb': notebook(Array.from({ length: MANY }, () => cell)) };
  const workbench = await Workbench.open({ files, extension, size: { width: 1280, height: 1000 } });
  try {
    await countWorkers(workbench);
    const { page } = workbench;
    const start = performance.now();
    await workbench.openFile('many.ipynb');
    const frame = await workbench.notebookFrame();
    await frame.locator('.output').filter({ hasText: 'tensor' }).first().waitFor({ state: 'attached' });
    const open = performance.now() - start;
    if (extension) await frame.locator('logitscope-strips').first().waitFor({ state: 'attached' });
    const strip = extension ? performance.now() - start - open : undefined;
    const calls = () =>
      frame.evaluate(() => {
        const { started, asked } = globalThis as unknown as {
          started: number;
          asked: Record<string, number>;
        };
        return { started, asked: { ...asked, drawn: document.querySelectorAll('.output').length } };
      });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { asked: atFirst } = await calls();
    const list = (await page.locator('.notebookOverlay .cell-list-container').boundingBox())!;
    await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
    const frames = page.evaluate(async () => {
      const gaps: number[] = [];
      const begin = performance.now();
      for (let last = begin; last - begin < 6000;) {
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
      }
      return { fps: gaps.length / 6, worst: Math.max(...gaps) };
    });
    let scrolling = true;
    void frames.finally(() => (scrolling = false));
    while (scrolling) {
      await page.mouse.wheel(0, 300);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { fps, worst } = await frames;
    const { started, asked: atLast } = await calls();
    return { open, strip, fps, worst, started, atFirst, atLast };
  } finally {
    await workbench.close();
  }
}

/** Frames while the temperature moves at each of them, and how many of them showed a new figure. */
function drag(frame: Frame): Promise<{ fps: number; worst: number; followed: number }> {
  return frame.evaluate(async () => {
    const host = [...document.querySelectorAll('logitscope-strips')].find((h) =>
      h.shadowRoot!.querySelector('input[type=range]'),
    )!;
    const root = host.shadowRoot!;
    const slider = root.querySelector<HTMLInputElement>('input[type=range]')!;
    const figure = () => root.querySelector('.ls-figures')!.textContent;
    const [min, max] = [Number(slider.min), Number(slider.max)];
    const gaps: number[] = [];
    const seen = new Set<string>();
    let last = performance.now();
    const start = last;
    for (let i = 0; performance.now() - start < 3000; i++) {
      slider.value = String(min + ((max - min) * (1 + Math.sin(i / 15))) / 2);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
      seen.add(figure());
    }
    const elapsed = (performance.now() - start) / 1000;
    return { fps: gaps.length / elapsed, worst: Math.max(...gaps), followed: seen.size / elapsed };
  });
}

function bytes(files: readonly string[]): string {
  const sizes = files.map((file) => {
    const content = readFileSync(path.resolve('dist', file));
    return [content.length, gzipSync(content).length];
  });
  const sum = (i: number) => sizes.reduce((total, size) => total + size[i], 0);
  return `${(sum(0) / 1000).toFixed(0)} KB, ${(sum(1) / 1000).toFixed(1)} KB gzip`;
}

async function main(): Promise<void> {
  const { prepare } = await load('prepare.mjs');
  await prepare({ vscode: true, chromium: true });
  const { build } = await load('build.mjs');
  await build({ minify: true });
  const { startServer, workbenchUrl } = await load('embedded-vscode/index.mjs');
  const { launchChromium } = await load('chromium.mjs');
  const server = (await startServer()) as { stop(): Promise<void> };
  const browser = (await launchChromium()) as { close(): Promise<void> };
  Object.assign(globalThis, {
    e2e: { browser, root: process.cwd(), workbenchUrl: (options: unknown) => workbenchUrl(server, options) },
  });
  try {
    const files = {
      'strips.ipynb': notebook(
        Array.from({ length: OUTPUTS }, () => ({
          source: 'print("logits:", logits)',
          outputs: [printed(tensor(4, 10))],
        })),
      ),
      'approached.ipynb': notebook([
        { source: 'print("logits:", logits)', outputs: [printed(tensor(4, 10))] },
      ]),
      'large.ipynb': notebook([
        { source: 'print("logits:", logits)', outputs: [printed(tensor(1, CLASSES))] },
      ]),
    };
    const workbench = await Workbench.open({ files, size: { width: 1280, height: 1400 } });
    const strips = await stripTimes(workbench);
    const frame = await workbench.notebookFrame();
    const loaded = await frame.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name.split('/dist/')[1])
        .filter(Boolean),
    );
    await frame.evaluate(offerFreshRenderer);
    const [cold, ...warm] = await stripsAtRest(frame, tensor(4, 10));
    const added = await addedCost(frame);
    const first = await clickToChart(frame, 0);
    const later = [await clickToChart(frame, 1), await clickToChart(frame, 2), await clickToChart(frame, 3)];
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('approached.ipynb');
    const approached = await approachToChart(workbench, await workbench.notebookFrame());
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('large.ipynb');
    const large = await workbench.notebookFrame();
    await openStrip(workbench, large.locator('logitscope-strips').first());
    await large.locator('svg.marks path').first().waitFor({ state: 'attached' });
    const dragged = await drag(large);
    await large.locator('logitscope-strips').first().getByRole('button', { name: 'ranks' }).click();
    await large
      .getByRole('img', { name: /^Probability against rank/ })
      .locator('path')
      .first()
      .waitFor();
    const ranked = await drag(large);
    await workbench.close();
    const plain = await manyOutputs(false);
    const many = await manyOutputs(true);

    const js = (folder: string) =>
      readdirSync(path.resolve('dist', folder)).filter((file) => file.endsWith('.js'));
    const chunks = js('chunks').map((file) => `chunks/${file}`);
    const atStrip = loaded.filter((file) => file.endsWith('.js') && !file.startsWith('worker'));
    const atChart = chunks.filter((file) => file.includes('vega-'));
    const atClick = chunks.filter((file) => file.includes('mount-'));
    console.log(
      `\nVS Code in headless Chromium, software rendering, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`,
    );
    console.log('| measure | value | bar |');
    console.log('| --- | --- | --- |');
    console.log(`| output to strip, first of a notebook (worker starts) | ${ms(cold)} | |`);
    console.log(`| output to strip, later, median of ${warm.length} | ${ms(median(warm))} | < 100 ms |`);
    console.log(
      `| output to strip while scrolling through ${OUTPUTS} of them, median | ${ms(median(strips))} | |`,
    );
    console.log(`| added to an output of 1.6 KB without an array | ${ms(added.small)} | < 5 ms |`);
    console.log(`| added to an output of 1 MB without an array | ${ms(added.large)} | < 5 ms |`);
    console.log(
      `| click to chart, first, out of nowhere (inspector and Vega load) | ${ms(first)} | < 400 ms |`,
    );
    console.log(
      `| click to chart, first, ${MOMENT} ms after the pointer came | ${ms(approached)} | < 400 ms |`,
    );
    console.log(`| click to chart, later | ${ms(median(later))} | < 400 ms |`);
    console.log(
      `| dragging, ${CLASSES.toLocaleString('en')} classes: frames a second | ${dragged.fps.toFixed(0)} | 60 |`,
    );
    console.log(`| dragging: longest frame | ${ms(dragged.worst)} | |`);
    console.log(`| dragging: new figures a second | ${dragged.followed.toFixed(0)} | 60 |`);
    console.log(`| the same with the rank plot | ${ranked.fps.toFixed(0)} | 60 |`);
    console.log(`| the same: new figures a second | ${ranked.followed.toFixed(0)} | 60 |`);
    console.log(
      `| ${MANY} outputs: double click to the first output, with and without | ${ms(many.open)}, ${ms(plain.open)} | |`,
    );
    console.log(`| ${MANY} outputs: from there to the first strip | ${ms(many.strip!)} | |`);
    console.log(
      `| ${MANY} outputs: frames a second while scrolling, with and without | ${many.fps.toFixed(0)}, ${plain.fps.toFixed(0)} | |`,
    );
    console.log(
      `| ${MANY} outputs: longest frame, with and without | ${ms(many.worst)}, ${ms(plain.worst)} | |`,
    );
    console.log(
      `| ${MANY} outputs: workers; calls and outputs drawn by VS Code, before and after scrolling | ${many.started}; ${JSON.stringify(many.atFirst)}, ${JSON.stringify(many.atLast)} | 1 |`,
    );
    console.log(`| loaded with the first plain output | ${bytes(atStrip)} | ≤ 30 KB gzip |`);
    console.log(`| loaded with the first strip (worker) | ${bytes(['worker.web.js'])} | |`);
    console.log(`| loaded with the first click | ${bytes(atClick)} | |`);
    console.log(`| loaded with the first chart | ${bytes(atChart)} | |`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
