import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension in VS Code', () => {
  it('is there under its own name and activates', async () => {
    const extension = vscode.extensions.getExtension('logitscope.logitscope');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
