import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { loadedScripts, scrollThrough } from './inspector';
import { Workbench, until } from './workbench';

/** What VS Code drew for one cell. */
interface DrawnCell {
  text: string;
  /** The elements of its outputs, without the items of text, and what their shadow trees hold. */
  frames: string[];
  /** Items of text. */
  items: string[];
}

/**
 * What VS Code drew for every cell of the visible notebook, without what differs from window to window. Sorted by text: the
 * page keeps cells in the order in which they came into view. Within a cell too, as VS Code joins streams in the order in
 * which they happen to be ready.
 */
async function drawnCells(workbench: Workbench, frame: Frame, cells: number): Promise<DrawnCell[]> {
  const read = () =>
    frame.evaluate((): DrawnCell[] => {
      // Ids and blob addresses are random.
      const plain = (html: string) =>
        html
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
          .replace(/(blob:)?(vscode-webview|https?):\/\/[^/"']+/g, 'origin:');
      // VS Code draws Markdown and formulas into shadow trees.
      const shadowsOf = (element: Element) =>
        [...element.querySelectorAll('*')]
          .filter((inner) => inner.shadowRoot && inner.localName !== 'logitscope-strips')
          .map((inner) => inner.shadowRoot!);
      const drawn = (cell: Element): DrawnCell => {
        const texts: string[] = [];
        const items: string[] = [];
        const frames = [...cell.querySelectorAll<HTMLElement>('.output')].map((output) => {
          const shadows = shadowsOf(output);
          const copy = output.cloneNode(true) as HTMLElement;
          // Where the notebook puts the output's own element, in view or out of it, is no renderer's doing.
          copy.removeAttribute('style');
          for (const item of copy.querySelectorAll('[output-item-id]')) {
            texts.push(item.textContent);
            items.push(plain(item.outerHTML));
            item.remove();
          }
          const rest = [copy.outerHTML, ...shadows.map(({ innerHTML }) => innerHTML)].join('\n');
          texts.push(copy.textContent, ...shadows.map((shadow) => shadow.textContent));
          return plain(rest);
        });
        return { text: texts.sort().join('\n'), frames: [...new Set(frames)].sort(), items: items.sort() };
      };
      return [...document.querySelectorAll('.cell_container')]
        .map(drawn)
        .filter(({ frames }) => frames.length > 0)
        .map((one) => ({ one, key: one.text || one.frames.join('\n') }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ one }) => one);
    });
  // VS Code draws the outputs out of view as well, once it is idle; those that it leaves are scrolled to.
  let before = '';
  let still = 0;
  return until(
    `The outputs of ${cells} cells at rest`,
    async () => {
      const now = await read();
      const text = JSON.stringify(now);
      still = text === before ? still + 1 : 0;
      before = text;
      if (still > 0 && now.length >= cells) return now;
      if (still > 4) {
        await scrollThrough(workbench, now.length % 2 ? 900 : -900);
        still = 0;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return undefined;
    },
    90_000,
  );
}

/** That stand under the outputs of examples/logits.ipynb, at least. */
const STRIPS = 5;

interface Window {
  ordinary: DrawnCell[];
  logits: DrawnCell[];
  /** Whether our renderer drew them. */
  ours: boolean;
}

/** What a window draws of both example notebooks. */
async function draw(extension: boolean): Promise<Window> {
  const workbench = extension
    ? await Workbench.shared()
    : await Workbench.open({ folder: 'examples', extension: false });
  try {
    const drawnOf = async (file: string, strips: number) => {
      const { cells } = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as {
        cells: { outputs?: unknown[] }[];
      };
      const withOutputs = cells.filter((cell) => cell.outputs?.length).length;
      await workbench.openFile(file);
      const frame = await workbench.notebookFrame();
      await frame.locator('.output').first().waitFor();
      // Strips come under outputs that are in view, some time after them.
      if (extension) {
        let step = 700;
        await until(
          `${strips} strips`,
          async () => {
            await scrollThrough(workbench, step);
            step = -Math.sign(step) * 400;
            return (await frame.locator('logitscope-strips').count()) >= strips;
          },
          120_000,
        );
      }
      const outputs = await drawnCells(workbench, frame, withOutputs);
      await workbench.screenshot(`${file}-${extension ? 'with' : 'without'}`);
      return { outputs, frame };
    };
    const { outputs: ordinary, frame } = await drawnOf('ordinary.ipynb', 0);
    const ours = (await loadedScripts(frame)).some((name) => name.includes('/dist/renderer.js'));
    await workbench.runCommand('View: Close All Editors');
    const { outputs: logits } = await drawnOf('logits.ipynb', STRIPS);
    return { ordinary, logits, ours };
  } finally {
    if (!extension) await workbench.close();
  }
}

function assertSameNodes(actual: readonly DrawnCell[], expected: readonly DrawnCell[]): void {
  assert.deepEqual(
    actual.map(({ text }) => text),
    expected.map(({ text }) => text),
  );
  expected.forEach((cell, i) => assert.deepEqual(actual[i], cell));
}

describe('Node for node, an output looks as without the extension', function () {
  this.timeout(300_000);
  let without: Window;
  let withExtension: Window;
  before(async () => {
    without = await draw(false);
    withExtension = await draw(true);
    assert.deepEqual([without.ours, withExtension.ours], [false, true]);
  });

  it('when it is ordinary: colours, links, long text, tables, errors, images, streams', () => {
    const drawn = without.ordinary.flatMap(({ frames }) => frames).length;
    assert.ok(drawn >= 40, `only ${drawn} outputs were drawn`);
    assertSameNodes(withExtension.ordinary, without.ordinary);
  });

  it('but for the strip after it, when it holds logits', () => {
    const strip = /<logitscope-strips[^>]*><\/logitscope-strips>(?=<\/div>$)/;
    const strips = withExtension.logits.flatMap(({ frames }) => frames.filter((html) => strip.test(html)));
    assert.ok(strips.length >= STRIPS, `${strips.length} strips`);
    assertSameNodes(
      withExtension.logits.map((cell) => ({
        ...cell,
        frames: cell.frames.map((html) => html.replace(strip, '')),
      })),
      without.logits,
    );
  });
});
