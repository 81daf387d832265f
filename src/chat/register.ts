import * as vscode from 'vscode';
import { seenJson } from '../arrays/words/seenJson';
import { ask, TOOLS } from '../agents/tools';
import { codeOf, type Cell, type HeldVariable, type Reach, type Tool } from '../agents/tool';
import { dumpFile } from '../editor/files/dumps';
import type { CodeFile } from '../losscode/types';
import { cellOutputs } from '../notebook/outputs';
import type { WorkerClient } from '../worker/client';

/** Agents may read what a person's workspace holds, and what is open before that person. */
const MAX_TEXT = 50 << 20;

/** What the tools need of other rooms. */
interface Rooms {
  client: WorkerClient;
  /** A Python file or notebook, then the files of the workspace that it imports. */
  code(uri: vscode.Uri): Promise<CodeFile[]>;
  /** A variable of the kernel of the notebook in front of the person. */
  variable(name: string, signal: AbortSignal): Promise<HeldVariable>;
}

/** The tools of `contributes.languageModelTools`; nothing where this VS Code has no agents. */
export function registerAgentTools(rooms: Rooms): vscode.Disposable {
  // Hosts with the same API may lack this part of it.
  const register = (vscode as Partial<typeof vscode>).lm?.registerTool;
  if (!register) return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(...TOOLS.map((tool) => register(tool.name, agentTool(tool, rooms))));
}

function agentTool(tool: Tool, rooms: Rooms): vscode.LanguageModelTool<Record<string, unknown>> {
  return {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Analyzing with Logitscope') }),
    async invoke({ input }, token) {
      const aborter = new AbortController();
      const cancel = () => aborter.abort(new vscode.CancellationError());
      const listener = token.onCancellationRequested(cancel);
      if (token.isCancellationRequested) cancel();
      try {
        const answer = await ask(tool, input, reachOf(rooms, aborter.signal));
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(seenJson(answer))]);
      } finally {
        listener.dispose();
      }
    },
  };
}

function reachOf({ client, code, variable }: Rooms, signal: AbortSignal): Reach {
  return {
    client,
    signal,
    file: async (path) => dumpFile(await uriOf(path)),
    async cells(path) {
      if (path !== undefined) return cellsOf(await vscode.workspace.openNotebookDocument(await uriOf(path)));
      const editor = vscode.window.activeNotebookEditor ?? vscode.window.visibleNotebookEditors.at(0);
      if (!editor) throw new Error(vscode.l10n.t('No notebook is open. Give its path.'));
      return cellsOf(editor.notebook);
    },
    async code(path) {
      const [own, ...imported] = await code(await codeUri(path));
      const uri = vscode.Uri.parse(own.uri);
      const all = own.cells ? [{ ...own, cells: await codeCells(uri) }, ...imported] : [own, ...imported];
      return all.map((file) => ({
        name: vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri)),
        code: file,
      }));
    },
    editor: { selection: () => Promise.resolve(selectedText()), variable: (name) => variable(name, signal) },
  };
}

function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  if (text === '')
    throw new Error(vscode.l10n.t('Nothing is selected in the active editor. Give the text itself.'));
  return text;
}

function cellsOf(notebook: vscode.NotebookDocument): Cell[] {
  return notebook.getCells().map((cell) => ({
    source: cell.document.getText(),
    isCode: cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === 'python',
    outputs: cellOutputs(cell),
  }));
}

async function codeCells(uri: vscode.Uri): Promise<string[]> {
  return codeOf(cellsOf(await vscode.workspace.openNotebookDocument(uri)));
}

/** A file of the workspace, or one that is open. Refuses any other: what an agent is told may come from strangers. */
async function uriOf(given: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const path = /^(file|vscode-remote):/i.test(given) ? vscode.Uri.parse(given).path : given;
  const isAbsolute = /^([a-z]:)?[\\/]/i.test(path);
  const candidates = isAbsolute
    ? [folders[0]?.uri.with({ path: vscode.Uri.file(path).path }) ?? vscode.Uri.file(path)]
    : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  for (const uri of candidates) {
    if (!vscode.workspace.getWorkspaceFolder(uri) && !isOpen(uri)) continue;
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // Another folder may have it.
    }
  }
  throw new Error(
    folders.length === 0
      ? vscode.l10n.t('No folder is open, and {0} is in no editor. Give the text itself.', path)
      : vscode.l10n.t('{0} is not in the workspace. Give a path inside it, or the text itself.', path),
  );
}

function isOpen(uri: vscode.Uri): boolean {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  return [...textDocuments, ...notebookDocuments].some(
    (document) => document.uri.toString() === uri.toString(),
  );
}

async function codeUri(path: string): Promise<vscode.Uri> {
  const uri = await uriOf(path);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_TEXT) throw new Error(vscode.l10n.t('{0} is too large to be read as text.', path));
  return uri;
}
