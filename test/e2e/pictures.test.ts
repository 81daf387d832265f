/**
 * The pictures of the README, shot anew where LOGITSCOPE_PICTURES asks for them: four uses, as a person has them before
 * the eyes. scripts/pictures.py writes them to media/.
 */
import { mkdirSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { chooseInExplorer } from './explorer';
import { openStrip, stripUnder } from './inspector';
import { Workbench } from './workbench';

const SIZE = { width: 1180, height: 760 };
const FOLDER = 'artifacts/pictures';

async function save(name: string, part: Locator): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await part.screenshot({ animations: 'disabled', path: `${FOLDER}/${name}.png` });
}

if (process.env.LOGITSCOPE_PICTURES)
  describe('The pictures of the README', function () {
    this.timeout(300_000);
    let workbench: Workbench;
    let editor: Locator;
    before(async () => {
      workbench = await Workbench.shared({ size: SIZE, settings: { 'editor.minimap.enabled': false } });
      editor = workbench.page.locator('.part.editor');
    });
    afterEach(() => workbench.closeEditors());

    it('show code with its mistake and what it costs', async () => {
      await workbench.openFile('train.py');
      await workbench.page.locator('.squiggly-warning').first().waitFor();
      await workbench.hover('criterion(model(x), y)', /applies softmax itself/);
      await save('code', editor);
    });

    it('show an evaluation file', async () => {
      await chooseInExplorer(workbench, 'predictions.jsonl', 'Open with Logitscope');
      const frame = await workbench.panelFrame();
      await frame.getByText('Loss per row').first().waitFor();
      await workbench.page.waitForTimeout(1500);
      await save('evaluation', editor);
    });

    it('show the answer of a language model', async () => {
      await workbench.openFile('response.json');
      await workbench.runCommand('Logitscope: Show token probabilities');
      await workbench.runCommand('View: Close Editors in Other Groups');
      const frame = await workbench.panelFrame();
      await frame.getByRole('option').first().waitFor();
      await workbench.page.waitForTimeout(1500);
      await save('tokens', editor);
    });

    it('show an output and its inspector', async () => {
      await workbench.openFile('logits.ipynb');
      const frame = await workbench.notebookFrame();
      const inspector = await openStrip(workbench, await stripUnder(workbench, frame, '-1.6717, -0.9998'));
      await inspector.locator('svg.marks').first().waitFor();
      await workbench.page.mouse.move(760, 400);
      for (let turn = 0; turn < 6; turn++) await workbench.page.mouse.wheel(0, 330);
      await workbench.page.waitForTimeout(1500);
      await save('inspector', editor);
    });
  });
