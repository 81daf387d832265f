// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter: it runs the file in VS Code's own interactive
// window, which the real one opens for files of cells.
import assert from 'node:assert/strict';
import { scrollTo } from './inspector';
import { until, Workbench } from './workbench';

const CELLS = [
  '# %%',
  'import numpy as np',
  'logits = np.sin(np.arange(60000, dtype=np.float32)).reshape(200, 300) * 5',
  'print("logits", logits)',
].join('\n');

describe('The interactive window of a Python file', function () {
  this.timeout(180_000);

  it('shows its strips, and its kernel is the one that commands mean while the file has the focus', async () => {
    const workbench = await Workbench.shared({
      files: { 'cells.py': CELLS },
      size: { width: 1600, height: 900 },
    });
    const { page } = workbench;
    await workbench.openFile('cells.py');
    await workbench.runCommand('Stand-in: Run the file in the interactive window');
    const frame = await workbench.notebookFrame();
    const fetch = frame.getByRole('button', { name: 'Fetch whole array' });
    await scrollTo(workbench, fetch);
    await page.locator('.tab', { hasText: 'cells.py' }).click();
    await workbench.runCommand('Logitscope: Inspect kernel variable');
    await page.getByRole('option', { name: /^logits/ }).click();
    const panel = await workbench.panelFrame();
    await until('the whole array', () => panel.getByText('200×300').first().isVisible());
    assert.equal((await panel.getByRole('alert').allTextContents()).join(''), '');
  });
});
