import * as vscode from 'vscode';
import { hoverOf, joined, md, untrusted } from '../ui/markdown';
import type { WorkerClient } from '../worker/client';
import type { Checker } from './checker';
import { locationIn } from './snapshot';

/** Calls longer than this are not looked for their loss. */
const FAR = 200;

/** On the name of a loss that is called: what it takes, and what it gets. */
export function registerLossHover(client: WorkerClient, checker: Checker): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: 'python' },
    {
      async provideHover(document, position, token) {
        if (!isCalled(document, position)) return undefined;
        const checked = checker.checkedIn(document);
        if (checked === undefined) return undefined;
        const { files, own, cell } = checked;
        const offset = document.offsetAt(position);
        const aborter = new AbortController();
        const cancelled = token.onCancellationRequested(() => aborter.abort());
        try {
          const facts = await client.call(
            'lossAt',
            {
              files: [...files.values()].map(({ code }) => code),
              uri: own.code.uri,
              place: { ...(cell !== undefined && { cell }), start: offset, end: offset },
            },
            { signal: aborter.signal },
          );
          const range = facts && locationIn(own, facts.range)?.range;
          // Inside the arguments of a loss the mouse is on something else.
          if (facts === undefined || range === undefined || !isOnName(document, range.start, position))
            return undefined;
          const lines = [md`**${facts.name}**`, ...[facts.takes, ...facts.gets].map((text) => md`${text}`)];
          return hoverOf(range, untrusted([joined(lines, '\n\n')]));
        } catch {
          // A hover that fails shows nothing: it was not asked for.
          return undefined;
        } finally {
          cancelled.dispose();
        }
      },
    },
  );
}

/** Whether a name is under the mouse whose call begins on the same line: else nothing need be asked. */
function isCalled(document: vscode.TextDocument, position: vscode.Position): boolean {
  const word = document.getWordRangeAtPosition(position);
  if (word === undefined) return false;
  const { text } = document.lineAt(position.line);
  return text.slice(word.end.character, word.end.character + FAR).includes('(');
}

function isOnName(document: vscode.TextDocument, start: vscode.Position, position: vscode.Position): boolean {
  return !document.getText(new vscode.Range(start, position)).includes('(');
}
