import * as vscode from 'vscode';
import type { CodeBeside } from '../arrays/wire/inCode';
import type { CodeFile } from '../losscode/types';
import type { WorkerClient } from '../worker/client';
import { notebookOf } from '../ui/cellOf';
import { latest, type Latest } from '../worker/latest';
import { afterLast, type AfterLast } from './afterLast';
import { shownOf, type Shown } from './found';
import { mistakeBehind } from './inCode';
import { Modules } from './modules';
import { settingsFor } from './settings';
import { mayConcernUs, notebookSnapshot, snapshotOf, type Snapshot } from './snapshot';

/** After a keystroke: what follows at once is checked with it. */
const DELAY_MS = 40;

type Subject = vscode.TextDocument | vscode.NotebookDocument;

interface Watched {
  readonly subject: Subject;
  readonly runs: Latest;
  /** Another check, soon. */
  readonly soon: AfterLast;
  /** The files its findings rest on, as they were checked. */
  files: ReadonlyMap<string, Snapshot>;
  shown: readonly Shown[];
}

export interface Checked {
  readonly files: ReadonlyMap<string, Snapshot>;
  readonly own: Snapshot;
  readonly cell?: number;
}

/**
 * Keeps the findings in open Python files and notebooks as they are typed. Everything is found in the worker; here the
 * texts are handed over and what comes back is shown.
 */
export class Checker implements vscode.Disposable {
  private readonly watched = new Map<string, Watched>();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('logitscope');
  private readonly modules: Modules;
  private readonly listening: vscode.Disposable;

