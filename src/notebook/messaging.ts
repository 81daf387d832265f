import type { InspectorState } from '../worker/protocol';
import * as vscode from 'vscode';
import type { CodeBeside } from '../arrays/wire/inCode';
import { fromJson } from '../arrays/wire/packed';
import type { FoundArray } from '../arrays/types';
import { save } from '../panel/save';
import { answerInCode, type FindInCode } from '../ui/inCode';
import { reached } from '../ui/milestones';
import { reportingErrors } from '../ui/notifications';
import { isToHost, type ToHost, type ToRenderer } from '../renderer/protocol';
import { contextsIn } from './cellContexts';
import type { NamesAround } from './classNames';
import type { Fetches } from './fetches';
import type { ReadingMemory } from './readingMemory';
import { readSettings } from './settings';

/** What is known of notebooks besides their outputs. */
interface NotebookKnowledge {
  readings: ReadingMemory;
  names: NamesAround;
  tokenNames: TokenNames;
}

/** Tokens of vocabularies as names of classes, as a person chose them. */
interface TokenNames {
  ofNotebook(
    classes: number,
    notebook: vscode.Uri,
    ask: boolean,
  ): Promise<{ names: readonly string[]; from: string } | undefined>;
  onDidName: vscode.Event<{
    notebook: vscode.Uri;
    classes: number;
    names: { names: readonly string[]; from: string };
  }>;
}

/** An array that a strip hands to a panel. */
interface OpenedArray {
  found: FoundArray;
  left?: InspectorState;
  code: CodeBeside;
}

/** Answers the notebook renderer, which sees neither settings nor the cell's code. */
export function registerRendererMessaging(
  { readings, names, tokenNames }: NotebookKnowledge,
  open: (opened: OpenedArray, askLabels: boolean) => void,
  fetches: Fetches,
  findInCode: FindInCode,
): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging('logitscope.renderer');
  const post = (message: ToRenderer, editor?: vscode.NotebookEditor) =>
    void messaging.postMessage(message, editor);
  const settings = (): ToRenderer => ({
    type: 'settings',
    settings: readSettings(),
    words: vscode.l10n.bundle,
  });
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(
      ({ editor, message: sent }: { editor: vscode.NotebookEditor; message: unknown }) => {
        const message = received(sent);
        if (!message) return;
        switch (message.type) {
          case 'settings':
            return post(settings(), editor);
          case 'opened':
            return reached('open');
          case 'contexts':
            return void contextsIn(editor.notebook, message.asked, { readings, names }).then((answer) =>
              post(answer, editor),
            );
          case 'rememberNames':
            return void reportingErrors(() =>
              names.remember(editor.notebook.uri, message.array, message.key),
            );
          case 'remember':
            return void reportingErrors(() =>
              readings.remember(editor.notebook.uri, message.array, message.kind),
            );
          case 'fetch':
            return void reportingErrors(() =>
              fetches.fetch(editor.notebook.uri, message, readings.of(editor.notebook.uri), (state) =>
                post({ type: 'fetching', request: message.request, state }, editor),
              ),
            );
          case 'cancelFetch':
            return fetches.cancel(editor.notebook.uri, message.request);
          case 'openTokens': {
            const { text, sequence } = message;
            return void vscode.commands.executeCommand('logitscope.showTokens', { text, sequence });
          }
          case 'tokenNames': {
            const { classes, choose } = message;
            return void reportingErrors(async () => {
              const known = await tokenNames.ofNotebook(classes, editor.notebook.uri, choose);
              // That the kernel of now has none is an answer, too; whoever dismissed a list changed nothing.
              if (known || !choose)
                post(
                  { type: 'tokenNames', classes, chosen: choose, ...(known ?? { names: [], from: '' }) },
                  editor,
                );
            });
          }
          case 'openPanel':
            return open(
              { found: message.found, left: message.left, code: codeBeside(editor, message.codes) },
              message.askLabels,
            );
          case 'inCode': {
            const { request, codes } = message;
            return void reportingErrors(async () =>
              post(
                {
                  type: 'inCode',
                  request,
                  known: await answerInCode(findInCode, codeBeside(editor, codes), message),
                },
                editor,
              ),
            );
          }
          case 'copy':
            return void reportingErrors(() => vscode.env.clipboard.writeText(message.text));
          case 'save': {
            const { name, content, encoding } = message;
            return void reportingErrors(() => save(name, encoding === 'utf8' ? content : bytesOf(content)));
          }
        }
      },
    ),
    // Every editor of the notebook reads its outputs again, with the choice.
    readings.onDidChange((uri) => {
      for (const editor of vscode.window.visibleNotebookEditors)
        if (editor.notebook.uri.toString() === uri.toString()) post(settings(), editor);
    }),
    tokenNames.onDidName(({ notebook, classes, names }) => {
      for (const editor of vscode.window.visibleNotebookEditors)
        if (editor.notebook.uri.toString() === notebook.toString())
          post({ type: 'tokenNames', classes, chosen: true, ...names }, editor);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('logitscope')) post(settings());
    }),
  );
}

function codeBeside({ notebook }: vscode.NotebookEditor, codes: readonly string[] = []): CodeBeside {
  return { uri: notebook.uri.toString(), codes };
}

/** A message with its arrays, which travel as JSON; undefined for what is none of ours. */
function received(sent: unknown): ToHost | undefined {
  try {
    const { type } = (sent ?? {}) as { type?: unknown };
    // Texts of many outputs are not written and read once more.
    const message = type === 'openPanel' || type === 'fetch' ? fromJson(sent) : sent;
    return isToHost(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
