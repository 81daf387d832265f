import * as vscode from 'vscode';
import { codeActionOf } from '../ui/codeActions';
import { reaching } from '../ui/milestones';
import type { Checker } from './checker';
import { editOf, type Shown } from './found';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('logitscope');

/** Fixes of what is shown, all of them at once, and the comment that silences one. */
export function registerActions(checker: Checker): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { language: 'python' },
    {
      provideCodeActions(document, range, context) {
        const shown = checker.shownIn(document.uri);
        if (shown.length === 0) return [];
        const actions: vscode.CodeAction[] = [];
        if (isAsked(context, vscode.CodeActionKind.QuickFix))
          for (const one of shown)
            if (one.diagnostic.range.intersection(range) !== undefined)
              actions.push(...fixesOf(one), silencing(document, one));
        if (isAsked(context, FIX_ALL)) actions.push(...fixAll(shown));
        return actions;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL] },
  );
}

function isAsked({ only }: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return only === undefined ? kind !== FIX_ALL : only.contains(kind);
}

function fixesOf(shown: Shown): vscode.CodeAction[] {
  return shown.finding.fixes.flatMap((fix, i) => {
    const edit = editOf(fix, shown);
    if (edit === undefined) return [];
    const action = codeActionOf(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [shown.diagnostic];
    action.edit = edit;
    action.isPreferred = i === 0;
    action.command = reaching('mend');
    return [action];
  });
}

/** The first fix of each; where two would change the same characters, the first of them. */
function fixAll(shown: readonly Shown[]): vscode.CodeAction[] {
  const whole = new vscode.WorkspaceEdit();
  const mended: vscode.Diagnostic[] = [];
  const taken: vscode.Location[] = [];
  for (const one of shown) {
    const [fix] = one.finding.fixes;
    const edit = fix && editOf(fix, one);
    if (edit === undefined) continue;
    const places = edit
      .entries()
      .flatMap(([uri, edits]) => edits.map(({ range }) => new vscode.Location(uri, range)));
    if (places.some((place) => taken.some((other) => overlap(place, other)))) continue;
    taken.push(...places);
    mended.push(one.diagnostic);
    for (const [uri, edits] of edit.entries())
      for (const { range, newText } of edits) whole.replace(uri, range, newText);
  }
  if (mended.length === 0) return [];
  const action = codeActionOf(vscode.l10n.t('Fix all Logitscope problems'), FIX_ALL);
  action.diagnostics = mended;
  action.edit = whole;
  return [action];
}

function overlap(a: vscode.Location, b: vscode.Location): boolean {
  return a.uri.toString() === b.uri.toString() && a.range.intersection(b.range) !== undefined;
}

/** A comment at the end of the line, or one more rule in the comment that is there. */
function silencing(document: vscode.TextDocument, { diagnostic, finding }: Shown): vscode.CodeAction {
  const { rule } = finding;
  const action = codeActionOf(vscode.l10n.t('Ignore {0} on this line', rule), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  const { text, lineNumber } = document.lineAt(diagnostic.range.start.line);
  const beginning = text.indexOf('# logitscope: ignore[');
  const listed = beginning < 0 ? -1 : text.indexOf(']', beginning);
  if (listed >= 0) action.edit.insert(document.uri, new vscode.Position(lineNumber, listed), `, ${rule}`);
  else {
    const end = new vscode.Position(lineNumber, text.trimEnd().length);
    action.edit.insert(document.uri, end, `  # logitscope: ignore[${rule}]`);
  }
  return action;
}
