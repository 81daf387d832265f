/**
 * The pictures of the README, made anew where LOGITSCOPE_PICTURES asks for them: four uses, as a person has them before
 * the eyes, each as WebP into media/.
 */
import { writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { chooseInExplorer } from './explorer';
import { openStrip, stripUnder } from './inspector';
import { Workbench } from './workbench';

const SIZE = { width: 1180, height: 760 };
/** Without loss: flat colours then take less than with. */
const QUALITY = 1;

async function save(workbench: Workbench, name: string, part: Locator): Promise<void> {
  const png = await part.screenshot({ animations: 'disabled' });
  // Chromium writes WebP, too; Playwright does not ask it to.
  const url = await workbench.page.evaluate(
    async ({ base64, quality }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    { base64: png.toString('base64'), quality: QUALITY },
  );
  writeFileSync(`media/readme-${name}.webp`, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
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
      await save(workbench, 'code', editor);
    });

    it('show an evaluation file', async () => {
      await chooseInExplorer(workbench, 'predictions.jsonl', 'Open with Logitscope');
      const frame = await workbench.panelFrame();
      await frame.getByText('Loss per row').first().waitFor();
      await workbench.page.waitForTimeout(1500);
      await save(workbench, 'evaluation', editor);
    });

    it('show the answer of a language model', async () => {
      await workbench.openFile('response.json');
      await workbench.runCommand('Logitscope: Show token probabilities');
      await workbench.runCommand('View: Close Editors in Other Groups');
      const frame = await workbench.panelFrame();
      await frame.getByRole('option').first().waitFor();
      await workbench.page.waitForTimeout(1500);
      await save(workbench, 'tokens', editor);
    });

    it('show an output and its inspector', async () => {
      await workbench.openFile('logits.ipynb');
      const frame = await workbench.notebookFrame();
      const inspector = await openStrip(workbench, await stripUnder(workbench, frame, '-1.6717, -0.9998'));
      await inspector.locator('svg.marks').first().waitFor();
      await workbench.page.mouse.move(760, 400);
      for (let turn = 0; turn < 6; turn++) await workbench.page.mouse.wheel(0, 330);
      await workbench.page.waitForTimeout(1500);
      await save(workbench, 'inspector', editor);
    });
  });
