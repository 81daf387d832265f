// Installs the npm dependencies when node_modules is missing, half-finished or not what package-lock.json says.
// Imports nothing but Node, as it runs before the dependencies are installed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';
import { npm, step } from './steps.mjs';

const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** npm writes node_modules/.package-lock.json last, so what it lists is completely there. */
function upToDate() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!installed) return false;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === '' || (installed[name] ? installed[name].version === version : Boolean(optional)),
  );
}

/** Install scripts are not needed: every binary used comes in a package of its own. */
export async function ensureDependencies() {
  if (upToDate()) return;
  await step('Installing dependencies (npm ci)', () => npm(['ci', '--ignore-scripts'], root));
}
