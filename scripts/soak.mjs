// `npm run soak -- MINUTES` builds dist/ and runs test/soak/soak.ts, with real workers, in a Node process of its own.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './bundling.mjs';
import { prepareBuild } from './prepare.mjs';

await prepareBuild();
const { bundleModule } = await import('./bundle-tests.mjs');

const bundle = await bundleModule(path.join(root, 'test/soak/soak.ts'));
// Workers have the same flags, and count their memory too.
const flags = ['--enable-source-maps', '--expose-gc', '--require', path.join(root, 'test/soak/memory.cjs')];
const { status } = spawnSync(process.execPath, [...flags, bundle, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
