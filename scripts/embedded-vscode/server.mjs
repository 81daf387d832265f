import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../steps.mjs';
import { home, nodeBinary, serverFolder } from './versions.mjs';

const START_SECONDS = 60;
const STOP_SECONDS = 5;

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

/**
 * `extensions` is a folder of installed extensions. Starts the installed server on 127.0.0.1, on a free port, with a fresh data
 * folder that goes when it stops.
 */
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
