// Runs test/host with mocha inside a real VS Code that has the extension loaded.
//   node scripts/test-host.mjs [word…]   the test files whose path holds one of the words
//   node scripts/test-host.mjs FILE      instead, the run() of one module (.js, .cjs or .ts) from anywhere
// The VS Code is the desktop one whose executable VSCODE_PATH names, else the embedded one.
import { cpSync, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './bundling.mjs';
import { prepare } from './prepare.mjs';
import { ensurePython } from './python.mjs';

const desktop = process.env.VSCODE_PATH;
if (desktop && !existsSync(desktop)) {
  console.error(`VSCODE_PATH is ${desktop}, which does not exist. Name a VS Code executable, or unset it.`);
  process.exit(1);
}
await prepare({ vscode: !desktop, chromium: !desktop });
const { runTests } = await import('@vscode/test-electron');
const { bundleModule, bundleStandIn, bundleTests } = await import('./bundle-tests.mjs');

/** The module whose run() is to be called, and the test files for it when it is the suite's own. */
async function chooseModule(args) {
  const suite = path.join(root, 'test/host');
  const file = args.length === 1 && /\.(c?js|ts)$/.test(args[0]) ? path.resolve(args[0]) : undefined;
  const isModule = file && existsSync(file) && !(file.startsWith(suite) && file.endsWith('.test.ts'));
  if (isModule) return { module: file.endsWith('.ts') ? await bundleModule(file) : file, files: [] };
  return { module: path.join(suite, 'suite.cjs'), files: await bundleTests('host', args) };
}

/** Prints what is appended to a file, until stopped. */
function follow(file) {
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  const print = () => {
    for (let n; (n = readSync(fd, buffer)) > 0;) process.stdout.write(buffer.subarray(0, n));
  };
  const timer = setInterval(print, 100);
  return () => {
    clearInterval(timer);
    print();
  };
}

const python = await ensurePython();
const { module, files } = await chooseModule(process.argv.slice(2));
const temporary = mkdtempSync(path.join(tmpdir(), 'logitscope-host-'));
const workspace = path.join(temporary, 'examples');
cpSync(path.join(root, 'examples'), workspace, { recursive: true });
const extensions = path.join(temporary, 'extensions');
await bundleStandIn(path.join(extensions, 'ms-toolsai.jupyter-0.0.1'));
const log = path.join(temporary, 'log');
writeFileSync(log, '');
const stop = follow(log);
try {
  await runTests({
    vscodeExecutablePath: desktop ?? path.join(root, 'scripts/embedded-vscode/executable.mjs'),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'test/host/entry.cjs'),
    extensionTestsEnv: {
      LOGITSCOPE_PYTHON: python,
      ...(process.env.LOGITSCOPE_HEAVY && { LOGITSCOPE_HEAVY: process.env.LOGITSCOPE_HEAVY }),
      LOGITSCOPE_HOST_LOG: log,
      LOGITSCOPE_HOST_MODULE: module,
      LOGITSCOPE_HOST_FILES: JSON.stringify(files),
    },
    launchArgs: [
      workspace,
      `--user-data-dir=${path.join(temporary, 'data')}`,
      `--extensions-dir=${extensions}`,
    ],
  });
} catch (error) {
  process.exitCode = error.code || 1;
} finally {
  stop();
  rmSync(temporary, { recursive: true, force: true });
}
