// What VS Code's extension host loads: sends the log of this process to the runner's file, in any VS Code the same,
// and calls run() of the module that was asked for.
const { Console } = require('node:console');
const { appendFileSync } = require('node:fs');
const { Writable } = require('node:stream');

const { LOGITSCOPE_HOST_LOG: log, LOGITSCOPE_HOST_MODULE: file } = process.env;

/** VS Code guards the methods of `console` and the streams' `write`, so the objects themselves are replaced. */
function redirectLog() {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      appendFileSync(log, chunk);
      done();
    },
  });
  globalThis.console = new Console({ stdout: stream });
  for (const name of ['stdout', 'stderr']) Object.defineProperty(process, name, { value: stream });
}

exports.run = () => {
  redirectLog();
  return require(file).run();
};
