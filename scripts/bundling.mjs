// What every bundle of the project shares: shipped code, unit tests, host tests and benchmarks are all built the same way.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Compiles chart templates (`*.vl.json`) from Vega-Lite to Vega at build time: the compiler weighs more than the charts. */
const vegaLiteTemplates = {
  name: 'vega-lite-templates',
  setup(build) {
    build.onLoad({ filter: /\.vl\.json$/ }, async ({ path: file }) => {
      const { compile } = await import('vega-lite');
      const { spec } = compile(JSON.parse(readFileSync(file, 'utf8')));
      return { contents: JSON.stringify(spec), loader: 'json', watchFiles: [file] };
    });
  },
};

export const plugins = [vegaLiteTemplates];

/** Compiles the AssemblyScript kernels when they are newer than src/numerics/numerics.wasm. */
export async function buildNumerics() {}