  /** @param pages the folder of the rules' pages */
  constructor(
    private readonly client: WorkerClient,
    private readonly pages: vscode.Uri,
  ) {
    this.modules = new Modules(client);
    const { workspace } = vscode;
    this.listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.watch(subjectOf(document))),
      workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      workspace.onDidCloseTextDocument((document) => this.leave(document.uri)),
      workspace.onDidOpenNotebookDocument((notebook) => this.watch(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const isPrinted = cellChanges.some(({ outputs }) => outputs !== undefined);
        if (contentChanges.length > 0 || isPrinted) this.watch(notebook);
      }),
      workspace.onDidCloseNotebookDocument((notebook) => this.leave(notebook.uri)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('logitscope.lossCode')) this.all();
      }),
      this.modules.onDidChange((uri) => this.dependOn(uri)),
    );
    for (const document of workspace.textDocuments) this.watch(subjectOf(document));
    for (const notebook of workspace.notebookDocuments) this.watch(notebook);
  }

  /** What is shown in a document. */
  shownIn(uri: vscode.Uri): Shown[] {
    return this.shownByDocument().get(uri.toString()) ?? [];
  }

  private shownByDocument(): Map<string, Shown[]> {
    return byDocument(distinct([...this.watched.values()].flatMap(({ shown }) => shown)));
  }

  /** Where a file or notebook has the mistake that numbers come from which some of its code printed. */
  mistakeIn({ uri, codes }: CodeBeside, rules: readonly string[]): vscode.Location | undefined {
    const watched = this.watched.get(uri);
    if (watched === undefined) return undefined;
    const parts = watched.files.get(uri)?.parts ?? [];
    const cells = parts.filter(({ text }) => codes.includes(text)).map((part) => part.uri);
    return mistakeBehind(watched.shown, rules, cells);
  }

  /** The texts that a document was last checked with, unless it was changed since, and which cell of a notebook it is. */
  checkedIn(document: vscode.TextDocument): Checked | undefined {
    const subject = subjectOf(document);
    const files = subject && this.watched.get(subject.uri.toString())?.files;
    const own = files?.get(subject!.uri.toString());
    const at = own?.parts.findIndex(({ uri }) => uri.toString() === document.uri.toString()) ?? -1;
    if (files === undefined || own === undefined || own.parts[at]?.version !== document.version)
      return undefined;
    return { files, own, ...(own.code.cells && { cell: at }) };
  }

  /** A file or notebook with what it imports, to be checked once. */
  async codeFiles(uri: vscode.Uri): Promise<CodeFile[]> {
    const own = uri.path.endsWith('.ipynb')
      ? notebookSnapshot(await vscode.workspace.openNotebookDocument(uri))
      : snapshotOf(await vscode.workspace.openTextDocument(uri));
    const imported = await this.modules.importedBy(own, new AbortController().signal);
    return [own, ...imported].map(({ code }) => code);
  }

  private changed(document: vscode.TextDocument) {
    const subject = subjectOf(document);
    this.watch(subject);
    if (subject === document) this.dependOn(document.uri);
  }

  /** Checks those again whose findings rest on a file. */
  private dependOn(uri: vscode.Uri) {
    const key = uri.toString();
    for (const [own, { files, subject }] of this.watched) {
      // A file that is new may be what an import has been looking for.
      if (own !== key && (files.has(key) || files.size <= 1)) this.watch(subject);
    }
  }

  private all() {
    for (const { subject } of this.watched.values()) this.watch(subject);
  }

  private watch(subject: Subject | undefined) {
    if (subject === undefined) return;
    const key = subject.uri.toString();
    let watched = this.watched.get(key);
    if (watched === undefined || watched.subject !== subject) {
      watched?.soon.end();
      watched?.runs.end();
      const soon = afterLast(DELAY_MS, () => void this.check(own, own.runs.next()));
      const own: Watched = { subject, runs: latest(), soon, files: new Map(), shown: watched?.shown ?? [] };
      this.watched.set(key, (watched = own));
    }
    watched.soon.again();
  }

  private leave(uri: vscode.Uri) {
    const watched = this.watched.get(uri.toString());
    if (watched === undefined) return;
    watched.soon.end();
    watched.runs.end();
    this.watched.delete(uri.toString());
    this.show(watched, []);
  }

  private async check(watched: Watched, signal: AbortSignal) {
    const { subject } = watched;
    const settings = settingsFor(subject.uri);
    if (!settings.enabled) return this.show(watched, []);
    const own = 'lineCount' in subject ? snapshotOf(subject) : notebookSnapshot(subject);
    if (!mayConcernUs(own.parts)) return this.show(watched, []);
    try {
      const files = [own, ...(await this.modules.importedBy(own, signal))];
      const findings = await this.client.call(
        'checkLossCode',
        { files: files.map(({ code }) => code) },
        { signal },
      );
      watched.files = new Map(files.map((file) => [file.code.uri, file]));
      this.show(watched, shownOf(findings, watched.files, settings, this.pages));
    } catch {
      // Superseded by what was typed since; or the worker failed, which says nothing about the code.
    }
  }

  /** Shows what is found now, in place of what was found from the same file before. */
  private show(watched: Watched, shown: readonly Shown[]) {
    const touched = byDocument([...watched.shown, ...shown]);
    watched.shown = shown;
    const all = this.shownByDocument();
    this.diagnostics.set(
      [...touched].map(([key, [{ uri }]]) => [uri, (all.get(key) ?? []).map(({ diagnostic }) => diagnostic)]),
    );
  }

  dispose() {
    this.listening.dispose();
    for (const { soon, runs } of this.watched.values()) {
      soon.end();
      runs.end();
    }
    this.modules.dispose();
    this.diagnostics.dispose();
  }
}

/** The file or the notebook that a document belongs to, if it is Python that can be edited. */
function subjectOf(document: vscode.TextDocument): Subject | undefined {
  if (document.languageId !== 'python') return undefined;
  const { scheme } = document.uri;
  if (scheme === 'vscode-notebook-cell') return notebookOf(vscode.workspace.notebookDocuments, document.uri);
  // Not what a version control system shows of the past.
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) ? document : undefined;
}

function byDocument(shown: readonly Shown[]): Map<string, Shown[]> {
  const found = new Map<string, Shown[]>();
  for (const one of shown) {
    const key = one.uri.toString();
    const list = found.get(key);
    if (list === undefined) found.set(key, [one]);
    else list.push(one);
  }
  return found;
}

/** The same mistake is found from each file that leads to it. */
function distinct(shown: readonly Shown[]): Shown[] {
  const found = new Map<string, Shown>();
  for (const one of shown) {
    const { start, end } = one.diagnostic.range;
    const key = `${one.uri.toString()} ${one.finding.rule} ${start.line}:${start.character} ${end.line}:${end.character}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
