// Runs test/unit with mocha in Node. `node scripts/test-unit.mjs numerics arrays` runs the files whose path holds one
// of the words.
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensurePython } from './python.mjs';

await ensureDependencies();
const { bundleTests } = await import('./bundle-tests.mjs');
const { default: mocha } = await import('./mocha.cjs');

// The kernel-side file is tested in a real Python.
process.env.LOGITSCOPE_PYTHON = await ensurePython();
const files = await bundleTests('unit', process.argv.slice(2));
process.setSourceMapsEnabled(true);
process.chdir(root);
process.exit((await mocha.runMocha(files)) ? 1 : 0);
