// Installs Debian packages where we may. Imports nothing but Node, as it runs before the dependencies are installed.
import { existsSync } from 'node:fs';
import { run, step } from './steps.mjs';

const LOCK_SECONDS = 300;
const RETRY_MS = 2000;

export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Another apt-get at work is waited for: apt does so for its packages (DPkg::Lock), but not for its lists. */
async function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, '-qq'];
  for (let left = (LOCK_SECONDS * 1000) / RETRY_MS; ; left -= 1) {
    try {
      return await run('apt-get', [...options, ...args], { env });
    } catch (error) {
      if (left <= 0 || !error.message.includes('Could not get lock')) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

export function install(packages) {
  return step(`Installing ${packages.join(', ')} (apt-get)`, async () => {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  });
}
