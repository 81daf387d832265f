import * as vscode from 'vscode';
import type { DumpProblem, Finding } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import { fileName } from '../ui/fileName';
import { inert, shortName } from '../ui/inert';
import { reportingErrors, showInformation } from '../ui/notifications';
import { readDump } from './dumps';
import { closingAfter } from './opened';

/** Beyond this many, the Problems view names how many more there are. */
const MAX_DIAGNOSTICS = 1000;

/**
 * "Check evaluation file": puts what is wrong with a dump where it stands, as diagnostics. They go when the file
 * changes, since its lines may have moved.
 */
export class DumpCheck implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('logitscope');
  private readonly changes = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.diagnostics.delete(document.uri);
  });

  constructor(
    private readonly client: WorkerClient,
    private readonly memory: vscode.Memento,
  ) {}

  async run(uri: vscode.Uri): Promise<void> {
    const name = shortName(fileName(uri));
    const dump = await readDump(this.client, this.memory, uri);
    if (dump === 'dismissed') return;
    if (dump === 'no-records')
      throw new Error(
        vscode.l10n.t(
          'No records found in {0}. Expected one per line, or a list of them, such as {1}.',
          name,
          '{"logits": [2.0, 1.0, 0.1], "label": 0}',
        ),
      );
    const { session, rows } = dump.opened;
    const { problems, findings } = await closingAfter(this.client, async (opened) => {
      opened.dump(session);
      return {
        problems: await this.client.call('dumpProblems', { session }),
        findings: await this.client.call('audit', {
          session,
          settings: { temperature: 1, shifted: dump.fields.shifted },
          printedLoss: dump.probe.printedLoss,
        }),
      };
    });
    const shown = [
      ...problems.slice(0, MAX_DIAGNOSTICS).map(diagnosticOf),
      ...findings.filter(({ severity }) => severity !== 'info').map(diagnosticOfFinding),
    ];
    this.diagnostics.set(uri, shown);
    // The notification may stay for long; who ran the check does not wait for it.
    void reportingErrors(() => report(name, rows, shown.length, problems.length - MAX_DIAGNOSTICS));
  }

  dispose(): void {
    this.changes.dispose();
    this.diagnostics.dispose();
  }
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

function diagnosticOf({ line, skipped, message }: DumpProblem): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  return diagnostic(
    new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
    skipped ? vscode.l10n.t('Skipped: {0}', message) : message,
    skipped ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
}

function diagnosticOfFinding({ severity, message, evidence, remedy }: Finding): vscode.Diagnostic {
  return diagnostic(
    new vscode.Range(0, 0, 0, 0),
    `${message} ${evidence}. ${remedy}`,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
}

function diagnostic(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const one = new vscode.Diagnostic(range, inert(message), severity);
  one.source = 'Logitscope';
  return one;
}
