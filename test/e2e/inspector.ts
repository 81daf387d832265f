// The inspector as a person reads it: the accessible table beside the chart, the labelled controls.
import type { Frame, Locator } from 'playwright-core';
import { until, type Workbench } from './workbench';

/** Turns the wheel over the notebook until the element stands well inside the window. */
export async function scrollTo(workbench: Workbench, element: Locator): Promise<void> {
  const { page } = workbench;
  const { height } = page.viewportSize()!;
  const list = (await page.locator('.notebookOverlay .cell-list-container').boundingBox())!;
  await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
  await until('The element in view', async () => {
    const box = await element.boundingBox().catch(() => null);
    if (box && box.y > list.y + 40 && box.y + Math.min(box.height, 200) < height - 80) return true;
    await page.mouse.wheel(0, box && box.y < list.y + 40 ? -400 : 800);
    await new Promise((resolve) => setTimeout(resolve, 150));
    return false;
  });
}

/** Scrolls a notebook to its end, or back to its start, so that all its outputs are drawn. */
export async function scrollThrough(workbench: Workbench, step = 2500): Promise<void> {
  const { page } = workbench;
  const list = page.locator('.notebookOverlay .cell-list-container');
  const box = (await list.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const position = () =>
    page
      .locator('.notebookOverlay .monaco-scrollable-element > .scrollbar.vertical .slider')
      .first()
      .evaluate((slider) => (slider as HTMLElement).style.top);
  for (let last = '', still = 0; still < 4;) {
    await page.mouse.wheel(0, step);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await position();
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
    .getByRole('region', { name: 'classes' })
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return new Map(
    rows.map(([name, logit, p, logp, gradient]) => [
      name.replace(/^◆ |, the label$/g, ''),
      {
        logit: Number(logit),
        probability: Number(p),
        logProbability: Number(logp),
        ...(gradient !== undefined && { gradient: Number(gradient) }),
      },
    ]),
  );
}

/** The inspector opened in place of a strip. */
export async function openStrip(workbench: Workbench, strip: Locator): Promise<Locator> {
  await scrollTo(workbench, strip);
  await strip.getByRole('button', { name: /^Inspect / }).click();
  const inspector = strip.getByRole('group', { name: 'Logitscope inspector' });
  await inspector.getByRole('region', { name: 'classes' }).waitFor({ state: 'attached' });
  return inspector;
}

/** Names of the scripts a frame has loaded. */
export function loadedScripts(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
}
