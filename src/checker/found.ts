import * as vscode from 'vscode';
import type { CodeFix, LossCodeFinding } from '../losscode/types';
import { diagnosticOf } from '../ui/diagnostics';
import type { CheckSettings } from './settings';
import { locationIn, type Snapshot } from './snapshot';

/** A finding where VS Code shows it. */
export interface Shown {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
  readonly finding: LossCodeFinding;
  /** The texts that its places refer to. */
  readonly files: ReadonlyMap<string, Snapshot>;
}

/** What is shown of the findings in some files, under the settings. */
export function shownOf(
  findings: readonly LossCodeFinding[],
  files: ReadonlyMap<string, Snapshot>,
  settings: CheckSettings,
  pages: vscode.Uri,
): Shown[] {
  return findings.flatMap((finding) => {
    const severity = settings.severityOf(finding.rule, finding.severity);
    const place = placeOf(finding, finding.uri, files);
    if (severity === undefined || place === undefined) return [];
    const diagnostic = diagnosticOf(place.range, finding.message, severity, {
      rule: finding.rule,
      page: vscode.Uri.joinPath(pages, `${finding.rule}.md`),
      related: finding.related.flatMap((other) => {
        const location = placeOf(other, finding.uri, files);
        return location === undefined ? [] : [{ location, message: other.message }];
      }),
    });
    return [{ uri: place.uri, diagnostic, finding, files }];
  });
}

/** A fix as edits of documents; undefined where one of them was changed since, or is not known. */
export function editOf({ edits }: CodeFix, { finding, files }: Shown): vscode.WorkspaceEdit | undefined {
  const whole = new vscode.WorkspaceEdit();
  const open = new Map(
    vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document.version]),
  );
  for (const { text, ...place } of edits) {
    const location = placeOf(place, finding.uri, files);
    if (location === undefined || isOutdated(files.get(place.uri ?? finding.uri), open)) return undefined;
    whole.replace(location.uri, location.range, text);
  }
  return whole;
}

function placeOf(
  { uri, range }: { uri?: string; range: LossCodeFinding['range'] },
  otherwise: string,
  files: ReadonlyMap<string, Snapshot>,
): vscode.Location | undefined {
  const file = files.get(uri ?? otherwise);
  return file && locationIn(file, range);
}

function isOutdated(file: Snapshot | undefined, open: ReadonlyMap<string, number>): boolean {
  const parts = file?.parts ?? [];
  return parts.some(({ uri, version }) => (open.get(uri.toString()) ?? version) !== version);
}
