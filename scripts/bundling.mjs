// What every bundle of the project shares: shipped code, unit tests, host tests and benchmarks are all built the same way.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Compiles chart templates (`*.vl.json`) at build time, from Vega-Lite to Vega to a dataflow with its expressions as
 * syntax trees: the compiler weighs more than the charts, the parser 22 KB gzip, and a page then needs no `eval`.
 * `*.vl.json?source` is the template as it stands, for copying.
 */
const vegaLiteTemplates = {
  name: 'vega-lite-templates',
  setup(build) {
    build.onLoad({ filter: /\.vl\.json$/ }, async ({ path: file, suffix }) => {
      const source = readFileSync(file, 'utf8');
      if (suffix === '?source') return { contents: source, loader: 'json', watchFiles: [file] };
      const { compile } = await import('vega-lite');
      const { parse } = await import('vega-parser');
      const { spec } = compile(JSON.parse(source));
      return { contents: JSON.stringify(parse(spec, {}, { ast: true })), loader: 'json', watchFiles: [file] };
    });
  },
};

/** Grammars bring the colours of their syntax along; nothing here shows code. */
const grammarsWithoutColours = {
  name: 'grammars-without-colours',
  setup(build) {
    build.onResolve({ filter: /^@lezer\/highlight$/ }, () => ({ path: 'colours', namespace: 'no-colours' }));
    build.onLoad({ filter: /.*/, namespace: 'no-colours' }, () => ({
      contents: `import { NodeProp } from '@lezer/common';
        const none = () => none;
        export const tags = new Proxy(none, { get: () => none });
        export const styleTags = () => new NodeProp().add(() => undefined);`,
      resolveDir: root,
    }));
  },
};

/** What small WebAssembly modules are compiled from, in `assembly/` beside them, and the pages of memory they begin with. */
const COMPILED = { 'scanner.wasm': ['scan.ts', 24], 'resampling.wasm': ['resampling.ts', 3] };

/** Compiles their AssemblyScript when they are imported; kept under .cache by sources, options and compiler. */
const compiledModules = {
  name: 'compiled-modules',
  setup(build) {
    const filter = /[\\/](?:scanner|resampling)\.wasm$/;
    build.onResolve({ filter }, ({ path: file, resolveDir }) => ({ path: path.resolve(resolveDir, file) }));
    build.onLoad({ filter }, async ({ path: file }) => {
      const name = path.basename(file);
      const [entry, pages] = COMPILED[name];
      const sources = path.join(path.dirname(file), 'assembly');
      const watchFiles = readdirSync(sources)
        .filter((source) => source.endsWith('.ts'))
        .map((source) => path.join(sources, source));
      const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
      options.push('--initialMemory', String(pages));
      const compiler = path.join(root, 'node_modules/assemblyscript/package.json');
      const hash = createHash('sha256').update(options.join(' ')).update(readFileSync(compiler));
      for (const source of watchFiles) hash.update(readFileSync(source));
      const kept = `${path.parse(name).name}-${hash.digest('hex').slice(0, 16)}.wasm`;
      const cached = path.join(root, '.cache', kept);
      if (!existsSync(cached)) {
        const { default: asc } = await import('assemblyscript/asc');
        mkdirSync(path.dirname(cached), { recursive: true });
        const { error, stderr } = await asc.main([path.join(sources, entry), '-o', cached, ...options]);
        if (error) throw new Error(`${error.message}\n${stderr}`);
      }
      return { contents: moduleOf(cached), watchFiles };
    });
  },
};

/** The kernels', which are compiled before anything is bundled. */
const wasmModules = {
  name: 'wasm-modules',
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, ({ path: file }) => ({
      contents: moduleOf(file),
      watchFiles: [file],
    }));
  },
};

/** A program that holds a file's bytes. Engines' own decoders have them at once; esbuild's loop takes each thread 15 ms. */
function moduleOf(file) {
  const text = JSON.stringify(readFileSync(file, 'base64'));
  return `const text = ${text};
    export default Uint8Array.fromBase64 ? Uint8Array.fromBase64(text)
      : typeof Buffer === 'function' ? Buffer.from(text, 'base64')
      : Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));`;
}

