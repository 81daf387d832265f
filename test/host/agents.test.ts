import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import * as vscode from 'vscode';

interface Answer {
  loss?: number;
  rows?: number;
  arrays?: { reading: string }[];
  findings?: { rule: string }[];
  sequences?: unknown[];
  summary?: string;
}

const NAMES = [
  'logitscope_inspect',
  'logitscope_loss',
  'logitscope_tokens',
  'logitscope_check_code',
  'logitscope_explain_nan',
];
const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
];
const DOUBLE =
  'import torch.nn.functional as F\n\ndef f(x, y):\n    return F.cross_entropy(F.softmax(x, dim=-1), y)\n';

describe('agents in VS Code', () => {
  before(() => vscode.extensions.getExtension('logitscope.logitscope')!.activate());

  async function ask(name: string, input: object): Promise<Answer> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [part] = content as vscode.LanguageModelTextPart[];
    assert.ok(Buffer.byteLength(part.value) <= 2048, name);
    return JSON.parse(part.value) as Answer;
  }

  it('find five tools', () => {
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const name of NAMES) assert.ok(names.includes(name), name);
  });

  it('are answered by each of them', async () => {
    assert.equal((await ask('logitscope_loss', { values: LOGITS, labels: [0, 1] })).loss, 0.31854);
    assert.equal(
      (await ask('logitscope_inspect', { text: 'logits = [[2.0, 1.0]]' })).arrays![0].reading,
      'logits',
    );
    assert.equal(
      (await ask('logitscope_check_code', { text: DOUBLE })).findings![0].rule,
      'softmax-into-cross-entropy',
    );
    assert.match(
      (await ask('logitscope_explain_nan', { values: [['NaN', 1]] })).summary!,
      /1 of 1 rows has no softmax/,
    );
    assert.deepEqual((await ask('logitscope_tokens', { text: '{}' })).sequences, []);
  });

  it('look at the selection, and are told where there is none', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'logits = [[2.0, 1.0, 0.1]]' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 26);
    assert.equal((await ask('logitscope_inspect', { selection: true })).arrays!.length, 1);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await assert.rejects(ask('logitscope_inspect', { selection: true }), /Nothing is selected/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are told what to give instead of a wrong input, and read nothing outside the workspace', async () => {
    await assert.rejects(ask('logitscope_inspect', {}), /Nothing was given to look at/);
    await assert.rejects(
      ask('logitscope_inspect', { path: '/etc/passwd' }),
      /is not in the workspace|No folder is open/,
    );
  });
});

describe('agents elsewhere', function () {
  this.timeout(60_000);
  let folder: string;
  let client: Client;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'logitscope-mcp-'));
    const { extensionPath } = vscode.extensions.getExtension('logitscope.logitscope')!;
    client = new Client({ name: 'test', version: '1' }, { capabilities: {} });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [path.join(extensionPath, 'dist', 'mcp.js')],
        cwd: folder,
        env: { ...(process.env as Record<string, string>), ELECTRON_RUN_AS_NODE: '1' },
      }),
    );
  });
  after(async () => {
    await client.close();
    await rm(folder, { recursive: true });
  });

  const call = async (name: string, given: object) => {
    const result = await client.callTool({ name, arguments: given as Record<string, unknown> });
    const [{ text }] = result.content as { text: string }[];
    return {
      isError: Boolean(result.isError),
      text,
      structured: result.structuredContent as Answer | undefined,
    };
  };

  it('are told of five read-only tools, none of which asks for an editor', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      NAMES,
    );
    for (const { annotations, inputSchema, outputSchema } of tools) {
      assert.ok(annotations?.readOnlyHint && annotations.idempotentHint && !annotations.openWorldHint);
      assert.ok(outputSchema);
      assert.ok(!('selection' in inputSchema.properties!));
    }
  });

  it('get text and the same as structure, by the schema that was told', async () => {
    const { structured, text } = await call('logitscope_loss', { values: LOGITS, labels: [0, 1] });
    assert.equal(structured!.loss, 0.31854);
    assert.deepEqual(JSON.parse(text), structured);
    assert.match(
      (await call('logitscope_explain_nan', { values: [['NaN', 1]] })).structured!.summary!,
      /no softmax/,
    );
    assert.equal((await call('logitscope_check_code', { text: DOUBLE })).structured!.findings!.length, 1);
    assert.deepEqual((await call('logitscope_tokens', { text: '{}' })).structured!.sequences, []);
    assert.equal((await call('logitscope_inspect', { values: LOGITS })).structured!.rows !== undefined, true);
  });

  it('get a sentence for bad input', async () => {
    const wrong = await call('logitscope_loss', { values: LOGITS, lables: [0, 1] });
    assert.ok(wrong.isError);
    assert.match(wrong.text, /unknown option lables; did you mean labels\?/);
    const missing = await call('logitscope_inspect', { path: 'none.json' });
    assert.match(missing.text, /“none\.json” is not a file in/);
  });

  it('read files in their folder and none outside, links followed', async () => {
    await writeFile(path.join(folder, 'run.json'), JSON.stringify({ logits: LOGITS, labels: [0, 1] }));
    assert.equal((await call('logitscope_loss', { path: 'run.json' })).structured!.loss, 0.31854);
    await symlink('/etc/hosts', path.join(folder, 'out.json'));
    for (const given of ['out.json', '/etc/hosts', '../../etc/hosts'])
      assert.match((await call('logitscope_inspect', { path: given })).text, /is not a file in/);
  });

  it('read a file of 200 MB, hear how far it is, and can cancel it', async () => {
    const file = path.join(folder, 'large.jsonl');
    const line = `${JSON.stringify({ logits: Array.from({ length: 1000 }, (_, i) => Math.sin(i)), label: 3 })}\n`;
    const block = line.repeat(Math.ceil(1e6 / line.length));
    for (let written = 0; written < 200e6; written += block.length)
      await writeFile(file, block, { flag: 'a' });
    const heard: number[] = [];
    const aborter = new AbortController();
    const cancelled = client.callTool(
      { name: 'logitscope_loss', arguments: { path: 'large.jsonl' } },
      undefined,
      {
        signal: aborter.signal,
        timeout: 60_000,
        onprogress: ({ progress }) => {
          heard.push(progress);
          aborter.abort(new Error('no longer wanted'));
        },
      },
    );
    await assert.rejects(cancelled, /no longer wanted/);
    assert.ok(heard.length > 0);
    // The server is free at once.
    assert.equal(
      (await call('logitscope_loss', { values: LOGITS, labels: [0, 1] })).structured!.loss,
      0.31854,
    );
    const whole = await client.callTool(
      { name: 'logitscope_loss', arguments: { path: 'large.jsonl' } },
      undefined,
      {
        timeout: 60_000,
      },
    );
    const { rows } = whole.structuredContent as Answer;
    assert.ok(rows! * line.length >= 200e6);
  });
});
