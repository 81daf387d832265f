// Views that no other file looks at as a whole: rows of several yes and no, plain values, an evaluation of several labels, and
// reports, which are pages of their own.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { fromNested } from '../../src/arrays/ndarray';
import { evaluationHtml } from '../../src/code/evaluation/html';
import { createCalls } from '../../src/engine/calls';
import { floats, npy, npyHeader } from '../unit/live/files';
import { showTheme, violations } from './axe';
import { chooseInExplorer } from './explorer';
import { openStrip, stripUnder } from './inspector';
import { notebook, printed } from './notebook';
import { until, Workbench } from './workbench';

const value = (i: number) => Math.round(3000 * Math.sin(i * 12.9898)) / 1000;
const ROWS = Array.from({ length: 40 }, (_, row) => Array.from({ length: 5 }, (_, k) => value(5 * row + k)));
const SEVERAL = ROWS.map((row, at) => row.map((x, k) => Number(x > 0 !== ((at + k) % 7 === 0))));
const text = (rows: number[][]) =>
  `[${rows.map((row) => `[${row.map((x) => x.toFixed(4)).join(', ')}]`).join(',\n        ')}]`;

const FILES = {
  'several.ipynb': notebook([
    {
      source:
        'loss = F.binary_cross_entropy_with_logits(logits, targets)\nprint("logits:", logits, "targets:", targets)',
      outputs: [
        printed(`logits: tensor(${text(ROWS.slice(0, 6))}) targets: tensor(${text(SEVERAL.slice(0, 6))})\n`),
      ],
    },
  ]),
  'several.jsonl': ROWS.map((logits, at) => JSON.stringify({ logits, labels: SEVERAL[at] })).join('\n'),
  'before.jsonl': ROWS.map((logits, at) => JSON.stringify({ logits, label: at % 5 })).join('\n'),
  'after.jsonl': ROWS.map((logits, at) =>
    JSON.stringify({ logits: logits.map((x, k) => x + Number(k === at % 5 && at % 3 === 0)), label: at % 5 }),
  ).join('\n'),
  'weights.npy': npy(npyHeader('<f4', [40, 5]), floats(...ROWS.flat())),
};

describe('Every view has nothing that axe-core calls a barrier', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.shared({ files: FILES, size: { width: 1280, height: 1000 } });
  });
  afterEach(() => workbench.closeEditors());

  async function inBothThemes(name: string, frame: Frame, whole: boolean): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await showTheme(workbench, frame, theme);
      await workbench.screenshot(`view-${name}-${theme}`, workbench.page.locator('.part.editor'));
      assert.deepEqual(await violations(frame, whole), [], theme);
    }
    await workbench.setSettings({}, 'dark');
  }

  it('where rows say yes or no to each class', async () => {
    await workbench.openFile('several.ipynb');
    const frame = await workbench.notebookFrame();
    await openStrip(workbench, await stripUnder(workbench, frame, 'targets:'));
    await inBothThemes('sigmoid', frame, false);
  });

  it('where values are shown as they are', async () => {
    await workbench.openFile('weights.npy');
    const frame = await workbench.panelFrame();
    await frame.getByRole('grid').or(frame.getByRole('table')).first().waitFor();
    await inBothThemes('values', frame, true);
  });

  it('where each row of an evaluation has several labels', async () => {
    await chooseInExplorer(workbench, 'several.jsonl', 'Open with Logitscope');
    const frame = await workbench.panelFrame();
    await frame
      .getByText(/Hamming loss/i)
      .first()
      .waitFor();
    await inBothThemes('multilabel', frame, true);
  });

  it('where two runs are compared', async () => {
    await chooseInExplorer(workbench, 'before.jsonl', 'Open with Logitscope');
    const frame = await workbench.panelFrame();
    await frame.getByRole('button', { name: 'Compare with another run…' }).click();
    // What a browser's window asks for a file with.
    const input = workbench.page.locator('.quick-input-widget input').first();
    const file = path.join(workbench.folder, 'after.jsonl');
    // It writes its folder there a moment after it has come.
    await until('The folder', async () =>
      (await input.inputValue()).includes(path.basename(workbench.folder)),
    );
    await until('The file', async () => {
      await input.fill(file);
      await workbench.page.waitForTimeout(500);
      return (await input.inputValue()) === file;
    });
    await input.press('Enter');
    await frame.getByText('after.jsonl').first().waitFor();
    await frame
      .getByText(/McNemar/)
      .first()
      .waitFor();
    await inBothThemes('runs', frame, true);
  });

  it('where a report stands by itself, dark and light', async () => {
    const source = {
      logits: fromNested(ROWS, 'logits'),
      labels: fromNested(
        ROWS.map((_, i) => i % 5),
        'labels',
      ),
    };
    const evaluation = await createCalls().evaluate(
      { source, options: { resamples: 50 } },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    const file = { name: 'run.jsonl', bytes: 12, sha256: '0123456789abcdef'.repeat(4) };
    const html = evaluationHtml({ ...evaluation, file }, file.name).replace(/<meta http-equiv[^>]*>/, '');
    const page = await workbench.page.context().newPage();
    const cut = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.le-tables .le-scroll')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((table) => table.getAttribute('aria-label')),
      );
    try {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setContent(html);
        assert.deepEqual(await violations(page.mainFrame(), true), [], colorScheme);
        for (const width of [700, 1100, 1300, 1432, 1700]) {
          await page.setViewportSize({ width, height: 800 });
          assert.deepEqual(await cut(), [], `tables that are wider than their place, at ${width} pixels`);
        }
        // Twice as large, nothing runs out of the page.
        await page.setViewportSize({ width: 640, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${over} pixels too wide`);
      }
    } finally {
      await page.close();
    }
  });
});
