/** The tools for any agent, as a server of the Model Context Protocol over standard input and output. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  RootsListChangedNotificationSchema,
  type CallToolResult,
  type ProgressToken,
} from '@modelcontextprotocol/sdk/types.js';
import * as l10n from '@vscode/l10n';
import { loss } from '../agents/loss';
import { textOfFile } from '../arrays/textOfFile';
import { printable } from '../arrays/words/printable';
import { seenJson } from '../arrays/words/seenJson';
import { ask, inputOf, refusalOf, TOOLS } from '../agents/tools';
import { codeOf, type DrawnTokens, type Reach, type Schema, type Tool } from '../agents/tool';
import type { WorkerClient } from '../worker/client';
import { codeFiles } from './codeFiles';
import { heldBytes } from './heldBytes';
import { notebookCells } from './notebookFile';
import { draws, readView, VIEW_OF_TOOL, VIEWS } from './views';
import { foldersOf, inside, type Inside } from './roots';
import { turns } from './turns';

const MAX_TEXT = 50 << 20;
/** Answered at once: each may hold a file, and the worker reads one at a time anyway. */
const AT_ONCE = 4;
/** Bytes of what is asked, while it waits for its turn: a client may ask a hundred times what fills a message. */
const MAX_WAITING = 256 << 20;
/** Of a client, to say which folders may be read. */
const ROOTS_MS = 10_000;

/**
 * @param folder where files are looked for when the client gives no roots
 */
export function createServer(client: WorkerClient, version: string, folder: string): Server {
  const server = new Server(
    { name: 'logitscope', title: 'Logitscope', version },
    { capabilities: { tools: {}, resources: {} } },
  );
  let roots: Promise<string[]> | undefined;
  const folders = () => {
    const asked = (roots ??= rootsOf(server, folder));
    // A client that could not say it now may say it next time.
    asked.catch(() => {
      if (roots === asked) roots = undefined;
    });
    return asked;
  };
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => {
    roots = undefined;
  });
  // Starts the workers, and compiles what most answers need: a first question then takes about as long as the next.
  server.oninitialized = () =>
    void ask(loss, { values: [[1, 0]], labels: [0] }, reachOf(client, folders)).catch(() => undefined);
  const inTurn = turns(AT_ONCE, MAX_WAITING);
  const isDrawn = () => draws(server.getClientCapabilities());
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: TOOLS.map((tool) => (isDrawn() ? { ...listed(tool), _meta: VIEW_OF_TOOL } : listed(tool))),
  }));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: isDrawn() ? VIEWS : [] }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => readView(params.uri));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (!tool) return refusal(new Error(l10n.t('There is no tool {0}.', params.name)));
    const token = params._meta?.progressToken;
    const progress = (share: number) =>
      token !== undefined && void sendNotification(progressOf(token, share)).catch(() => undefined);
    try {
      let _meta: CallToolResult['_meta'];
      const draw = isDrawn() ? (tokens: DrawnTokens) => (_meta = { 'logitscope/tokens': tokens }) : undefined;
      const reach = { ...reachOf(client, folders), signal, progress, draw };
      const answer = await inTurn(
        () => ask(tool, params.arguments, reach),
        signal,
        heldBytes(params.arguments, MAX_WAITING),
      );
      return { content: [{ type: 'text', text: seenJson(answer) }], structuredContent: answer, _meta };
    } catch (error) {
      return refusal(error);
    }
  });
  return server;
}

function progressOf(progressToken: ProgressToken, progress: number) {
  return { method: 'notifications/progress' as const, params: { progressToken, progress, total: 1 } };
}

/** A refusal is an answer: the model reads the sentence and asks again. */
function refusal(error: unknown): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: refusalOf(error) }],
  };
}

function listed(tool: Tool) {
  const { name, title, description, output } = tool;
  return {
    name,
    title,
    description,
    // There is no editor here.
    inputSchema: asObject(inputOf(tool, {})),
    outputSchema: asObject(output),
    annotations: {
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  };
}

function asObject({ properties, required = [], ...rest }: Schema) {
  return { ...rest, type: 'object' as const, properties: { ...properties }, required: [...required] };
}

async function rootsOf(server: Server, folder: string): Promise<string[]> {
  if (!server.getClientCapabilities()?.roots) return [folder];
  const { roots } = await server.listRoots(undefined, { timeout: ROOTS_MS }).catch((cause: unknown) => {
    // What its answer lacks is nothing that a model can mend.
    throw new Error(
      l10n.t('The client didn’t say which folders may be read. Try again, or give the text itself.'),
      { cause },
    );
  });
  const folders = foldersOf(roots.map(({ uri }) => uri));
  return folders.length > 0 ? folders : [folder];
}

function reachOf(client: WorkerClient, folders: () => Promise<string[]>): Reach {
  const place = async (given: string) => inside(await folders(), given);
  const text = async ({ at }: Inside, given: string) => {
    if ((await stat(at)).size > MAX_TEXT)
      throw new Error(l10n.t('{0} is too large to be read as text.', given));
    return textOfFile(await readFile(at));
  };
  return {
    client,
    async file(given) {
      const { at } = await place(given);
      if ((await stat(at)).size === 0) throw new Error(l10n.t('“{0}” is empty.', printable(given, 200)));
      return { name: path.basename(at), path: at };
    },
    async cells(given) {
      if (given === undefined) throw new Error(l10n.t('Give the path of the notebook.'));
      return notebookCells(await text(await place(given), given));
    },
    async code(given) {
      const file = await place(given);
      const content = await text(file, given);
      const own = file.at.endsWith('.ipynb') ? { cells: codeOf(notebookCells(content)) } : { text: content };
      return codeFiles(file, own, client);
    },
  };
}
