import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { pathToFileURL } from 'node:url';
import { createServer } from '../../../src/mcp/server';
import { inProcessClient } from '../worker/inProcess';

describe('The folders that a client gives an agent', () => {
  it('are asked for anew where it could not say them, and the refusal is a sentence', async () => {
    const worker = inProcessClient();
    const server = createServer(worker, '0', process.cwd());
    const client = new Client({ name: 'test', version: '1' }, { capabilities: { roots: {} } });
    const answers = [
      () => Promise.reject(new Error('Cannot destructure property')),
      () => ({ roots: [{ uri: 5 }] }),
      () => ({ roots: [{ uri: pathToFileURL(process.cwd()).href }] }),
    ];
    client.setRequestHandler(ListRootsRequestSchema, () => answers.shift()!() as { roots: [] });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(ours), client.connect(theirs)]);
    const ask = async () => {
      const given = { name: 'logitscope_inspect', arguments: { path: 'examples/logits.json' } };
      const { isError, content } = await client.callTool(given);
      return { isError, text: (content as { text: string }[])[0].text };
    };
    for (let i = 0; i < 2; i++) {
      const { isError, text } = await ask();
      assert.equal(isError, true);
      assert.equal(
        text,
        'The client didn’t say which folders may be read. Try again, or give the text itself.',
      );
    }
    const { text } = await ask();
    assert.doesNotMatch(text, /The client/);
    await client.close();
    worker.dispose();
  });
});
