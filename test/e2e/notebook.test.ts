import assert from 'node:assert/strict';
import { notebook, plain, printed } from './notebook';
import { Workbench } from './workbench';

describe('A saved notebook', () => {
  let workbench: Workbench;
  afterEach(() => workbench.close());

  for (const extension of [true, false]) {
    it(`shows its outputs ${extension ? 'with' : 'without'} the extension`, async () => {
      workbench = await Workbench.open({
        extension,
        files: {
          'saved.ipynb': notebook([
            { source: 'answer', outputs: [plain("'forty-two'"), printed('printed\n')] },
          ]),
        },
      });
      await workbench.openFile('saved.ipynb');
      const frame = await workbench.notebookFrame();
      await frame.getByText("'forty-two'").waitFor();
      await frame.getByText('printed').waitFor();
      await workbench.screenshot(`notebook-${extension ? 'with' : 'without'}`);
      assert.equal(await frame.getByText("'forty-two'").count(), 1);
    });
  }
});
