// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter: a real server and a real ipykernel behind
// the documented API. What only the real extension does, its consent and its own quirks, is not tested here.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Ran {
  outputs: { type: string; content: { text?: string; data?: Record<string, unknown>; ename?: string } }[];
  reply: { status: string; execution_count: number };
}

const panels = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('logitscope'));

async function until<T>(what: string, get: () => T | undefined): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const value = get();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not appear`);
}

describe('Live arrays of a kernel', () => {
  let notebook: vscode.NotebookDocument;
  const run = async (code: string) => {
    const ran = await vscode.commands.executeCommand<Ran>('standin.run', notebook.uri, code);
    assert.equal(ran.reply.status, 'ok', JSON.stringify(ran.outputs));
    return ran;
  };
  const printed = async (code: string) =>
    (await run(code)).outputs
      .map(({ content }) => content.text ?? '')
      .join('')
      .trim();
  const names = () => printed('print(sorted(k for k in dir() if k[:1] != "_"))');

  before(async function () {
    this.timeout(120_000);
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'logits', 'python');
    notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    await vscode.window.showNotebookDocument(notebook);
    await vscode.extensions.getExtension('ms-toolsai.jupyter')!.activate();
    await vscode.commands.executeCommand('standin.start', notebook.uri);
    await run(
      'import numpy as np\nlogits = np.sin(np.arange(60000, dtype=np.float32)).reshape(200, 300) * 5',
    );
    await run('labels = np.arange(200) % 300\nscores = np.asfortranarray(logits)[::-1]\n41 + 1');
  });
  afterEach(() =>
    vscode.commands
      .executeCommand('workbench.action.closeAllEditors')
      .then(() => vscode.window.showNotebookDocument(notebook)),
  );

  it('open whole by their name, and leave the kernel as it was', async () => {
    const before = await names();
    const last = await printed('print(_)');
    const { execution_count: count } = (await run('')).reply;
    await vscode.commands.executeCommand('logitscope.inspectVariable', {
      name: 'scores',
      fileName: notebook.uri.toJSON() as unknown,
    });
    const panel = await until('the panel', () => panels()[0]);
    assert.equal(panel.label, 'scores 200×300');
    assert.equal(await names(), before);
    assert.equal(await printed('print(_)'), last);
    assert.equal((await run('')).reply.execution_count, count + 2);
  });

  it('are offered in a list, with the labels that fit', async () => {
    const { showQuickPick } = vscode.window;
    const offered: string[][] = [];
    vscode.window.showQuickPick = ((items: { label: string; description: string }[]) => {
      offered.push(items.map(({ label, description }) => `${label} ${description}`.trim()));
      return Promise.resolve(items.find(({ label }) => label === ['scores', 'labels'][offered.length - 1]));
    }) as never;
    try {
      await vscode.commands.executeCommand('logitscope.inspectVariable');
    } finally {
      vscode.window.showQuickPick = showQuickPick;
    }
    assert.deepEqual(offered, [
      [
        'scores ndarray · 200×300 · float32 · 240 kB',
        'labels ndarray · 200 · int64 · 1.60 kB',
        'logits ndarray · 200×300 · float32 · 240 kB',
      ],
      ['No labels', 'labels ndarray · 200 · int64 · 1.60 kB'],
    ]);
    assert.equal((await until('the panel', () => panels()[0])).label, 'scores 200×300');
  });

  it('say in a sentence why a variable cannot be shown', async () => {
    await run('text = "no array"');
    const { showErrorMessage } = vscode.window;
    const said: string[] = [];
    vscode.window.showErrorMessage = (message: string) =>
      (said.push(message), Promise.resolve(undefined)) as never;
    try {
      for (const name of ['text', 'nobody', 'logits.__class__'])
        await vscode.commands.executeCommand('logitscope.inspectVariable', {
          name,
          source: notebook.uri.toString(),
        });
    } finally {
      vscode.window.showErrorMessage = showErrorMessage;
    }
    assert.match(said[0], /a value of type str is no array/);
    assert.match(said[1], /there is no variable 'nobody' in the kernel/);
    assert.match(said[2], /'logits' has no '__class__'/);
  });

  it('are computed in the kernel when they are above the limit and a person says so', async () => {
    const settings = vscode.workspace.getConfiguration('logitscope');
    await settings.update('kernel.fetchLimit', 1000, vscode.ConfigurationTarget.Global);
    const { showInformationMessage } = vscode.window;
    const asked: string[] = [];
    vscode.window.showInformationMessage = (message: string) => (
      asked.push(message),
      Promise.resolve('Compute in the kernel')
    );
    try {
      await vscode.commands.executeCommand('logitscope.inspectVariable', {
        name: 'scores',
        source: notebook.uri.toString(),
      });
    } finally {
      vscode.window.showInformationMessage = showInformationMessage;
      await settings.update('kernel.fetchLimit', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.match(asked[0], /scores is 200×300 float32, 240 kB/);
    assert.equal((await until('the panel', () => panels()[0])).label, 'scores 200×300');
  });

  it('display by themselves only after the person asked, and print as before', async () => {
    const plainly = await run('logits[:2, :3]');
    assert.deepEqual(
      Object.keys(plainly.outputs.find(({ type }) => type === 'execute_result')!.content.data!),
      ['text/plain'],
    );
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('logitscope.showArrays');
    const shown = await run('logits[:2, :3]');
    const data = shown.outputs.find(({ type }) => type === 'execute_result')!.content.data!;
    const value = data['application/vnd.logitscope.array.v1+json'] as {
      dtype: string;
      shape: number[];
      data: string;
    };
    assert.deepEqual([value.dtype, value.shape], ['float32', [2, 3]]);
    assert.equal(Buffer.from(value.data, 'base64').length, 24);
    assert.equal(typeof data['text/plain'], 'string');
    const prints = await run('print(logits[:1, :2])');
    assert.deepEqual(
      prints.outputs.map(({ type }) => type),
      ['status', 'execute_input', 'stream', 'status'],
    );
    await vscode.commands.executeCommand('logitscope.showArraysNoMore');
    const after = await run('logits[:2, :3]');
    assert.deepEqual(
      Object.keys(after.outputs.find(({ type }) => type === 'execute_result')!.content.data!),
      ['text/plain'],
    );
  });

  if (process.env.LOGITSCOPE_HEAVY) {
    it('of 103 MB come whole from torch, and are summed up in place', async function () {
      this.timeout(120_000);
      await run('import torch\nbig = torch.randn(512, 50257)');
      const names = ['big', 'big', 'big'];
      const times: number[] = [];
      for (const name of names) {
        const start = performance.now();
        await vscode.commands.executeCommand('logitscope.inspectVariable', {
          name,
          source: notebook.uri.toString(),
        });
        await until('the panel', () => panels().find(({ label }) => label === 'big 512×50257'));
        times.push(performance.now() - start);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
      console.log(
        `      103 MB from the kernel to the panel: ${times.map((t) => (t / 1000).toFixed(2)).join(', ')} s`,
      );
      assert.equal(times.length, 3);
    });
  }
});
