import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'logitscope.logitscope';

describe('support', () => {
  before(() => vscode.extensions.getExtension(ID)!.activate());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('copies versions and changed settings for a bug report, and none of a person’s data', async () => {
    const configuration = vscode.workspace.getConfiguration('logitscope');
    await configuration.update('detect', 'named', vscode.ConfigurationTarget.Global);
    const document = await vscode.workspace.openTextDocument({ content: 'secret = [[2.5, 1.5]]' });
    await vscode.window.showTextDocument(document);
    try {
      await vscode.commands.executeCommand('logitscope.copyDiagnostics');
      const text = await vscode.env.clipboard.readText();
      assert.match(text, /^Logitscope \d+\.\d+\.\d+$/m);
      assert.ok(text.includes(`VS Code ${vscode.version}`));
      assert.match(text, /^logitscope\.detect: "named"$/m);
      assert.match(text, /^ms-python\.python: not installed$/m);
      assert.ok(!/secret|127\.0\.0\.1/.test(text));
    } finally {
      await configuration.update('detect', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('opens a copy of each example, which may be changed', async () => {
    for (const file of ['scores.py', 'train.py', 'response.json', 'predictions.jsonl', 'evaluation.json']) {
      await vscode.commands.executeCommand('logitscope.openExamples', file);
      const { document } = vscode.window.activeTextEditor!;
      assert.ok(document.uri.path.endsWith(`/examples/${file}`), document.uri.path);
      assert.ok(!document.uri.path.startsWith(vscode.extensions.getExtension(ID)!.extensionUri.path));
      assert.ok(document.getText().length > 0);
    }
    await vscode.commands.executeCommand('logitscope.openExamples', 'logits.ipynb');
    const editor = vscode.window.activeNotebookEditor!;
    assert.ok(editor.notebook.uri.path.endsWith('/examples/logits.ipynb'));
    // The first strip is in sight.
    assert.match(editor.notebook.cellAt(editor.selection.start).document.getText(), /^## Logits/);
  });

  it('opens its documentation, as the settings link to it', async () => {
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    for (const [page, shown] of [
      ['docs/losscode/README.md', 'Preview README.md'],
      ['docs/formats.md', 'Preview formats.md'],
      ['../../../etc/passwd', 'Preview README.md'],
    ]) {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('logitscope.openDocs', page);
      for (let i = 0; i < 200 && labels().length === 0; i++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(labels(), [shown]);
    }
  });

  it('has a walkthrough whose commands are all there', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const { contributes } = vscode.extensions.getExtension(ID)!.packageJSON as {
      contributes: { walkthroughs: { steps: { description: string }[] }[] };
    };
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const { description } of steps)
      for (const [, command] of description.matchAll(/\(command:([\w.]+)/g))
        assert.ok(known.has(command), command);
  });
});
