import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseInExplorer } from './explorer';
import { floats, npy, npyHeader } from '../unit/live/files';
import { until, Workbench } from './workbench';

describe("The browser's extension host", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      extension: 'browser',
      settings: { 'workbench.editorAssociations': { '*.npy': 'logitscope.arrays' } },
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
    await frame.locator('#origin', { hasText: 'rows.jsonl' }).waitFor();
    await frame.getByRole('region', { name: 'Evaluation' }).getByText('.319').first().waitFor();
    const rows = frame.getByRole('region', { name: 'Rows', exact: true });
    await rows.getByLabel('Misclassified only').uncheck();
    await rows.locator('tbody button').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'rows.jsonl' }).waitFor();
  });

  it('opens a file of arrays, whose bytes it has whole, and refuses in a sentence what is too large for that', async () => {
    const write = (name: string, rows: number, size: number) => {
      const file = path.join(workbench.folder, name);
      const header = npy(npyHeader('<f4', [rows, 3]), floats(2, 1, -0.1, 0.5, 2.5, -0.3));
      writeFileSync(file, header);
      if (size > header.length) truncateSync(file, size);
    };
    write('small.npy', 2, 0);
    write('large.npy', 25_000_000, 128 + 300_000_000);
    await workbench.closeEditors();
    await workbench.openFile('small.npy');
    const small = await workbench.panelFrame();
    await small.getByRole('group', { name: 'Logitscope inspector' }).getByText('2×3').first().waitFor();
    await workbench.closeEditors();
    await workbench.openFile('large.npy');
    const frame = await until('the refusal', async () => {
      const current = await workbench.panelFrame();
      return (await current.getByRole('alert').count()) > 0 && current;
    });
    const said = (await frame.getByRole('alert').textContent())!;
    assert.match(said, /large\.npy is too large to open here \(300 MB\)/);
  });
});
