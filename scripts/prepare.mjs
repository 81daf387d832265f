// What must be there before VS Code can open the extension. `node scripts/prepare.mjs` gets the dependencies and builds.
// Imports nothing but Node at the top, as it runs first.
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { installVSCode } from './embedded-vscode/index.mjs';

/** Says to the suites that `npm test` runs that it has prepared already, so that they do not build once more each. */
export const PREPARED = 'LOGITSCOPE_PREPARED';

/** Gets the embedded VS Code and a Chromium when asked to: neither needs the dependencies. */
async function prepareEditor({ vscode = false, chromium = false }) {
  await Promise.all([vscode && installVSCode(), chromium && ensureChromium()]);
}

/**
 * Installs the dependencies where needed and builds dist/. Resolves when that is there, to `editor`: it resolves when the
 * embedded VS Code and the Chromium that were asked for are there as well, which are fetched meanwhile.
 */
export async function prepareBuild(parts) {
  const editor = prepareEditor(parts);
  // Whoever waits for it hears of a failure; nobody may do so before the build is there.
  editor.catch(() => undefined);
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  return { editor };
}

/** The same, all of it. */
export async function prepare(parts = {}) {
  if (process.env[PREPARED]) return;
  const { editor } = await prepareBuild(parts);
  await editor;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();
