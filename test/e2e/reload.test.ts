import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { until, Workbench } from './workbench';

const ROWS = '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3], [1.0, 0.2, 0.9]]}\n';

/** A file of NumPy's with float64 values. */
function npy(shape: readonly [number, number], values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const bytes = Buffer.alloc(128 + 8 * values.length);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(118, 8);
  bytes.write(`${header.padEnd(117)}\n`, 10, 'latin1');
  values.forEach((value, i) => bytes.writeDoubleLE(value, 128 + 8 * i));
  return bytes;
}

describe('After the window was loaded anew', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      files: { 'rows.json': ROWS, 'logits.npy': npy([3, 3], [2, 1, 0.1, 0.5, 2.5, 0.3, 1, 0.2, 0.9]) },
      size: { width: 1500, height: 900 },
    });
  });
  after(() => workbench.close());

  async function shown(): Promise<{ frame: Frame; inspector: Locator }> {
    const frame = await workbench.panelFrame();
    const inspector = frame.getByRole('group', { name: 'Logitscope inspector' });
    await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    return { frame, inspector };
  }

  /** Labels, temperature, order and row, as a person changes them. */
  async function change(inspector: Locator): Promise<void> {
    await inspector.getByRole('textbox', { name: 'Labels' }).fill('[0, 1, 2]');
    await inspector.getByLabel('Exact temperature').fill('3');
    await inspector.getByTitle('Sort by cross-entropy in nats').click();
    await until('The order by loss', async () => (await firstRow(inspector)) === '2');
    await inspector.getByRole('grid', { name: 'Rows' }).getByRole('row').nth(2).click();
    await inspector.locator('.ls-detail-head', { hasText: /^Row 0/ }).waitFor();
  }

  const firstRow = async (inspector: Locator) =>
    (await inspector.getByRole('grid', { name: 'Rows' }).getByRole('gridcell').first().textContent())?.trim();

  async function assertKept(inspector: Locator): Promise<void> {
    assert.equal(await inspector.getByRole('textbox', { name: 'Labels' }).inputValue(), '[0, 1, 2]');
    assert.equal(await inspector.getByLabel('Exact temperature').inputValue(), '3.00');
    await until('The order by loss', async () => (await firstRow(inspector)) === '2');
    await inspector.locator('.ls-detail-head', { hasText: /^Row 0/ }).waitFor();
    // log Σ exp(x / 3) − x / 3 of the labels, mean
    const rows = [
      [2, 1, 0.1],
      [0.5, 2.5, 0.3],
      [1, 0.2, 0.9],
    ];
    const losses = rows.map((x, i) => Math.log(x.reduce((s, v) => s + Math.exp(v / 3), 0)) - x[i] / 3);
    const mean = losses.reduce((a, b) => a + b) / 3;
    // The figures of a file are those of an evaluation, in three decimals.
    const said = [mean.toFixed(4), mean.toFixed(3).replace(/^0/, '')].map((text) => text.replace('.', '\\.'));
    await inspector
      .locator('.ls-band, .le-figures')
      .getByText(new RegExp(`^(${said.join('|')})$`))
      .waitFor();
  }

  it('a panel of a selection and an editor of a file are as they were left: labels, temperature, order, row', async () => {
    await workbench.openFile('rows.json');
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await workbench.page.keyboard.press('Control+a');
    await workbench.runCommand('Logitscope: Inspect');
    await change((await shown()).inspector);
    await workbench.openFile('logits.npy');
    await change((await shown()).inspector);
    // In a browser VS Code writes what it keeps every five seconds, as nothing can be written while a page goes.
    await workbench.page.waitForTimeout(8000);
    await workbench.reload();
    await assertKept((await shown()).inspector);
    await workbench.page.locator('.tab', { hasText: /^(?!.*(npy|json))/ }).click();
    await assertKept((await shown()).inspector);
  });
});
