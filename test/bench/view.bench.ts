// What the view costs in the real workbench: time from output to strip, from click to chart, frames while dragging a
// temperature, time added to ordinary outputs, many outputs in one notebook, memory, and bytes loaded at each step. Medians
// and ratios of one run; the machine is named in the line above the table. Memory and work are read where /proc is.
import { cpus } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { dragThrough, openStrip, scrollThrough, scrollTo } from '../e2e/inspector';
import { notebook, printed } from '../e2e/notebook';
import { Workbench } from '../e2e/workbench';

const load = (script: string) =>
  import(pathToFileURL(path.resolve('scripts', script)).href) as Promise<
    Record<string, (...args: unknown[]) => unknown>
  >;

const OUTPUTS = 60;
const MANY = Number(process.env.LOGITSCOPE_OUTPUTS ?? 500);
const CLASSES = 128_000;
/** Between a pointer's coming and its click. */
const MOMENT = 200;
/** After a strip stands, for the page to have fetched what a click needs. */
const AT_REST = 3000;

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

/** Notes when an output came into view and when its strip stood. */
function watchOutputs(): void {
  const times: { text: number; strip: number }[] = [];
  /** When each output came into view: VS Code draws them long before. */
  const texts = new Map<Element, number>();
  const inView = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.textContent === '') continue;
      if (!texts.has(target)) texts.set(target, performance.now());
      inView.unobserve(target);
    }
  });
  for (const output of document.querySelectorAll('.output'))
    if (!output.querySelector('logitscope-strips')) inView.observe(output);
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
          if (output.classList.contains('output') && !texts.has(output)) inView.observe(output);
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
    // Where a person may see it: the page is as high as the notebook, most of it out of view.
    const top = await new Promise<number>((resolve) => {
      const observer = new IntersectionObserver((entries) => {
        const seen = entries.find(({ isIntersecting }) => isIntersecting);
        if (seen) resolve(seen.intersectionRect.top + scrollY);
      });
      for (const output of document.querySelectorAll('.output')) observer.observe(output);
    });
    for (let i = 0; i < 11; i++) {
      const element = document.body.appendChild(document.createElement('div'));
      element.style.cssText = `position: absolute; top: ${top}px; left: 0; width: 400px; height: 20px`;
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

/**
 * Milliseconds from a click on a strip to the chart of a row: its names, figures and bars; and to Vega's, which takes its place.
 */
interface Charted {
  seen: number;
  drawn: number;
}

function clickToChart(frame: Frame, nth: number): Promise<Charted> {
  return frame.evaluate(async (n) => {
    const strip = document.querySelectorAll('logitscope-strips')[n].shadowRoot!;
    const start = performance.now();
    strip.querySelector<HTMLButtonElement>('button')!.click();
    let seen: number | undefined;
    for (;;) {
      await new Promise(requestAnimationFrame);
      const now = performance.now() - start;
      if (strip.querySelector('svg.ls-first rect, svg.marks path')) seen ??= now;
      if (strip.querySelector('svg.marks path')) return { seen: seen!, drawn: now };
      if (now > 20_000) throw new Error('no chart within 20 s');
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
    while (!root.querySelector('svg.ls-first rect, svg.marks path')) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  await new Promise((resolve) => setTimeout(resolve, MOMENT));
  await workbench.page.mouse.down();
  await workbench.page.mouse.up();
  return drawn;
}

/** Notebooks are opened so often in a window with the extension and in one without, by turns. */
const TURNS = Number(process.env.LOGITSCOPE_TURNS ?? 3);

interface Opened {
  /** From the double click to the first output. */
  open: number;
  /** From there to its strip. */
  strip?: number;
}

async function openNotebook(workbench: Workbench, file: string, extension: boolean): Promise<Opened> {
  const start = performance.now();
  await workbench.openFile(file);
  const frame = await workbench.notebookFrame();
  await frame.locator('.output').filter({ hasText: 'tensor' }).first().waitFor({ state: 'attached' });
  const open = performance.now() - start;
  if (!extension) return { open };
  await frame.locator('logitscope-strips').first().waitFor({ state: 'attached' });
  return { open, strip: performance.now() - start - open };
}

const cellWithLogits = () => ({ source: 'print("logits:", logits)', outputs: [printed(tensor(4, 10))] });

/** A notebook of many outputs, opened with the extension and without: what the first of them costs. */
async function opening(report: Report): Promise<void> {
  const files = { 'many.ipynb': notebook(Array.from({ length: MANY }, cellWithLogits)) };
  const [plain, ours] = [[] as Opened[], [] as Opened[]];
  for (let turn = 0; turn <= TURNS; turn++)
    for (const [extension, times] of [
      [false, plain],
      [true, ours],
    ] as const) {
      // A window of its own each time: what one has loaded, the next has not.
      const workbench = await Workbench.open({ files, extension, size: { width: 1280, height: 1000 } });
      try {
        const opened = await openNotebook(workbench, 'many.ipynb', extension);
        // The first window of a server pays for what the server has not read yet.
        if (turn > 0) times.push(opened);
      } finally {
        await workbench.close();
      }
    }
  const [with_, without] = [ours, plain].map((times) => median(times.map(({ open }) => open)));
  report(
    `${MANY} outputs: double click to the first, with ÷ without, medians of ${TURNS} by turns`,
    `${(with_ / without).toFixed(2)} (${ms(with_)}, ${ms(without)})`,
    '< 1.05',
  );
  report(`${MANY} outputs: from the first to its strip`, ms(median(ours.map(({ strip }) => strip!))), '');
}

const ofKind = (kind: string) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(kind) && isOurs(Number(pid));
      } catch {
        return false;
      }
    });

/** Whether a process is this one's child, or a child of one. */
function isOurs(pid: number): boolean {
  for (let at = pid; at > 1;) {
    if (at === process.pid) return true;
    at = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${at}/status`, 'utf8'))![1]);
  }
  return false;
}

/** Seconds that the extension hosts have worked: their main threads, where all extensions run, or with all that beside them. */
function hostSeconds(): { main: number; all: number } {
  const sum = (fileOf: (pid: string) => string) =>
    ofKind('--type=extensionHost').reduce((total, pid) => {
      const fields = readFileSync(fileOf(pid), 'utf8').split(') ')[1].split(' ');
      // utime and stime, in ticks of 10 ms.
      return total + (Number(fields[11]) + Number(fields[12])) / 100;
    }, 0);
  return { main: sum((pid) => `/proc/${pid}/task/${pid}/stat`), all: sum((pid) => `/proc/${pid}/stat`) };
}

/**
 * Megabytes that the pages have for themselves. The browser's own program is not among them: a page's part of it changes with
 * every other browser that runs.
 */
function pageMegabytes(): number {
  return ofKind('--type=renderer').reduce((sum, pid) => {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(rollup)![1]);
      return sum + (kilobytes('Pss_Anon') + kilobytes('Pss_Shmem')) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}

interface Background {
  /** Seconds of the extension host's main thread, and of all its threads. */
  main: number;
  all: number;
  /** Outputs. */
  drawn: number;
}

/** A notebook of 3,000 cells, 1,000 of them with logits, left alone: outputs drawn in the background and the host's work. */
async function large(report: Report): Promise<void> {
  const cells = Array.from({ length: 3000 }, (_, i) =>
    i % 3 === 0 ? cellWithLogits() : { source: `x${i} = torch.softmax(f(${i}), -1)` },
  );
  const files = { 'large.ipynb': notebook(cells) };
  const [plain, ours] = [[] as Background[], [] as Background[]];
  for (let turn = 0; turn <= TURNS; turn++)
    for (const [extension, measured] of [
      [false, plain],
      [true, ours],
    ] as const) {
      const workbench = await Workbench.open({ files, extension, size: { width: 1280, height: 1000 } });
      try {
        const before = hostSeconds();
        await openNotebook(workbench, 'large.ipynb', extension);
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        const frame = await workbench.notebookFrame();
        const drawn = await frame.evaluate(() => document.querySelectorAll('.output').length);
        // The first window of a server pays for what the server has not read yet.
        if (turn === 0) continue;
        const { main, all } = hostSeconds();
        measured.push({ main: main - before.main, all: all - before.all, drawn });
      } finally {
        await workbench.close();
      }
    }
  const [without, with_] = [plain, ours].map((all) => ({
    main: median(all.map(({ main }) => main)),
    all: median(all.map((one) => one.all)),
    drawn: median(all.map(({ drawn }) => drawn)),
  }));
  report(
    `3,000 cells: seconds of the extension host's main thread in 10 s, with and without, medians of ${TURNS} by turns`,
    `${with_.main.toFixed(2)}, ${without.main.toFixed(2)}`,
    '< 1.5',
  );
  report(
    '3,000 cells: the same of all its threads, among them our worker',
    `${with_.all.toFixed(2)}, ${without.all.toFixed(2)}`,
    '',
  );
  report(
    '3,000 cells: outputs drawn in 10 s, with ÷ without',
    `${(with_.drawn / without.drawn).toFixed(2)} (${with_.drawn}, ${without.drawn})`,
    '> .9',
  );
}

const INSPECTORS = 40;

/** Has Chromium collect what nobody holds any more, and give back what it keeps ready: else it waits as long as there is memory. */
async function collectGarbage({ page }: Workbench): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round++) {
    await session.send('HeapProfiler.collectGarbage');
    await session.send('Memory.simulatePressureNotification', { level: 'critical' });
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  await session.detach();
}

