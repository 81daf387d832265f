// Runs test/e2e with mocha in Node: one embedded VS Code and one Chromium, used as a person would use them.
// `node scripts/test-e2e.mjs word…` runs the files whose path holds one of the words. Pictures go to artifacts/.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './bundling.mjs';
import { prepare } from './prepare.mjs';
import { ensurePython } from './python.mjs';

await prepare({ vscode: true, chromium: true });
const { bundleStandIn, bundleTests } = await import('./bundle-tests.mjs');
const { launchChromium } = await import('./chromium.mjs');
const { startServer, workbenchUrl } = await import('./embedded-vscode/index.mjs');
const { failurePictures } = await import('./failure-pictures.mjs');
const { default: mocha } = await import('./mocha.cjs');

process.env.LOGITSCOPE_PYTHON = await ensurePython();
const files = await bundleTests('e2e', process.argv.slice(2));
const extensions = mkdtempSync(path.join(tmpdir(), 'logitscope-extensions-'));
await bundleStandIn(path.join(extensions, 'ms-toolsai.jupyter-0.0.1'));
// A kernel for notebooks named streaming.ipynb.
cpSync(path.join(root, 'test/fixtures/streaming'), path.join(extensions, 'streaming'), { recursive: true });
const [server, browser] = await Promise.all([startServer({ extensions }), launchChromium()]);

let leaving;
const close = async () => {
  await (await globalThis.e2e?.shared)?.close();
  await browser.close();
  rmSync(extensions, { recursive: true, force: true });
};
const leave = (code) =>
  (leaving ??= Promise.allSettled([close(), server.stop()]).then(() => process.exit(code)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => leave(1));

/** What test/e2e/workbench.ts works with; it declares the type. */
globalThis.e2e = { browser, root, workbenchUrl: (options) => workbenchUrl(server, options) };

process.setSourceMapsEnabled(true);
process.chdir(root);
// A workbench that runs beside other work misses a click now and then. A second try is said in the last lines.
const options = { timeout: 120_000, retries: 1, rootHooks: failurePictures(browser) };
await leave((await mocha.runMocha(files, options)) ? 1 : 0);
