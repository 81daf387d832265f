// How every suite runs mocha: spec lines for people, and in the file that LOGITSCOPE_COUNTS names, as JSON, how many
// tests passed and failed, which failed, which passed on a second try only, and the seconds that each file took.
// CommonJS, because VS Code's extension host loads it too.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const countsFile = process.env.LOGITSCOPE_COUNTS;

class SpecWithCounts extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    const retried = [];
    const said = (test, error) => `${test.fullTitle()}: ${String(error?.message ?? error).split('\n')[0]}`;
    runner.on('fail', (test, error) => failures.push(said(test, error)));
    runner.on('retry', (test, error) => retried.push(said(test, error)));
    const seconds = secondsOf(runner);
    runner.once('end', () => {
      if (!countsFile) return;
      const { passes: passed, failures: failed } = this.stats;
      writeFileSync(countsFile, JSON.stringify({ passed, failed, failures, retried, seconds }));
    });
  }
}

/** Seconds by file, with what a file does before and after its tests. They come while it runs. */
function secondsOf(runner) {
  const seconds = {};
  let start;
  const isOfFile = (suite) => suite.parent?.root === true;
  runner.on('suite', (suite) => {
    if (isOfFile(suite)) start = performance.now();
  });
  runner.on('suite end', (suite) => {
    if (isOfFile(suite))
      seconds[suite.file] = (seconds[suite.file] ?? 0) + (performance.now() - start) / 1000;
  });
  return seconds;
}

/** Runs test files. Resolves with the number of failures; a skipped test is one. */
exports.runMocha = (files, options = {}) => {
  const mocha = new Mocha({
    timeout: 30_000,
    reporter: SpecWithCounts,
    forbidOnly: Boolean(countsFile),
    forbidPending: true,
    ...options,
  });
  for (const file of files) mocha.addFile(file);
  return new Promise((resolve) => mocha.run(resolve));
};
