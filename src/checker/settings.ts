import * as vscode from 'vscode';
import type { RuleId, Severity } from '../losscode/types';

/** What a person may set for a rule. */
const LEVELS: Readonly<Record<string, vscode.DiagnosticSeverity | undefined>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
  off: undefined,
};

/** How grave each rule's findings are in a file; undefined is not said. */
export interface CheckSettings {
  readonly enabled: boolean;
  severityOf(rule: RuleId, usual: Severity): vscode.DiagnosticSeverity | undefined;
}

export function settingsFor(uri: vscode.Uri): CheckSettings {
  const settings = vscode.workspace.getConfiguration('logitscope.lossCode', uri);
  const levels = settings.get<Readonly<Record<string, unknown>>>('rules', {});
  return {
    enabled: settings.get('enabled', true),
    severityOf(rule, usual) {
      const level = levels[rule];
      return LEVELS[typeof level === 'string' && Object.hasOwn(LEVELS, level) ? level : usual];
    },
  };
}
