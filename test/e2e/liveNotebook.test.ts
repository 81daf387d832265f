// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter, for the kernel that an array is fetched from.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Frame } from 'playwright-core';
import { scrollTo, shownClasses } from './inspector';
import { notebook, plain, printed } from './notebook';
import { until, Workbench } from './workbench';

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

const CELLS = [
  'import numpy as np\nlogits = np.sin(np.arange(60000, dtype=np.float32)).reshape(200, 300) * 5\nlogits',
  'q = -logits\nprint("logits", q)',
  'other = logits * 2\nprint(other)',
  'other = logits * 3',
];

/** What NumPy prints in them. */
function printsOf(): string[] {
  const program = [
    'import json, contextlib, io',
    'scope, texts = {}, []',
    `for code in json.loads(${JSON.stringify(JSON.stringify(CELLS))}):`,
    '    with contextlib.redirect_stdout(io.StringIO()) as stream:',
    '        exec(code, scope)',
    '    texts.append(stream.getvalue())',
    'texts[0] = repr(scope["logits"])',
    'print(json.dumps(texts))',
  ].join('\n');
  return JSON.parse(
    execFileSync(process.env.LOGITSCOPE_PYTHON!, ['-c', program], { encoding: 'utf8' }),
  ) as string[];
}

describe('Arrays of a notebook that are more than their print', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let frame: Frame;

  before(async () => {
    const prints = printsOf();
    workbench = await Workbench.shared({
      files: {
        'live.ipynb': notebook([
          { source: 'display(scores)', outputs: [{ output_type: 'display_data', data: carried }] },
          { source: CELLS[0], outputs: [plain(prints[0])] },
          { source: CELLS[1], outputs: [printed(prints[1])] },
          { source: CELLS[2], outputs: [printed(prints[2])] },
          { source: CELLS[3] },
        ]),
      },
    });
    await workbench.openFile('live.ipynb');
    frame = await workbench.notebookFrame();
  });

  /** The panel in front, which may come after its tab. */
  const says = (origin: string) =>
    until(`the panel of ${origin}`, async () => {
      const panel = await workbench.panelFrame();
      const shown = await panel
        .locator('#origin')
        .textContent({ timeout: 1000 })
        .catch(() => undefined);
      return shown === origin;
    });

  /** Strips stand in the page in any order. */
  const fetchOf = (title: RegExp) =>
    frame.getByRole('group', { name: title }).getByRole('button', { name: 'Fetch whole array' });

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
    const button = fetchOf(/“logits” \?×\? float32$/);
    await scrollTo(workbench, button);
    await button.click();
    // The first one waits for the kernel to read what it is sent, on a busy machine.
    await workbench.page.locator('.tab', { hasText: 'logits 200×300' }).waitFor({ timeout: 90_000 });
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

  it('come under the name that has the numbers printed, not under the label before them', async () => {
    const button = fetchOf(/“logits” \?×\?$/);
    await scrollTo(workbench, button);
    await button.click();
    await workbench.page.locator('.tab', { hasText: 'q 200×300' }).waitFor();
    await says('fetched whole: “q” in the kernel, which has all 36 values printed');
  });

  it('are not shown for others that took their name; they open as they are now when someone says so', async () => {
    const button = fetchOf(/“other” \?×\?$/);
    await scrollTo(workbench, button);
    await button.click();
    await frame
      .getByText('The kernel no longer holds what is printed here: “other” has changed since.')
      .waitFor();
    assert.equal(await workbench.page.locator('.tab', { hasText: 'other' }).count(), 0);
    await workbench.screenshot('live-changed');
    await frame.getByRole('button', { name: 'Open it as it is now' }).click();
    await workbench.page.locator('.tab', { hasText: 'other 200×300' }).waitFor();
    await says('fetched whole: “other” in the kernel');
  });
});
