// Bundles the test files of one suite into out/SUITE with the settings of the shipped code.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import esbuild from 'esbuild';
import { buildNumerics, plugins, root } from './bundling.mjs';
import { filesOfPart } from './durations.mjs';
import { PART } from './jobs.mjs';
import { writeKernelFile } from './kernel-file.mjs';

/** What tests give to Python as a folder to import the kernel-side file from. */
const kernelFolder = path.join(root, 'out/kernel');

/**
 * Vega goes into the bundles as pages get it: its Node build waits for node-canvas at its top level, and a module that
 * waits cannot be required.
 */
const vegaAsOnPages = {
  name: 'vega-as-on-pages',
  setup(build) {
    build.onResolve({ filter: /^vega(-[a-z-]+)?$/ }, ({ path: name }) => ({
      path: fileURLToPath(import.meta.resolve(name)).replace(/\.node\.js$/, '.browser.js'),
    }));
  },
};

/** hyparquet is an ES module alone, which Node 20 cannot require: it goes into the bundles, as it does into the shipped ones. */
const moduleAlone = {
  name: 'module-alone',
  setup(build) {
    build.onResolve({ filter: /^hyparquet(\/|$)/ }, ({ path: name, kind }) =>
      kind === 'entry-point' ? undefined : { path: fileURLToPath(import.meta.resolve(name)) },
    );
  },
};

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  packages: 'external',
  logLevel: 'warning',
  // Only a page asks where its modules are.
  logOverride: { 'empty-import-meta': 'silent' },
  plugins: [...plugins, vegaAsOnPages, moduleAlone],
  define: { 'process.env.NODE_ENV': '"production"' },
};

/**
 * Bundles the *.test.ts and *.test.tsx files under test/SUITE, or those whose path holds one of the words, or those of
 * the part that the environment names. Runs at the same time need folders of their own in out/. Returns the bundles'
 * paths.
 */
export async function bundleTests(suite, words = [], runs = '') {
  const folder = path.join(root, 'test', suite);
  const [part, parts, following] = process.env[PART]?.split(/[/+]/).map(Number) ?? [1, 1, 0];
  const outdir = path.join(root, 'out', [suite, runs, parts > 1 && part].filter(Boolean).join('-'));
  const found = readdirSync(folder, { recursive: true })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter(
      (file) => words.length === 0 || words.some((word) => path.join('test', suite, file).includes(word)),
    )
    .sort();
  if (found.length === 0) {
    throw new Error(`No test file${words.length ? ` matches ${words.join(', ')}` : ''} under test/${suite}.`);
  }
  const chosen = filesOfPart(suite, found, { part, parts, following });
  rmSync(outdir, { recursive: true, force: true });
  await buildNumerics();
  writeKernelFile(kernelFolder);
  await esbuild.build({
    ...settings,
    entryPoints: chosen.map((file) => path.join(folder, file)),
    outdir,
    outbase: folder,
  });
  return chosen.map((file) => path.join(outdir, file.replace(/\.tsx?$/, '.js')));
}

/** Bundles one TypeScript module from anywhere. Returns the bundle's path. */
export async function bundleModule(file, options = {}) {
  const outfile = path.join(root, 'out/module', `${path.basename(file).replace(/\.[cm]?tsx?$/, '')}.cjs`);
  await buildNumerics();
  writeKernelFile(kernelFolder);
  await esbuild.build({ ...settings, entryPoints: [file], outfile, ...options });
  return outfile;
}

/** Puts the stand-in for the Jupyter extension into a folder of installed extensions. */
export async function bundleStandIn(folder) {
  const source = path.join(root, 'test/fixtures/live/jupyter');
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  await esbuild.build({
    ...settings,
    packages: undefined,
    external: ['vscode'],
    entryPoints: [path.join(source, 'extension.ts')],
    outfile: path.join(folder, 'extension.js'),
  });
}
