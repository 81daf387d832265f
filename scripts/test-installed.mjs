// The package as people get it: makes the VSIX, installs it into the oldest VS Code that the manifest allows and into
// the newest, each with an empty profile, and runs test/installed there. `node scripts/test-installed.mjs oldest` runs one, and
// with LOGITSCOPE_VSCODE=oldest its arguments are words that choose files, on the package that is there.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { printTotal, runJobs } from './jobs.mjs';
import { run } from './steps.mjs';

const ALL = ['oldest', 'newest'];
const CHOSEN = 'LOGITSCOPE_VSCODE';
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join(root, `${name}-${version}.vsix`);

/** Each in a process of its own: which VS Code it is stands in its environment. */
async function inEach(wanted) {
  await ensureDependencies();
  await run(process.execPath, [path.join(root, 'scripts/package/index.mjs')]);
  const jobs = wanted.map((which) => ({
    title: `installed in the ${which} VS Code`,
    script: fileURLToPath(import.meta.url),
    env: { [CHOSEN]: which },
  }));
  const total = await runJobs(jobs);
  printTotal(total);
  return total.failed ? 1 : 0;
}

async function inOne() {
  const { ensureChromium, launchChromium } = await import('./chromium.mjs');
  const { installVSCode, startServer, workbenchUrl } = await import('./embedded-vscode/index.mjs');
  const { CODE_SERVER, home, nodeBinary, serverFolder } = await import('./embedded-vscode/versions.mjs');
  const { bundleTests } = await import('./bundle-tests.mjs');
  const { failurePictures } = await import('./failure-pictures.mjs');
  const { default: mocha } = await import('./mocha.cjs');
  await Promise.all([installVSCode(), ensureChromium()]);
  const files = await bundleTests('installed', process.argv.slice(2), process.env[CHOSEN]);
  const extensions = mkdtempSync(path.join(tmpdir(), 'logitscope-installed-'));
  const install = ['--install-extension', vsix, '--extensions-dir', extensions];
  await run(nodeBinary(home), [path.join(serverFolder(home), 'out/server-main.js'), ...install]);
  const [server, browser] = await Promise.all([startServer({ extensions }), launchChromium()]);
  /** The extension is the installed one: none is named in the address. */
  globalThis.e2e = {
    browser,
    root,
    extensions,
    workbenchUrl: ({ folder }) => workbenchUrl(server, { folder }),
  };
  console.log(`\n── installed, ${process.env[CHOSEN]}: code-server ${CODE_SERVER} ──`);
  process.setSourceMapsEnabled(true);
  process.chdir(root);
  let failures = 1;
  try {
    // A workbench misses a click now and then where the machine has other work; see test-e2e.mjs.
    const options = { timeout: 120_000, retries: 1, rootHooks: failurePictures(browser) };
    failures = await mocha.runMocha(files, options);
  } finally {
    await Promise.allSettled([browser.close(), server.stop()]);
    rmSync(extensions, { recursive: true, force: true });
  }
  return failures ? 1 : 0;
}

process.exit(
  process.env[CHOSEN] ? await inOne() : await inEach(process.argv.length > 2 ? process.argv.slice(2) : ALL),
);