/** Styles are texts in the bundle, which esbuild leaves as they are: they are minified with the rest. */
const styleTexts = {
  name: 'style-texts',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const { minify } = build.initialOptions;
      const { code } = await build.esbuild.transform(source, { loader: 'css', minify });
      return { contents: code, loader: 'text', watchFiles: [file] };
    });
  },
};

/** `page.ts?page` is a page whole: one text of HTML that runs the script beside a style of its name, and nothing else. */
const wholePages = {
  name: 'whole-pages',
  setup(build) {
    build.onResolve({ filter: /\?page$/ }, ({ path: file, resolveDir }) => ({
      path: path.resolve(resolveDir, file.replace(/\?page$/, '')),
      namespace: 'whole-page',
    }));
    build.onLoad({ filter: /.*/, namespace: 'whole-page' }, async ({ path: file }) => {
      const { outputFiles, metafile } = await build.esbuild.build({
        entryPoints: [file],
        bundle: true,
        platform: 'browser',
        format: 'iife',
        target: 'chrome120',
        minify: true,
        write: false,
        metafile: true,
        absWorkingDir: root,
        plugins: [styleTexts],
      });
      const style = await build.esbuild.transform(readFileSync(file.replace(/\.ts$/, '.css'), 'utf8'), {
        loader: 'css',
        minify: true,
      });
      const contents = htmlOf(outputFiles[0].text.trim(), style.code.trim());
      const watchFiles = Object.keys(metafile.inputs).map((name) => path.join(root, name));
      return { contents, loader: 'text', watchFiles };
    });
  },
};

/** Only what stands in the page runs, and nothing is loaded. */
function htmlOf(script, style) {
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Logitscope</title><style>${style}</style></head><body><main></main><script>${script}</script></body></html>`;
}

/**
 * Engines keep a script of other characters at two bytes each, and a page several copies of it. esbuild leaves those in regular
 * expressions, which take an escape as well; all others it has written so already.
 */
export const inAscii = {
  name: 'in-ascii',
  setup({ onEnd }) {
    onEnd(({ metafile }) => {
      for (const name of Object.keys(metafile?.outputs ?? {}).filter((output) => output.endsWith('.js'))) {
        const file = path.join(root, name);
        const text = readFileSync(file, 'utf8');
        const escaped = text.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        if (escaped !== text) writeFileSync(file, escaped);
      }
    });
  },
};

/** One program for Node and browsers: of `x.ts` and `x.web.ts` beside it, the one that is for where it runs is taken there. */
export const eitherPlatform = {
  name: 'either-platform',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path: file, resolveDir }) => {
      const module = path.resolve(resolveDir, file);
      return existsSync(`${module}.web.ts`) ? { path: module, namespace: 'either-platform' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'either-platform' }, ({ path: module }) => ({
      contents: `module.exports = typeof importScripts === 'function'
        ? require(${JSON.stringify(`${module}.web.ts`)})
        : require(${JSON.stringify(`${module}.ts`)});`,
      resolveDir: path.dirname(module),
    }));
  },
};

export const plugins = [
  vegaLiteTemplates,
  compiledModules,
  wasmModules,
  grammarsWithoutColours,
  styleTexts,
  wholePages,
];

/** Compiles the AssemblyScript kernels when they are newer than src/numerics/numerics.wasm. */
export async function buildNumerics() {
  const sources = path.join(root, 'src/numerics/assembly');
  const target = path.join(root, 'src/numerics/numerics.wasm');
  const changed = Math.max(
    ...readdirSync(sources).map((file) => statSync(path.join(sources, file)).mtimeMs),
    statSync(fileURLToPath(import.meta.url)).mtimeMs,
  );
  if (existsSync(target) && statSync(target).mtimeMs >= changed) return;
  const { default: asc } = await import('assemblyscript/asc');
  const options = ['--optimizeLevel', '3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];
  // 4,096 pages are 256 MiB; the first KiB stays empty so that no valid pointer is 0.
  const memory = ['--maximumMemory', '4096', '--memoryBase', '1024'];
  const { error, stderr } = await asc.main(
    [
      'src/numerics/assembly/index.ts',
      '--baseDir',
      root,
      '--outFile',
      'src/numerics/numerics.wasm',
      ...options,
      ...memory,
      '--use',
      'abort=',
    ],
    { stdout: asc.createMemoryStream() },
  );
  if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr}`);
}
