import * as vscode from 'vscode';
import { sizeOf } from '../../arrays/ndarray';
import type { DumpProblem, Finding } from '../../loss/types';
import type { WorkerClient } from '../../worker/client';
import type { DumpFile } from '../../worker/protocol';
import { takenFor } from '../../worker/foundInRecords';
import { fileName } from '../../ui/fileName';
import { fileVersion } from '../../ui/fileVersion';
import { diagnosticOf } from '../../ui/diagnostics';
import { shortName } from '../../ui/inert';
import { reportingErrors, showInformation } from '../../ui/notifications';
import { explainFile } from './explainFile';
import { dumpFile, readDump, type ReadDump } from './dumps';
import { closingAfter } from './opened';

/** What was read of a file, and what is wrong with it. */
interface Checked {
  rows: number;
  diagnostics: vscode.Diagnostic[];
  /** How many problems more there are than are listed, where this is above 0. */
  unlisted?: number;
}

/** Beyond this many, the Problems view names how many more there are. */
const MAX_DIAGNOSTICS = 1000;

/**
 * "Check evaluation file": puts what is wrong with a dump where it stands, as diagnostics. They go when the file
 * changes, since its lines may have moved. Of a file with unsaved edits the text in the editor is checked.
 */
export class DumpCheck implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('logitscope');
  /** What the files with diagnostics were when they were read: those stand at their lines. Undefined of unsaved edits. */
  private readonly versions = new Map<string, string | undefined>();
  private readonly listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.forget(document.uri);
    }),
    // Unsaved edits are gone with it.
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      const key = uri.toString();
      if (this.versions.has(key) && this.versions.get(key) === undefined) this.forget(uri);
    }),
    // It may have become another while no editor showed it.
    vscode.workspace.onDidOpenTextDocument(async ({ uri }) => {
      const key = uri.toString();
      if (!this.versions.has(key)) return;
      const version = await fileVersion(uri);
      if (this.versions.get(key) !== version) this.forget(uri);
    }),
  );

  constructor(
    private readonly client: WorkerClient,
    private readonly memory: vscode.Memento,
  ) {}

  async run(uri: vscode.Uri): Promise<void> {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    const isUnsaved = document?.isDirty ?? false;
    const edition = document?.version;
    const version = isUnsaved ? undefined : await fileVersion(uri);
    const checked = await this.check(uri, isUnsaved ? unsavedFile(document!) : await dumpFile(uri));
    if (!checked) return;
    if (document?.version !== edition || (isUnsaved && document!.isClosed))
      throw new Error(
        vscode.l10n.t('{0} changed while it was being checked. Check it again.', shortName(fileName(uri))),
      );
    const { rows, diagnostics, unlisted = 0 } = checked;
    this.diagnostics.set(uri, diagnostics);
    this.versions.set(uri.toString(), version);
    // The notification may stay for long; who ran the check does not wait for it.
    const name = shortName(fileName(uri));
    void reportingErrors(() => report(name, rows, diagnostics.length, unlisted));
  }

  private forget(uri: vscode.Uri): void {
    this.diagnostics.delete(uri);
    this.versions.delete(uri.toString());
  }

  /** Undefined when a choice was dismissed. */
  private async check(uri: vscode.Uri, file: DumpFile): Promise<Checked | undefined> {
    if (!uri.path.endsWith('.ipynb') && (await this.client.call('fileKind', file)) === 'text') {
      const dump = await readDump(this.client, this.memory, uri, file);
      if (dump === 'dismissed') return undefined;
      if (dump !== 'no-records' && dump !== 'no-logits') return this.checkRecords(dump);
    }
    return this.checkArrays(uri, file);
  }

  private async checkRecords({ opened, fields, probe }: ReadDump): Promise<Checked> {
    const { session, rows } = opened;
    const taken = takenFor(probe, fields, opened);
    const { problems, findings } = await closingAfter(this.client, async (closing) => {
      closing.dump(session);
      return {
        problems: await this.client.call('dumpProblems', { session }),
        findings: await this.client.call('audit', {
          session,
          settings: { temperature: 1, shifted: fields.shifted },
          beside: {
            printedLoss: probe.printedLoss,
            byLength: probe.byLength,
            ...(taken.length > 0 && { taken }),
          },
        }),
      };
    });
    const diagnostics = [
      ...problems.slice(0, MAX_DIAGNOSTICS).map(diagnosticOfProblem),
      ...diagnosticsOf(findings),
    ];
    return { rows, diagnostics, unlisted: problems.length - MAX_DIAGNOSTICS };
  }

  /** A file of arrays, a notebook, or a text without records. */
  private async checkArrays(uri: vscode.Uri, file: DumpFile): Promise<Checked> {
    const explained = await explainFile(this.client, uri, { file });
    if (explained.length === 0)
      throw new Error(
        vscode.l10n.t(
          'No array or records found in {0}. Expected one record per line, or a list of them, such as {1}.',
          shortName(fileName(uri)),
          '{"logits": [2.0, 1.0, 0.1], "label": 0}',
        ),
      );
    // Of a file of arrays the one that is shown first.
    const judged = explained.filter(
      ({ found }, at) =>
        found.shape.length > 0 && found.reading.kind !== 'class-labels' && (at === 0 || found.array),
    );
    return {
      rows: judged.reduce((rows, { found }) => rows + Math.max(0, sizeOf(found.shape.slice(0, -1))), 0),
      diagnostics: judged.flatMap(({ findings }) => diagnosticsOf(findings)),
    };
  }

  dispose(): void {
    this.listening.dispose();
    this.diagnostics.dispose();
  }
}

/** The text of an editor in the place of its file: its lines are the ones that a person sees. */
function unsavedFile(document: vscode.TextDocument): DumpFile {
  return { name: fileName(document.uri), bytes: new TextEncoder().encode(document.getText()) };
}

/** @param unlisted how many problems more there are than the Problems view lists, where this is above 0 */
async function report(name: string, rows: number, problems: number, unlisted: number): Promise<void> {
  const read = rows.toLocaleString('en');
  if (problems === 0) {
    await showInformation(vscode.l10n.t('{0}: {1} rows read, no problems found.', name, read));
    return;
  }
  const found = (problems + Math.max(0, unlisted)).toLocaleString('en');
  const action = vscode.l10n.t('Show problems');
  const message =
    unlisted > 0
      ? vscode.l10n.t(
          '{0}: {1} rows read, {2} problems found. The first {3} are listed.',
          name,
          read,
          found,
          MAX_DIAGNOSTICS,
        )
      : vscode.l10n.t('{0}: {1} rows read, problems found: {2}.', name, read, found);
  if ((await showInformation(message, action)) === action)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function diagnosticOfProblem({ line, skipped, message }: DumpProblem): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  return diagnosticOf(
    new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
    skipped ? vscode.l10n.t('Skipped: {0}', message) : message,
    skipped ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
}

/** Of what is wrong; what is only worth knowing is no problem. */
function diagnosticsOf(findings: readonly Finding[]): vscode.Diagnostic[] {
  return findings.filter(({ severity }) => severity !== 'info').map(diagnosticOfFinding);
}

function diagnosticOfFinding({ severity, message, evidence, remedy }: Finding): vscode.Diagnostic {
  return diagnosticOf(
    new vscode.Range(0, 0, 0, 0),
    `${message} ${evidence}. ${remedy}`,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
}
