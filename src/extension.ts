import * as vscode from 'vscode';
import { createApi, type LogitscopeApi } from './api';
import { registerMcpServer } from './chat/mcpServer';
import { registerAgentTools } from './chat/register';
import { createChecker } from './checker/register';
import { inspectDebugged } from './debugger/inspectDebugged';
import { registerCommands } from './editor/commands';
import { shownDump } from './editor/files/dumps';
import { evaluationSource, explainFile } from './editor/files/explainFile';
import { isDump, openFile } from './editor/files/files';
import { registerCodeLens } from './editor/codeLens';
import { registerCursorItem } from './editor/cursorItem';
import { registerFileHolds } from './editor/files/fileHolds';
import { registerHover } from './editor/hover';
import { openWith } from './editor/files/openWith';
import { registerTokenHover } from './editor/tokens/tokenHover';
import { TokenNames } from './editor/tokens/tokenNames';
import { openTokensAgain, showTokens } from './editor/tokens/tokens';
import { registerArrayEditor } from './files/arrayEditor';
import { removeLeft } from './live/handOver';
import { kernelSourceOf } from './live/kernelSource';
import { Fetches } from './notebook/fetches';
import { registerRendererMessaging } from './notebook/messaging';
import { LiveArrays } from './notebook/liveArrays';
import { namedBeside, shareNames } from './notebook/classNames';
import { NamesMemory } from './notebook/namesMemory';
import { ReadingMemory } from './notebook/readingMemory';
import { registerStatusBar } from './notebook/statusBar';
import { Panels } from './panel/panels';
import { registerReports } from './panel/reports';
import { copyDiagnostics } from './support/diagnostics';
import { openDocs } from './support/docs';
import { openExample } from './support/examples';
import { createLog, logged } from './support/log';
import { reportingErrors } from './ui/notifications';
import { createClient } from './worker/client';
import { spawnWorker } from './worker/spawn';
import { speak } from './worker/words';

/** After the start, when there is time. */
const CLEAR_MS = 2000;

export function activate(context: vscode.ExtensionContext): LogitscopeApi {
  const start = performance.now();
  const words = vscode.l10n.bundle;
  speak(words);
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const log = createLog();
  const client = logged(createClient(workerIn(dist, words)), log);
  const checker = createChecker(client, context.extensionUri);
  const api = createApi(client, {
    isUri: (value) => value instanceof vscode.Uri,
    explainFile: (uri: vscode.Uri, fields, signal) => explainFile(client, uri, { fields, signal }),
    evaluationSource: (uri) => evaluationSource(client, uri),
    codeFiles: (uri) => checker.codeFiles(uri),
  });
  const memory = new ReadingMemory(context.workspaceState);
  const names = shareNames(client, new NamesMemory(context.workspaceState));
  const panels = new Panels(
    context.extensionUri,
    checker.mistakeIn,
    (uri, array, key) => names.remember(uri, array, key),
    memory,
    () => tokenNames,
  );
  const reopen = async (uri: vscode.Uri) => {
    const content = await openFile(client, context.workspaceState, uri);
    return content && isDump(content) ? shownDump(client, context.workspaceState, content) : undefined;
  };
  const kernelSource = kernelSourceOf(async () =>
    new TextDecoder().decode(await readIn(dist, 'logitscope_kernel.py')),
  );
  const live: LiveArrays = new LiveArrays({
    client,
    panels,
    source: kernelSource,
    named: (found, notebook) => tokenNames.of(found, notebook, true),
  });
  const tokenNames = new TokenNames(client, live, context.workspaceState);
  // The Explorer hands over the file that was clicked, and all that are selected.
  const command = (id: string, work: (argument: unknown, all: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(id, (argument?: unknown, all?: unknown) =>
      reportingErrors(() => work(argument, all)),
    );
  context.subscriptions.push(
    log,
    client,
    panels,
    panels.restoring(reopen, (again) => openTokensAgain(client, again)),
    registerReports(),
    ...registerCommands(
      client,
      api,
      panels,
      context.workspaceState,
      (cell, found) => live.fetchPrinted(cell, found),
      tokenNames,
    ),
    registerHover(client, (found, document) => tokenNames.known(found, document.uri)),
    registerTokenHover(client),
    registerCursorItem(client),
    registerFileHolds(client),
    registerCodeLens(client),
    checker,
    registerAgentTools({
      client,
      code: (uri) => checker.codeFiles(uri),
      variable: (name, signal) => live.whole(name, signal),
    }),
    registerMcpServer(context),
    registerArrayEditor(client, context.extensionUri, {
      of: async (uri, found) => tokenNames.known(await namedBeside(client, uri, found), uri),
      mayTokenize: (found) => tokenNames.mayName(found),
      choose: async (uri, found) => (await tokenNames.chooseFor(found, uri)) !== undefined,
    }),
    registerStatusBar(client, memory),
    registerRendererMessaging(
      { readings: memory, names, tokenNames },
      (opened, askLabels) => {
        const command = askLabels ? 'logitscope.computeSoftmaxLoss' : 'logitscope.inspect';
        void vscode.commands.executeCommand(command, opened);
      },
      new Fetches(live),
      checker.mistakeIn,
    ),
    command('logitscope.showTokens', (argument, all) =>
      showTokens({ client, panels, kernels: live }, argument, all),
    ),
    ...['logitscope.openWith', 'logitscope.inspectNotebook'].map((id) =>
      command(id, (argument) => openWith(client, panels, context.workspaceState, argument)),
    ),
    command('logitscope.openDocs', (page) => openDocs(context, page)),
    command('logitscope.openExamples', (wanted, shown) => openExample(context, wanted, shown === true)),
    command('logitscope.copyDiagnostics', () => copyDiagnostics(context.extension)),
    command('logitscope.inspectVariable', (argument) => live.inspectVariable(argument)),
    command('logitscope.showArrays', () => live.display(true)),
    command('logitscope.showArraysNoMore', () => live.display(false)),
    command('logitscope.inspectDebugged', (argument) =>
      inspectDebugged(argument, client, panels, kernelSource),
    ),
  );
  // Nobody waits for it.
  const clearing = setTimeout(() => void removeLeft(), CLEAR_MS);
  context.subscriptions.push({ dispose: () => clearTimeout(clearing) });
  // The host suite reads it.
  performance.measure('logitscope.activate', { start });
  return api;
}

const readIn = (dist: vscode.Uri, name: string): Thenable<Uint8Array> =>
  vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name));

/** How the worker starts, of a path where there are files and of its text where there are none. */
function workerIn(dist: vscode.Uri, words: typeof vscode.l10n.bundle): ReturnType<typeof spawnWorker> {
  return spawnWorker(
    {
      path: (name) => vscode.Uri.joinPath(dist, name).fsPath,
      read: async (name) => new Blob([(await readIn(dist, name)) as Uint8Array<ArrayBuffer>]),
    },
    words,
  );
}
