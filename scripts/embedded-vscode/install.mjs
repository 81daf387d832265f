import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, run, step } from '../steps.mjs';
import { cache, CODE_SERVER, home, NODE_MAJOR, nodeBinary, nodePackage, serverFolder } from './versions.mjs';

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
