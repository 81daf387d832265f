// Builds the extension minified and packs it as a VSIX, without git or a network. Fails above the size bar.
import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';

const LIMIT = 1_000_000; // bytes

await ensureDependencies();
const { build } = await import('./build.mjs');
const { createVSIX } = await import('@vscode/vsce');
const { default: manifest } = await import('../package.json', { with: { type: 'json' } });

await build({ minify: true });
const packagePath = path.join(root, `${manifest.name}-${manifest.version}.vsix`);
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = statSync(packagePath);
console.log(`${path.basename(packagePath)}: ${size.toLocaleString('en')} bytes`);
if (size > LIMIT) {
  console.error(`That is more than the ${LIMIT.toLocaleString('en')} bytes allowed.`);
  process.exit(1);
}
