// Runs what needs heavy Python libraries: test/live in Node (a Dask cluster, a debugger), and the kernel-side file's
// tests and the host's with torch, pandas and Dask at hand. Installs them by apt when root on Debian.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ALL, ensurePython } from './python.mjs';

await ensureDependencies();
process.env.LOGITSCOPE_PYTHON = await ensurePython(ALL);
process.env.LOGITSCOPE_HEAVY = '1';
const { bundleTests } = await import('./bundle-tests.mjs');
const { default: mocha } = await import('./mocha.cjs');

const words = process.argv.slice(2);
const files = await bundleTests('live', words);
process.chdir(root);
let failures = await mocha.runMocha(files);
if (words.length === 0) {
  for (const suite of ['unit', 'host']) {
    const { status } = spawnSync(process.execPath, [path.join(root, `scripts/test-${suite}.mjs`), 'live'], {
      stdio: 'inherit',
    });
    if (status !== 0) failures++;
  }
}
process.exit(failures ? 1 : 0);
