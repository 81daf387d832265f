// Runs everything: installs what is missing, then the suites unit, host and e2e. The last line counts their tests.
// A suite that crashes, hangs or runs nothing counts as one failure.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';
import { PREPARED, prepareBuild } from './prepare.mjs';
import { onLeave } from './steps.mjs';

const SUITES = ['unit', 'host', 'e2e'];
const LIMIT_MINUTES = 15;
const GRACE_SECONDS = 20;

let running;
let interrupted = false;
onLeave(() => {
  interrupted = true;
  running?.kill('SIGINT');
});

/** Runs one suite to its end. Resolves with what it ended with: an exit code, or a signal or reason. */
function runSuite(suite, countsFile) {
  const env = { ...process.env, LOGITSCOPE_COUNTS: countsFile, [PREPARED]: '1' };
  running = spawn(process.execPath, [path.join(root, 'scripts', `test-${suite}.mjs`)], {
    stdio: 'inherit',
    env,
  });
  return new Promise((resolve) => {
    let late = false;
    const stop = setTimeout(() => {
      late = true;
      running.kill('SIGINT');
    }, LIMIT_MINUTES * 60_000);
    const kill = setTimeout(() => running.kill('SIGKILL'), LIMIT_MINUTES * 60_000 + GRACE_SECONDS * 1000);
    running.once('exit', (code, signal) => {
      clearTimeout(stop);
      clearTimeout(kill);
      resolve(late ? `no end within ${LIMIT_MINUTES} minutes` : (code ?? signal));
    });
  });
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { passed: 0, failed: 0 };
  }
}

const total = { passed: 0, failed: 0 };
try {
  const desktop = Boolean(process.env.VSCODE_PATH);
  if (desktop)
    console.log(`The host suite uses ${process.env.VSCODE_PATH}, the e2e suite the embedded VS Code.`);
  // The unit suite runs while VS Code is still being fetched.
  const { editor } = await prepareBuild({ vscode: true, chromium: true });
  for (const suite of SUITES) {
    if (suite !== 'unit') await editor;
    if (interrupted) break;
    console.log(`\n── ${suite} ──`);
    const file = path.join(root, 'out', `${suite}-counts.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    const ended = await runSuite(suite, file);
    const { passed, failed } = readCounts(file);
    const crashed = failed === 0 && (ended !== 0 || passed === 0);
    if (crashed) console.error(`The ${suite} suite ended with ${ended} after ${passed} passed tests.`);
    total.passed += passed;
    total.failed += failed + (crashed ? 1 : 0);
  }
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
if (interrupted) {
  console.error('Interrupted.');
  total.failed += 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);
