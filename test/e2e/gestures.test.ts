import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openStrip, scrollTo, shownClasses } from './inspector';
import { notebook, printed } from './notebook';
import { until, Workbench } from './workbench';

const LOGITS = [
  [2, 1, 0.1, -1],
  [0.5, 2.5, 0.3, 0],
  [9, -9, 0.2, 1],
  [0.25, 0.5, 1.5, 1],
];
const LABELS = [0, 1, 1, 3];
const TEXT = `logits: tensor([${LOGITS.map((row) => `[${row.map((x) => x.toFixed(4).padStart(7)).join(', ')}]`).join(',\n        ')}])
labels: tensor([${LABELS.join(', ')}])
`;

const softmax = (row: readonly number[]) => {
  const e = row.map(Math.exp);
  const sum = e.reduce((a, b) => a + b);
  return e.map((x) => x / sum);
};
const PROBABILITIES = LOGITS.map(softmax);

function assertProbabilities(rows: unknown): void {
  const given = rows as number[][];
  assert.equal(given.length, PROBABILITIES.length);
  PROBABILITIES.forEach((row, r) =>
    row.forEach((p, c) => assert.ok(Math.abs(given[r][c] / p - 1) < 1e-6, `${r}, ${c}: ${given[r][c]}`)),
  );
}

