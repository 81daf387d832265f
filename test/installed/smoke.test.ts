import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { openStrip, stripUnder } from '../e2e/inspector';
import { Workbench } from '../e2e/workbench';

/** The folder that the package was installed into, set by the runner. */
declare const e2e: { extensions: string };

const which = process.env.LOGITSCOPE_VSCODE ?? 'newest';

describe('The installed package', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ folder: 'examples', size: { width: 1400, height: 900 } });
  });
  afterEach(async function () {
    const title = this.currentTest!.title.replace(/\W+/g, '-').slice(0, 30);
    await workbench.screenshot(`installed-${which}-${title}`);
    await workbench.closeEditors();
  });
  // It may never have opened.
  after(() => (workbench as Workbench | undefined)?.close());

  it('puts a strip under an output, which opens to the inspector', async () => {
    await workbench.openFile('logits.ipynb');
    const frame = await workbench.notebookFrame();
    await openStrip(workbench, await stripUnder(workbench, frame, '-0.1555,  8.5030'));
  });

  it('shows a hover on an array', async () => {
    await workbench.openFile('scores.py');
    const hover = await workbench.hover('[104.0, 0.0, -3.0]', /softmax/);
    assert.match(await hover.innerText(), /overconfident[^]*class 0 1\.000/);
  });

  it('computes the loss of a selection', async () => {
    await workbench.openFile('evaluation.json');
    // The window and the extension may name a file differently, as one shows another machine's.
    await workbench.page.locator('.editor-actions').getByLabel('Open with Logitscope').waitFor();
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await workbench.page.keyboard.press('Control+a');
    await workbench.runCommand('Logitscope: Compute softmax loss');
    const frame = await workbench.panelFrame();
    await frame
      .getByText(/mean loss/i)
      .first()
      .waitFor();
  });

  it('shows the tokens of a model’s answer', async () => {
    await workbench.openFile('response.json');
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await workbench.runCommand('Logitscope: Show token probabilities');
    const frame = await workbench.panelFrame();
    await frame
      .getByText(/makers/)
      .first()
      .waitFor();
  });

  it('marks a softmax too many in code', async () => {
    await workbench.openFile('train.py');
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.runCommand('Problems: Focus on Problems View');
    await workbench.page
      .locator('.markers-panel')
      .getByText(/softmax/i)
      .first()
      .waitFor();
  });

  it('answers an agent', async () => {
    const installed = readdirSync(e2e.extensions).find((name) => name.startsWith('logitscope.logitscope'))!;
    const client = new Client({ name: 'smoke', version: '1' }, { capabilities: {} });
    const program = path.join(e2e.extensions, installed, 'dist', 'mcp.js');
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [program] }));
    try {
      const given = {
        values: [
          [2, 1, 0.1],
          [0.5, 2.5, 0.3],
        ],
        labels: [0, 1],
      };
      const { structuredContent } = await client.callTool({ name: 'logitscope_loss', arguments: given });
      assert.equal((structuredContent as { loss: number }).loss, 0.31854);
    } finally {
      await client.close();
    }
  });
});
