import assert from 'node:assert/strict';
import { notebook, plain } from './notebook';
import { type Theme, themes, Workbench } from './workbench';

describe('The workbench harness', () => {
  let workbench: Workbench;
  afterEach(() => workbench.close());

  it('opens files in folders, runs commands from the palette and reads hovers', async () => {
    workbench = await Workbench.open({
      files: { 'deep/er/data.json': '{"colour": 1}', 'style.css': 'a { color: red; }' },
    });
    await workbench.openFile('deep/er/data.json');
    await workbench.openFile('style.css');
    const hover = await workbench.hover('red', 'Syntax');
    await workbench.screenshot('harness-hover');
    assert.match(await hover.innerText(), /color/i);
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`opens in the ${theme} theme and shows it in webviews`, async () => {
      workbench = await Workbench.open({
        theme,
        extension: false,
        files: { 'saved.ipynb': notebook([{ source: '1', outputs: [plain('1')] }]) },
      });
      await workbench.openFile('saved.ipynb');
      const frame = await workbench.notebookFrame();
      await workbench.screenshot(`theme-${theme}`);
      const kinds = {
        dark: 'vscode-dark',
        light: 'vscode-light',
        'hc-dark': 'vscode-high-contrast',
        'hc-light': 'vscode-high-contrast-light',
      };
      assert.ok((await frame.locator('body').getAttribute('class'))?.split(' ').includes(kinds[theme]));
    });
  }
});