describe('In a notebook, a person', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let frame: Frame;
  let strip: Locator;
  let inspector: Locator;

  before(async () => {
    const files = {
      'gestures.ipynb': notebook([
        { source: 'print("logits:", logits)\nprint("labels:", labels)', outputs: [printed(TEXT)] },
      ]),
    };
    workbench = await Workbench.shared({ files, size: { width: 1280, height: 1000 } });
    await workbench.openFile('gestures.ipynb');
    frame = await workbench.notebookFrame();
    strip = frame.locator('logitscope-strips').first();
    inspector = strip.getByRole('group', { name: 'Logitscope inspector' });
  });

  const grid = () => inspector.getByRole('grid', { name: 'rows' });
  const rowNumbers = () =>
    grid()
      .locator('.ls-canvas [role=row]')
      .evaluateAll((rows) =>
        rows
          .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
          .map((row) => Number(row.firstElementChild!.textContent)),
      );
  const focused = () =>
    frame.evaluate(() => {
      const active = document.activeElement?.shadowRoot?.activeElement;
      return active && `${active.getAttribute('role') ?? active.localName} ${active.textContent.trim()}`;
    });

  async function choose(menu: RegExp, item: string, group?: string): Promise<void> {
    await inspector.getByRole('button', { name: menu }).click();
    const list = inspector.getByRole('menu');
    await list.waitFor();
    const within = group ? list.getByRole('group', { name: group }) : list;
    await within
      .getByRole(group ? 'menuitem' : 'menuitemradio', { name: item })
      .first()
      .click();
    await list.waitFor({ state: 'detached' });
  }

  it('comes to a strip by Tab, opens it by Enter, walks the rows by arrows and leaves a menu by Escape', async () => {
    const { page } = workbench;
    // It comes into view by itself: to scroll before it is there would be to scroll past.
    await strip.waitFor();
    const output = frame.locator('.output').first();
    await scrollTo(workbench, output);
    // While VS Code still lays the cell out, a click may come to its code.
    await until('The focus in the output', async () => {
      await output.click({ position: { x: 300, y: 10 }, timeout: 2000 }).catch(() => undefined);
      return frame.evaluate(() => document.hasFocus());
    });
    await until('The focus on the strip', async () => {
      await page.keyboard.press('Tab');
      return /^button ▸?\s*Inspect/.test((await focused()) ?? '');
    });
    await page.keyboard.press('Enter');
    await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    await until('The focus on a row', async () => {
      await page.keyboard.press('Tab');
      return (await focused())?.startsWith('row ');
    });
    const selected = () => grid().locator('[aria-selected=true]').first().innerText();
    const head = inspector.locator('.ls-detail-head').first();
    await page.keyboard.press('ArrowDown');
    await head.getByText('Row 1').waitFor();
    await page.keyboard.press('End');
    await head.getByText('Row 3').waitFor();
    assert.match(await selected(), /^3/);
    assert.match((await focused())!, /^row 3/);
    await page.keyboard.press('Home');
    await head.getByText('Row 0').waitFor();

    const menu = inspector.getByRole('button', { name: /change reading/ });
    await until('The focus on the reading', async () => {
      await page.keyboard.press('Shift+Tab');
      return (await focused())?.startsWith('button logits');
    });
    await page.keyboard.press('Enter');
    await inspector.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await inspector.getByRole('menu').waitFor({ state: 'detached' });
    assert.equal(await menu.getAttribute('aria-expanded'), 'false');
    assert.match((await focused())!, /^button logits/);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await inspector.waitFor({ state: 'detached' });
    assert.match((await focused())!, /Inspect/);
  });

  it('reads what a mark of a chart stands for by Tab, beside it and inside the chart’s edges, until Escape', async () => {
    await openStrip(workbench, strip);
    const charts = inspector.getByRole('region', { name: 'Charts' });
    const marks = charts.locator('.ls-mark');
    await marks.first().waitFor();
    await charts.scrollIntoViewIfNeeded();
    await marks.first().focus();
    const said = new Set<string>();
    for (let i = 0; i < 3; i++) {
      await workbench.page.keyboard.press('Tab');
      const tip = charts.locator('.ls-tip');
      const mark = charts.locator('.ls-mark:focus');
      assert.equal(await tip.innerText(), await mark.getAttribute('aria-label'));
      const [box, own, room] = await Promise.all([tip, mark, inspector].map((one) => one.boundingBox()));
      assert.ok(box!.x >= room!.x && box!.x + box!.width <= room!.x + room!.width, 'inside, across');
      assert.ok(box!.y + box!.height <= own!.y + 1 || box!.y >= own!.y + own!.height - 1, 'beside its mark');
      said.add(await tip.innerText());
      await workbench.screenshot(`gestures-tip-${i}`);
    }
    assert.equal(said.size, 3);
    await workbench.page.keyboard.press('Escape');
    await charts.locator('.ls-tip').waitFor({ state: 'detached' });
    await inspector.getByRole('button', { name: 'Collapse inspector' }).click();
    await inspector.waitFor({ state: 'detached' });
  });

  /** Takes the name that is proposed; the dialog reads the folder anew at each key of another one. */
  const saved = async (name: string) => {
    const dialog = workbench.page.locator('.quick-input-widget input').first();
    await until('The dialog', async () => (await dialog.inputValue()).endsWith(name));
    await workbench.page.keyboard.press('Enter');
    const file = path.join(workbench.folder, name);
    await until(`The file ${name}`, () => existsSync(file) && readFileSync(file).length > 0);
    return readFileSync(file);
  };

  it('saves the chart by the keyboard alone, from the strip on', async () => {
    const { page } = workbench;
    // The inspector was folded by the keyboard before: the focus is on the strip.
    assert.match((await focused())!, /Inspect/);
    await page.keyboard.press('Enter');
    await inspector.locator('svg.marks path').first().waitFor();
    await until('The focus on the menu', async () => {
      await page.keyboard.press('Tab');
      return (await focused())?.startsWith('button ⋯');
    });
    await page.keyboard.press('Enter');
    await inspector.getByRole('menu').waitFor();
    await until('The focus on the item', async () => {
      await page.keyboard.press('ArrowDown');
      return (await focused()) === 'menuitem Save as SVG';
    });
    await page.keyboard.press('Enter');
    assert.match((await saved('softmax.svg')).toString('utf8'), /<\/svg>\s*$/);
    // The same name is proposed next time.
    rmSync(path.join(workbench.folder, 'softmax.svg'));
    await inspector.getByRole('button', { name: 'Collapse inspector' }).press('Enter');
    await inspector.waitFor({ state: 'detached' });
  });

  it('sorts by a column and keeps only the rows that are wrong', async () => {
    inspector = await openStrip(workbench, strip);
    await until('The losses', async () => (await grid().getByRole('columnheader').count()) === 8);
    const loss = grid().getByRole('button', { name: 'loss' });
    await loss.click();
    await until('The largest loss first', async () => (await rowNumbers()).join() === '2,3,0,1');
    assert.equal(
      await grid().getByRole('columnheader', { name: 'loss' }).getAttribute('aria-sort'),
      'descending',
    );
    await loss.click();
    await until('The smallest loss first', async () => (await rowNumbers()).join() === '1,0,3,2');
    await inspector.getByLabel('Misclassified only').check();
    await until('The wrong rows', async () => (await rowNumbers()).join() === '3,2');
    await inspector.getByText('2 of 4 rows misclassified').waitFor();
    await workbench.screenshot('rows-sorted', inspector);
    await inspector.getByLabel('Misclassified only').uncheck();
    await loss.click();
    await until('The rows in their order', async () => (await rowNumbers()).join() === '0,1,2,3');
  });

  it('copies probabilities as JSON, CSV and a Python list, and code that names the numbers it is for', async () => {
    const copied = async (item: string, group: string) => {
      await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
      await choose(/^Copy, save, and more/, item, group);
      return until('The copy', () => workbench.page.evaluate(() => navigator.clipboard.readText()));
    };
    assertProbabilities(JSON.parse(await copied('JSON', 'Copy probabilities as')));
    const csv = await copied('CSV', 'Copy probabilities as');
    const [head, ...lines] = csv.trim().split('\n');
    assert.equal(head, 'row,0,1,2,3');
    assertProbabilities(lines.map((line) => line.split(',').slice(1).map(Number)));
    // Python writes these lists as JSON does.
    assertProbabilities(JSON.parse(await copied('Python', 'Copy probabilities as')));
    const code = await copied('PyTorch', 'Copy code for');
    assert.match(code, /import torch/);
    assert.match(code, /cross_entropy/);
    assert.match(code, /\[9, -9, 0\.2, 1\]/);
  });

  it('saves the chart as a picture and as SVG, bytes and text whole', async () => {
    await inspector.locator('svg.marks path').first().waitFor({ state: 'attached' });
    const save = async (item: string, name: string) => {
      await choose(/^Copy, save, and more/, item, 'Chart');
      return saved(name);
    };
    const png = await save('Save as PNG', 'softmax.png');
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.equal(png.subarray(-8, -4).toString('latin1'), 'IEND');
    const width = (await inspector.locator('svg.marks').first().boundingBox())!.width;
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * width) < 4, `${png.readUInt32BE(16)} for ${width}`);
    const svg = (await save('Save as SVG', 'softmax.svg')).toString('utf8');
    assert.match(svg, /^<svg[\s>]/);
    assert.match(svg, /<\/svg>\s*$/);
    assert.doesNotMatch(svg, /var\(--/);
  });

  it('overrides the reading, which the notebook remembers', async () => {
    await choose(/change reading/, 'log-probabilities');
    await inspector.getByRole('button', { name: /^log-probabilities: change reading/ }).waitFor();
    await inspector.getByText('reading chosen by you').waitFor();
    await workbench.screenshot('override', workbench.page.locator('.part.editor'));
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('gestures.ipynb');
    frame = await workbench.notebookFrame();
    strip = frame.locator('logitscope-strips').first();
    await strip.getByRole('button', { name: /^Inspect .*log-probabilities/ }).waitFor();
    inspector = await openStrip(workbench, strip);
    await choose(/change reading/, 'logits');
    await until('The softmax of the logits', async () => {
      const shown = (await shownClasses(inspector)).get('0');
      return shown && Math.abs(shown.probability - PROBABILITIES[0][0]) < 1e-7;
    });
  });

  it('reads the menus in a light theme as in a dark one', async () => {
    const button = inspector.getByRole('button', { name: /^Copy, save, and more/ });
    for (const theme of ['dark', 'light'] as const) {
      await workbench.setSettings({}, theme);
      await button.click();
      await inspector.getByRole('menu').waitFor();
      await workbench.screenshot(`menu-${theme}`, workbench.page.locator('.part.editor'));
      const [ink, paper] = await inspector
        .getByRole('menu')
        .evaluate((menu) => [getComputedStyle(menu).color, getComputedStyle(menu).backgroundColor]);
      assert.notEqual(ink, paper);
      await workbench.page.keyboard.press('Escape');
    }
  });
});
