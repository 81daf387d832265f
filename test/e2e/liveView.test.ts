// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter: a real kernel that the workbench runs cells in.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { scrollTo } from './inspector';
import { notebook, printed } from './notebook';
import { until, Workbench } from './workbench';

/** Its third run ends the kernel. */
const CELL = [
  'import numpy as np, os',
  'n = globals().get("n", 0) + 1',
  'if n == 3: os._exit(1)',
  'logits = np.sin(np.arange(60000, dtype=np.float32)).reshape(200, 300) * (2 + n)',
  'print("logits", logits)',
].join('\n');

describe('An array that stays in its kernel', function () {
  this.timeout(180_000);

  it('is followed from run to run, says when the kernel is gone, and comes back with its array', async () => {
    const text = execFileSync(process.env.LOGITSCOPE_PYTHON!, ['-c', CELL], { encoding: 'utf8' });
    const workbench = await Workbench.shared({
      files: { 'watched.ipynb': notebook([{ source: CELL, outputs: [printed(text)] }]) },
      settings: { 'logitscope.kernel.fetchLimit': 1000 },
    });
    const { page } = workbench;
    await workbench.openFile('watched.ipynb');
    const frame = await workbench.notebookFrame();
    const runCells = async () => {
      await page.locator('.tab', { hasText: 'watched.ipynb' }).click();
      await workbench.runCommand('Stand-in: Run all cells as the workbench does');
    };
    await runCells();
    const fetch = frame.getByRole('button', { name: 'Fetch whole array' }).first();
    await scrollTo(workbench, fetch);
    await page
      .locator('.cell-run-toolbar-button-container, .codicon-notebook-state-success')
      .first()
      .waitFor();
    await fetch.click();
    await page.getByRole('button', { name: 'Compute in the kernel' }).click({ timeout: 90_000 });
    await page.locator('.tab', { hasText: 'logits 200×300' }).waitFor();
    const panel = await workbench.panelFrame();
    await panel.getByLabel('Keep watching').check();
    const entropies = async () =>
      (await panel.getByRole('img', { name: /^Mean entropy: / }).getAttribute('aria-label'))!;
    const after = (runs: number) =>
      until(`${runs} runs`, async () => (await entropies()).includes(`after ${runs} runs`));
    await after(1);
    await runCells();
    await after(2);
    const [, second, first] = /: ([\d.]+) after 2 runs, from ([\d.]+)/.exec(await entropies())!;
    assert.ok(Number(second) < Number(first), `${first} then ${second}: logits that grow are surer`);
    await runCells();
    await panel.getByText(/^The kernel was restarted and doesn’t have “logits” as it was/).waitFor();
    await runCells();
    await after(3);
    assert.match(await entropies(), new RegExp(`: ${first} after 3 runs`));
    assert.equal((await panel.getByRole('alert').allTextContents()).join(''), '');
  });
});
