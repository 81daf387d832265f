import * as vscode from 'vscode';
import type { LogitscopeApi } from '../../api';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { showInformation } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { writeWhole } from '../../ui/writeWhole';
import type { ReportFormat } from '../../worker/protocol';
import { activeFile } from './files';

const FORMATS: Readonly<Record<string, ReportFormat>> = { html: 'html', md: 'markdown', json: 'json' };

/** "Save evaluation report": evaluates a file and writes what a person chose, by the ending of its name. */
export async function saveEvaluationReport(api: LogitscopeApi, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : activeFile();
  if (!uri) throw new Error(vscode.l10n.t('Open an evaluation file, or select one in the Explorer.'));
  const name = fileName(uri);
  const target = await vscode.window.showSaveDialog({
    defaultUri: uri.with({ path: `${uri.path}.evaluation.html` }),
    filters: { HTML: ['html'], Markdown: ['md'], JSON: ['json'] },
  });
  if (!target) return;
  const format = FORMATS[target.path.split('.').pop() ?? ''] ?? 'markdown';
  const title = vscode.l10n.t('Evaluating {0}', shortName(name));
  const text = await withProgress(title, async (signal) => {
    const evaluation = await api.evaluate(uri, { signal });
    const report = await api.evaluationReport(evaluation, { format, origin: name });
    // What is no longer waited for is no longer written.
    signal.throwIfAborted();
    return report;
  });
  await writeWhole(target, new TextEncoder().encode(text));
  const open = vscode.l10n.t('Open');
  const said = vscode.l10n.t('Saved the evaluation of {0}.', shortName(name));
  if ((await showInformation(said, open)) !== open) return;
  if (format === 'html') await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}
