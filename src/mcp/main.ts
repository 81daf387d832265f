/** `node dist/mcp.js`: started by VS Code or by hand, in the folder whose files it may read. */
import path from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createClient } from '../worker/client';
import { spawnWorker } from '../worker/spawn';
import { refusalOfLong, refusals } from './refusals';
import { createServer } from './server';
import { wholeLines } from './wholeLines';

declare const LOGITSCOPE_VERSION: string;

/** Bytes: twice what a text given as such may be, as JSON escapes it. A longer message is refused. */
const MAX_MESSAGE = 100 << 20;

const files = {
  path: (name: string) => path.join(__dirname, name),
  read: () => Promise.reject(new Error('files are read by their path')),
};
const client = createClient(spawnWorker(files));
const server = createServer(client, LOGITSCOPE_VERSION, process.cwd());
server.onclose = () => {
  client.dispose();
  process.exit(0);
};
// The other side is gone.
process.stdin.once('end', () => void server.close());
const lines = wholeLines(MAX_MESSAGE, (line) => {
  const refusal = refusalOfLong(line, MAX_MESSAGE);
  if (refusal) process.stdout.write(`${JSON.stringify(refusal)}\n`);
});
const messages = process.stdin.pipe(lines).pipe(refusals(process.stdout));
// Lines that come together are held together.
const maxBufferSize = MAX_MESSAGE + (1 << 20);
void server.connect(new StdioServerTransport(messages, process.stdout, { maxBufferSize }));
