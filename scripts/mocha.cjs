// How every suite runs mocha: spec lines for people, and the counts as JSON in the file that LOGITSCOPE_COUNTS names.
// CommonJS, because VS Code's extension host loads it too.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const countsFile = process.env.LOGITSCOPE_COUNTS;

class SpecWithCounts extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      if (!countsFile) return;
      writeFileSync(countsFile, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
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
