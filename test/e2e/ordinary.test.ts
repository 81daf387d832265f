import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { scrollThrough } from './inspector';
import { Workbench, until } from './workbench';

/** What VS Code drew for one output, without what differs from window to window. */
interface Drawn {
  top: number;
  html: string;
}

/** Every output of the visible notebook, in order; scrolls through it so that all are drawn. */
async function drawnOutputs(workbench: Workbench, frame: Frame, cells: number): Promise<string[]> {
  await scrollThrough(workbench);
  const read = () =>
    frame.evaluate((): Drawn[] => {
      const ids = new Map<string, string>();
      // Ids and blob addresses are random: the first becomes #0, and so on.
      const plain = (html: string) =>
        html
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
            if (!ids.has(id)) ids.set(id, `#${ids.size}`);
            return ids.get(id)!;
          })
          .replace(/(blob:)?(vscode-webview|https?):\/\/[^/"']+/g, 'origin:');
      const containers = [...document.querySelectorAll<HTMLElement>('.output_container')];
      return containers
        .map((container) => {
          const outputs = [...container.querySelectorAll<HTMLElement>('.output')];
          ids.clear();
          return {
            top: container.getBoundingClientRect().top,
            html: outputs.map((o) => plain(o.outerHTML)).join('\n'),
          };
        })
        .sort((a, b) => a.top - b.top);
    });
  // The last ones are drawn when the notebook is idle.
  let before = -1;
  const drawn = await until('The outputs at rest', async () => {
    const now = await read();
    const same = now.length >= cells && JSON.stringify(now).length === before;
    before = JSON.stringify(now).length;
    if (!same) await new Promise((resolve) => setTimeout(resolve, 500));
    return same && now;
  });
  return drawn.map(({ html }) => html);
}

/** Opens a notebook with and without the extension; gives what was drawn, and whether our renderer drew it. */
async function drawBoth(file: string, cells: number) {
  const runs = [];
  for (const extension of [false, true]) {
    const workbench = await Workbench.open({ folder: 'examples', extension });
    try {
      await workbench.openFile(file);
      const frame = await workbench.notebookFrame();
      await frame.locator('.output').first().waitFor();
      const outputs = await drawnOutputs(workbench, frame, cells);
      const loaded = await frame.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => name),
      );
      await workbench.screenshot(`${file}-${extension ? 'with' : 'without'}`);
      runs.push({ outputs, ours: loaded.some((name) => name.includes('/dist/renderer.js')) });
    } finally {
      await workbench.close();
    }
  }
  return { without: runs[0], withExtension: runs[1] };
}

function assertSameNodes(actual: readonly string[], expected: readonly string[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((html, i) => assert.equal(actual[i], html, `output ${i}`));
}

describe('Node for node, an output looks as without the extension', () => {
  it('when it is ordinary: colours, links, long text, tables, errors, images, streams', async function () {
    this.timeout(300_000);
    const { without, withExtension } = await drawBoth('ordinary.ipynb', 40);
    assert.deepEqual([without.ours, withExtension.ours], [false, true]);
    assert.ok(without.outputs.length >= 40, `only ${without.outputs.length} outputs were drawn`);
    assertSameNodes(withExtension.outputs, without.outputs);
  });

  it('but for the strip after it, when it holds logits', async function () {
    this.timeout(300_000);
    const { without, withExtension } = await drawBoth('logits.ipynb', 10);
    const strip = /<logitscope-strips[^>]*><\/logitscope-strips>(?=<\/div>)/g;
    assert.ok(
      withExtension.outputs.filter((html) => html.includes('<logitscope-strips')).length >= 5,
      'too few strips',
    );
    assertSameNodes(
      withExtension.outputs.map((html) => html.replace(strip, '')),
      without.outputs,
    );
  });
});
