import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LogitscopeApi } from '../../src/api';
import { DumpCheck } from '../../src/editor/files/checkDump';
import type { WorkerClient } from '../../src/worker/client';
import { floats, npy, npyHeader, safetensors, zip } from '../unit/live/files';
import { messageOf, openPanels } from './observing';

const COMPUTE = 'logitscope.computeSoftmaxLoss';
const workspace = () => vscode.workspace.workspaceFolders![0].uri;
const example = (name: string) => vscode.Uri.joinPath(workspace(), name);

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = example(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Types at the beginning of a file, and saves nothing. */
async function insert(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
}

/** Two rows of logits and labels of which the second is wrong, in the format that the name says; NumPy's for any other. */
async function writeBatch(name: string, first = 2): Promise<vscode.Uri> {
  const uri = example(name);
  const logits = floats(first, 1, 0.1, 0.5, 2.5, 0.3);
  const ids = new Uint8Array(BigInt64Array.of(0n, 2n).buffer);
  const header = {
    labels: { dtype: 'I64', shape: [2], data_offsets: [0, 16] },
    logits: { dtype: 'F32', shape: [2, 3], data_offsets: [16, 40] },
  };
  const bytes = name.endsWith('.safetensors')
    ? safetensors(header, Buffer.concat([ids, logits]))
    : zip([
        { name: 'labels.npy', data: npy(npyHeader('<i8', [2]), ids) },
        { name: 'logits.npy', data: npy(npyHeader('<f4', [2, 3]), logits), deflate: true },
      ]);
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

const notebookOf = (outputs: string[]) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: outputs.map((text, i) => ({
      id: `c${i}`,
      cell_type: 'code',
      source: ['show()'],
      metadata: {},
      execution_count: i + 1,
      outputs: text ? [{ output_type: 'stream', name: 'stdout', text: [text] }] : [],
    })),
  });

