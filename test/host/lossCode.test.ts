import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LogitscopeApi } from '../../src/api';

const MODEL = `from torch import nn

model = nn.Sequential(
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
`;
const LOSS = `criterion = nn.CrossEntropyLoss()
loss = criterion(model(x), y)
`;
const BAD = `${MODEL}${LOSS}`;
const RULE = 'softmax-into-cross-entropy';

const ours = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Logitscope');

const ruleOf = ({ code }: vscode.Diagnostic) => (code as { value: string }).value;

/** Waits until the rules of a document's problems are these. */
async function untilRules(uri: vscode.Uri, rules: readonly string[]): Promise<vscode.Diagnostic[]> {
  const wanted = JSON.stringify(rules);
  for (const until = Date.now() + 10_000; ;) {
    const found = ours(uri);
    if (JSON.stringify(found.map(ruleOf)) === wanted) return found;
    if (Date.now() > until) assert.deepEqual(found.map(ruleOf), rules);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function actionsAt(uri: vscode.Uri, range: vscode.Range, kind?: string): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
}

async function apply(action: vscode.CodeAction | undefined) {
  assert.ok(action?.edit);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

describe('Mistakes around the loss in code', () => {
  const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, 'losscode');
  const settings = () => vscode.workspace.getConfiguration('logitscope.lossCode');

  async function write(name: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(await write(name, text));
    await vscode.window.showTextDocument(document);
    return document;
  }

  async function replace({ uri }: vscode.TextDocument, text: string) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, 1000, 0), text);
    await vscode.workspace.applyEdit(edit);
  }

  before(async () => {
    await vscode.extensions.getExtension('logitscope.logitscope')!.activate();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('are problems where the loss is called, with the other end and a page, and go when they are mended', async () => {
    const document = await open('typed.py', BAD);
    const [problem] = await untilRules(document.uri, [RULE]);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(problem.range.start.line, 7);
    const [related] = problem.relatedInformation!;
    assert.equal(related.location.range.start.line, 4);
    const { target } = problem.code as { target: vscode.Uri };
    const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
    assert.match(page, /^# Softmax before a loss that takes logits/);
    await replace(document, BAD.replace('    nn.Softmax(dim=1),\n', ''));
    await untilRules(document.uri, []);
    await replace(document, BAD);
    await untilRules(document.uri, [RULE]);
  });

  it('are mended by the quick fix', async () => {
    const document = await open('fixed.py', BAD);
    const [{ range }] = await untilRules(document.uri, [RULE]);
    const actions = await actionsAt(document.uri, range, vscode.CodeActionKind.QuickFix.value);
    await apply(actions.find(({ isPreferred }) => isPreferred));
    await untilRules(document.uri, []);
    assert.doesNotMatch(document.getText(), /Softmax/);
    assert.match(document.getText(), /nn\.Linear\(64, 10\)/);
  });

  it('are all mended by one action', async () => {
    const log = 'import torch\n\ndef score(x):\n    return torch.log(torch.softmax(x, dim=-1))\n';
    const document = await open('all.py', `${BAD}\n${log}`);
    await untilRules(document.uri, [RULE, 'log-of-softmax']);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [action] = await actionsAt(document.uri, whole, 'source.fixAll.logitscope');
    await apply(action);
    await untilRules(document.uri, []);
    assert.match(document.getText(), /torch\.log_softmax\(x, dim=-1\)/);
  });

  it('are silenced by a comment that the light bulb inserts', async () => {
    const document = await open('ignored.py', BAD);
    const [{ range }] = await untilRules(document.uri, [RULE]);
    const actions = await actionsAt(document.uri, range);
    await apply(actions.find(({ title }) => title.startsWith('Ignore')));
    await untilRules(document.uri, []);
    assert.match(document.lineAt(7).text, / {2}# logitscope: ignore\[softmax-into-cross-entropy\]$/);
  });

  it('are found over the cells of a notebook, in the cell of the loss', async () => {
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const prose = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, BAD, 'markdown');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([prose, cell(MODEL), cell('%matplotlib inline\n'), cell(LOSS)]),
    );
    await vscode.window.showNotebookDocument(notebook);
    const [, first, , last] = notebook.getCells();
    const [problem] = await untilRules(last.document.uri, [RULE]);
    assert.equal(problem.range.start.line, 1);
    assert.equal(problem.relatedInformation![0].location.uri.toString(), first.document.uri.toString());
    const actions = await actionsAt(last.document.uri, problem.range);
    await apply(actions.find(({ isPreferred }) => isPreferred));
    await untilRules(last.document.uri, []);
    assert.doesNotMatch(first.document.getText(), /Softmax/);
  });

  it('are found where the model comes from another file of the workspace, which may be changed', async () => {
    const model = await write('net.py', MODEL);
    const document = await open('train.py', `from torch import nn\nfrom net import model\n\n${LOSS}`);
    const [problem] = await untilRules(document.uri, [RULE]);
    assert.equal(problem.relatedInformation![0].location.uri.path, model.path);
    await replace(
      await vscode.workspace.openTextDocument(model),
      MODEL.replace('    nn.Softmax(dim=1),\n', ''),
    );
    await untilRules(document.uri, []);
  });

  it('are told before they are made: a hover on a loss says what it takes and what it gets', async () => {
    const document = await open('hover.py', BAD);
    const [{ range }] = await untilRules(document.uri, [RULE]);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      range.start.translate(0, 2),
    );
    const said = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    const text = said.map(({ value }) => value.replace(/\\/g, '')).join('\n');
    assert.match(text, /It takes logits and applies softmax itself/);
    assert.match(text, /It gets probabilities.*nn\.Softmax\(dim=1\)/);
  });

  it('are told to other extensions, of texts, cells and files', async () => {
    const { checkLossCode } = vscode.extensions.getExtension('logitscope.logitscope')!
      .exports as LogitscopeApi;
    const [text] = await checkLossCode({ text: BAD });
    assert.equal(text.rule, RULE);
    assert.equal(BAD.slice(text.range.start, text.range.end), 'criterion(model(x), y)');
    const [cell] = await checkLossCode({ cells: [MODEL, LOSS] });
    assert.equal(cell.range.cell, 1);
    await write('net2.py', MODEL);
    const uri = await write('train2.py', `from torch import nn\nfrom net2 import model\n\n${LOSS}`);
    const found = await checkLossCode({ uri });
    assert.deepEqual(
      found.map(({ rule }) => rule),
      [RULE],
    );
  });

  it('are as severe as the settings say, or not said at all', async () => {
    const document = await open('settings.py', BAD);
    await untilRules(document.uri, [RULE]);
    try {
      await settings().update('rules', { [RULE]: 'error' }, vscode.ConfigurationTarget.Global);
      for (const until = Date.now() + 10_000; Date.now() < until;) {
        if (ours(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Error) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(ours(document.uri)[0].severity, vscode.DiagnosticSeverity.Error);
      await settings().update('rules', { [RULE]: 'off' }, vscode.ConfigurationTarget.Global);
      await untilRules(document.uri, []);
      await settings().update('rules', undefined, vscode.ConfigurationTarget.Global);
      await untilRules(document.uri, [RULE]);
      await settings().update('enabled', false, vscode.ConfigurationTarget.Global);
      await untilRules(document.uri, []);
    } finally {
      await settings().update('rules', undefined, vscode.ConfigurationTarget.Global);
      await settings().update('enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    await untilRules(document.uri, [RULE]);
  });
});
