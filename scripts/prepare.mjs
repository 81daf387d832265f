// What must be there before VS Code can open the extension. `node scripts/prepare.mjs` gets the dependencies and builds.
// Imports nothing but Node at the top, as it runs first.
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { installVSCode } from './vscode.mjs';

/** Says to the suites that `npm test` runs that it has prepared already, so that they do not build once more each. */
export const PREPARED = 'LOGITSCOPE_PREPARED';

/** Installs the dependencies where needed, builds dist/, and gets the embedded VS Code and a Chromium when asked to. */
export async function prepare({ vscode = false, chromium = false } = {}) {
  if (process.env[PREPARED]) return;
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  if (vscode) await installVSCode();
  if (chromium) await ensureChromium();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();
