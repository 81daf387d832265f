import * as vscode from 'vscode';
import { printable } from '../arrays/words/printable';

/** Of one message. */
const MESSAGE = 1000;

interface About {
  rule: string;
  /** What is to be read about the rule. */
  page: vscode.Uri;
  related: readonly { location: vscode.Location; message: string }[];
}

/** Something wrong in a text or a file. Names in the messages come from it. */
export function diagnosticOf(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
  about?: About,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, printable(message, MESSAGE), severity);
  diagnostic.source = 'Logitscope';
  if (about === undefined) return diagnostic;
  const { rule, page, related } = about;
  diagnostic.code = { value: rule, target: page };
  diagnostic.relatedInformation = related.map(
    (one) => new vscode.DiagnosticRelatedInformation(one.location, printable(one.message, MESSAGE)),
  );
  return diagnostic;
}
