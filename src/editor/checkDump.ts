import * as vscode from 'vscode';
import type { DumpProblem } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import { readDump } from './dumps';

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
    const name = uri.path.split('/').pop() ?? '';
    const dump = await readDump(this.client, this.memory, uri);
    if (dump === 'dismissed') return;
    if (dump === 'no-records')
      throw new Error(
        `${name} holds no records: expected one per line, or a list of them, such as {"logits": [2.0, 1.0, 0.1], "label": 0}`,
      );
    const { session, rows } = dump.opened;
    try {
      const problems = await this.client.call('dumpProblems', { session });
      const findings = await this.client.call('audit', {
        session,
        settings: { temperature: 1, shifted: dump.fields.shifted },
        printedLoss: dump.probe.printedLoss,
      });
      const all = problems.slice(0, MAX_DIAGNOSTICS).map(diagnosticOf);
      for (const { severity, message, evidence, remedy } of findings) {
        if (severity === 'info') continue;
        const diagnostic = new vscode.Diagnostic(
          new vscode.Range(0, 0, 0, 0),
          `${message} ${evidence}. ${remedy}`,
          severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
        );
        all.push(labelled(diagnostic));
      }
      this.diagnostics.set(uri, all);
      const said = `${name}: ${rows.toLocaleString('en')} rows read; ${all.length === 0 ? 'nothing is wrong with them' : `${all.length.toLocaleString('en')} remarks`}`;
      const more = problems.length > MAX_DIAGNOSTICS ? `, and ${problems.length - MAX_DIAGNOSTICS} more` : '';
      if (all.length === 0) void vscode.window.showInformationMessage(`${said}.`);
      else {
        void vscode.window
          .showInformationMessage(`${said}${more}.`, 'Show problems')
          .then((choice) => choice && vscode.commands.executeCommand('workbench.actions.view.problems'));
      }
    } finally {
      this.client.call('drop', { held: session }).catch(() => undefined);
    }
  }

  dispose(): void {
    this.changes.dispose();
    this.diagnostics.dispose();
  }
}

function diagnosticOf({ line, skipped, message }: DumpProblem): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  return labelled(
    new vscode.Diagnostic(
      new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
      skipped ? `Skipped: ${message}` : message,
      skipped ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
    ),
  );
}

function labelled(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  diagnostic.source = 'Logitscope';
  return diagnostic;
}
