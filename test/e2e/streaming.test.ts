import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { notebook } from './notebook';
import { until, Workbench } from './workbench';

const ORDINARY = [
  'INFO starting at https://example.org/run/1',
  'epoch 1: \\x1b[32mloss 0.91\\x1b[0m, accuracy 0.41',
  '---',
  'epoch 2: \\x1b[32mloss 0.74\\x1b[0m, accuracy 0.55',
  ...Array.from({ length: 15 }, (_, i) => `step ${i} of 15 [${'#'.repeat(i)}]`),
  'done',
];
const ARRAYS = [
  'forward pass',
  'logits: tensor([[ 2.0000,  1.0000,  0.1000],',
  '---',
  '        [ 0.5000,  2.5000,  0.3000]])',
  '---',
  'another batch',
  'logits: tensor([[ 1.0000,  1.0000,  4.0000],',
  '        [ 3.5000,  2.5000,  0.3000]])',
];
const RESTS = [ORDINARY, ARRAYS].map((lines) => lines.filter((line) => line === '---').length + 1);

/** What a page shows of a cell's output when it has come to rest. */
interface Rest {
  html: string;
  /** Of the text, from the top of the page. */
  top: number;
  strips: string[];
  /** Whether the first strip is the element that was the first one at the rest before. */
  kept: boolean;
}

/** Runs a notebook of these lines and looks at each rest of each cell. */
async function stream(extension: boolean): Promise<Rest[][]> {
  // As comments, since no program prints just its own text: what is code is evidence for what is printed.
  const cells = [ORDINARY, ARRAYS].map((lines) => ({ source: lines.map((line) => `# ${line}`).join('\n') }));
  const options = { files: { 'streaming.ipynb': notebook(cells) }, size: { width: 1280, height: 1600 } };
  const workbench = extension
    ? await Workbench.shared(options)
    : await Workbench.open({ ...options, extension: false });
  try {
    await workbench.openFile('streaming.ipynb');
    await workbench.page.locator('.kernel-label', { hasText: 'Streaming' }).waitFor();
    await workbench.page.getByRole('button', { name: 'Run All' }).click();
    const frame = await workbench.notebookFrame();
    const all: Rest[][] = [];
    for (const [cell, rests] of RESTS.entries()) {
      const seen: Rest[] = [];
      for (let rest = 0; rest < rests; rest++) {
        const lines = [ORDINARY, ARRAYS][cell].join('\n').split('\n---\n')[rest].split('\n');
        const last = lines.at(-1)!.replaceAll(/\\x1b\[\d+m/g, '');
        // A strip comes with the rest, never sooner; two at the end.
        const strips = extension && cell === 1 ? rest : 0;
        seen.push(await atRest(frame, cell, last, strips));
        if (rest < rests - 1) await workbench.runCommand('Stream on');
      }
      all.push(seen);
    }
    if (extension) await workbench.screenshot('streaming');
    return all;
  } finally {
    if (!extension) await workbench.close();
  }
}

/** Waits until a cell's output ends with a line and does not change any more. */
async function atRest(frame: Frame, cell: number, last: string, strips: number): Promise<Rest> {
  const read = () =>
    frame.evaluate(
      ([at, line, count]): Rest | undefined => {
        const output = [...document.querySelectorAll<HTMLElement>('.cell_container')]
          .filter((container) => container.querySelector('.output'))
          [at]?.querySelector<HTMLElement>('.output');
        const hosts = [...(output?.querySelectorAll<HTMLElement>('logitscope-strips') ?? [])];
        const groups = hosts.flatMap((host) => [
          ...host.shadowRoot!.querySelectorAll<HTMLElement>('[role=group]'),
        ]);
        const copy = output?.cloneNode(true) as HTMLElement | undefined;
        copy?.querySelectorAll('logitscope-strips').forEach((host) => host.remove());
        const text = copy?.textContent.trimEnd() ?? '';
        if (!output || !copy || !text.endsWith(line.trimEnd()) || groups.length !== count) return undefined;
        copy.removeAttribute('style');
        const known = globalThis as unknown as { firstStrip?: Element };
        const kept = known.firstStrip !== undefined && known.firstStrip === groups[0]?.parentElement;
        return {
          html: copy.outerHTML
            .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
            .replace(/(blob:)?(vscode-webview|https?):\/\/127[^/"']+/g, 'origin:'),
          top: output.getBoundingClientRect().top,
          strips: groups.map((group) => group.ariaLabel ?? ''),
          kept,
        };
      },
      [cell, last, strips] as const,
    );
  let before = '';
  const rest = await until(`Cell ${cell} at rest after “${last}” with ${strips} strips`, async () => {
    const now = await read();
    const same = now && JSON.stringify(now) === before;
    before = JSON.stringify(now) ?? '';
    // Longer than an output has to be still before it is read.
    if (!same) await new Promise((resolve) => setTimeout(resolve, 400));
    return same && now;
  });
  await frame.evaluate((at) => {
    const hosts = [...document.querySelectorAll('.cell_container')][at]?.querySelectorAll(
      'logitscope-strips',
    );
    const group = hosts?.[0]?.shadowRoot!.querySelector('[role=group]');
    Object.assign(globalThis, { firstStrip: group?.parentElement ?? undefined });
  }, cell);
  return rest;
}

describe('While a cell prints', function () {
  this.timeout(240_000);
  let without: Rest[][];
  let withExtension: Rest[][];
  before(async () => {
    without = await stream(false);
    withExtension = await stream(true);
  });

  it('its output is node for node what it is without the extension, at each rest', () => {
    const html = (rests: Rest[][]) => rests.map((cell) => cell.map((rest) => rest.html));
    assert.deepEqual(html(withExtension), html(without));
    assert.ok(html(without)[0][1].includes('done'));
  });

  it('a strip stands under an array once it is whole, stays where it is and is joined by the next', () => {
    const [, arrays] = withExtension;
    assert.deepEqual(
      arrays.map(({ strips }) => strips.length),
      [0, 1, 2],
    );
    assert.match(arrays[1].strips[0], /logits .*2×3/);
    assert.ok(arrays[2].kept);
  });

  it('the output above a strip does not move', () => {
    const tops = withExtension[1].map(({ top }) => top);
    assert.deepEqual(tops, Array(3).fill(tops[0]));
  });
});
