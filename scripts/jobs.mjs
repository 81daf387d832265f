// Test suites as processes of their own, some at once. What one says is printed when it has ended, in one piece; one
// that crashes, hangs or runs nothing counts as one failure.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { root } from './bundling.mjs';

export const COUNTS = 'LOGITSCOPE_COUNTS';
/** `1/2` says to a suite to run the first half of its files; `1/2+60` that 60 seconds of others follow the last half. */
export const PART = 'LOGITSCOPE_PART';

const LIMIT_MINUTES = 15;
const GRACE_SECONDS = 20;

const running = new Set();

/** Asks what runs to end. Nothing starts after it. */
export function interruptJobs() {
  for (const child of running) child.kill('SIGINT');
}

/**
 * A suite in one job, or in two where there are processors for two.
 *
 * @param following seconds of what runs after the last of them, which is given the less for it
 */
export function jobsOf(suite, parts = 1, following = 0) {
  const script = path.join(root, 'scripts', `test-${suite}.mjs`);
  if (parts === 1 || availableParallelism() === 1) return [{ title: suite, script, env: {} }];
  return Array.from({ length: parts }, (_, i) => ({
    title: `${suite} ${i + 1}/${parts}`,
    script,
    env: { [PART]: `${i + 1}/${parts}+${following}` },
  }));
}

/**
 * Runs jobs in their order, two at once where there are processors for two. A job starts when its `after`, if any, has
 * resolved. Resolves with how many tests passed and failed, which failed, and which passed on a second try only.
 */
export async function runJobs(jobs, { isInterrupted = () => false } = {}) {
  const waiting = [...jobs];
  const total = { passed: 0, failed: 0, failures: [], retried: [], seconds: {} };
  const lane = async () => {
    for (let job; (job = waiting.shift());) {
      await job.after;
      if (isInterrupted()) return;
      const { passed, failed, failures, retried, seconds } = await runJob(job);
      total.passed += passed;
      total.failed += failed;
      total.failures.push(...failures);
      total.retried.push(...retried);
      Object.assign(total.seconds, seconds);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  if (process.env[COUNTS]) writeFileSync(process.env[COUNTS], JSON.stringify(total));
  return total;
}

async function runJob({ title, script, env }) {
  const counts = path.join(root, 'out', `${title.replace(/\W/g, '-')}-counts.json`);
  mkdirSync(path.dirname(counts), { recursive: true });
  rmSync(counts, { force: true });
  console.log(`── ${title} … ──`);
  const start = performance.now();
  const { ended, output } = await runScript(script, { ...process.env, ...env, [COUNTS]: counts });
  console.log(`\n── ${title}: ${Math.round((performance.now() - start) / 1000)} s ──`);
  process.stdout.write(output);
  const { passed, failed, failures = [], retried = [], seconds = {} } = countsIn(counts);
  if (failed > 0 || (ended === 0 && passed > 0)) return { passed, failed, failures, retried, seconds };
  const crash = `${title} ended with ${ended} after ${passed} passed tests.`;
  console.error(crash);
  return { passed, failed: 1, failures: [...failures, crash], retried };
}

/** The last lines of a run, the counts the very last. */
export function printTotal({ passed, failed, failures = [], retried = [] }) {
  for (const one of retried) console.log(`Second try: ${one}`);
  for (const one of failures) console.log(`Failed: ${one}`);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** Resolves with what a script said, and with what it ended with: an exit code, or a signal or reason. */
function runScript(script, env) {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'], env });
  running.add(child);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
  return new Promise((resolve) => {
    let late = false;
    const stop = setTimeout(() => {
      late = true;
      child.kill('SIGINT');
    }, LIMIT_MINUTES * 60_000);
    const kill = setTimeout(() => child.kill('SIGKILL'), LIMIT_MINUTES * 60_000 + GRACE_SECONDS * 1000);
    child.once('exit', (code, signal) => {
      running.delete(child);
      clearTimeout(stop);
      clearTimeout(kill);
      const ended = late ? `no end within ${LIMIT_MINUTES} minutes` : (code ?? signal);
      // What was written last may still be on its way; a process that it left behind may hold the pipe for ever.
      const give = () => resolve({ ended, output: Buffer.concat(said) });
      child.once('close', give);
      setTimeout(give, 1000);
    });
  });
}

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    // It ended before its tests did.
    return { passed: 0, failed: 0 };
  }
}
