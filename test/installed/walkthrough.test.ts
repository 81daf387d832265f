import assert from 'node:assert/strict';
import { openStrip, stripUnder } from '../e2e/inspector';
import { until, Workbench } from '../e2e/workbench';

const which = process.env.LOGITSCOPE_VSCODE ?? 'newest';
const TITLE = 'Get started with Logitscope';

interface Step {
  /** What opens the sample. */
  button: string;
  /** What a person does when the sample is there. */
  act: (workbench: Workbench) => Promise<unknown>;
}

/** By the step's id, in the order in which they stand. */
const STEPS: Record<string, Step> = {
  strip: {
    button: 'Open the notebook',
    act: async (workbench) => {
      const frame = await workbench.notebookFrame();
      await openStrip(workbench, await stripUnder(workbench, frame, '-0.1555,  8.5030'));
    },
  },
  tokens: {
    button: 'Show token probabilities',
    act: async (workbench) => shows(workbench, /makers/),
  },
  hover: {
    button: 'Open the source code',
    act: (workbench) => workbench.hover('[104.0, 0.0, -3.0]', /softmax/),
  },
  mend: {
    button: 'Open the training loop',
    act: async ({ page }) => {
      const marks = page.locator('.squiggly-warning');
      await marks.first().waitFor();
      const before = await marks.count();
      const { x, y, width, height } = (await marks.first().boundingBox())!;
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget .monaco-list-row.action').first().waitFor();
      await page.keyboard.press('Enter');
      await until('A mark less', async () => (await marks.count()) < before);
    },
  },
  evaluate: {
    button: 'Open the evaluation file',
    act: async (workbench) => shows(workbench, /accuracy/i),
  },
};

/** In the panel in sight, which takes the place of another one. */
function shows(workbench: Workbench, text: RegExp): Promise<unknown> {
  return until(String(text), async () => {
    const frame = await workbench.panelFrame();
    return frame
      .getByText(text)
      .first()
      .isVisible()
      .catch(() => false);
  });
}

describe('The walkthrough of the installed package, in an empty profile', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ size: { width: 1400, height: 900 } });
  });
  // It may never have opened.
  after(() => (workbench as Workbench | undefined)?.close());

  const stepOf = (id: string) => workbench.page.locator(`[data-step-id$="#start#${id}"]`).first();
  const isDone = (id: string) =>
    workbench.page.locator(`[data-done-step-id$="#start#${id}"].complete`).first().isVisible();

  /** Comes to the walkthrough from the page that VS Code welcomes people with, or back to it by its tab. */
  async function openWalkthrough(): Promise<void> {
    const { page } = workbench;
    const tab = page.locator('.tab').filter({ hasText: /Walkthrough|Welcome/ });
    if ((await tab.count()) > 0) await tab.click();
    else await workbench.runCommand('Help: Welcome');
    const steps = page.locator('[data-step-id*="#start#"]:not([disabled])');
    const entry = page.locator('button.getting-started-category:not([disabled])').filter({ hasText: TITLE });
    // Its tab may show the page before it, as VS Code builds the page anew with each step that is done, or its own walkthrough.
    await until('The steps', async () => {
      if ((await steps.count()) > 0) return true;
      const next = (await entry.isVisible()) ? entry : page.locator('button.prev-button').first();
      await next.click({ timeout: 2000 }).catch(() => undefined);
      return false;
    });
  }

  for (const [id, { button, act }] of Object.entries(STEPS))
    it(`opens the sample of the step “${id}”, and ticks the step when a person has done it`, async () => {
      const { page } = workbench;
      await openWalkthrough();
      assert.ok(!(await isDone(id)), 'ticked before anyone did it');
      if ((await stepOf(id).getAttribute('aria-expanded')) !== 'true') await stepOf(id).click();
      await workbench.screenshot(`walkthrough-${which}-${id}`);
      const start = Date.now();
      await page.getByRole('button', { name: button, exact: true }).click();
      await act(workbench);
      console.log(`      ${id}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
      await workbench.screenshot(`walkthrough-${which}-${id}-done`);
      await openWalkthrough();
      await until('The tick', () => isDone(id));
    });
});
