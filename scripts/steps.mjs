// Running other programs on the way to a start or a test: what takes long says so, what fails shows its output.
// Imports nothing but Node, as it runs before the dependencies are installed.
import { spawn } from 'node:child_process';

const TICK_SECONDS = 10;

/** Announces a step, says every ten seconds that it is still under way, and how long it took in the end. Steps may overlap. */
export async function step(title, work) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  console.log(`${title} …`);
  const tick = setInterval(() => console.log(`${title} … ${seconds()} s`), TICK_SECONDS * 1000);
  try {
    const result = await work();
    console.log(`${title}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(tick);
  }
}

/** Runs a program quietly. Rejects with its output when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code ?? signal}:\n${output}`));
    });
  });
}

const WATCH_MS = 500;

/**
 * Calls `leave` on each signal to end, and when the parent is gone: npm hands a signal to its shell, and not every shell
 * hands it on. (`exec` in the npm scripts would do, but is unknown to Windows.)
 */
export function onLeave(leave) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    leave();
  }, WATCH_MS);
  watch.unref();
}

/** npm is a script on Windows and needs a shell there. */
export const npm = (args, cwd) => run('npm', args, { cwd, shell: process.platform === 'win32' });
