import * as vscode from 'vscode';
import { printable } from '../arrays/printable';

/** Of one message. */
const MESSAGE = 1000;

export interface About {
  rule: string;
  /** What is to be read about the rule. */
  page: vscode.Uri;
  related: readonly { location: vscode.Location; message: string }[];
}

/** Something wrong in a text. Names in the messages come from that text. */
export function diagnosticOf(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
  { rule, page, related }: About,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, printable(message, MESSAGE), severity);
  diagnostic.source = 'Logitscope';
  diagnostic.code = { value: rule, target: page };
  diagnostic.relatedInformation = related.map(
    (one) => new vscode.DiagnosticRelatedInformation(one.location, printable(one.message, MESSAGE)),
  );
  return diagnostic;
}
