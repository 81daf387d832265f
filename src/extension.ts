import * as vscode from 'vscode';
import { createApi, type LogitscopeApi } from './api';
import { registerCommands } from './editor/commands';
import { registerHover } from './editor/hover';
import { registerRendererMessaging } from './notebook/messaging';
import { ReadingMemory } from './notebook/readingMemory';
import { registerStatusBar } from './notebook/statusBar';
import { Panels } from './panel/panels';
import { createClient } from './worker/client';
import { spawnWorker } from './worker/spawn';

export function activate(context: vscode.ExtensionContext): LogitscopeApi {
  const start = performance.now();
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const client = createClient(
    spawnWorker({
      path: (name) => vscode.Uri.joinPath(dist, name).fsPath,
      read: async (name) =>
        new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name))),
    }),
  );
  const api = createApi(client);
  const memory = new ReadingMemory(context.workspaceState);
  const panels = new Panels(context.extensionUri);
  context.subscriptions.push(
    client,
    panels,
    ...registerCommands(client, api, panels),
    registerHover(client),
    registerStatusBar(client, memory),
    registerRendererMessaging(memory, (found, askLabels) => {
      const command = askLabels ? 'logitscope.computeSoftmaxLoss' : 'logitscope.inspect';
      void vscode.commands.executeCommand(command, { found });
    }),
  );
  // The host suite reads it.
  performance.measure('logitscope.activate', { start });
  return api;
}
