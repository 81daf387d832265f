import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { loadedScripts, scrollThrough } from './inspector';
import { Workbench, until } from './workbench';

/**
 * What VS Code drew for every output of the visible notebook, without what differs from window to window. In the order of
 * the texts: outputs that flow into one before them have no place of their own on the page.
 */
async function drawnOutputs(workbench: Workbench, frame: Frame, outputs: number): Promise<string[]> {
  await scrollThrough(workbench);
  // A busy window passes over some: back with smaller steps then.
  const count = () => frame.locator('.output_container').count();
  if ((await count()) < outputs) await scrollThrough(workbench, -1000);
  const read = () =>
    frame.evaluate((): string[] => {
      const ids = new Map<string, string>();
      // Ids and blob addresses are random: the first becomes #0, and so on.
      const plain = (html: string) =>
        html
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
            if (!ids.has(id)) ids.set(id, `#${ids.size}`);
            return ids.get(id)!;
          })
          // Where the notebook puts the output's own element, in view or out of it, is no renderer's doing.
          .replace(/^(<div [^>]*?) style="[^"]*"/, '$1')
          .replace(/(blob:)?(vscode-webview|https?):\/\/[^/"']+/g, 'origin:');
      const containers = [...document.querySelectorAll<HTMLElement>('.output_container')];
      return containers
        .map((container) => {
          const outputs = [...container.querySelectorAll<HTMLElement>('.output')];
          ids.clear();
          return outputs.map((o) => plain(o.outerHTML)).join('\n');
        })
        .sort();
    });
  // The last ones are drawn when the notebook is idle.
  let before = -1;
  return until('The outputs at rest', async () => {
    const now = await read();
    const same = now.length >= outputs && JSON.stringify(now).length === before;
    before = JSON.stringify(now).length;
    if (!same) await new Promise((resolve) => setTimeout(resolve, 500));
    return same && now;
  });
}

interface Window {
  ordinary: string[];
  logits: string[];
  /** Whether our renderer drew them. */
  ours: boolean;
}

/** What a window draws of both example notebooks. */
async function draw(extension: boolean): Promise<Window> {
  const workbench = await Workbench.open({ folder: 'examples', extension });
  try {
    const drawnOf = async (file: string) => {
      const { cells } = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as {
        cells: { outputs?: unknown[] }[];
      };
      const all = cells.reduce((sum, cell) => sum + (cell.outputs?.length ?? 0), 0);
      await workbench.openFile(file);
      const frame = await workbench.notebookFrame();
      await frame.locator('.output').first().waitFor();
      const outputs = await drawnOutputs(workbench, frame, all);
      await workbench.screenshot(`${file}-${extension ? 'with' : 'without'}`);
      return { outputs, frame };
    };
    const { outputs: ordinary, frame } = await drawnOf('ordinary.ipynb');
    const ours = (await loadedScripts(frame)).some((name) => name.includes('/dist/renderer.js'));
    await workbench.runCommand('View: Close All Editors');
    const { outputs: logits } = await drawnOf('logits.ipynb');
    return { ordinary, logits, ours };
  } finally {
    await workbench.close();
  }
}

function assertSameNodes(actual: readonly string[], expected: readonly string[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((html, i) => assert.equal(actual[i], html, `output ${i}`));
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
    assert.ok(without.ordinary.length >= 40, `only ${without.ordinary.length} outputs were drawn`);
    assertSameNodes(withExtension.ordinary, without.ordinary);
  });

  it('but for the strip after it, when it holds logits', () => {
    const strip = /<logitscope-strips[^>]*><\/logitscope-strips>(?=<\/div>)/g;
    const strips = withExtension.logits.filter((html) => html.includes('<logitscope-strips'));
    assert.ok(strips.length >= 5, 'too few strips');
    assertSameNodes(
      withExtension.logits.map((html) => html.replace(strip, '')),
      without.logits,
    );
  });
});
