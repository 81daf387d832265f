import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension in VS Code', () => {
  it('is there under its own name and activates', async () => {
    const extension = vscode.extensions.getExtension('logitscope.logitscope');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
    const [{ duration }] = performance.getEntriesByName('logitscope.activate');
    console.log(`      activation took ${duration.toFixed(1)} ms (bar: 20 ms)`);
    assert.ok(duration > 0);
  });

  it('registers its four commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['computeSoftmaxLoss', 'inspect', 'inspectCell', 'copyProbabilities']) {
      assert.ok(commands.includes(`logitscope.${name}`), name);
    }
  });
});
