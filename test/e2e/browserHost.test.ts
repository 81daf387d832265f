import assert from 'node:assert/strict';
import { chooseInExplorer } from './explorer';
import { Workbench } from './workbench';

describe("The browser's extension host", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      extension: 'browser',
      files: {
        'a.txt': 'logits = [[2.0, 1.0, 0.1]]',
        'rows.jsonl': '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 1}\n',
      },
    });
  });
  after(() => workbench.close());

  it('gives the same hover as Node', async () => {
    await workbench.openFile('a.txt');
    const hover = await workbench.hover('2.0', 'softmax');
    const text = await hover.innerText();
    for (const probability of ['.659', '.242', '.099']) assert.ok(text.includes(probability), text);
  });

  it('reads an evaluation file, whose bytes it hands to its worker', async () => {
    await chooseInExplorer(workbench, 'rows.jsonl', 'Compute softmax loss');
    const frame = await workbench.panelFrame();
    await frame.getByText('file rows.jsonl').waitFor();
    await frame.getByLabel('batch', { exact: true }).getByText('0.3185').waitFor();
    const worst = frame.getByRole('region', { name: 'worst rows', exact: true });
    await worst.getByRole('button').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'rows.jsonl' }).waitFor();
  });
});
