import assert from 'node:assert/strict';
import { openStrip, stripUnder } from './inspector';
import { notebook, printed } from './notebook';
import { until, Workbench } from './workbench';

const MODEL = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=-1))
criterion = nn.CrossEntropyLoss()`;

const LOSS = `for step in range(100):
    loss = criterion(model(x), y)
    loss.backward()`;

const SHOW = `probs = model(x)
print("probs:", probs)
print("labels:", y)
print("loss:", loss)`;

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
];
const LABELS = [0, 1];

const softmax = (row: readonly number[]) => {
  const e = row.map(Math.exp);
  const sum = e.reduce((a, b) => a + b);
  return e.map((x) => x / sum);
};
const PROBS = LOGITS.map(softmax);
const TWICE = PROBS.reduce((sum, row, i) => sum - Math.log(softmax(row)[LABELS[i]]) / LABELS.length, 0);

const TEXT = `probs: tensor([${PROBS.map((row) => `[${row.map((p) => p.toFixed(4)).join(', ')}]`).join(',\n        ')}])
labels: tensor([${LABELS.join(', ')}])
loss: tensor(${TWICE.toFixed(4)})
`;

describe('A finding from numbers', function () {
  this.timeout(180_000);

  it('leads to the mistake in the code of another cell', async () => {
    const files = {
      'twice.ipynb': notebook([
        { source: MODEL },
        { source: LOSS },
        { source: SHOW, outputs: [printed(TEXT)] },
      ]),
    };
    const workbench = await Workbench.shared({ files, size: { width: 1280, height: 1100 } });
    await workbench.openFile('twice.ipynb');
    const frame = await workbench.notebookFrame();
    const inspector = await openStrip(workbench, await stripUnder(workbench, frame, 'labels: tensor'));
    const link = inspector.getByRole('button', { name: 'Show in code' });
    await link.waitFor();
    await workbench.screenshot('in-code');
    await link.click();
    const { page } = workbench;
    await until('The loss, selected in its cell', async () => {
      const focused = page.locator('.notebookOverlay .monaco-list-row.focused');
      const text = await focused.innerText({ timeout: 500 }).catch(() => '');
      return /criterion\(model\(x\)/.test(text.replaceAll('\u00a0', ' ')) &&
        (await focused.locator('.selected-text').count()) > 0
        ? true
        : undefined;
    });
    assert.equal(await page.locator('.tab').filter({ hasText: 'twice.ipynb' }).count(), 1);
  });
});
