#!/usr/bin/env node
// Stands in for a desktop VS Code's executable: opens the embedded VS Code in a headless Chromium, on the folder and
// with the extension and the tests that its arguments name, and exits with the tests' code.
// LOGITSCOPE_VERBOSE=1 prints everything that the workbench logs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bundling.mjs';
import { launchChromium } from '../chromium.mjs';
import { startServer, workbenchUrl } from './index.mjs';

const LIMIT_SECONDS = 600;

const option = (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);

let server;
let browser;
let leaving;
const leave = (code) =>
  (leaving ??= Promise.allSettled([browser?.close(), server?.stop()]).then(() => process.exit(code)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => leave(1));

/** Resolves with the exit code of the tests. */
async function runTests() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const address = workbenchUrl(server, {
    folder: process.argv.slice(2).find((arg) => !arg.startsWith('-')),
    extension: option('extensionDevelopmentPath'),
    tests: option('extensionTestsPath'),
  });
  if (process.env.LOGITSCOPE_VERBOSE) page.on('console', (message) => console.log(message.text()));
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`The embedded VS Code ${why}.`));
    server.exited.then(() => fail('ended before its tests did'));
    page.on('crash', () => fail('lost its page to a crash'));
    setTimeout(async () => {
      const picture = path.join(root, 'artifacts/host-timeout.png');
      mkdirSync(path.dirname(picture), { recursive: true });
      await page.screenshot({ path: picture }).catch(() => undefined);
      fail(`did not finish its tests within ${LIMIT_SECONDS} s; artifacts/host-timeout.png shows it`);
    }, LIMIT_SECONDS * 1000);
    page
      .exposeFunction('codeAutomationExit', resolve)
      .then(() => page.goto(address))
      .catch(reject);
  });
}

try {
  [server, browser] = await Promise.all([
    startServer({ extensions: option('extensions-dir') }),
    launchChromium(),
  ]);
  await leave(await runTests());
} catch (error) {
  console.error(error.message);
  await leave(1);
}
