/**
 * The film of the README, made anew where LOGITSCOPE_PICTURES asks for it: logits that a notebook printed, their strip, its
 * inspector, a temperature, labels and the loss. Frames go to artifacts/film/, scripts/pictures.py joins them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { openStrip, stripUnder } from './inspector';
import { until, Workbench } from './workbench';

const FOLDER = 'artifacts/film';
/** Milliseconds. */
const LOOK = 1800;
const READ = 2600;
const GLIDE = 60;
/** Where the strip stands, in pixels from the top of the window. */
const STRIP = 330;

/** A pointer that pictures show, which theirs is not. */
const POINTER =
  '<svg width="20" height="20" viewBox="0 0 20 20"><path d="M3 1v15l4-4 2.6 6 2.4-1-2.6-6H15z" fill="#fff" stroke="#000" stroke-width="1.2"/></svg>';

/** What someone does before a camera. */
class Film {
  private readonly frames: { file: string; ms: number }[] = [];
  private at = { x: 700, y: 520 };

  constructor(
    private readonly workbench: Workbench,
    private readonly scene: Locator,
  ) {}

  async frame(ms: number): Promise<void> {
    const file = `${String(this.frames.length).padStart(3, '0')}.png`;
    await this.scene.screenshot({ path: `${FOLDER}/${file}`, animations: 'disabled', caret: 'initial' });
    this.frames.push({ file, ms });
  }

  /** The pointer glides there, in as many frames. */
  async glide(to: { x: number; y: number }, steps = 6, ms = GLIDE): Promise<void> {
    const { x, y } = this.at;
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      this.at = { x: x + (to.x - x) * share, y: y + (to.y - y) * share };
      await this.point();
      await this.frame(ms);
    }
  }

  async point(): Promise<void> {
    const { page } = this.workbench;
    await page.mouse.move(this.at.x, this.at.y);
    await page.evaluate(
      ({ x, y, pointer }) => {
        let drawn = document.querySelector<HTMLElement>('#pointer');
        if (!drawn) {
          drawn = document.createElement('div');
          drawn.id = 'pointer';
          drawn.innerHTML = pointer;
          document.body.append(drawn);
        }
        drawn.style.cssText = `position: fixed; z-index: 100000; pointer-events: none; left: ${x - 3}px; top: ${y - 1}px`;
      },
      { ...this.at, pointer: POINTER },
    );
    await page.waitForTimeout(120);
  }

  save(): void {
    writeFileSync(`${FOLDER}/frames.json`, JSON.stringify(this.frames));
  }
}

async function middle(element: Locator, share = 0.5): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return { x: x + width * share, y: y + height / 2 };
}

if (process.env.LOGITSCOPE_PICTURES)
  describe('The film of the README', function () {
    this.timeout(300_000);
    let workbench: Workbench;
    before(async () => {
      rmSync(FOLDER, { recursive: true, force: true });
      mkdirSync(FOLDER, { recursive: true });
      workbench = await Workbench.open({ folder: 'examples', size: { width: 960, height: 800 } });
    });
    after(() => workbench.close());

    it('goes from a printed tensor to its loss', async () => {
      const { page } = workbench;
      await workbench.openFile('logits.ipynb');
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      const frame = await workbench.notebookFrame();
      const strip = await stripUnder(workbench, frame, '-0.1555,  8.5030');
      // What printed it is at the top of the scene.
      await page.mouse.move(480, 420);
      await until('The strip where the scene has it', async () => {
        const { y } = (await strip.boundingBox())!;
        if (Math.abs(y - STRIP) < 30) return true;
        await page.mouse.wheel(0, y - STRIP);
        await page.waitForTimeout(500);
        return false;
      });
      await page.waitForTimeout(1000);
      const film = new Film(workbench, page.locator('.part.editor'));
      await film.point();
      await film.frame(LOOK);
      await film.glide(await middle(strip.getByRole('button', { name: /^Inspect / }), 0.05));
      const inspector = await openStrip(workbench, strip);
      await inspector.locator('svg.marks').first().waitFor();
      await page.waitForTimeout(800);
      await film.frame(LOOK);
      const unsure = inspector.getByText('fox', { exact: true }).first();
      await film.glide(await middle(unsure));
      await unsure.click();
      await page.waitForTimeout(300);
      await film.frame(900);
      const slider = inspector.getByRole('slider', { name: 'Temperature' });
      await film.glide(await middle(slider));
      await page.mouse.down();
      await film.glide(await middle(slider, 0.85), 8, 90);
      await film.frame(900);
      await film.glide(await middle(slider, 0.3), 10, 90);
      await film.frame(900);
      await film.glide(await middle(slider), 4, 90);
      await page.mouse.up();
      const labels = inspector.getByLabel('Labels', { exact: true });
      await film.glide(await middle(labels, 0.3));
      await labels.click();
      for (const key of '1, 5, 1') {
        await page.keyboard.type(key);
        await film.frame(110);
      }
      await page.keyboard.press('Enter');
      await inspector
        .getByText(/mean loss/i)
        .first()
        .waitFor();
      await page.waitForTimeout(800);
      await film.frame(READ);
      film.save();
    });
  });
