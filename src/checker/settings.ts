import * as vscode from 'vscode';
import { flag, object } from '../arrays/wire/schema';
import type { RuleId, Severity } from '../losscode/types';
import { setting } from '../ui/settings';

/** What a person may set for a rule. */
const LEVELS: Readonly<Record<string, vscode.DiagnosticSeverity | undefined>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
  off: undefined,
};

type Levels = Readonly<Record<string, unknown>>;

const isLevels = (value: unknown): value is Levels => object(value);

/** How grave each rule's findings are in a file; undefined is not said. */
export interface CheckSettings {
  readonly enabled: boolean;
  severityOf(rule: RuleId, usual: Severity): vscode.DiagnosticSeverity | undefined;
}

export function settingsFor(uri: vscode.Uri): CheckSettings {
  const levels = setting('lossCode.rules', isLevels, {}, uri);
  return {
    enabled: setting('lossCode.enabled', flag, true, uri),
    severityOf(rule, usual) {
      const level = levels[rule];
      return LEVELS[typeof level === 'string' && Object.hasOwn(LEVELS, level) ? level : usual];
    },
  };
}
