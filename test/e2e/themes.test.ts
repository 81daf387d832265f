import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { openStrip } from './inspector';
import { notebook, printed } from './notebook';
import { themes, Workbench, type Theme } from './workbench';

const LOGITS = `logits: tensor([[ 2.0000,  1.0000,  0.1000, -1.0000],
        [ 0.5000,  2.5000,  0.3000,  0.0000],
        [ 9.0000, -9.0000,  0.2000,  1.0000]])
labels: tensor([0, 1, 1])
`;
const OTHERS = `probs = tensor([[0.7000, 0.2000, 0.1000],
        [0.1000, 0.8000, 0.1000]], grad_fn=<SoftmaxBackward0>)
logits = tensor([[0.1000, 0.2000,  ..., 0.3000]], grad_fn=<AddmmBackward0>)
logits = tensor([[nan, 0.2000, 0.3000], [1.0000, 0.5000, -inf]], grad_fn=<AddmmBackward0>)
`;

interface Axe {
  run(context: Document): Promise<{
    violations: { id: string; help: string; nodes: { target: (string | string[])[]; html: string }[] }[];
  }>;
}

/** What axe-core finds wrong in what is ours: the rest of the page is VS Code's. */
async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(readFileSync(createRequire(`${process.cwd()}/`).resolve('axe-core'), 'utf8'));
  return frame.evaluate(async () => {
    const { violations: found } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
    return found.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ target }) => Array.isArray(target[0]))
        .map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    );
  });
}

describe('In every theme, the strips and the inspector', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let frame: Frame;
  before(async () => {
    const cells = [LOGITS, OTHERS].map((text) => ({ source: 'show()', outputs: [printed(text)] }));
    workbench = await Workbench.shared({
      files: { 'themes.ipynb': notebook(cells) },
      size: { width: 1280, height: 1000 },
    });
    await workbench.openFile('themes.ipynb');
    frame = await workbench.notebookFrame();
    const stripUnder = (text: string) =>
      frame.locator('.output_container').filter({ hasText: text }).locator('logitscope-strips');
    const inspector = await openStrip(workbench, stripUnder('labels: tensor').first());
    await inspector.locator('svg.marks').first().waitFor();
    await stripUnder('probs =').first().waitFor({ state: 'attached' });
  });

  it('say of an elided array that its values are not in the text, and of a NaN why there is no softmax', async () => {
    const strips = frame
      .locator('.output_container')
      .filter({ hasText: 'probs =' })
      .locator('logitscope-strips');
    const [elided, flagged] = [strips.getByRole('group').nth(0), strips.getByRole('group').nth(1)];
    assert.match(await elided.innerText(), /not in the text/);
    assert.equal(await elided.getByRole('button', { name: /^Inspect / }).count(), 0);
    assert.match(await flagged.innerText(), /row 0: a logit is NaN/);
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`have nothing that axe-core calls a barrier (${theme})`, async () => {
      await workbench.setSettings({}, theme);
      // The notebook page hears of the theme a moment after the window shows it.
      const kind = {
        dark: 'vscode-dark',
        light: 'vscode-light',
        'hc-dark': 'vscode-high-contrast',
        'hc-light': 'vscode-high-contrast-light',
      }[theme];
      await frame.waitForFunction((wanted) => document.body.dataset.vscodeThemeKind === wanted, kind);
      // The dark one is the README's picture.
      await workbench.screenshot(`theme-${theme}`, workbench.page.locator('.part.editor'));
      assert.deepEqual(await violations(frame), []);
    });
  }
});
