// The inspector as a person reads it: the accessible table beside the chart, the labelled controls.
import type { Frame, Locator } from 'playwright-core';
import { until, type Workbench } from './workbench';

const list = (workbench: Workbench) => workbench.page.locator('.notebookOverlay .cell-list-container');

/** Puts the pointer on the notebook, where the wheel turns it. */
async function pointAtList(workbench: Workbench): Promise<{ y: number }> {
  const box = (await list(workbench).boundingBox())!;
  await workbench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return box;
}

/** The bar of its list, not of an editor in it. */
const scrollBar = (workbench: Workbench) =>
  list(workbench).locator('> .monaco-list > .monaco-scrollable-element > .scrollbar.vertical');

/** Where the notebook is scrolled to. */
const position = (workbench: Workbench) =>
  scrollBar(workbench)
    .locator('> .slider')
    .evaluateAll((sliders) => sliders.map((slider) => (slider as HTMLElement).style.top).join());

/** Turns the wheel over the notebook until the element stands well inside the window. */
export async function scrollTo(workbench: Workbench, element: Locator): Promise<void> {
  const { page } = workbench;
  const { height } = page.viewportSize()!;
  const { y: top } = await pointAtList(workbench);
  let step = 800;
  let last = '';
  await until('The element in view', async () => {
    // Nothing is drawn while one only waits for it.
    const box = await element.boundingBox({ timeout: 200 }).catch(() => null);
    if (box && box.y > top + 40 && box.y + Math.min(box.height, 200) < height - 80) return true;
    if (box) step = box.y < top + 40 ? -400 : 800;
    await page.mouse.wheel(0, step);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const now = await position(workbench);
    // Outputs are drawn some time after they come into view: one that was passed over is looked for on the way back.
    if (now === last) step = -Math.sign(step) * 500;
    last = now;
    return false;
  });
}

/** VS Code takes no more of one turn of the wheel, in pixels. */
const TURN = 250;

/** Scrolls a notebook to its end, or back to its start, so that all its outputs are drawn. */
export async function scrollThrough(workbench: Workbench, step = 2500): Promise<void> {
  await pointAtList(workbench);
  for (let last = '', still = 0; still < 4;) {
    for (let left = Math.abs(step); left > 0; left -= TURN)
      await workbench.page.mouse.wheel(0, Math.sign(step) * Math.min(left, TURN));
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await position(workbench);
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/**
 * The same by the scroll bar, nearly a screen at a time: of hundreds of outputs the wheel makes many minutes. It is let go of
 * each time, as the notebook becomes longer while outputs are drawn.
 */
export async function dragThrough(workbench: Workbench): Promise<void> {
  const { mouse } = workbench.page;
  const bar = scrollBar(workbench);
  const rows = bar.locator('xpath=..').locator('> .monaco-list-rows');
  for (let last = '', still = 0; still < 4;) {
    const track = (await bar.boundingBox())!;
    const slider = (await bar.locator('> .slider').boundingBox())!;
    const length = await rows.evaluate((element) => (element as HTMLElement).offsetHeight);
    const room = track.height - slider.height;
    const step = (0.8 * track.height * room) / Math.max(1, length - track.height);
    const [x, y] = [slider.x + slider.width / 2, slider.y + slider.height / 2];
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x, y + Math.max(1, Math.floor(step)));
    await mouse.up();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await position(workbench);
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/** One class of the shown row, from the table that stands beside the chart. */
export interface ClassFigures {
  logit: number;
  probability: number;
  logProbability: number;
  gradient?: number;
}

/** The classes of the row an inspector shows, by name. */
export async function shownClasses(inspector: Locator): Promise<Map<string, ClassFigures>> {
  const rows = await inspector
    .getByRole('region', { name: 'Classes' })
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return new Map(
    rows.map(([name, logit, p, logp, gradient]) => [
      name.replace(/^◆ | \(label\)$/g, ''),
      {
        logit: numberIn(logit),
        probability: numberIn(p),
        logProbability: numberIn(logp),
        ...(gradient !== undefined && { gradient: numberIn(gradient) }),
      },
    ]),
  );
}

/** People read true minus signs. */
const numberIn = (text: string | null): number => Number(text?.replaceAll('−', '-'));

/** The strip under the output with a text: it comes when the output, which is drawn before anyone sees it, is in view. */
export async function stripUnder(workbench: Workbench, frame: Frame, text: string): Promise<Locator> {
  const output = frame.locator('.output_container').filter({ hasText: text }).first();
  await scrollTo(workbench, output);
  const strip = output.locator('logitscope-strips').first();
  await strip.waitFor({ state: 'attached' });
  return strip;
}

/** The inspector opened in place of a strip. */
export async function openStrip(workbench: Workbench, strip: Locator): Promise<Locator> {
  await scrollTo(workbench, strip);
  await strip.getByRole('button', { name: /^Inspect / }).click();
  const inspector = strip.getByRole('group', { name: 'Logitscope inspector' });
  await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
  return inspector;
}

/** Names of the scripts a frame has loaded. */
export function loadedScripts(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
}
