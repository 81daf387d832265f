import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { dragThrough, openStrip, stripUnder } from './inspector';
import { notebook, printed } from './notebook';
import { until, Workbench } from './workbench';

const numbers = (rows: number, seed: number) =>
  Array.from(
    { length: rows },
    (_, row) => `[${[0, 1, 2].map((i) => (4 * Math.sin(seed + 3 * row + i)).toFixed(4)).join(', ')}]`,
  ).join(',\n        ');
const output = (rows: number, name: string, seed: number) =>
  printed(`${name}_logits: tensor([${numbers(rows, seed)}])\n`);

/** More screens than two on either side. */
const MANY = 40;

interface Seen {
  /** Their place among all strips. */
  at: number;
  wasResting: boolean;
  hasChart: boolean;
}

/** The strips from top to bottom: VS Code draws outputs in any order. */
declare const stripsByPlace: () => Element[];

const orderStrips = (frame: Frame) =>
  frame.evaluate(() => {
    const topOf = (element: Element) => element.getBoundingClientRect().top;
    const byPlace = () =>
      [...document.querySelectorAll('logitscope-strips')].sort((a, b) => topOf(a) - topOf(b));
    Object.assign(globalThis, { stripsByPlace: byPlace });
  });

/** Notes of each strip that comes into sight whether it was taken up before, and whether its chart stands by then. */
function watchSight(): void {
  const strips = stripsByPlace();
  const taken = new Map<Element, number>();
  const seen: Seen[] = [];
  const up = new MutationObserver((changes) => {
    for (const { target } of changes)
      if (!(target as Element).hasAttribute('data-rests')) taken.set(target as Element, performance.now());
  });
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, time } of entries)
      if (isIntersecting)
        seen.push({
          at: strips.indexOf(target),
          wasResting: target.hasAttribute('data-rests') || (taken.get(target) ?? 0) >= time,
          hasChart: target.shadowRoot!.querySelector('svg.marks path') !== null,
        });
  });
  for (const strip of strips) {
    up.observe(strip, { attributeFilter: ['data-rests'] });
    sight.observe(strip);
  }
  Object.assign(globalThis, { seen });
}

/** How the view under an output stands, and what it shows. */
const stateOf = (frame: Frame, at: number) =>
  frame.evaluate((index) => {
    const element = stripsByPlace()[index];
    const root = element.shadowRoot!;
    return {
      height: element.getBoundingClientRect().height,
      scrolled: root.querySelector('.ls-scroller')?.scrollTop,
      temperature: root.querySelector<HTMLInputElement>('input[type=range]')?.value,
      rows: [...root.querySelectorAll('[role=row]')].map((row) => row.textContent),
      chart: root.querySelector('svg.marks')?.textContent,
      bars: [...root.querySelectorAll('svg.marks path')].map((path) => path.getAttribute('d')),
    };
  }, at);

const heightsOf = (frame: Frame) =>
  frame.evaluate(() => stripsByPlace().map((element) => element.getBoundingClientRect().height));

const rests = (frame: Frame) =>
  frame.evaluate(() => stripsByPlace().map((element) => element.hasAttribute('data-rests')));

describe('Under outputs far from sight', function () {
  this.timeout(240_000);

  it('nothing is laid out or charted, and it stands as it was left before it comes into sight again', async () => {
    const outputs = [
      output(40, 'first', 1),
      output(4, 'second', 2),
      ...Array.from({ length: MANY }, (_, i) => output(4, `other${i}`, i)),
    ];
    const workbench = await Workbench.shared({
      files: {
        'rest/rest.ipynb': notebook(outputs.map((one) => ({ source: 'print(logits)', outputs: [one] }))),
      },
      size: { width: 1280, height: 800 },
    });
    await workbench.openFile('rest/rest.ipynb');
    const frame = await workbench.notebookFrame();
    await orderStrips(frame);
    const first = await openStrip(workbench, await stripUnder(workbench, frame, 'first_logits'));
    const chart = first.locator('svg.marks path').first();
    await chart.waitFor({ state: 'attached' });
    await first.locator('input[type=range]').first().fill('2');
    await first.locator('.ls-scroller').evaluate((element) => element.scrollTo({ top: 310 }));
    const second = await openStrip(workbench, await stripUnder(workbench, frame, 'second_logits'));
    await second.locator('svg.marks path').first().waitFor({ state: 'attached' });
    await workbench.page.waitForTimeout(1500);
    await until('The first output as it is left', async () => {
      const { scrolled, bars, rows } = await stateOf(frame, 0);
      return scrolled! > 0 && bars.length > 2 && rows.length > 10;
    });
    const before = await stateOf(frame, 0);

    await dragThrough(workbench);
    await until('Strips at rest', async () => (await rests(frame)).filter(Boolean).length > MANY / 3);
    const heights = await heightsOf(frame);
    const resting = await frame.evaluate(() => {
      const root = stripsByPlace()[0].shadowRoot!;
      return {
        boxes: [...root.querySelectorAll('*')].filter((one) => one.getClientRects().length > 0).length,
        charts: root.querySelectorAll('svg.marks').length,
      };
    });
    assert.deepEqual(resting, { boxes: 0, charts: 0 });
    assert.equal(heights.length, outputs.length);
    assert.equal(heights[0], before.height);
    assert.equal((await rests(frame)).at(-1), false, 'what is near sight rests');

    await frame.evaluate(watchSight);
    // Beside the outputs, where the wheel turns no list in them.
    const list = (await workbench.page.locator('.notebookOverlay .cell-list-container').boundingBox())!;
    await workbench.page.mouse.move(list.x + 8, list.y + list.height / 2);
    const top = () => frame.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen.at(-1)?.at === 0);
    for (const start = Date.now(); !(await top()) && Date.now() - start < 60_000;) {
      await workbench.page.mouse.wheel(0, -240);
      await workbench.page.waitForTimeout(100);
    }
    await until('The chart', async () => (await stateOf(frame, 0)).bars.length === before.bars.length);
    await workbench.page.waitForTimeout(500);
    const seen = await frame.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);
    assert.ok(new Set(seen.map(({ at }) => at)).size > MANY / 4, JSON.stringify(seen));
    assert.deepEqual(
      seen.filter(({ wasResting }) => wasResting),
      [],
    );
    assert.deepEqual(
      seen.filter(({ at, hasChart }) => at === 0 && !hasChart),
      [],
    );
    assert.deepEqual(await heightsOf(frame), heights);
    assert.deepEqual(await stateOf(frame, 0), before);
  });
});
