import assert from 'node:assert/strict';
import { notebook, plain } from './notebook';
import { type Theme, until, Workbench } from './workbench';

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

  it('shows every theme in the window and in its webviews', async () => {
    workbench = await Workbench.open({
      extension: false,
      files: { 'saved.ipynb': notebook([{ source: '1', outputs: [plain('1')] }]) },
    });
    await workbench.openFile('saved.ipynb');
    const frame = await workbench.notebookFrame();
    const kinds: Record<Theme, string> = {
      dark: 'vscode-dark',
      light: 'vscode-light',
      'hc-dark': 'vscode-high-contrast',
      'hc-light': 'vscode-high-contrast-light',
    };
    for (const [theme, kind] of Object.entries(kinds) as [Theme, string][]) {
      await workbench.setSettings({}, theme);
      const classes = async () => (await frame.locator('body').getAttribute('class'))?.split(' ') ?? [];
      await until(`${kind} in the webview`, async () => (await classes()).includes(kind));
      const other = Object.values(kinds).filter(
        (name) => name !== kind && !name.startsWith(kind) && !kind.startsWith(name),
      );
      assert.deepEqual(
        (await classes()).filter((name) => other.includes(name)),
        [],
      );
    }
  });
});
