import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { loadedScripts, openStrip, shownClasses, stripUnder } from './inspector';
import { Workbench, until } from './workbench';

interface TorchNumbers {
  softmax: number[];
  losses?: number[];
  meanLoss?: number;
}
interface TorchArray {
  cell: string;
  text: string;
  printed: { values: number[][]; float64: TorchNumbers & { softmax: number[][] } };
}

/** What torch itself computes from the digits it printed; made by test/fixtures/torch/make_torch.py. */
const torch = JSON.parse(readFileSync('test/fixtures/torch/torch.json', 'utf8')) as { arrays: TorchArray[] };
const fromTorch = (cell: string) => torch.arrays.find((array) => array.cell === cell)!.printed;

/** As examples/logits.ipynb names them. */
const CLASSES = ['bee', 'cat', 'crow', 'deer', 'dog', 'fox', 'frog', 'horse', 'owl', 'toad'];

describe('The example notebook', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let frame: Frame;

  before(async () => {
    workbench = await Workbench.shared({ size: { width: 1280, height: 1200 } });
    await workbench.openFile('logits.ipynb');
    frame = await workbench.notebookFrame();
  });

  it('has a strip with reading, shape, mini bars and what holds for all rows under printed logits', async () => {
    const strip = await stripUnder(workbench, frame, '-0.1555,  8.5030');
    const words = await strip.getByRole('group').first().innerText();
    assert.match(words, /logits/);
    assert.match(words, /3×10/);
    assert.match(words, /3 rows · mean confidence \.\d+/);
    const tops = (await strip.locator('svg .ls-bar-top').getAttribute('d')) ?? '';
    assert.equal(tops.match(/M/g)?.length, 3);
  });

  it('has the inspector and Vega fetched once a strip stands, so that a click waits for neither', async () => {
    await until('The inspector and Vega', async () => {
      const loaded = await loadedScripts(frame);
      return ['/mount-', '/vega-'].every((part) => loaded.some((name) => name.includes(part)));
    });
    assert.equal(await frame.getByRole('group', { name: 'Logitscope inspector' }).count(), 0);
  });

  it("opens to the inspector, whose probabilities are torch's own to print precision", async () => {
    const { values, float64 } = fromTorch('last-expression');
    const inspector = await openStrip(workbench, await stripUnder(workbench, frame, '-1.6717, -0.9998'));
    // They are called as the notebook's code calls them.
    const classes = await until('The names of the classes', async () => {
      const shown = await shownClasses(inspector);
      return shown.has(CLASSES[0]) && shown;
    });
    assert.equal(classes.size, 10);
    float64.softmax[0].forEach((p, id) => {
      const shown = classes.get(CLASSES[id])!;
      assert.equal(shown.logit, values[0][id]);
      assert.ok(Math.abs(shown.probability - p) <= 5e-8 * p, `class ${id}: ${shown.probability} is not ${p}`);
    });
    await inspector.locator('svg.marks').first().waitFor();
    await workbench.screenshot('inspector-dark');
    assert.ok((await loadedScripts(frame)).some((name) => name.includes('/vega-')));
  });

  it('follows the temperature', async () => {
    const { values } = fromTorch('last-expression');
    const inspector = frame.getByRole('group', { name: 'Logitscope inspector' }).first();
    const entry = inspector.getByLabel('exact temperature');
    await entry.fill('2');
    await entry.press('Enter');
    const e = values[0].map((x) => Math.exp(x / 2));
    const sum = e.reduce((a, b) => a + b);
    await until('The probabilities at temperature 2', async () => {
      const shown = (await shownClasses(inspector)).get(CLASSES[7]);
      return shown && Math.abs(shown.probability - e[7] / sum) < 1e-7;
    });
    await entry.fill('1');
    await entry.press('Enter');
  });

  it('takes the labels from beside the logits and shows the losses torch computes', async () => {
    const { float64 } = fromTorch('logits-and-labels');
    const inspector = await openStrip(
      workbench,
      await stripUnder(workbench, frame, 'logits: tensor([[-1.6717'),
    );
    const batch = inspector.getByLabel('batch');
    await batch.getByText(float64.meanLoss!.toFixed(4)).waitFor();
    await inspector.locator('.ls-confusion').waitFor();
    const losses = await inspector
      .getByRole('grid', { name: 'rows' })
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.lastElementChild!.textContent)));
    float64.losses!.forEach((loss, row) =>
      assert.ok(Math.abs(losses[row] - loss) < 5e-4, `row ${row}: ${losses[row]}`),
    );
  });

  it('opens in the panel as it is left, with its values', async () => {
    const inspector = frame.getByRole('group', { name: 'Logitscope inspector' }).first();
    const temperature = inspector.getByLabel('exact temperature');
    await temperature.fill('2');
    await temperature.press('Enter');
    await inspector.getByRole('button', { name: 'Copy, save, and more' }).click();
    await inspector.getByRole('menuitem', { name: 'Open in panel' }).click();
    const panel = await workbench.panelFrame();
    const own = panel.getByRole('group', { name: 'Logitscope inspector' });
    await own.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    assert.equal(await own.getByLabel('exact temperature').inputValue(), '2.00');
    const { values } = fromTorch('last-expression');
    const shown = await shownClasses(own);
    assert.equal(shown.get(CLASSES[0])!.logit, values[0][0]);
    await workbench.runCommand('View: Close Editor');
  });

  it('collapses into its strip', async () => {
    const inspectors = frame.getByRole('group', { name: 'Logitscope inspector' });
    const open = await inspectors.count();
    await inspectors.first().getByRole('button', { name: 'Collapse inspector' }).click();
    await until('The collapsed inspector', async () => (await inspectors.count()) === open - 1);
  });

  it('puts no strip under gradients', async () => {
    const output = frame.locator('.output_container').filter({ hasText: 'gradient with epsilon' }).first();
    await output.waitFor({ state: 'attached' });
    assert.equal(await output.locator('logitscope-strips').count(), 0);
  });
});
