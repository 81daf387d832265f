// The host suite: mocha over the bundled test/host/**/*.test.ts, inside VS Code's extension host.
const { runMocha } = require('../../scripts/mocha.cjs');

exports.run = async () => {
  process.setSourceMapsEnabled(true);
  const failures = await runMocha(JSON.parse(process.env.LOGITSCOPE_HOST_FILES));
  if (failures) throw new Error(`${failures} of the host suite's tests failed.`);
};
