import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** The text of each document that is hovered over. */
const texts: string[] = [];

// Not untitled documents: VS Code gives a new one the name of one that was closed, and has been seen to leave it its text.
async function hoverAt(
  content: string,
  language: string,
  line: number,
  character: number,
): Promise<vscode.MarkdownString[]> {
  const uri = vscode.Uri.from({ scheme: 'hovered', path: `/${texts.push(content) - 1}` });
  const document = await vscode.languages.setTextDocumentLanguage(
    await vscode.workspace.openTextDocument(uri),
    language,
  );
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, character),
  );
  return hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
}

const textOf = (parts: readonly vscode.MarkdownString[]) => parts.map(({ value }) => value).join('\n');

describe('The hover on an array', () => {
  let provider: vscode.Disposable;
  before(async () => {
    provider = vscode.workspace.registerTextDocumentContentProvider('hovered', {
      provideTextDocumentContent: ({ path }) => texts[Number(path.slice(1))],
    });
    // Before that, as the window starts, nobody answers.
    await vscode.extensions.getExtension('logitscope.logitscope')!.activate();
  });
  after(() => void provider.dispose());

  for (const language of ['python', 'json', 'javascript', 'typescript', 'markdown', 'plaintext']) {
    it(`shows shape, reading, an image of the softmax and the top classes in ${language}`, async () => {
      const text = textOf(await hoverAt('"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]]', language, 0, 16));
      assert.match(text, /\*\*logits\*\* 2×3/);
      assert.match(text, /!\[softmax\]\(data:image\/svg\+xml;base64,/);
      assert.match(text, /class 0 \\\.659/);
      assert.match(text, /entropy 0\\\.\d+ nats/);
      assert.ok(text.length < 60_000);
    });
  }

  it('makes neither softmax nor loss of numbers of which nothing says that they are scores', async () => {
    const parts = await hoverAt('offsets = [[12.5, -1.25, 20.0], [3.5, 7.0, 1.5]]', 'python', 0, 14);
    const text = textOf(parts);
    assert.match(text, /\*\*not classified\*\* 2×3/);
    assert.match(text, /6 values from −1\\\.25 to 20/);
    assert.doesNotMatch(text, /softmax|entropy|data:image/i);
    assert.match(text, /logitscope\.inspect/);
  });

  it('calls the classes as a file beside does, and a cell before', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'logitscope-hover-'));
    try {
      await writeFile(path.join(folder, 'labels.txt'), 'cat\ndog\nowl\n');
      await writeFile(path.join(folder, 'scores.json'), '{"logits": [[2.0, 1.0, 0.1]]}');
      const hover = async (uri: vscode.Uri, character: number) => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          uri,
          new vscode.Position(0, character),
        );
        return textOf(hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]));
      };
      const scores = await vscode.workspace.openTextDocument(path.join(folder, 'scores.json'));
      assert.match(await hover(scores.uri, 15), /cat \\\.659/);
      const code = (text: string) =>
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
      const notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData([code('classes = ["ant", "bee", "cow"]'), code('logits = [2.0, 1.0, 0.1]')]),
      );
      assert.match(await hover(notebook.cellAt(1).document.uri, 14), /ant \\\.659/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('links to inspect and to compute the loss', async () => {
    const parts = await hoverAt('logits = [2.0, 1.0, 0.1]', 'python', 0, 12);
    assert.match(textOf(parts), /command:logitscope\.inspect\?/);
    assert.match(textOf(parts), /command:logitscope\.computeSoftmaxLoss\?/);
  });

  it('trusts no part that holds text of the document', async () => {
    const parts = await hoverAt('{"[run](command:evil)": [2.0, 1.0, 0.1]}', 'json', 0, 28);
    const trusted = parts.filter(({ isTrusted }) => isTrusted);
    assert.ok(parts.length > trusted.length);
    for (const { value } of trusted) assert.ok(!value.includes('evil'));
    for (const { value } of parts) assert.ok(!value.includes('](command:evil'));
  });

  it('tells on a field of log-probabilities how many tokens there are, with a way to see them', async () => {
    const content = ['Hi', ' <img>'].map((token) => ({ token, logprob: -0.5, top_logprobs: [] }));
    const response = JSON.stringify({ object: 'chat.completion', choices: [{ logprobs: { content } }] });
    const parts = await hoverAt(response, 'json', 0, response.indexOf('logprobs') + 3);
    const tokens = parts.find(({ value }) => value.includes('token log\\-probabilities'));
    assert.match(tokens!.value, /2 tokens · perplexity 1\\\.649/);
    assert.notEqual(tokens!.isTrusted, true);
    assert.match(textOf(parts), /command:logitscope\.showTokens\?/);
    assert.ok(!textOf(parts).includes('<img>'));
  });

  it('shows nothing on prose, on code without arrays and on a lone number', async () => {
    assert.deepEqual(await hoverAt('A sentence with 3 words in it.', 'plaintext', 0, 16), []);
    assert.deepEqual(await hoverAt('x = frobnicate(3, 4)', 'plaintext', 0, 15), []);
    assert.deepEqual(await hoverAt('plot(size=[12, 5])', 'plaintext', 0, 13), []);
  });

  it('says that an elided array is elided and draws nothing', async () => {
    const text = textOf(
      await hoverAt('tensor([[0.1, 0.2, ..., 0.3], [0.1, 0.2, ..., 0.3]])', 'plaintext', 0, 12),
    );
    assert.match(text, /not in the text/);
    assert.doesNotMatch(text, /data:image/);
  });

  it('finds the array under the mouse when it spans thousands of lines', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `  [${i}.5, 1.25, -0.5],`);
    const text = textOf(await hoverAt(`logits = [\n${rows.join('\n')}\n]\n`, 'python', 2000, 5));
    assert.match(text, /3,000×3/);
  });
});
