import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { notebook } from './notebook';
import { Workbench } from './workbench';

/** Pauses longer than an output has to be still before it is read: the first reads find no whole array. */
const AGAIN = [
  'forward pass',
  '--',
  'logits: tensor([[ 2.0000,  1.0000,  0.1000],',
  '--',
  '        [ 0.5000,  2.5000,  0.3000]])',
  '--',
  'done',
];

/** The height of what stands under an output at each frame, from when the cell runs again until it has printed its last line. */
function heightsWhileRunning(frame: Frame): Promise<number[]> {
  return frame.evaluate(async (last) => {
    const heights: number[] = [];
    const ran = (output: Element | null) => !output?.textContent.trimEnd().endsWith(last);
    let isRunning = false;
    for (const start = performance.now(); performance.now() - start < 30_000;) {
      await new Promise(requestAnimationFrame);
      const output = document.querySelector('.cell_container .output');
      if (!isRunning && !ran(output)) continue;
      if (!isRunning) isRunning = true;
      if (output?.textContent.trim())
        heights.push(output.querySelector<HTMLElement>('logitscope-strips')?.offsetHeight ?? 0);
      if (!ran(output)) break;
    }
    // The inspector opens again after the last line.
    for (const start = performance.now(); performance.now() - start < 3000;) {
      await new Promise(requestAnimationFrame);
      heights.push(document.querySelector<HTMLElement>('logitscope-strips')?.offsetHeight ?? 0);
    }
    return heights;
  }, AGAIN.at(-1)!);
}

describe('When a cell is run again', function () {
  this.timeout(180_000);

  it('its strip and its opened inspector keep their room, line by line', async () => {
    const source = AGAIN.map((line) => `# ${line}`).join('\n');
    const workbench = await Workbench.shared({
      files: { 'again/streaming.ipynb': notebook([{ source }]) },
      size: { width: 1280, height: 1600 },
    });
    await workbench.openFile('again/streaming.ipynb');
    await workbench.page.locator('.kernel-label', { hasText: 'Streaming' }).waitFor();
    const run = () => workbench.page.getByRole('button', { name: 'Run All' }).click();
    await run();
    const frame = await workbench.notebookFrame();
    const strips = frame.locator('logitscope-strips');
    for (const opens of [false, true]) {
      if (opens) {
        await strips.getByRole('button', { name: /^Inspect / }).click();
        await strips.locator('svg.marks path').first().waitFor();
      } else await strips.locator('.ls-strip').waitFor();
      // Whatever comes late is there.
      await workbench.page.waitForTimeout(1500);
      const height = (await strips.boundingBox())!.height;
      const watched = heightsWhileRunning(frame);
      await run();
      const heights = await watched;
      const other = heights.map((one, frame) => [one, frame]).filter(([one]) => Math.abs(one - height) > 2);
      assert.deepEqual(other, [], `not ${height} pixels high in these of ${heights.length} frames`);
    }
  });
});
