import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer } from '../../../src/mcp/server';
import { inProcessClient } from '../worker/inProcess';

const MIME = 'text/html;profile=mcp-app';
const RESPONSE = JSON.stringify({
  choices: [
    {
      logprobs: {
        content: [
          { token: 'Once', logprob: -0.5 },
          { token: ' upon', logprob: -0.001 },
        ],
      },
    },
  ],
});

describe('the page of a host that draws answers', () => {
  const worker = inProcessClient();
  const open: Client[] = [];
  async function connected(extensions?: Record<string, object>) {
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await createServer(worker, '0', '/nowhere').connect(theirs);
    const client = new Client({ name: 'host', version: '1' }, { capabilities: { extensions } });
    await client.connect(ours);
    open.push(client);
    return client;
  }
  after(async () => {
    for (const client of open) await client.close();
    worker.dispose();
  });

  it('is named by every tool and can be read, where the client says that it draws', async () => {
    const client = await connected({ 'io.modelcontextprotocol/ui': { mimeTypes: [MIME] } });
    const { tools } = await client.listTools();
    const uris = new Set(tools.map(({ _meta }) => (_meta as { ui: { resourceUri: string } }).ui.resourceUri));
    assert.deepEqual([...uris], ['ui://logitscope/answer']);
    const [listed] = (await client.listResources()).resources;
    assert.equal(listed.mimeType, MIME);
    const { contents } = await client.readResource({ uri: listed.uri });
    const [{ text, mimeType }] = contents as { text: string; mimeType: string }[];
    assert.equal(mimeType, MIME);
    assert.match(text, /^<!doctype html>/);
    assert.match(
      text,
      /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'/,
    );
    // Whole in itself, and small.
    assert.doesNotMatch(text, /https?:|\bsrc=|\bhref=|@import|url\(|unsafe-/);
    assert.ok(text.length < 20_000, String(text.length));
    await assert.rejects(client.readResource({ uri: 'ui://logitscope/other' }), /There is no resource/);
  });

  it('gets the tokens to draw beside the answer, which stays as short as it was', async () => {
    const client = await connected({ 'io.modelcontextprotocol/ui': { mimeTypes: [MIME] } });
    const { content, _meta } = await client.callTool({
      name: 'logitscope_tokens',
      arguments: { text: RESPONSE },
    });
    assert.deepEqual(_meta?.['logitscope/tokens'], { texts: ['Once', ' upon'], bits: [0.721, 0.00144] });
    const [{ text }] = content as { text: string }[];
    assert.doesNotMatch(text, /logitscope\/tokens/);
  });

  it('is told to no other client', async () => {
    for (const extensions of [undefined, { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/plain'] } }]) {
      const client = await connected(extensions);
      const { tools } = await client.listTools();
      assert.ok(tools.every(({ _meta }) => _meta === undefined));
      assert.deepEqual((await client.listResources()).resources, []);
      const { _meta } = await client.callTool({ name: 'logitscope_tokens', arguments: { text: RESPONSE } });
      assert.equal(_meta, undefined);
    }
  });
});
