import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { showTheme, unfold, violations } from './axe';
import { openStrip, stripUnder } from './inspector';
import { notebook, printed } from './notebook';
import { themes, Workbench, type Theme } from './workbench';

const LOGITS = `logits: tensor([[ 2.0000,  1.0000,  0.1000, -1.0000],
        [ 0.5000,  2.5000,  0.3000,  0.0000],
        [ 9.0000, -9.0000,  0.2000,  1.0000]])
labels: tensor([0, 1, 1])
`;
const OTHERS = `probs = tensor([[0.7000, 0.2000, 0.1000],
        [0.1000, 0.8000, 0.1000]], grad_fn=<SoftmaxBackward0>)
logits = tensor([[0.1000, 0.2000,  ..., 0.3000]], grad_fn=<AddmmBackward0>)
logits = tensor([[nan, 0.2000, 0.3000], [1.0000, 0.5000, -inf]], grad_fn=<AddmmBackward0>)
`;

describe('In every theme, the strips and the inspector', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let frame: Frame;
  before(async () => {
    const cells = [LOGITS, OTHERS].map((text) => ({ source: 'show()', outputs: [printed(text)] }));
    workbench = await Workbench.shared({
      files: { 'themes.ipynb': notebook(cells) },
      size: { width: 1280, height: 1000 },
    });
    await workbench.openFile('themes.ipynb');
    frame = await workbench.notebookFrame();
    await stripUnder(workbench, frame, 'probs =');
    const inspector = await openStrip(workbench, await stripUnder(workbench, frame, 'labels: tensor'));
    await inspector.locator('svg.marks').first().waitFor();
  });

  it('say of an elided array that its values are not in the text, of a NaN that there is no softmax, and of a softmax that it was one', async () => {
    const strips = frame
      .locator('.output_container')
      .filter({ hasText: 'probs =' })
      .locator('logitscope-strips');
    const [quiet, elided, flagged] = [0, 1, 2].map((at) => strips.getByRole('group').nth(at));
    assert.match(await quiet.innerText(), /probabilities[^]*2 rows · mean confidence \.75/);
    assert.match(await elided.innerText(), /not in the text/);
    assert.equal(await elided.getByRole('button', { name: /^Inspect / }).count(), 0);
    assert.match(await flagged.innerText(), /1 row without a distribution/);
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`have nothing that axe-core calls a barrier (${theme})`, async () => {
      await showTheme(workbench, frame, theme);
      // The dark one is the README's picture.
      await workbench.screenshot(`theme-${theme}`, workbench.page.locator('.part.editor'));
      assert.deepEqual(await violations(frame), []);
      await unfold(frame);
      await frame.getByText('Label smoothing').waitFor();
      await workbench.screenshot(`theme-unfolded-${theme}`, workbench.page.locator('.part.editor'));
      assert.deepEqual(await violations(frame), [], 'unfolded');
    });
  }
});
