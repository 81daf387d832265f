// Bundles test/unit/**/*.test.ts with the same settings as the shipped code and runs them with mocha in Node.
// `node scripts/test-unit.mjs numerics arrays` runs the files whose path holds one of the words.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import Mocha from 'mocha';
import { buildNumerics, plugins, root } from './bundling.mjs';

const words = process.argv.slice(2);
const found = readdirSync(path.join(root, 'test/unit'), { recursive: true })
  .filter((file) => /\.test\.tsx?$/.test(file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (found.length === 0) {
  console.error(`No unit test file${words.length ? ` matches ${words.join(', ')}` : ''} under test/unit.`);
  process.exit(1);
}

const outdir = path.join(root, 'out/unit');
rmSync(outdir, { recursive: true, force: true });
await buildNumerics();
await esbuild.build({
  entryPoints: found.map((file) => path.join(root, 'test/unit', file)),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir,
  outbase: path.join(root, 'test/unit'),
  sourcemap: 'inline',
  packages: 'external',
  logLevel: 'warning',
  plugins,
  loader: { '.wasm': 'binary', '.css': 'text' },
  define: { 'process.env.NODE_ENV': '"production"' },
  absWorkingDir: root,
});
process.setSourceMapsEnabled(true);
process.chdir(root);

const mocha = new Mocha({
  timeout: 30_000,
  reporter: process.env.CI ? 'dot' : 'spec',
  forbidOnly: Boolean(process.env.CI),
});
for (const file of found) mocha.addFile(path.join(outdir, file.replace(/\.tsx?$/, '.js')));
mocha.run((failures) => process.exit(failures ? 1 : 0));
