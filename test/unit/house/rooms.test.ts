import assert from 'node:assert/strict';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

/** What the project's rule says about one line in one file of src/. */
async function complaints(file: string, code: string): Promise<string[]> {
  const { rooms } = (await import(`${process.cwd()}/scripts/rooms.mjs`)) as { rooms: never };
  const linter = new Linter({ cwd: process.cwd() });
  const messages = linter.verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { logitscope: { rules: { rooms } } },
        rules: { 'logitscope/rooms': 'error' },
      },
    ],
    `src/${file}`,
  );
  return messages.map(({ message }) => message);
}

const forbidden: Record<string, [file: string, code: string]> = {
  'numerics imports a value of arrays': [
    'numerics/softmax.ts',
    "import { findArrays } from '../arrays/find';",
  ],
  'a nested module of numerics does': ['numerics/reference/exp.ts', "export * from '../../arrays/find';"],
  'the renderer imports numerics': ['renderer/renderer.ts', "import { softmax } from '../numerics';"],
  'the renderer loads loss late': ['renderer/renderer.ts', "await import('../loss/batch');"],
  'the worker client imports the worker': ['worker/client.ts', "import { serve } from './serve';"],
  'the inspector imports vscode': ['inspector/strip.ts', "import * as vscode from 'vscode';"],
  'the panel page imports the panel host': ['panel/page.ts', "import { Panels } from './panels';"],
  'the panel host imports the inspector': ['panel/panels.ts', "import { mount } from '../inspector/mount';"],
  'anybody imports the entry': ['editor/hover.ts', "import { activate } from '../extension';"],
  'a type import also brings a value': ['arrays/find.ts', "import { type A, b } from '../loss/types';"],
};

const allowed: Record<string, [file: string, code: string]> = {
  'the shared array type, by anybody': ['numerics/softmax.ts', "import { zeros } from '../ndarray';"],
  'types of arrays, by anybody': [
    'numerics/softmax.ts',
    "import type { FoundArray } from '../arrays/types';",
  ],
  'types marked one by one': ['renderer/strips.ts', "import { type FoundArray } from '../arrays/types';"],
  'numerics by loss, through its index': ['loss/batch.ts', "import { softmax } from '../numerics';"],
  'the cheap test by the renderer': [
    'renderer/offers.ts',
    "import { mayHoldArray } from '../arrays/mayHoldArray';",
  ],
  'the mini bars by the hover': ['editor/hover.ts', "import { miniBars } from '../inspector/miniBars';"],
  'what starts a worker by the panel page': [
    'panel/page.ts',
    "import { spawnWorker } from '../worker/spawn.web';",
  ],
  'vscode by the editor': ['editor/hover.ts', "import * as vscode from 'vscode';"],
  'its own modules by each room': ['arrays/find.ts', "import { scan } from './scan';"],
};

describe('The lint rule about who may import whom', () => {
  for (const [what, [file, code]] of Object.entries(forbidden)) {
    it(`complains when ${what}`, async () => {
      const messages = await complaints(file, code);
      assert.equal(messages.length, 1);
      assert.match(messages[0], /may not import/);
    });
  }

  for (const [what, [file, code]] of Object.entries(allowed)) {
    it(`allows ${what}`, async () => assert.deepEqual(await complaints(file, code), []));
  }

  it('complains about a module that stands in no room', async () => {
    assert.match((await complaints('misc/helper.ts', "import fs from 'node:fs';"))[0], /belongs to no room/);
  });

  it('is switched on for the source', async () => {
    const { ESLint } = await import('eslint');
    const config = (await new ESLint().calculateConfigForFile('src/numerics/softmax.ts')) as {
      rules: Record<string, unknown[]>;
    };
    assert.equal(config.rules['logitscope/rooms']?.[0], 2);
  });
});