/** Gives a page `atRest`, which waits until the focus is settled in the workbench as well. */
function offerRest(): void {
  let told = 0;
  let last = performance.now();
  addEventListener('message', ({ data }: MessageEvent<{ type?: unknown } | undefined>) => {
    if (data?.type !== 'focus-output') return;
    told++;
    last = performance.now();
  });
  const atRest = async () => {
    const [start, before] = [performance.now(), told];
    // It is told of nothing where the focus stayed.
    while ((told === before && performance.now() - start < 800) || performance.now() - last < 200)
      await new Promise((resolve) => setTimeout(resolve, 30));
  };
  Object.assign(globalThis, { atRest });
}

interface Resting {
  atRest(): Promise<void>;
}

/**
 * Opens inspectors one after the other, as a person does. Of outputs that take the focus from each other faster than VS Code
 * hears of it each gets it back from the next, for ever, and the page makes garbage all the time.
 */
function openInspectors(frame: Frame, most: number): Promise<number> {
  return frame.evaluate(async (n) => {
    const { atRest } = globalThis as unknown as Resting;
    const strips = [...document.querySelectorAll('logitscope-strips')];
    for (const { shadowRoot } of strips.slice(0, n)) {
      shadowRoot!.querySelector('button')!.click();
      const start = performance.now();
      while (!shadowRoot!.querySelector('svg.marks path')) {
        if (performance.now() - start > 20_000) throw new Error('no chart within 20 s');
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      await atRest();
    }
    return strips.length;
  }, most);
}

function closeInspectors(frame: Frame): Promise<void> {
  return frame.evaluate(async () => {
    const { atRest } = globalThis as unknown as Resting;
    for (const { shadowRoot } of document.querySelectorAll('logitscope-strips')) {
      const close = shadowRoot!.querySelector<HTMLElement>('.ls-close');
      if (!close) continue;
      close.click();
      await atRest();
    }
  });
}

/** Memory of the pages with all strips and many inspectors, against the same notebook without the extension. */
async function memory(report: Report): Promise<void> {
  const files = { 'many.ipynb': notebook(Array.from({ length: MANY }, cellWithLogits)) };
  const used: number[] = [];
  for (const extension of [false, true]) {
    const workbench = await Workbench.open({ files, extension, size: { width: 1280, height: 1400 } });
    const measure = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      await collectGarbage(workbench);
      used.push(pageMegabytes());
    };
    try {
      await openNotebook(workbench, 'many.ipynb', extension);
      await dragThrough(workbench);
      await measure();
      if (!extension) continue;
      const frame = await workbench.notebookFrame();
      await frame.evaluate(offerRest);
      const strips = await openInspectors(frame, INSPECTORS);
      report(`strips after scrolling through ${MANY} outputs`, String(strips), String(MANY));
      await measure();
      await closeInspectors(frame);
      await measure();
    } finally {
      await workbench.close();
    }
  }
  const [plain, ...others] = used;
  const above = others.map((megabytes) => `${(megabytes - plain).toFixed(0)} MB`);
  report(`memory of ${MANY} strips above the notebook without (${plain.toFixed(0)} MB)`, above[0], '');
  report(`the same with ${INSPECTORS} inspectors open`, above[1], '< 150 MB');
  report('the same once they are closed', above[2], '');
}

