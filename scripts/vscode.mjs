// The embedded VS Code: VS Code's own server and workbench out of the `code-server` npm package, run by the Node it
// needs out of another, for machines without a desktop VS Code and for tests that want the same one everywhere.
// Imports nothing but Node, as it runs before the dependencies are installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './bundling.mjs';
import { npm, run, step } from './steps.mjs';

const CODE_SERVER = '4.139.1'; // VS Code 1.139.1
const NODE_MAJOR = 24; // what that version of the server asks for
const START_SECONDS = 60;
const STOP_SECONDS = 5;

const cache = path.join(root, '.cache');
const home = path.join(cache, `code-server-${CODE_SERVER}`);

/** The npm package that carries Node's binary for this machine, which the `node` package itself only fetches by script. */
function nodePackage() {
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform;
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${arch}`;
}

const serverFolder = (base) => path.join(base, 'node_modules/code-server/lib/vscode');
const nodeBinary = (base) =>
  path.join(base, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** VS Code's log writer is native code that is not built here, and each attempt to load it would fill the tests' log. */
const SILENT_LOG = `class Logger {}
for (const name of ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'setLevel', 'setPattern', 'clearFormatters', 'flush', 'drop'])
  Logger.prototype[name] = () => {};
exports.setLevel = exports.setFlushOn = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async () => new Logger();
`;

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Installs the embedded VS Code into .cache/ once. It is put together in a folder of this process and renamed when
 * complete, so neither an interrupted nor a concurrent run leaves half of one.
 */
export async function installVSCode() {
  if (existsSync(home)) return;
  mkdirSync(cache, { recursive: true });
  const partial = `${home}.partial-`;
  for (const name of readdirSync(cache).map((entry) => path.join(cache, entry))) {
    if (name.startsWith(partial) && !isRunning(Number(name.slice(partial.length)))) {
      rmSync(name, { recursive: true, force: true });
    }
  }
  const base = `${partial}${process.pid}`;
  mkdirSync(base);
  writeFileSync(path.join(base, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  console.log('The embedded VS Code goes into .cache/, once: about 700 MB.');
  await step('Installing the embedded VS Code', async () => {
    await npm([...install, `code-server@${CODE_SERVER}`, `${nodePackage()}@${NODE_MAJOR}`], base);
    await npm([...install, '--omit=dev', '--omit=optional'], serverFolder(base));
    writeFileSync(path.join(serverFolder(base), 'node_modules/@vscode/spdlog/index.js'), SILENT_LOG);
    await run(nodeBinary(base), ['--version']);
  });
  try {
    renameSync(base, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    rmSync(base, { recursive: true, force: true });
  }
}

/** The server's children (extension hosts, file watchers, terminals) share its process group and end with it. */
async function endGroup(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  if (process.platform === 'win32') {
    await run('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  signal('SIGTERM');
  const timeout = setTimeout(() => signal('SIGKILL'), STOP_SECONDS * 1000);
  if (child.exitCode === null && child.signalCode === null) await ended;
  clearTimeout(timeout);
  signal('SIGKILL');
}

/** Settings of every window: nothing that talks to the network or greets the newcomer. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** `extensions` is a folder of installed extensions. Starts the installed server on 127.0.0.1, on a free port, with a fresh data folder that goes when it stops. */
export async function startServer({ extensions } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'logitscope-vscode-'));
  mkdirSync(path.join(data, 'data/Machine'), { recursive: true });
  writeFileSync(path.join(data, 'data/Machine/settings.json'), JSON.stringify(SETTINGS));
  const child = spawn(
    nodeBinary(home),
    [
      path.join(serverFolder(home), 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
      // Without it the workbench ignores the extension under development named in its URL.
      '--enable-smoke-test-driver',
      ...['--server-data-dir', data],
      ...(extensions ? ['--extensions-dir', extensions] : []),
    ],
    { detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let stopping;
  const stop = () =>
    (stopping ??= endGroup(child).finally(() =>
      rmSync(data, { recursive: true, force: true, maxRetries: 5 }),
    ));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  try {
    const port = await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`The embedded VS Code ${why}:\n${output}`));
      const timeout = setTimeout(() => fail(`did not start within ${START_SECONDS} s`), START_SECONDS * 1000);
      const read = (text) => {
        output += text;
        const listening = /Extension host agent listening on (\d+)/.exec(output);
        if (!listening || !output.includes('Extension host agent started')) return;
        clearTimeout(timeout);
        resolve(Number(listening[1]));
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
      child.once('error', (error) => fail(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => fail(`ended with ${code ?? signal} while starting`));
    });
    return { port, stop, exited };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The address of the workbench on a folder. `extension` is the extension under development, `tests` a module of its
 * tests; both are absolute paths on this machine, which to the page is the remote one.
 */
export function workbenchUrl({ port }, { folder, extension, tests }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(file).pathname}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', pathToFileURL(folder).pathname);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
