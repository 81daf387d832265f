import assert from 'node:assert/strict';
import { Workbench } from './workbench';

describe("The browser's extension host", () => {
  let workbench: Workbench;
  afterEach(() => workbench.close());

  it('gives the same hover as Node', async () => {
    workbench = await Workbench.open({
      extension: 'browser',
      files: { 'a.txt': 'logits = [[2.0, 1.0, 0.1]]' },
    });
    await workbench.openFile('a.txt');
    const hover = await workbench.hover('2.0', 'softmax');
    const text = await hover.innerText();
    for (const probability of ['.659', '.242', '.099']) assert.ok(text.includes(probability), text);
  });
});
