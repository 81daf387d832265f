import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openPanels } from './observing';

const SHOW = 'logitscope.showTokens';

const ANSWER = JSON.stringify({
  choices: [
    {
      message: { content: 'Hi there' },
      logprobs: {
        content: ['Hi', ' there'].map((token) => ({ token, logprob: -0.5, top_logprobs: [] })),
      },
    },
  ],
});
const PRINTED =
  "ChoiceLogprobs(content=[ChatCompletionTokenLogprob(token='Hi', bytes=[72, 105], logprob=-0.01, top_logprobs=[])], refusal=None)";

describe('Show token probabilities', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function fileWith(name: string, content: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return uri;
  }

  /** The panel's tab, which says where the tokens are from. */
  async function titleAfter(...run: [argument?: unknown]): Promise<string> {
    await vscode.commands.executeCommand(SHOW, ...run);
    for (let i = 0; i < 100; i++) {
      const [panel] = openPanels();
      if (panel) return panel.label;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('no panel was opened');
  }

  for (const [name, content] of [
    ['answer.json', ANSWER],
    ['answers.jsonl', `{"id": 1}\n${ANSWER}\n`],
    ['printed.txt', `>>> print(response.choices[0].logprobs)\n${PRINTED}\n`],
    ['stream.sse', `data: ${ANSWER}\n\ndata: [DONE]\n`],
  ])
    it(`opens ${name}, in front or given`, async () => {
      const uri = await fileWith(name, content);
      assert.equal(await titleAfter(uri), `tokens: ${name}`);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.window.showTextDocument(uri);
      assert.equal(await titleAfter(), `tokens: ${name}`);
    });

  it('opens what is selected, in any file, and a line that a hover names', async () => {
    const uri = await fileWith('notes.md', `# Notes\n${ANSWER}\nother words\n`);
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(1, 0, 1, ANSWER.length);
    assert.equal(await titleAfter(), 'tokens: selection in notes.md');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await titleAfter({ uri: uri.toString(), line: 1 }), 'tokens: line 2 of notes.md');
  });

  it('opens the clipboard where nothing else is in front', async () => {
    const before = await vscode.env.clipboard.readText();
    try {
      await vscode.env.clipboard.writeText(PRINTED);
      assert.equal(await titleAfter(), 'tokens: clipboard');
    } finally {
      await vscode.env.clipboard.writeText(before);
    }
  });
});
