import * as vscode from 'vscode';
import type { SequenceSummary } from '../../tokens/model';
import { mayHoldTokens } from '../../tokens/probe';
import { commandLinks, hoverOf, joined, md, untrusted } from '../../ui/markdown';
import type { WorkerClient } from '../../worker/client';
import { descriptionOf, type TokenLine } from './tokens';

/** A text this long is not read on a mere hover. */
const MAX_LENGTH = 4 << 20;
/** Names of fields and of classes that hold log-probabilities. */
const NAMES = /^\w*(?:log_?probs?|logprob|_probabilities|tokens)\w*$/i;
/** Sequences told of in a hover. */
const MAX_TOLD = 3;

/** On the name of a field of log-probabilities, in any language: what its text holds, and a way to see it. */
export function registerTokenHover(client: WorkerClient): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position, token) {
      const range = document.getWordRangeAtPosition(position);
      if (!range || !NAMES.test(document.getText(range))) return undefined;
      const meant = textAround(document, position.line);
      if (!meant) return undefined;
      const aborter = new AbortController();
      const cancelled = token.onCancellationRequested(() => aborter.abort());
      try {
        const opened = await client.call('openTokens', { text: meant.text }, { signal: aborter.signal });
        if (!opened || opened.sequences.length === 0) return undefined;
        client.call('closeTokens', { handle: opened.handle }).catch(() => undefined);
        const place: TokenLine = { uri: document.uri.toString(), line: meant.line };
        const link = commandLinks([
          {
            title: vscode.l10n.t('Show token probabilities'),
            command: 'logitscope.showTokens',
            argument: place,
          },
        ]);
        return hoverOf(range, describe(opened.sequences), link);
      } catch {
        // A hover that fails shows nothing: it was not asked for.
        return undefined;
      } finally {
        cancelled.dispose();
      }
    },
  });
}

/** The line, where it holds tokens by itself as in JSON Lines; else the whole document. */
function textAround(
  document: vscode.TextDocument,
  line: number,
): { text: string; line?: number } | undefined {
  const { text } = document.lineAt(line);
  const isRecord = text.startsWith('{') && text.trimEnd().endsWith('}');
  if (isRecord && text.length <= MAX_LENGTH && mayHoldTokens(text)) return { text, line };
  const whole = document.getText();
  return whole.length <= MAX_LENGTH && mayHoldTokens(whole) ? { text: whole } : undefined;
}

/** Everything here may come from the document. */
function describe(sequences: readonly SequenceSummary[]): vscode.MarkdownString {
  const told = sequences
    .slice(0, MAX_TOLD)
    .map((one) => md`**${vscode.l10n.t('token log-probabilities')}** ${one.source} · ${descriptionOf(one)}`);
  const findings = sequences[0].findings.slice(0, 2).map(({ sentence }) => md`- ${sentence}`);
  const more = sequences.length - told.length;
  if (more > 0) told.push(md`${vscode.l10n.t('and {0} more', more)}`);
  return untrusted([...told, ...(findings.length > 0 ? [joined(findings, '\n')] : [])]);
}
