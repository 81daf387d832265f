import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';

interface Config {
  forbidden: never[];
  options: object;
}

/** What the project's table of imports says about a small house of its own: modules by path, with their code. */
async function complaints(house: Record<string, string>): Promise<string[]> {
  // The package is an ES module, the tests are bundled as CommonJS.
  const { cruise } = await import('dependency-cruiser');
  const config = ((await import(`${process.cwd()}/.dependency-cruiser.mjs`)) as { default: Config }).default;
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-rooms-'));
  try {
    for (const [file, code] of Object.entries(house)) {
      const at = path.join(folder, 'src', file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, code);
    }
    const { output } = await cruise(['src'], {
      ...config.options,
      tsConfig: undefined,
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    });
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One import, of a module that is there. */
const line = (code: string, target: string) => [code, target] as const;

const forbidden: Record<string, [from: string, ...ReturnType<typeof line>]> = {
  'numerics imports a value of text': [
    'numerics/softmax.ts',
    ...line("import { findArrays } from '../text/find'; findArrays();", 'text/find.ts'),
  ],
  'numerics imports a type of text': [
    'numerics/softmax.ts',
    ...line("import type { A } from '../text/find'; export const a: A = 0;", 'text/find.ts'),
  ],
  'a nested module of numerics does': [
    'numerics/reference/exp.ts',
    ...line("export * from '../../text/find';", 'text/find.ts'),
  ],
  'the renderer imports numerics': [
    'renderer/renderer.ts',
    ...line("import { softmax } from '../numerics/index'; softmax();", 'numerics/index.ts'),
  ],
  'the renderer loads loss late': [
    'renderer/renderer.ts',
    ...line("await import('../loss/batch');", 'loss/batch.ts'),
  ],
  'the worker client imports the engine': [
    'worker/client.ts',
    ...line("import { serve } from '../engine/serve'; serve();", 'engine/serve.ts'),
  ],
  'the panel page imports the panel host': [
    'panel/page.ts',
    ...line("import { Panels } from './panels'; new Panels();", 'panel/panels.ts'),
  ],
  'the panel host imports its page': [
    'panel/panels.ts',
    ...line("import { draw } from './page/draw'; draw();", 'panel/page/draw.ts'),
  ],
  'the panel host imports the inspector': [
    'panel/panels.ts',
    ...line("import { mount } from '../inspector/mount'; mount();", 'inspector/mount.ts'),
  ],
  'anybody imports the entry': [
    'editor/hover.ts',
    ...line("import { activate } from '../extension'; activate();", 'extension.ts'),
  ],
  'a module stands in no room': [
    'editor/hover.ts',
    ...line("import { help } from '../misc/help'; help();", 'misc/help.ts'),
  ],
  'two modules import types of each other': [
    'text/find.ts',
    ...line("import type { A } from './other'; export type B = A;", 'text/other.ts'),
  ],
};

const allowed: Record<string, [from: string, ...ReturnType<typeof line>]> = {
  'the shared array type, by anybody': [
    'numerics/softmax.ts',
    ...line("import { ndarray } from '../arrays/ndarray'; ndarray();", 'arrays/ndarray.ts'),
  ],
  'numerics by loss, through its index': [
    'loss/batch.ts',
    ...line("import { softmax } from '../numerics/index'; softmax();", 'numerics/index.ts'),
  ],
  'the cheap test by the renderer': [
    'renderer/offers.ts',
    ...line("import { mayHoldArray } from '../text/mayHoldArray'; mayHoldArray();", 'text/mayHoldArray.ts'),
  ],
  'the mini bars by the hover': [
    'editor/hover.ts',
    ...line("import { miniBars } from '../inspector/miniBars'; miniBars();", 'inspector/miniBars.ts'),
  ],
  'what starts a worker by the panel page': [
    'panel/page.ts',
    ...line("import { spawnWorker } from '../worker/spawn'; spawnWorker();", 'worker/spawn.ts'),
  ],
  'its own modules by each room': [
    'text/find.ts',
    ...line("import { scan } from './scan'; scan();", 'text/scan.ts'),
  ],
};

describe('The table of who may import whom', () => {
  for (const [what, [file, code, target]] of Object.entries(forbidden)) {
    it(`complains when ${what}`, async () => {
      const back = `./${path.basename(file, '.ts')}`;
      const other = target === 'text/other.ts' ? `import type { B } from '${back}'; export type A = B;` : '';
      const names = await complaints({ [file]: code, [target]: `${other}export const x = 0;` });
      assert.ok(names.length >= 1, 'nothing was said');
    });
  }

  for (const [what, [file, code, target]] of Object.entries(allowed)) {
    it(`allows ${what}`, async () =>
      assert.deepEqual(await complaints({ [file]: code, [target]: 'export const x = 0;' }), []));
  }

  it('keeps VS Code out of the worker and the pages', async () => {
    const vscode = { 'numerics/softmax.ts': "import * as vscode from 'vscode'; vscode.window;" };
    assert.deepEqual(await complaints(vscode), ['vscode-in-hosts-only']);
    const page = { 'inspector/strip.ts': "import * as vscode from 'vscode'; vscode.window;" };
    assert.deepEqual(await complaints(page), ['vscode-not-in-pages']);
    const host = { 'editor/hover.ts': "import * as vscode from 'vscode'; vscode.window;" };
    assert.deepEqual(await complaints(host), []);
  });
});
