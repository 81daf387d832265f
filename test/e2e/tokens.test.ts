import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { showTheme, violations } from './axe';
import { scrollTo } from './inspector';
import { notebook, printed } from './notebook';
import { response, responseOf } from './response';
import { themes, until, Workbench, type Theme } from './workbench';

const SHOW = 'Logitscope: Show token probabilities';
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '\u202Ereversed',
  '\u0000\u001b[31m',
  'x'.repeat(100_000),
  ' end',
];

const FILES = {
  'tokens.ipynb': notebook([
    { source: 'print(response.to_json())', outputs: [printed(`${JSON.stringify(response())}\n`)] },
  ]),
  'answer.json': JSON.stringify(response(2), null, 1),
  'answers.jsonl': [response(), responseOf(HOSTILE)].map((one) => JSON.stringify(one)).join('\n'),
};

describe('Tokens with log-probabilities, as a person reads them', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.shared({ files: FILES, size: { width: 1280, height: 1000 } });
  });

  const viewIn = (within: Frame | Locator) => within.getByRole('group', { name: 'Logitscope tokens' });
  const chosen = (view: Locator) => view.locator('.lt-chosen').first().getAttribute('data-token');

  describe('in a notebook', () => {
    let frame: Frame;
    let strip: Locator;
    let view: Locator;
    before(async () => {
      await workbench.openFile('tokens.ipynb');
      frame = await workbench.notebookFrame();
      strip = frame.locator('logitscope-tokens').first();
      view = viewIn(strip);
      await strip.getByText('perplexity').waitFor();
      await scrollTo(workbench, strip);
    });

    it('come as one strip, and open in place by keyboard', async () => {
      assert.equal(await frame.locator('logitscope-strips').count(), 0);
      await workbench.screenshot('tokens-strip');
      const { page } = workbench;
      await strip.getByRole('button').first().focus();
      await page.keyboard.press('Enter');
      await view
        .getByRole('option', { name: /Eiffel/ })
        .first()
        .waitFor();
      await scrollTo(workbench, view);
    });

    it('are walked through by arrows and letters, which the notebook does not take for its own', async () => {
      const { page } = workbench;
      await view.getByRole('listbox').focus();
      await page.keyboard.press('ArrowRight');
      await until('the second token', async () => (await chosen(view)) === '1');
      await page.keyboard.press('n');
      await view.getByText('the first choice was').waitFor();
      await view.getByRole('row', { name: /Dijon/ }).waitFor();
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await view.getByText(/tokens 28–30 · /).waitFor();
      for (const token of ['28', '27']) {
        await page.keyboard.press('ArrowLeft');
        await until(`token ${token}`, async () => (await chosen(view)) === token);
      }
      await view.getByRole('row', { name: /Dijon/ }).waitFor();
    });

    for (const theme of Object.keys(themes) as Theme[]) {
      it(`have nothing that axe-core calls a barrier (${theme})`, async () => {
        await showTheme(workbench, frame, theme);
        await workbench.screenshot(`tokens-${theme}`, workbench.page.locator('.part.editor'));
        assert.deepEqual(await violations(frame), []);
      });
    }
  });

  describe('in the panel', () => {
    afterEach(() => workbench.closeEditors());

    it('of a file with several answers are shown for the one that is picked', async () => {
      await workbench.closeEditors();
      await workbench.setSettings({}, 'dark');
      await workbench.page.setViewportSize({ width: 1680, height: 1000 });
      await workbench.openFile('answer.json');
      await workbench.runCommand(SHOW);
      const { page } = workbench;
      await page.locator('.quick-input-widget').getByText('choices[0]').first().waitFor();
      await page.keyboard.press('Enter');
      const frame = await workbench.panelFrame();
      const view = viewIn(frame);
      await view.getByRole('option', { name: /Lyon/ }).click();
      await view.getByText('the first choice was').waitFor();
      await workbench.screenshot('tokens-panel', page.locator('iframe.webview.ready').first());
    });

    it('are text, whatever they hold', async () => {
      await workbench.openFile('answers.jsonl');
      await workbench.runCommand(SHOW);
      const { page } = workbench;
      await page.locator('.quick-input-widget').getByText('choices[0]').nth(1).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const frame = await workbench.panelFrame();
      const view = viewIn(frame);
      await view.getByText('\\u202Ereversed').first().waitFor();
      assert.equal(await view.locator('img').count(), 0);
      const width = await view.evaluate((element) => element.scrollWidth - element.clientWidth);
      assert.ok(width <= 0, `${width} pixels too wide`);
      await workbench.screenshot('tokens-hostile');
    });
  });
});
