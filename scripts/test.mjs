// Runs everything: installs what is missing, then the suites unit, host and e2e, two processes at once. The last line
// counts their tests. `node scripts/test.mjs unit` runs one suite.
import { keepSeconds, secondsOfSuite } from './durations.mjs';
import { jobsOf, interruptJobs, printTotal, runJobs } from './jobs.mjs';
import { PREPARED, prepareBuild } from './prepare.mjs';
import { onLeave } from './steps.mjs';

/** In their order, with the processes that each takes. The host suite follows the second of the e2e suite, which has the less. */
const SUITES = { unit: 2, e2e: 2, host: 1 };

const wanted = process.argv.slice(2);
const suites = Object.keys(SUITES).filter((suite) => wanted.length === 0 || wanted.includes(suite));
let interrupted = false;
onLeave(() => {
  interrupted = true;
  interruptJobs();
});

let total = { passed: 0, failed: 0 };
try {
  const embedded = suites.some((suite) => suite !== 'unit');
  if (process.env.VSCODE_PATH && suites.includes('host'))
    console.log(`The host suite uses ${process.env.VSCODE_PATH}, the e2e suite the embedded VS Code.`);
  const { editor } = await prepareBuild({ vscode: embedded, chromium: embedded });
  process.env[PREPARED] = '1';
  const jobs = suites.flatMap((suite) =>
    // The unit suite runs while VS Code is still being fetched.
    jobsOf(suite, SUITES[suite], suite === 'e2e' && suites.includes('host') ? secondsOfSuite('host') : 0).map(
      (job) => ({ ...job, after: suite === 'unit' ? undefined : editor }),
    ),
  );
  total = await runJobs(jobs, { isInterrupted: () => interrupted });
  if (process.env.LOGITSCOPE_KEEP_SECONDS && !interrupted) keepSeconds(total.seconds);
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
if (interrupted) {
  console.error('Interrupted.');
  total.failed += 1;
}
printTotal(total);
process.exit(total.failed ? 1 : 0);
