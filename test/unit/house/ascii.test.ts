import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

describe('The program of the worker', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(path.join(tmpdir(), 'logitscope-ascii-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is written in ASCII, and its expressions match what they matched', async () => {
    const { inAscii } = (await import(pathToFileURL(path.resolve('scripts/bundling.mjs')).href)) as {
      inAscii: Plugin;
    };
    const outfile = path.join(folder, 'program.js');
    const contents = `
      const times = '×';
      exports.found = ['2×3', '2…', '2😀', '2·'].map((text) => /^\\d[×…]|^\\d[😀]/u.test(text));
      exports.said = \`a\${times}b — ∞\`;`;
    await build({
      stdin: { contents },
      bundle: true,
      format: 'cjs',
      absWorkingDir: process.cwd(),
      outfile,
      metafile: true,
      plugins: [inAscii],
    });
    assert.match(readFileSync(outfile, 'utf8'), /^[\0-\x7f]+$/);
    assert.deepEqual(createRequire(outfile)(outfile), { found: [true, true, true, false], said: 'a×b — ∞' });
  });
});
