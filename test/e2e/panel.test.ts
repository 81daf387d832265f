import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { shownClasses } from './inspector';
import { Workbench, until } from './workbench';

const COMPUTE = 'Logitscope: Compute softmax loss';

const FILES = {
  'pair.json': '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1]}\n',
  'scores.py': 'scores = [0.1, 0.3, 0.5, 0.9]\n\n\n\n\n\n\n\nragged = [[1.0, 2.0], [3.0]]\n',
};

describe('Compute softmax loss, as a person uses it', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.shared({ files: FILES, size: { width: 1500, height: 900 } });
  });
  beforeEach(() => workbench.closeEditors());

  async function shownPanel(): Promise<{ frame: Frame; inspector: Locator }> {
    const frame = await workbench.panelFrame();
    const inspector = frame.getByRole('group', { name: 'Logitscope inspector' });
    await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    return { frame, inspector };
  }

  async function openAndSelectAll(file: string): Promise<void> {
    await workbench.openFile(file);
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await workbench.page.keyboard.press('Control+a');
  }

  it('opens a panel with the loss of each row, the reduced loss and the distribution', async () => {
    await openAndSelectAll('pair.json');
    await workbench.runCommand(COMPUTE);
    const { frame, inspector } = await shownPanel();
    await frame.getByText('selection in pair.json').waitFor();
    const batch = inspector.getByLabel('batch');
    await batch.getByText('0.3185').waitFor();
    const losses = await inspector
      .getByRole('grid', { name: 'rows' })
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => row.lastElementChild!.textContent));
    assert.deepEqual(losses, ['0.417', '0.220']);
    const classes = await shownClasses(inspector);
    const z = Math.exp(2) + Math.exp(1) + Math.exp(0.1);
    assert.ok(Math.abs(classes.get('0')!.probability - Math.exp(2) / z) < 1e-7);
    assert.ok(Math.abs(classes.get('0')!.gradient! - (Math.exp(2) / z - 1)) < 1e-7);
    await inspector.locator('svg.marks').first().waitFor();
    await workbench.screenshot('panel-dark');
  });

  it('asks for labels, says what is wrong with them while one types, and computes with the right ones', async () => {
    await openAndSelectAll('scores.py');
    const { page } = workbench;
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+End');
    await workbench.runCommand(COMPUTE);
    const box = page.locator('.quick-input-widget input');
    await page.locator('.quick-input-widget').getByText('a class ID, or a distribution').waitFor();
    await box.fill('4');
    await page.getByText('Label 0 is 4. Valid class IDs are 0 to 3.').waitFor();
    await workbench.screenshot('labels-box');
    await box.fill('3');
    await page.getByText('1 class ID').last().waitFor();
    await page.keyboard.press('Enter');
    const { inspector } = await shownPanel();
    const shown = await shownClasses(inspector);
    [0.16838508, 0.205666, 0.25120102, 0.37474789].forEach((p, id) =>
      assert.ok(Math.abs(shown.get(String(id))!.probability - p) < 5e-9),
    );
    // −log(0.37474789)
    await inspector.getByText('0.9815').first().waitFor();
  });

  it('names what is wrong with a ragged list and opens nothing', async () => {
    await openAndSelectAll('scores.py');
    const { page } = workbench;
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await workbench.runCommand(COMPUTE);
    await until('The message', async () => {
      await workbench.runCommand('Notifications: Show Notifications');
      return page
        .locator('.notifications-list-container')
        .getByText(/ragged/)
        .first()
        .isVisible();
    });
    await workbench.screenshot('ragged-message');
    assert.equal(await page.locator('iframe.webview').count(), 0);
  });

  it('is one click away in the hover, which shows the softmax', async () => {
    await workbench.openFile('scores.py');
    const hover = await workbench.hover('0.5', /entropy/);
    assert.match(await hover.innerText(), /class 3 \.375/);
    assert.ok(
      await hover
        .locator('img')
        .first()
        .evaluate((img) => (img as HTMLImageElement).naturalWidth > 50),
    );
    await workbench.screenshot('hover-dark');
    await hover.getByText('Inspect').click();
    const { inspector } = await shownPanel();
    assert.equal((await shownClasses(inspector)).size, 4);
  });
});