/** A million rows in the editor for files of arrays. */
async function million(report: Report): Promise<void> {
  const [rows, classes] = [1_000_000, 10];
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${classes}), }`;
  const bytes = Buffer.alloc(128 + 4 * rows * classes);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(118, 8);
  bytes.write(`${header.padEnd(117)}\n`, 10, 'latin1');
  const values = new Float32Array(bytes.buffer, bytes.byteOffset + 128, rows * classes);
  for (let i = 0; i < values.length; i++) values[i] = 8 * (random() + random() - 1);
  const workbench = await Workbench.open({
    files: { 'logits.npy': bytes },
    size: { width: 1280, height: 1000 },
  });
  try {
    await workbench.openFile('logits.npy');
    const frame = await workbench.panelFrame();
    await frame.locator('svg.marks path').first().waitFor({ state: 'attached' });
    const dragged = await drag(frame);
    report('dragging, 1,000,000 rows: frames a second', dragged.fps.toFixed(0), '60');
    report('the same: new figures a second', dragged.followed.toFixed(0), '60');
  } finally {
    await workbench.close();
  }
}

/** Frames while the temperature moves at each of them, and how many of them showed a new figure. */
function drag(frame: Frame): Promise<{ fps: number; worst: number; followed: number }> {
  return frame.evaluate(async () => {
    const strips = [...document.querySelectorAll('logitscope-strips')].map((host) => host.shadowRoot!);
    const root = strips.find((strip) => strip.querySelector('input[type=range]')) ?? document;
    const slider = root.querySelector<HTMLInputElement>('input[type=range]')!;
    const figure = () => root.querySelector('.ls-figures')?.textContent ?? '';
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

type Report = (measure: string, value: string, bar: string) => void;

/** Strips, charts and drags in one notebook. */
async function looking(report: Report): Promise<void> {
  const files = {
    'strips.ipynb': notebook(Array.from({ length: OUTPUTS }, cellWithLogits)),
    'approached.ipynb': notebook([cellWithLogits()]),
    'large.ipynb': notebook([{ source: 'print("logits:", logits)', outputs: [printed(tensor(1, CLASSES))] }]),
  };
  const workbench = await Workbench.open({ files, size: { width: 1280, height: 1400 } });
  try {
    const strips = await stripTimes(workbench);
    const frame = await workbench.notebookFrame();
    const loaded = await frame.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name.split('/dist/')[1])
        .filter(Boolean),
    );
    await new Promise((resolve) => setTimeout(resolve, AT_REST));
    // Those in view: a click on one that was scrolled away has VS Code scroll back to it first.
    const last = (await frame.locator('logitscope-strips').count()) - 1;
    const [nowhere, ...later] = [
      await clickToChart(frame, last),
      await clickToChart(frame, last - 1),
      await clickToChart(frame, last - 2),
      await clickToChart(frame, last - 3),
    ];
    await frame.evaluate(offerFreshRenderer);
    const [cold, ...warm] = await stripsAtRest(frame, tensor(4, 10));
    const added = await addedCost(frame);
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('approached.ipynb');
    const approached = await approachToChart(workbench, await workbench.notebookFrame());
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('large.ipynb');
    const wide = await workbench.notebookFrame();
    await openStrip(workbench, wide.locator('logitscope-strips').first());
    await wide.locator('svg.marks path').first().waitFor({ state: 'attached' });
    const dragged = await drag(wide);
    await wide.locator('logitscope-strips').first().getByRole('button', { name: 'ranks' }).click();
    await wide
      .getByRole('img', { name: /^Probability against rank/ })
      .locator('path')
      .first()
      .waitFor();
    const ranked = await drag(wide);
    report('output to strip, first of a notebook (worker starts)', ms(cold), '');
    report(`output to strip, later, median of ${warm.length}`, ms(median(warm)), '< 100 ms');
    report(
      `output to strip while scrolling through ${OUTPUTS} of them, median`,
      ms(median(strips)),
      '< 120 ms',
    );
    report('added to drawing an output of 1.6 KB without an array', ms(added.small), '< 5 ms');
    report('added to drawing an output of 1 MB without an array', ms(added.large), '< 5 ms');
    report(
      'click to chart, first after scrolling through them, no pointer near',
      ms(nowhere.seen),
      '< 150 ms',
    );
    report('the same, to the chart of the library in its place', ms(nowhere.drawn), '');
    report(`click to chart, first, ${MOMENT} ms after the pointer came`, ms(approached), '');
    report('click to chart, later', ms(median(later.map(({ seen }) => seen))), '');
    report(
      `dragging, ${CLASSES.toLocaleString('en')} classes: frames a second`,
      dragged.fps.toFixed(0),
      '60',
    );
    report('dragging: longest frame', ms(dragged.worst), '');
    report('dragging: new figures a second', dragged.followed.toFixed(0), '60');
    report('the same with the rank plot', ranked.fps.toFixed(0), '60');
    report('the same: new figures a second', ranked.followed.toFixed(0), '60');
    reportSizes(report, loaded);
  } finally {
    await workbench.close();
  }
}

/** A first click in a window of its own, with the page at rest and no pointer near; medians of windows. */
async function click(report: Report): Promise<void> {
  const files = { 'clicked.ipynb': notebook([cellWithLogits()]) };
  const clicked: Charted[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const workbench = await Workbench.open({ files, size: { width: 1280, height: 1000 } });
    try {
      await workbench.openFile('clicked.ipynb');
      const frame = await workbench.notebookFrame();
      await frame.locator('logitscope-strips').first().waitFor({ state: 'attached' });
      await new Promise((resolve) => setTimeout(resolve, AT_REST));
      const charted = await clickToChart(frame, 0);
      // The first window of a server pays for what the server has not read yet.
      if (turn > 0) clicked.push(charted);
    } finally {
      await workbench.close();
    }
  }
  const [seen, drawn] = [clicked.map(({ seen }) => seen), clicked.map(({ drawn }) => drawn)];
  report(
    `click to chart, first of a window at rest, no pointer near, median of ${TURNS}`,
    ms(median(seen)),
    '< 150 ms',
  );
  report('the same, to the chart of the library in its place', ms(median(drawn)), '');
}

function reportSizes(report: Report, loaded: readonly string[]): void {
  const chunks = readdirSync(path.resolve('dist/chunks'))
    .filter((file) => file.endsWith('.js'))
    .map((file) => `chunks/${file}`);
  const ofInspector = (file: string) => /(?:mount|vega)-/.test(file);
  const atStrip = loaded.filter(
    (file) => file.endsWith('.js') && !file.startsWith('worker') && !ofInspector(file),
  );
  report('loaded with the first output', bytes(['renderer.js']), '≤ 30 KB gzip');
  report('loaded to look at outputs', bytes([...new Set(atStrip)]), '');
  report('loaded with the first strip (worker)', bytes(['worker.js']), '');
  report(
    'fetched once a strip stands: inspectors',
    bytes(chunks.filter((file) => file.includes('mount-'))),
    '',
  );
  report('fetched once a strip stands: charts', bytes(chunks.filter((file) => file.includes('vega-'))), '');
}

const PARTS = { looking, click, opening, large, memory, million };

/** `npm run bench -- view opening large` measures these alone. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
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
  console.log(
    `\nVS Code in headless Chromium, software rendering, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  console.log('| measure | value | bar |');
  console.log('| --- | --- | --- |');
  try {
    for (const [name, measure] of Object.entries(PARTS))
      if (wanted.length === 0 || wanted.includes(name))
        await measure((...row) => console.log(`| ${row.join(' | ')} |`));
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