async function until<T>(what: string, get: () => T | undefined): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const value = get();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not appear`);
}

/**
 * DuckDB 1.5: `COPY (SELECT * FROM (VALUES ([2.0, 1.0, 0.1]::FLOAT[], 0), ([0.5, 2.5, 0.3]::FLOAT[], 2)) t(logits, label))
 * TO 'two.parquet' (FORMAT parquet, COMPRESSION snappy)`.
 */
const TWO_ROWS_IN_PARQUET =
  'UEFSMRUAFYYBFVYsFQwVABUGFQYAAEMYIQAAAEE2AHYBAHQCAAAADAMAAABAAACAP83MzD0AAAA/AAAgQJqZmT4VABUcFSAs' +
  'FQQVABUGFQYAAA40AgAAAAQBAAAAAAIAAAAVAhlcNQAYDWR1Y2tkYl9zY2hlbWEVBAA1AhgGbG9naXRzFQIVBgA1BBgEbGlz' +
  'dBUCABUIJQIYB2VsZW1lbnQAFQIlAhgFbGFiZWwlIgAWBBkcGSwmABwVCBkVABk4BmxvZ2l0cwRsaXN0B2VsZW1lbnQVAhYM' +
  'FqoBFnomCDwYBAAAIEAYBM3MzD0WACgEAAAgQBgEzczMPRERAAAAJgAcFQIZFQAZGAVsYWJlbBUCFgQWPhZCJoIBPBgEAgAA' +
  'ABgEAAAAABYAKAQCAAAAGAQAAAAAEREAAAAW6AEWBCYIFrwBACgoRHVja0RCIHZlcnNpb24gdjEuNS42IChidWlsZCAwNjlj' +
  'YzlmOWI1KRksHAAAHAAAABYBAABQQVIx';

const panel = () => until('a panel', () => openPanels()[0]);

describe('Compute softmax loss on a file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens JSON Lines of records without asking', async () => {
    await vscode.commands.executeCommand(COMPUTE, example('predictions.jsonl'));
    assert.match((await panel()).label, /^logits \d+×10$/);
  });

  it('opens the list of records in a JSON document', async () => {
    await vscode.commands.executeCommand(COMPUTE, example('evaluation.json'));
    assert.match((await panel()).label, /^logits \d+×10$/);
  });

  it('opens CSV with a column per class', async () => {
    const uri = await write('scores.csv', 'logit_0,logit_1,label\n2.0,1.0,0\n0.5,2.5,1\n');
    await vscode.commands.executeCommand(COMPUTE, uri);
    assert.equal((await panel()).label, 'logit_0 … logit_1 2×2');
  });

  it('opens Parquet, and explains it as it shows it', async () => {
    const uri = example('two.parquet');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(TWO_ROWS_IN_PARQUET, 'base64'));
    await vscode.commands.executeCommand(COMPUTE, uri);
    assert.equal((await panel()).label, 'logits 2×3');
    const api = await vscode.extensions.getExtension<LogitscopeApi>('logitscope.logitscope')!.activate();
    const [{ name, figures }] = (await api.explainFile(uri)).arrays;
    assert.deepEqual([name, figures?.accuracy], ['logits', 0.5]);
  });

  it('takes a JSON document that is one array as such', async () => {
    const uri = await write('pair.json', '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1]}');
    await vscode.commands.executeCommand(COMPUTE, uri);
    assert.equal((await panel()).label, 'logits 2×3');
  });

  it('asks which field when two could be logits, and remembers the answer', async () => {
    const uri = await write(
      'two.jsonl',
      '{"small": {"logits": [1.5, 2.5]}, "large": {"logits": [1.5, 0.5]}, "label": 1}\n'.repeat(3),
    );
    const { showQuickPick } = vscode.window;
    let asked = 0;
    vscode.window.showQuickPick = ((items: readonly vscode.QuickPickItem[]) => {
      asked++;
      assert.deepEqual(
        items.map(({ label, detail }) => [label, detail]),
        [
          ['small.logits', '[1.5,2.5]'],
          ['large.logits', '[1.5,0.5]'],
        ],
      );
      return Promise.resolve(items[1]);
    }) as never;
    try {
      for (let i = 0; i < 2; i++) {
        await vscode.commands.executeCommand(COMPUTE, uri);
        assert.equal((await panel()).label, 'large.logits 3×2');
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    } finally {
      vscode.window.showQuickPick = showQuickPick;
    }
    assert.equal(asked, 1);
  });

  it('takes the one array of logits among the outputs of a notebook', async () => {
    const uri = await write(
      'one.ipynb',
      notebookOf([
        'epoch 1 loss 0.5\n',
        '',
        'logits: tensor([[ 2.0000,  1.0000,  0.1000],\n        [ 0.5000,  2.5000,  0.3000]])\nlabels: tensor([0, 1])\n',
      ]),
    );
    await vscode.commands.executeCommand(COMPUTE, uri);
    assert.equal((await panel()).label, 'logits 2×3');
  });

  it('asks which output of a notebook where several hold logits, with cell and numbers', async () => {
    const printed = (numbers: string) => `logits: tensor([[${numbers}]])\nlabels: tensor([0])\n`;
    const uri = await write(
      'several.ipynb',
      notebookOf([printed('2.0000, -1.0000'), '', printed('0.5000, 2.5000, 0.3000')]),
    );
    const { showQuickPick } = vscode.window;
    let shown: vscode.QuickPickItem[] = [];
    vscode.window.showQuickPick = ((items: vscode.QuickPickItem[]) => {
      shown = items;
      return Promise.resolve(items[1]);
    }) as never;
    try {
      await vscode.commands.executeCommand(COMPUTE, uri);
    } finally {
      vscode.window.showQuickPick = showQuickPick;
    }
    assert.deepEqual(
      shown.map(({ label, description, detail }) => [
        label,
        description!.split(' · ')[0],
        detail!.split(' · ')[0],
      ]),
      [
        ['logits 1×2', 'output of cell 1 in several.ipynb', '[2, -1]'],
        ['logits 1×3', 'output of cell 3 in several.ipynb', '[0.5, 2.5, 0.3]'],
      ],
    );
    assert.equal((await panel()).label, 'logits 1×3');
  });

  it('says so when no output of a notebook holds an array', async () => {
    const uri = await write('none.ipynb', notebookOf(['hello\n']));
    assert.match(
      String(await messageOf(() => vscode.commands.executeCommand(COMPUTE, uri))),
      /No array found in the outputs of none\.ipynb/,
    );
  });

  it('says what is wrong with a file that holds neither records nor an array', async () => {
    const uri = await write('settings.json', '{"name": "x", "list": ["a", "b"]}');
    assert.match(
      String(await messageOf(() => vscode.commands.executeCommand(COMPUTE, uri))),
      /No array or records found in settings\.json\. Expected .*, got text that begins with “\{"name"/,
    );
  });

  it('opens the editor for arrays on what the binary reader reads, under any name', async () => {
    for (const name of ['batch.npz', 'batch.safetensors', 'batch.dat']) {
      await vscode.commands.executeCommand(COMPUTE, await writeBatch(name));
      const tab = await until('the editor for arrays', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputCustom && input.viewType === 'logitscope.arrays'
          ? input
          : undefined;
      });
      assert.ok(tab.uri.path.endsWith(name));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    assert.deepEqual(openPanels(), []);
  });

  it('names the classes of arrays and records by a file beside them', async () => {
    const folder = vscode.Uri.joinPath(workspace(), 'named');
    await vscode.workspace.fs.createDirectory(folder);
    await write('named/classes.txt', 'cat\ndog\nbird\n');
    const records = '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 2}\n';
    const api = await vscode.extensions.getExtension<LogitscopeApi>('logitscope.logitscope')!.activate();
    for (const uri of [
      await writeBatch('named/batch.npz'),
      await writeBatch('named/batch.safetensors'),
      await write('named/records.jsonl', records),
    ]) {
      const { arrays } = await api.explainFile(uri);
      const logits = arrays.find(({ name }) => name === 'logits');
      assert.deepEqual([logits?.classNames, logits?.namesFrom], [['cat', 'dog', 'bird'], 'classes.txt']);
    }
    const [{ classNames }] = (await api.explainFile(await writeBatch('batch.npz'))).arrays;
    assert.equal(classNames, undefined);
  });

  it('searches a text for arrays as a notebook output is searched', async () => {
    const uri = await write('run.txt', 'logits tensor([[2.0, 1.0, 0.1]])\nlabels tensor([0])\n');
    await vscode.commands.executeCommand(COMPUTE, uri);
    assert.equal((await panel()).label, 'logits 1×3');
  });

  it('opens the file of the active editor from the palette as from the Explorer', async () => {
    const uri = await write('scores.csv', 'logit_0,logit_1,label\n2.0,1.0,0\n0.5,2.5,1\n');
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand(COMPUTE);
    assert.equal((await panel()).label, 'logit_0 … logit_1 2×2');
  });

  it('takes logits from one selection and labels from another', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: 'scores = [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]]\nother = 7\ny = [0, 1]\n',
      language: 'python',
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selections = [new vscode.Selection(0, 9, 0, 43), new vscode.Selection(2, 4, 2, 10)];
    await vscode.commands.executeCommand(COMPUTE);
    assert.match((await panel()).label, /2×3$/);
  });
});

describe('Check evaluation file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('puts ragged rows, NaN and labels out of range where they stand', async () => {
    const uri = await write(
      'bad.jsonl',
      [
        '{"logits": [2.0, 1.0, 0.1], "label": 0}',
        '{"logits": [2.0, 1.0], "label": 0}',
        '{"logits": [NaN, 1.0, 0.5], "label": 1}',
        '{"logits": [1.0, 2.0, 0.5], "label": 3}',
        '{"logits": [1.0, 2.',
      ].join('\n'),
    );
    await vscode.commands.executeCommand('logitscope.checkDump', uri);
    const found = await until('diagnostics', () => {
      const all = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Logitscope');
      return all.length > 0 ? all : undefined;
    });
    const inLines = (line: number) =>
      found.filter(({ range }) => range.start.line === line).map((d) => d.message);
    assert.match(inLines(1).join(), /Skipped: .*expected 3 numbers.*got 2/);
    assert.match(inLines(2).join(), /a logit is NaN/);
    assert.match(inLines(3).join(), /the label is 3; valid class IDs are 0 to 2/);
    assert.match(inLines(4).join(), /the last record is incomplete/);
  });

  it('shows no problems in the editor of a file that has become another meanwhile', async () => {
    const [good, bad] = ['{"logits": [1, 2], "label": 0}\n', '{"logits": [1], "label": 0}\n'];
    const uri = await write('other.jsonl', good + bad + good);
    const count = () => vscode.languages.getDiagnostics(uri).length;
    await vscode.commands.executeCommand('logitscope.checkDump', uri);
    await until('problems', () => count() > 0 || undefined);
    await vscode.workspace.openTextDocument(uri);
    assert.ok(count() > 0);
    const another = await write('another.jsonl', good + bad + good);
    await vscode.commands.executeCommand('logitscope.checkDump', another);
    await write('another.jsonl', good + good + good + good);
    await vscode.workspace.openTextDocument(another);
    await until('their end', () => vscode.languages.getDiagnostics(another).length === 0 || undefined);
    assert.ok(count() > 0);
  });

  it('puts problems at the lines in the editor where there are unsaved edits, until they are gone', async () => {
    const [good, bad] = ['{"logits": [1, 2], "label": 0}\n', '{"logits": [1], "label": 0}\n'];
    const uri = await write('unsaved.jsonl', good + bad + good);
    const lines = () => vscode.languages.getDiagnostics(uri).map(({ range }) => range.start.line);
    await vscode.window.showTextDocument(uri);
    await insert(uri, good + bad + good);
    await vscode.commands.executeCommand('logitscope.checkDump', uri);
    await until('problems', () => lines().length > 0 || undefined);
    // Of all rows there is something to say as well, at the beginning.
    assert.deepEqual(
      lines().filter((line) => line > 0),
      [1, 4],
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('their end', () => lines().length === 0 || undefined);
  });

  it('lists no problems of a text that was edited while it was checked, and says so', async () => {
    const uri = await write('edited.jsonl', '[[1, 2], [3, 4]]\n');
    await vscode.window.showTextDocument(uri);
    const finding = { id: 'a', severity: 'warning', message: 'Wrong.', evidence: 'a', remedy: 'b' };
    const explained = {
      found: { shape: [2, 2], reading: { kind: 'other' }, array: {} },
      findings: [finding],
    };
    const answers: Record<string, () => unknown> = {
      fileKind: () => 'arrays',
      explainFile: async () => (await insert(uri, '\n'), [explained]),
    };
    const call = (name: string) => Promise.resolve(answers[name]());
    const check = new DumpCheck({ call } as unknown as WorkerClient, {} as vscode.Memento);
    try {
      await assert.rejects(check.run(uri), {
        message: 'edited.jsonl changed while it was being checked. Check it again.',
      });
      assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
      answers.explainFile = () => [explained];
      await check.run(uri);
      assert.equal(vscode.languages.getDiagnostics(uri).length, 1);
    } finally {
      check.dispose();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('checks the logits of a file of arrays with the labels beside them', async () => {
    const uri = await writeBatch('nan.npz', NaN);
    await vscode.commands.executeCommand('logitscope.checkDump', uri);
    const [found] = await until('diagnostics', () => {
      const all = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Logitscope');
      return all.length > 0 ? all : undefined;
    });
    assert.match(found.message, /NaN/);
  });
});

describe('Logitscope’s API on a file', () => {
  let api: LogitscopeApi;
  before(async () => {
    api = await vscode.extensions.getExtension<LogitscopeApi>('logitscope.logitscope')!.activate();
  });

  it('says what would be shown, of arrays, records, texts and notebooks, and opens nothing', async () => {
    const files = [
      await writeBatch('batch.npz'),
      await write(
        'batch.jsonl',
        '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 2}\n',
      ),
      await write('batch.txt', 'logits [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]]\nlabels [0, 2]\n'),
      await write(
        'batch.ipynb',
        notebookOf(['logits tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]])\nlabels tensor([0, 2])\n']),
      ),
    ];
    for (const file of files) {
      const { arrays } = await api.explainFile(file);
      const logits = arrays.find(({ name }) => name === 'logits');
      assert.equal(logits?.figures?.accuracy, 0.5, file.path);
    }
    assert.deepEqual(openPanels(), []);
  });
});

describe('Compare two arrays', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('writes what differs between two files of predictions', async () => {
    const first = await write(
      'a.jsonl',
      '{"logits": [2.0, 1.0], "label": 0}\n{"logits": [0.0, 1.0], "label": 1}\n',
    );
    const second = await write(
      'b.jsonl',
      '{"logits": [1.0, 2.0], "label": 0}\n{"logits": [0.0, 1.0], "label": 1}\n',
    );
    await vscode.commands.executeCommand('logitscope.compareArrays', first, [first, second]);
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.match(text, /# `a\.jsonl` \(p\) and `b\.jsonl` \(q\)/);
    assert.match(text, /\| Different top class \| 1 of 2 \(50%\) \|/);
    assert.match(text, /\| 0 \| 0 \| 1 \| 2 \| 0 \|/);
  });
});
