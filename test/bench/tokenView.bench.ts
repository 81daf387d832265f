// `npm run bench -- tokenView`: 100,000 tokens with 20 alternatives each in a page of a real Chromium: from click to text,
// and the frames of scrolling through all of it, against an empty page's frames of the same run. What the page's thread
// works per frame is its processor time, whatever else the machine does: a frame has 16.7 ms.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, BuildResult, OutputFile, Plugin } from 'esbuild';
import type { Browser, CDPSession, Page } from 'playwright-core';

// A bundled esbuild does not find its own program.
const { build } = createRequire(path.resolve('package.json'))('esbuild') as {
  build(options: BuildOptions): Promise<BuildResult & { outputFiles: OutputFile[] }>;
};
const load = (script: string) =>
  import(pathToFileURL(path.resolve('scripts', script)).href) as Promise<Record<string, never>>;

const FRAMES = 240;
/** `npm run bench -- tokenView 20000` is sooner done. */
const TOKENS = Number(process.argv[2] ?? 100_000);

/** Runs in the page. */
const response = `((tokens) => {
  let seed = 1;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const word = () => ' ' + Math.floor(random() * 5000).toString(36);
  const content = Array.from({ length: tokens }, () => {
    const top_logprobs = Array.from({ length: 20 }, (_, rank) => ({ token: word(), logprob: Math.log(0.5 / 2 ** rank) }));
    return { ...top_logprobs[0], top_logprobs };
  });
  const text = content.map(({ token }) => token).join('');
  return JSON.stringify({ choices: [{ message: { content: text }, logprobs: { content } }] });
})`;

async function main(): Promise<void> {
  const { plugins, eitherPlatform } = (await load('bundling.mjs')) as unknown as {
    plugins: Plugin[];
    eitherPlatform: Plugin;
  };
  const { launchChromium } = (await load('chromium.mjs')) as unknown as {
    launchChromium(): Promise<Browser>;
  };
  const bundle = async (file: string, format: 'esm' | 'iife') => {
    const { outputFiles } = await build({
      entryPoints: [file],
      ...{ bundle: true, write: false, format, minify: true },
      plugins: [eitherPlatform, ...plugins],
      external: ['node:*'],
      platform: 'browser',
      resolveExtensions: ['.web.tsx', '.web.ts', '.tsx', '.ts', '.mjs', '.js', '.json'],
      target: 'chrome120',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    return outputFiles[0].text;
  };
  const files: Record<string, string> = {
    '/page.js': await bundle('test/bench/tokens/page.ts', 'esm'),
    '/worker.js': await bundle('src/engine/worker.ts', 'iife'),
    '/': '<!doctype html><style>body { margin: 0; font: 13px sans-serif }</style><div id="view"></div><script type="module" src="page.js"></script>',
  };
  const server = createServer(({ url = '' }, answer) => {
    answer.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
    answer.end(files[url] ?? '');
  }).listen(0, '127.0.0.1');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const idle = await page.evaluate<number[]>(`(async () => {
      const times = []; let last = performance.now();
      for (let i = 0; i < ${FRAMES}; i++) { const now = await new Promise(requestAnimationFrame); times.push(now - last); last = now; }
      return times;
    })()`);
    const small = await page.evaluate<{ text: number }>(`openView(${response}(94))`);
    const took = await page.evaluate<{ opened: number; text: number }>(`openView(${response}(${TOKENS}))`);
    // All columns come behind the first.
    await page.waitForTimeout(3000);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const wheel = await scroll(page, session, `scrollText(${FRAMES}, 100)`);
    const frames = await scroll(page, session, `scrollText(${FRAMES})`);
    // A page of the same text in the same font, which the browser laid out once: what it takes to show other text each frame.
    await page.evaluate(`showPlain()`);
    const plain = await scroll(page, session, `scrollText(${FRAMES})`);
    console.log(`${TOKENS} tokens × 20 alternatives in Chromium`);
    console.log(`opened, with figures   ${took.opened.toFixed(0)} ms`);
    console.log(
      `click to text          ${took.text.toFixed(0)} ms  (of 94 tokens: ${small.text.toFixed(0)} ms)`,
    );
    console.log(`frames by a wheel      ${told(wheel.times)}`);
    console.log(`  work per frame       ${wheel.work}`);
    console.log(`from end to end        ${told(frames.times)}`);
    console.log(`  work per frame       ${frames.work}`);
    console.log(`a page of plain text    ${told(plain.times)}`);
    console.log(`  work per frame       ${plain.work}`);
    console.log(`frames of an idle page ${told(idle)}`);
  } finally {
    await browser.close();
    server.close();
  }
}

/** The thread's processor time per frame beside the frames. */
async function scroll(
  page: Page,
  session: CDPSession,
  script: string,
): Promise<{ times: number[]; work: string }> {
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  const times = await page.evaluate<number[]>(script);
  const after = await read();
  const per = (name: string) =>
    ((1000 * (after.get(name)! - before.get(name)!)) / times.length).toFixed(2).padStart(5);
  const work = `${per('TaskDuration')} ms: script ${per('ScriptDuration')}, style ${per('RecalcStyleDuration')}, layout ${per('LayoutDuration')}`;
  return { times, work };
}

function told(frames: readonly number[]): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  const late = frames.filter((time) => time > 20).length;
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms; ${late} of ${frames.length} over 20 ms`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
