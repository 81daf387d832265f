import * as vscode from 'vscode';
import { readingName } from '../arrays/words/readingName';
import { shapeText } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';
import { shownName } from '../arrays/words/shownName';
import { cursorItem } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import { isWorthALook, touchesArray } from './hover';
import { offerAt, type Place } from './sources';

/** Of an array’s name, in characters. */
const MAX_NAME = 60;
/** A cursor that rests this long is looked at. */
const REST_MS = 300;
/** Longer documents are read on a hover or a command only. */
const MAX_LENGTH = 1 << 20;

/** Says in the status bar what array the cursor is in; a click inspects it. Elsewhere nothing is there. */
export function registerCursorItem(client: WorkerClient): vscode.Disposable {
  const item = cursorItem('logitscope.cursor', vscode.l10n.t('Array at the cursor'));
  const newest = latest();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async ({ document, selection }: vscode.TextEditor, signal: AbortSignal) => {
    const { active } = selection;
    if (document.getText().length > MAX_LENGTH || !touchesArray(document, active)) return item.hide();
    const offset = document.offsetAt(active);
    const offer = await offerAt(client, document, offset, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (!offer || !isWorthALook(offer.found)) return item.hide();
    item.show(textOf(offer.found), tooltipOf(offer.found), {
      command: 'logitscope.inspect',
      title: vscode.l10n.t('Inspect'),
      arguments: [{ uri: document.uri.toString(), offset } satisfies Place],
    });
  };
  const wait = (editor: vscode.TextEditor | undefined) => {
    clearTimeout(timer);
    const signal = newest.next();
    if (!editor || !isRead(editor.document)) return item.hide();
    timer = setTimeout(() => void look(editor, signal), REST_MS);
  };
  const listening = vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) wait(textEditor);
    }),
    vscode.window.onDidChangeActiveTextEditor(wait),
  );
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    newest.end();
    listening.dispose();
    item.dispose();
  });
}

/** Files and what is typed; no output channel, no terminal, no side of a comparison with the past. */
function isRead({ uri }: vscode.TextDocument): boolean {
  return uri.scheme !== 'output' && uri.scheme !== 'git';
}

function textOf({ reading, shape, name }: FoundArray): string {
  const kind = readingName(reading.kind);
  return `${(name && shownName(name, MAX_NAME)) || kind} ${shapeText(shape)}`;
}

function tooltipOf({ reading }: FoundArray): string {
  return vscode.l10n.t(
    'Inspect in Logitscope: {0} ({1})',
    readingName(reading.kind),
    reading.evidence[0] ?? '',
  );
}
