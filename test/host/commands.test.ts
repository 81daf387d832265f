import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LossResult } from '../../src/api';
import { messageOf, openPanels } from './observing';

const COMPUTE = 'logitscope.computeSoftmaxLoss';

let files = 0;

/** A saved file: an untitled one would ask to be saved when the editors are closed, and stay. */
async function editorWith(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders![0].uri;
  const uri = vscode.Uri.joinPath(folder, `commands-${++files}.txt`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.languages.setTextDocumentLanguage(document, language);
  return vscode.window.showTextDocument(document);
}

async function panelAfter(run: () => Thenable<unknown>): Promise<vscode.Tab> {
  await run();
  for (let i = 0; i < 100; i++) {
    const [panel] = openPanels();
    if (panel) return panel;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no panel was opened');
}

describe('Compute softmax loss', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('returns the result and opens nothing when called with logits and labels', async () => {
    const result = await vscode.commands.executeCommand<LossResult>(COMPUTE, {
      logits: [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
      ],
      labels: [0, 1],
      reduction: 'sum',
    });
    assert.ok(Math.abs(result.perExample.data[0] - 0.41703) < 5e-6);
    assert.ok(Math.abs(result.perExample.data[1] - 0.22005) < 5e-6);
    assert.ok(Math.abs(result.reduced! - 0.637079) < 5e-6);
    assert.deepEqual(openPanels(), []);
  });

  it('takes labels of the logits’ rank for distributions', async () => {
    const result = await vscode.commands.executeCommand<LossResult>(COMPUTE, {
      logits: [[2, 1, 0.1]],
      labels: [[0.5, 0.5, 0]],
      reduction: 'none',
    });
    assert.ok(Math.abs(result.perExample.data[0] - (0.41703 + 1.41703) / 2) < 5e-6);
    assert.equal(result.reduced, undefined);
  });

  it('rejects arguments that make no sense, naming the value', async () => {
    const compute = (argument: unknown) => vscode.commands.executeCommand(COMPUTE, argument);
    await assert.rejects(async () => compute({ logits: [[1, 2]], labels: [2] }), /2/);
    await assert.rejects(
      async () => compute({ logits: [[1, 2], [3]], labels: [0, 0] }),
      /logits\[1\].*ragged/,
    );
    await assert.rejects(async () => compute({ logits: [[1, 2]] }), /labels: expected class ids/);
    await assert.rejects(
      async () => compute({ logits: [[1, 2]], labels: [0], label_smoothing: 0.1 }),
      /unknown option label_smoothing; did you mean labelSmoothing\?/,
    );
  });

  it('opens a panel for selected JSON with logits and labels beside them', async () => {
    const editor = await editorWith(
      '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1]}',
      'json',
    );
    editor.selection = new vscode.Selection(0, 0, 0, 200);
    const panel = await panelAfter(() => vscode.commands.executeCommand(COMPUTE));
    assert.equal(panel.label, 'logits 2×3');
  });

  it('opens a panel for JSON Lines records', async () => {
    const editor = await editorWith(
      '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 1}\n',
    );
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const panel = await panelAfter(() => vscode.commands.executeCommand(COMPUTE));
    assert.match(panel.label, /2×3/);
  });

  it('says what is wrong with a selection and computes nothing', async () => {
    const say = async (text: string) => {
      const editor = await editorWith(text);
      editor.selection = new vscode.Selection(0, 0, 9, 0);
      return messageOf(() => vscode.commands.executeCommand(COMPUTE));
    };
    assert.match(String(await say('[[1.0, 2.0], [3.0]]')), /^Selection: .*1.*2/);
    assert.match(String(await say('just some words')), /^Selection: /);
    assert.match(String(await say('tensor([[0.1, 0.2, ..., 0.3]])')), /“\.\.\.”/);
    assert.deepEqual(openPanels(), []);
  });

  it('takes the only array of the file when none is at the cursor', async () => {
    const editor = await editorWith('a file\n\nlogits = [[2.0, 1.0, 0.1]]\nlabels = [0]\n');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const panel = await panelAfter(() => vscode.commands.executeCommand(COMPUTE));
    assert.equal(panel.label, 'logits 1×3');
  });

  it('says so when there is no array', async () => {
    await editorWith('nothing here');
    const message = await messageOf(() => vscode.commands.executeCommand(COMPUTE));
    assert.match(String(message), /No array or records found in/);
  });
});

describe('Inspect array', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the array around the cursor, without asking for labels', async () => {
    const editor = await editorWith(
      'x = 3\nlogits = [[2.0, 1.0, 0.1],\n          [0.5, 2.5, 0.3]]\n',
      'python',
    );
    editor.selection = new vscode.Selection(2, 13, 2, 13);
    const panel = await panelAfter(() => vscode.commands.executeCommand('logitscope.inspect'));
    assert.equal(panel.label, 'logits 2×3');
  });

  for (const [what, text, expected] of [
    [
      'the sigmoid of binary logits',
      'binary_logits = [[0.0], [1.0], [-1.0]]',
      [[0.5], [0.7310586], [0.2689414]],
    ],
    [
      'probabilities as they stand',
      'probs = [[0.25, 0.75], [0.5, 0.5]]',
      [
        [0.25, 0.75],
        [0.5, 0.5],
      ],
    ],
  ] as const)
    it(`copies ${what}`, async () => {
      const editor = await editorWith(text, 'python');
      editor.selection = new vscode.Selection(0, 20, 0, 20);
      assert.equal(
        await messageOf(() => vscode.commands.executeCommand('logitscope.copyProbabilities')),
        undefined,
      );
      const copied = JSON.parse(await vscode.env.clipboard.readText()) as number[][];
      expected.forEach((row, i) =>
        row.forEach((p, j) => assert.ok(Math.abs(copied[i][j] - p) < 1e-7, JSON.stringify(copied))),
      );
    });

  it('copies the softmax of the array around the cursor as JSON', async () => {
    const editor = await editorWith('[0.1, 0.3, 0.5, 0.9]');
    editor.selection = new vscode.Selection(0, 5, 0, 5);
    await vscode.commands.executeCommand('logitscope.copyProbabilities');
    const copied = JSON.parse(await vscode.env.clipboard.readText()) as number[];
    [0.16838508, 0.205666, 0.25120102, 0.37474789].forEach((p, i) =>
      assert.ok(Math.abs(copied[i] - p) < 5e-9),
    );
  });
});
