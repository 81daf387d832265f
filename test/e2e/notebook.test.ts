import assert from 'node:assert/strict';
import { notebook, plain, printed } from './notebook';
import { Workbench } from './workbench';

describe('A saved notebook', () => {
  let workbench: Workbench;
  afterEach(() => workbench.close());

  it('shows its outputs', async () => {
    const outputs = [plain("'forty-two'"), printed('printed\n')];
    workbench = await Workbench.open({ files: { 'saved.ipynb': notebook([{ source: 'answer', outputs }]) } });
    await workbench.openFile('saved.ipynb');
    const frame = await workbench.notebookFrame();
    await frame.getByText("'forty-two'").waitFor();
    await frame.getByText('printed').waitFor();
    assert.equal(await frame.getByText("'forty-two'").count(), 1);
  });
});
