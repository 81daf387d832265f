// Builds dist/: everything the extension ships. `--watch` rebuilds on change, `--minify` is for packaging.
import { mkdirSync, readFileSync, rmSync, watch as watchFolder, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import esbuild from 'esbuild';
import { buildNumerics, eitherPlatform, inAscii, plugins, root } from './bundling.mjs';
import { KERNEL_PACKAGE, writeKernelFile } from './kernel-file.mjs';

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** In browsers `x.web.ts` stands in for `x.ts` wherever there is one. */
const browser = {
  platform: 'browser',
  resolveExtensions: ['.web.tsx', '.web.ts', '.tsx', '.ts', '.mjs', '.js', '.json'],
};

/** One program for desktops and browsers. */
const either = {
  platform: 'browser',
  external: ['node:*', 'vscode'],
  plugins: [eitherPlatform, ...plugins],
};

/** Webviews: ES modules in chunks, so that charts load late. */
const page = { ...browser, format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]' };

/** Writes into what looks at outputs how the inspector and its charts are called: it has them fetched before it runs them. */
const namesInspector = {
  name: 'names-inspector',
  setup({ onEnd }) {
    const entries = ['src/inspector/mount.tsx', 'src/inspector/charts/vega.ts'];
    onEnd(({ metafile }) => {
      const outputs = Object.entries(metafile?.outputs ?? {});
      const of = (entry) => outputs.find(([, { entryPoint }]) => entryPoint === entry);
      const [looking] = of('src/renderer/looking.ts') ?? [];
      const modules = entries.map(of);
      if (looking === undefined || modules.includes(undefined)) return;
      const names = modules.flatMap(([name, { imports }]) => [
        name,
        ...imports.filter(({ kind }) => kind === 'import-statement').map(({ path: shared }) => shared),
      ]);
      const beside = [...new Set(names)].map((name) => `./${path.relative(path.dirname(looking), name)}`);
      const file = path.join(root, looking);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('logitscope:modules-of-the-inspector', beside.join(' ')));
    });
  },
};

/** The renderer's entry is one file, and what it loads later another: nothing that both need is a third. */
const looksLater = {
  name: 'looks-later',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/looking$/ }, () => ({ path: './looking.js', external: true }));
  },
};

/**
 * The SDK checks what a person filled into a server's form by the ajv package, a third of the program: this server asks
 * for no forms.
 */
const withoutForms = {
  name: 'without-forms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/ajv-provider\.js$/ }, () => ({
      path: 'ajv-provider',
      namespace: 'without-forms',
    }));
    onLoad({ filter: /.*/, namespace: 'without-forms' }, () => ({
      contents: `export class AjvJsonSchemaValidator {
        getValidator() { throw new Error('This server asks for no forms.'); }
      }`,
    }));
  },
};

/**
 * The host is CommonJS, and gets `vscode` from the editor. What the renderer loads is not built with the pages, which start
 * with the inspector: what it loads at a click would then be a file that names another to load. Charts come out the same.
 */
const bundles = (options) => [
  { ...options, ...either, entryPoints: { extension: 'src/extension.ts' }, format: 'cjs' },
  // Node starts it by start.js, pages from its source.
  { ...options, platform: 'node', entryPoints: { start: 'src/engine/start.ts' }, format: 'cjs' },
  {
    ...options,
    ...either,
    entryPoints: { worker: 'src/engine/worker.ts' },
    format: 'iife',
    plugins: [...either.plugins, inAscii],
  },
  // A program of its own, for agents elsewhere.
  {
    entryPoints: { mcp: 'src/mcp/main.ts' },
    platform: 'node',
    format: 'cjs',
    ...options,
    define: { ...options.define, LOGITSCOPE_VERSION: JSON.stringify(version) },
    plugins: [withoutForms, ...options.plugins],
  },
  {
    entryPoints: { renderer: 'src/renderer/renderer.ts' },
    ...browser,
    format: 'esm',
    ...options,
    plugins: [looksLater, ...options.plugins],
  },
  {
    entryPoints: { looking: 'src/renderer/looking.ts' },
    ...page,
    ...options,
    plugins: [...options.plugins, namesInspector],
  },
  { entryPoints: { panel: 'src/panel/page.tsx', files: 'src/files/page.ts' }, ...page, ...options },
];

/** Returns the folders of the packages whose code is in what was built, "node_modules/preact". */
export async function build({ minify = false, watch = false } = {}) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  await buildNumerics();
  const outdir = path.join(root, 'dist');
  writeKernelFile(outdir);
  if (watch) watchKernelFile(outdir);
  const options = {
    bundle: true,
    outdir,
    absWorkingDir: root,
    target: ['node20', 'chrome130'],
    sourcemap: minify ? false : 'linked',
    minify,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins,
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  const packages = new Set();
  for (const bundle of bundles(options)) {
    if (watch) await (await esbuild.context(bundle)).watch();
    else for (const name of packagesIn(await esbuild.build(bundle))) packages.add(name);
  }
  return [...packages].sort();
}

function packagesIn({ metafile }) {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? (folder.exec(input)?.[0] ?? []) : []));
}

function watchKernelFile(outdir) {
  watchFolder(KERNEL_PACKAGE, () => {
    try {
      writeKernelFile(outdir);
    } catch (error) {
      // Mended at the next change, as esbuild does with its own.
      console.error(error.message);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const watch = process.argv.includes('--watch');
  await build({ minify: process.argv.includes('--minify'), watch });
  console.log(watch ? 'Watching src/ …' : 'Built dist/.');
}
