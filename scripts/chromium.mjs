// Finds the Chromium that tests open the embedded VS Code in, or installs Debian's.
// Imports nothing but Node at the top, as it runs before the dependencies are installed.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { canInstall, install } from './apt.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const REMEDY = 'Install Chromium or Chrome and put it on the PATH, or name its executable in CHROMIUM_PATH.';

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

/** The executable's path. Throws with the remedy where there is none and none can be installed. */
export async function ensureChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named))
      throw new Error(`CHROMIUM_PATH is ${named}, which is not an executable. ${REMEDY}`);
    return named;
  }
  const found = onPath();
  if (found) return found;
  if (!canInstall()) throw new Error(`No Chromium found on the PATH. ${REMEDY}`);
  await install(['chromium']);
  const installed = onPath();
  if (!installed) throw new Error(`apt-get installed no Chromium. ${REMEDY}`);
  return installed;
}

/** Starts it headless, with nothing that talks to the network on its own. Signals are left to the caller. */
export async function launchChromium() {
  const executablePath = await ensureChromium();
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
}
