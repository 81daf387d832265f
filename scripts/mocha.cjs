// How every suite runs mocha: spec lines for people, and in the file that LOGITSCOPE_COUNTS names, as JSON, how many
// tests passed and failed, which failed, and which passed on a second try only.
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
    runner.once('end', () => {
      if (!countsFile) return;
      const { passes: passed, failures: failed } = this.stats;
      writeFileSync(countsFile, JSON.stringify({ passed, failed, failures, retried }));
    });
  }
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
