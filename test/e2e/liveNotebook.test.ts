// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter, for the kernel that an array is fetched from.
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { scrollTo, shownClasses } from './inspector';
import { notebook, plain } from './notebook';
import { Workbench } from './workbench';

const base64 = (values: ArrayLike<number>) =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64');

const carried = {
  'application/vnd.logitscope.array.v1+json': {
    version: 1,
    name: 'logits',
    library: 'torch',
    dtype: 'float32',
    shape: [2, 3],
    data: base64([2, 1, -0.1, 0.5, 2.5, -0.3]),
    classNames: ['cat', 'dog', 'bird'],
  },
  'text/plain': 'tensor([[ 2.0000,  1.0000, -0.1000],\n        [ 0.5000,  2.5000, -0.3000]])',
};

/** As NumPy prints it; the code is what the kernel runs. */
const ELIDED = `array([[ 0.       ,  4.2073546,  4.5464873, ..., -0.9055365,  3.6501727,  4.8499327],
       [ 1.5906267, -3.1310937, -4.9741096, ..., -4.0112042, -4.6869893, -1.0535884],
       [-3.5484672, -4.8851395, -1.7304236, ..., -2.4389267, -4.9823074, -2.9448686],
       ...,
       [-3.2013779, -4.9972143, -2.1986256, ...,  1.2345678, -1.9876543, -3.3823917],
       [-1.6673291,  1.5806036,  3.3753116, ...,  2.0666726,  4.7246895,  3.0389030],
       [ 4.9945474,  3.1415926,  0.5772156, ...,  1.6180339,  2.7182818,  1.4142135]],
      dtype=float32)`;
const CODE = `import numpy as np
logits = np.sin(np.arange(60000, dtype=np.float32)).reshape(200, 300) * 5
logits`;

describe('Arrays of a notebook that are more than their print', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let frame: Frame;

  before(async () => {
    workbench = await Workbench.shared({
      files: {
        'live.ipynb': notebook([
          { source: 'display(scores)', outputs: [{ output_type: 'display_data', data: carried }] },
          { source: CODE, outputs: [plain(ELIDED)] },
        ]),
      },
    });
    await workbench.openFile('live.ipynb');
    frame = await workbench.notebookFrame();
  });

  it('show from their MIME type in a saved notebook, bit for bit, instead of their text', async () => {
    const inspector = frame.getByRole('group', { name: 'Logitscope inspector' });
    await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    assert.equal(await frame.getByText('tensor([[').count(), 0);
    const classes = await shownClasses(inspector);
    assert.deepEqual([...classes.keys()], ['cat', 'dog', 'bird']);
    // The shortest text that is this float32.
    assert.equal(classes.get('bird')!.logit, -0.1);
  });

  it('come whole from the kernel when someone asks on an elided strip', async () => {
    await workbench.runCommand('Stand-in: run all cells in a kernel');
    await workbench.page.getByText('stand-in: all cells have run').waitFor();
    const button = frame.getByRole('button', { name: 'Fetch whole array' });
    await scrollTo(workbench, button);
    await button.click();
    await workbench.page.locator('.tab', { hasText: 'logits 200×300' }).waitFor();
    const panel = await workbench.panelFrame();
    const rows = panel.getByRole('grid', { name: 'rows' }).getByRole('row');
    await rows.nth(1).click();
    await workbench.page.keyboard.press('End');
    await panel.getByText(/^Row 199 ·/).waitFor();
    const classes = await shownClasses(panel.getByRole('group', { name: 'Logitscope inspector' }));
    const values = Array.from({ length: 300 }, (_, i) => 5 * Math.sin(199 * 300 + i));
    for (const [id, { logit }] of classes)
      if (Number(id) >= 0) assert.ok(Math.abs(logit - values[Number(id)]) < 1e-3, `class ${id}: ${logit}`);
    assert.ok(classes.has(String(values.indexOf(Math.max(...values)))));
  });
});
