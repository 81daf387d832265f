import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { showTheme, unfold, violations } from './axe';
import { chooseInExplorer } from './explorer';
import { until, Workbench } from './workbench';

/** A dump with everything that goes wrong in dumps, between rows of the example's model. */
function withProblems(): string {
  const lines = readFileSync('examples/predictions.jsonl', 'utf8').trim().split('\n');
  lines.splice(3, 0, '{"logits": [1.0, 2.0], "label": 0}', '{"logits": "none"}');
  return `${lines.join('\n')}\n{"logits": [0.1, 0.2`;
}

/** Sure rows of three classes, of which every fortieth has another label. */
function withWrongLabels(): string {
  const lines = Array.from({ length: 160 }, (_, i) => {
    const right = i % 3;
    const logits = [0, 1, 2].map((id) => (id === right ? 9 : ((i * 7 + id * 3) % 10) / 5));
    return JSON.stringify({ id: `r${i}`, logits, label: i % 40 === 20 ? (right + 1) % 3 : right });
  });
  return `${lines.join('\n')}\n`;
}

/** What is cut off without a sign, or wider than the page. */
function cutOff(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const page = scrollWidth > clientWidth + 1 ? [`the page: ${scrollWidth} of ${clientWidth}`] : [];
    const cut = [...document.querySelectorAll<HTMLElement>('*')].filter((element) => {
      const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
      return (
        (overflowX === 'hidden' || overflowX === 'clip') &&
        textOverflow !== 'ellipsis' &&
        clipPath === 'none' &&
        !element.matches('input') &&
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth + 1
      );
    });
    return [...page, ...cut.map(({ className, textContent }) => `${className}: ${textContent.slice(0, 40)}`)];
  });
}

describe('An evaluation file, from the Explorer to its records', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.shared({
      files: { 'broken.jsonl': withProblems(), 'suspects.jsonl': withWrongLabels() },
      size: { width: 1500, height: 1000 },
    });
  });
  beforeEach(() => workbench.closeEditors());

  const section = (frame: Frame, name: string) => frame.getByRole('region', { name, exact: true });

  it('shows loss, findings, worst rows with a jump to each record, and the report', async () => {
    await chooseInExplorer(workbench, 'predictions.jsonl', 'Compute softmax loss');
    const frame = await workbench.panelFrame();
    await frame.locator('#origin', { hasText: 'predictions.jsonl' }).waitFor();
    await section(frame, 'Evaluation').getByText('mean loss').first().waitFor();
    // One band of figures, and each is said once.
    for (const figure of [/^accuracy$/i, /^top 5$/i, /^perplexity$/i]) {
      const said = await frame.locator('.ls-band, .le-figures').getByText(figure).count();
      assert.ok(said <= 1, `${figure}: ${said} times`);
    }
    const worst = section(frame, 'Rows');
    await worst.locator('tbody button').first().waitFor();
    const losses = await worst.locator('tbody tr td:nth-child(4)').allInnerTexts();
    const numbers = losses.map(Number);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => b - a),
    );
    await workbench.screenshot('dump-panel');
    await frame.getByRole('button', { name: 'Loss options' }).press('Enter');
    await workbench.page.keyboard.press('Tab');
    await frame.getByLabel('Reduction').and(frame.locator(':focus')).waitFor();
    await section(frame, 'Is the confidence honest?').getByText('fitted temperature').waitFor();
    await worst.scrollIntoViewIfNeeded();
    await workbench.screenshot('dump-workbench');
    const first = await worst.locator('tbody tr td:first-child').first().innerText();
    await worst.locator('tbody button').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'predictions.jsonl' }).waitFor();
    const line = workbench.page.locator('.line-numbers.active-line-number');
    await until(
      'the record’s line',
      async () => (await line.first().innerText()) === first.replaceAll(',', ''),
    );
    await workbench.screenshot('dump-record');
    await frame.getByRole('button', { name: 'Open report' }).click();
    // In Markdown's preview, with no document to save.
    await workbench.page.locator('.tab', { hasText: 'Preview Report of' }).first().waitFor();
    await until('The report', async () => {
      for (const one of workbench.page.frames())
        if (
          await one
            .getByText('Evaluation of')
            .first()
            .isVisible()
            .catch(() => false)
        )
          return true;
      return false;
    });
    assert.equal(await workbench.page.locator('.tab.dirty').count(), 0);
    await workbench.screenshot('dump-report');
  });

  it('says what it skipped, by line, and shows the problems in the editor when asked', async () => {
    await chooseInExplorer(workbench, 'broken.jsonl', 'Compute softmax loss');
    const frame = await workbench.panelFrame();
    const file = section(frame, 'File');
    await file.getByText('3 skipped').waitFor();
    await file.getByText('the last record is incomplete').first().waitFor();
    await file.getByText('By line').click();
    await file.scrollIntoViewIfNeeded();
    await workbench.screenshot('dump-skipped');
    const lines = await file.locator('details td:first-child').allInnerTexts();
    assert.deepEqual(lines.slice(0, 2), ['4', '5']);
    await unfold(frame);
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(workbench, frame, theme);
      await workbench.screenshot(`dump-${theme}`);
      assert.deepEqual(await violations(frame, true), []);
    }
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('broken.jsonl');
    await workbench.runCommand('Logitscope: Check evaluation file');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('dump-diagnostics');
  });

  it('lists labels that look wrong, with nothing that axe finds, and fits into a group dragged to 300 px', async () => {
    await chooseInExplorer(workbench, 'suspects.jsonl', 'Compute softmax loss');
    const frame = await workbench.panelFrame();
    const rows = section(frame, 'Rows');
    await rows.getByRole('button', { name: 'Likely label errors 4' }).click();
    await until('The four rows', async () => (await rows.locator('tbody tr').count()) === 4);
    const lines = await rows.locator('tbody td:first-child').allInnerTexts();
    assert.deepEqual(
      lines.map(Number).sort((a, b) => a - b),
      [21, 61, 101, 141],
    );
    for (const theme of ['light', 'hc-dark', 'dark'] as const) {
      await showTheme(workbench, frame, theme);
      assert.deepEqual(await violations(frame, true), []);
    }
    await rows.scrollIntoViewIfNeeded();
    await workbench.screenshot('dump-suspects');

    const { page } = workbench;
    await workbench.runCommand('View: New Editor Group to the Left');
    const group = page.locator('.editor-group-container').last();
    const before = (await group.boundingBox())!;
    await page.mouse.move(before.x, before.y + 300);
    await page.mouse.down();
    await page.mouse.move(before.x + before.width - 300, before.y + 300, { steps: 8 });
    await page.mouse.up();
    await until('A group of 300 px', async () => Math.abs((await group.boundingBox())!.width - 300) < 6);
    await rows.waitFor();
    await until('Charts that fit', async () => (await cutOff(frame)).length === 0).catch(() => undefined);
    assert.deepEqual(await cutOff(frame), []);
    await workbench.screenshot('dump-300');
    for (const name of ['Does it know when it is wrong?', 'Rows', 'Slices']) {
      await section(frame, name).scrollIntoViewIfNeeded();
      await workbench.screenshot(`dump-300-${name.replace(/\W/g, '')}`);
    }
  });

  it('reads every example file that the menu offers', async () => {
    await chooseInExplorer(workbench, 'evaluation.json', 'Compute softmax loss');
    const frame = await workbench.panelFrame();
    await frame.locator('#origin', { hasText: 'evaluation.json' }).waitFor();
    await frame.getByText('“loss” is what these logits and labels give').waitFor();
  });
});
