// `npm run fuzz -- MINUTES [SEED] [ENTRY…]` bundles test/fuzz/fuzz.ts and runs it in a Node process of its own.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';

await ensureDependencies();
const { bundleModule } = await import('./bundle-tests.mjs');

const bundle = await bundleModule(path.join(root, 'test/fuzz/fuzz.ts'));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', bundle, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
