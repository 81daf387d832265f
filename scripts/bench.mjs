// `npm run bench -- kernels` bundles test/bench/kernels.bench.ts and runs it in a Node process of its own.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';

await ensureDependencies();
const { bundleModule } = await import('./bundle-tests.mjs');
const { build } = await import('./build.mjs');

const folder = path.join(root, 'test/bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
const [name, ...rest] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(
    `Which benchmark? One of ${names.join(', ')}${name === undefined ? '' : `; there is no ${name}`}.`,
  );
  process.exit(1);
}
const bundle = await bundleModule(path.join(folder, `${name}.bench.ts`));
// Some start the worker, as it is in the package.
await build({ minify: true });
const { status } = spawnSync(process.execPath, [bundle, ...rest], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
