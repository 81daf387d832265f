import * as vscode from 'vscode';
import { bytesText } from '../../arrays/ndarray';
import { plural } from '../../arrays/words/plural';
import { textOfFile } from '../../arrays/textOfFile';
import { cellOutputs } from '../../notebook/outputs';
import type { Holder, Panels, TokensAgain } from '../../panel/panels';
import type { OpenedTokens, SequenceSummary, TokenRecord, TokenRows } from '../../tokens/model';
import { mayHoldTokens } from '../../tokens/probe';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { reached } from '../../ui/milestones';
import { pick, type Choice } from '../../ui/picks';
import { withProgress } from '../../ui/progress';
import type { WorkerClient } from '../../worker/client';
import { MAX_TOKEN_BYTES, type FileLine, type FileRequest } from '../../worker/protocol';
import { dumpFile } from '../files/dumps';
import { isVocabularyOf, type KernelTokenizers } from './tokenNames';
import { nameByTokenizer, nameTokens, type Tokenizer } from './tokenizerFile';

/** A text that may hold tokens, and where it is from. */
interface TokenText {
  content:
    { text: string } | { file: FileRequest; address: vscode.Uri; part?: FileLine } | { rows: TokenRows };
  /** Whose kernel has the rows. */
  notebook?: vscode.Uri;
  /** It is too large to be held: one of its lines is shown. */
  inLines?: boolean;
  origin: string;
  /** Which of several sequences to show; a person is asked where nobody said. */
  sequence?: number;
}

/** A line of a document, or all of it, as a hover's link names it. */
export interface TokenLine {
  uri: string;
  line?: number;
}

/**
 * Shows the tokens of what is meant: an output's text, a file, a place in a document; without any of them the selection,
 * the active file, the outputs of the active cell, or what is in the clipboard.
 */
export async function showTokens(
  { client, panels, kernels }: { client: WorkerClient; panels: Panels; kernels: KernelTokenizers },
  argument?: unknown,
  all?: unknown,
): Promise<void> {
  const meant = isPair(all) ? await ofBoth(all) : await textMeant(kernels, argument);
  const text = meant.inLines ? await pickRecord(client, meant) : meant;
  if (!text) return;
  const { held } = await hold(client, text.content);
  const release = () => {
    // A worker that was ended holds nothing.
    client.call('drop', { held }).catch(() => undefined);
  };
  try {
    const opened = await read(client, held, text.origin);
    const { notebook } = text;
    const inKernel = notebook ? await inKernelOf(kernels, notebook, text.content) : [];
    const tokenizer = await nameByTokenizer(client, held, opened, inKernel, (variable) =>
      kernels.pieces(notebook!, variable),
    );
    const shown = tokenizer ? await read(client, held, text.origin) : opened;
    const sequence = text.sequence ?? (await pickSequence(shown, text.origin));
    if (sequence === undefined) return release();
    const again = againOf(text, tokenizer);
    panels.showTokens({ held, origin: text.origin, sequence, again }, { client, release });
    reached('tokens');
  } catch (error) {
    release();
    throw error;
  }
}

/** Tokenizers of the kernel that has the rows, whose tokens are as many as its classes. */
async function inKernelOf(
  kernels: KernelTokenizers,
  notebook: vscode.Uri,
  content: TokenText['content'],
): Promise<Choice<Tokenizer>[]> {
  const found = await kernels.tokenizers(notebook);
  const fitting = found.filter(
    ({ tokens }) => !('rows' in content) || isVocabularyOf(tokens, content.rows.classes),
  );
  return fitting.map(({ name, type, tokens }) => ({
    label: shortName(name),
    description: vscode.l10n.t('{0} in the kernel, {1} tokens', shortName(type), tokens.toLocaleString('en')),
    value: { variable: name },
  }));
}

function hold(
  client: WorkerClient,
  content: { text: string } | { file: FileRequest; part?: FileLine } | { rows: TokenRows },
) {
  if ('rows' in content) return client.call('holdTokens', { rows: content.rows });
  if ('text' in content) return client.call('holdTokens', { text: content.text });
  const { file, part } = content;
  return client.call('holdTokens', { file, part });
}

/** Characters of a text that is kept with the window, and opened from there. */
const MAX_KEPT = 4 << 20;

function againOf({ content }: TokenText, tokenizer: Tokenizer | undefined): TokensAgain | undefined {
  const named = tokenizer && 'file' in tokenizer ? { tokenizer: tokenizer.file.toString() } : {};
  // A kernel has them, if anybody: another window does not ask it by itself.
  if ('rows' in content) return undefined;
  if ('text' in content)
    return content.text.length <= MAX_KEPT ? { text: content.text, ...named } : undefined;
  const { address, part } = content;
  return { address: address.toString(), part, ...named };
}

/** What a panel showed before its window was loaded again: the file as it is now, or the text that it had. */
export async function openTokensAgain(
  client: WorkerClient,
  { text = '', address, part, tokenizer }: TokensAgain,
): Promise<{ held: number; holder: Holder }> {
  const content =
    address === undefined ? { text } : { file: await dumpFile(vscode.Uri.parse(address, true)), part };
  const { held } = await hold(client, content);
  const release = () => void client.call('drop', { held }).catch(() => undefined);
  // A tokenizer that is no longer there leaves ids.
  if (tokenizer !== undefined)
    await nameTokens(client, held, vscode.Uri.parse(tokenizer, true)).catch(() => undefined);
  return { held, holder: { client, release } };
}

/** What a held text has; what is open of it for that is closed again. */
async function read(client: WorkerClient, held: number, origin: string): Promise<OpenedTokens> {
  const opened = await client.call('openTokens', { held });
  if (!opened || (opened.sequences.length === 0 && !opened.choices))
    throw new Error(
      vscode.l10n.t(
        'No token log-probabilities found in {0}. Expected a response of a language model such as {1}.',
        origin,
        '{"choices": [{"logprobs": {"content": [{"token": "Hi", "logprob": -0.01}]}}]}',
      ),
    );
  client.call('closeTokens', { handle: opened.handle }).catch(() => undefined);
  return opened;
}

/** The only one, or the one a person picks; undefined where the list was dismissed. */
async function pickSequence(
  { sequences, choices }: OpenedTokens,
  origin: string,
): Promise<number | undefined> {
  if (choices || sequences.length <= 1) return 0;
  const picked = await pick(
    sequences.map((one, i) => ({
      label: `${i + 1}. ${one.beginning.trim().slice(0, MAX_LABEL) || one.path}`,
      description: descriptionOf(one),
      detail: `${one.source} · ${one.path}`,
      value: i,
    })),
    {
      title: vscode.l10n.t('Show token probabilities'),
      placeHolder: vscode.l10n.t('Select a sequence of tokens ({0})', origin),
    },
  );
  return picked?.value;
}

/** A line of a file that is too large to be held: the one a person picks by its figures. */
async function pickRecord(
  client: WorkerClient,
  { content, origin }: TokenText,
): Promise<TokenText | undefined> {
  if (!('file' in content)) return undefined;
  const { file, address } = content;
  const { records, total } = await withProgress(
    vscode.l10n.t('Reading the tokens of {0}', origin),
    (signal, onProgress) => client.call('tokenRecords', { file }, { signal, onProgress }),
  );
  if (total === 0)
    throw new Error(
      vscode.l10n.t(
        '{0} is too large to be read at once (the limit is {1}), and no line of it is a response with token log-probabilities.',
        origin,
        bytesText(MAX_TOKEN_BYTES),
      ),
    );
  const picked = await pick(
    records.map((record) => ({
      label: record.beginning.trim().slice(0, MAX_LABEL) || record.source,
      description: recordText(record),
      detail: record.source,
      value: record,
    })),
    {
      title: vscode.l10n.t('Show token probabilities'),
      placeHolder:
        records.length < total
          ? vscode.l10n.t(
              'Select one of the {0} records with the highest perplexity of {1} in {2}',
              records.length.toLocaleString('en'),
              total.toLocaleString('en'),
              origin,
            )
          : vscode.l10n.t('Select one of {0} records of {1}', total.toLocaleString('en'), origin),
    },
  );
  if (!picked) return undefined;
  const { from, to, crc, line } = picked.value;
  return {
    content: { file, address, part: { from, to, crc } },
    origin: vscode.l10n.t('line {0} of {1}', line, origin),
  };
}

/** "line 3 · 94 tokens · perplexity 1.55 · 2 sequences" */
function recordText(record: TokenRecord): string {
  const { line, count, perplexity, sequences } = record;
  const told = descriptionOf({ line, count, figures: { perplexity } });
  return sequences > 1 ? `${told} · ${vscode.l10n.t('{0} sequences', sequences)}` : told;
}

const MAX_LABEL = 80;

/** "line 3 · 94 tokens · perplexity 1.55" */
export function descriptionOf({
  line,
  count,
  figures: { perplexity },
}: Pick<SequenceSummary, 'line' | 'count'> & { figures: { perplexity?: number } }): string {
  return [
    line === undefined ? undefined : vscode.l10n.t('line {0}', line),
    plural(count, vscode.l10n.t('1 token'), vscode.l10n.t('{0} tokens', count.toLocaleString('en'))),
    perplexity === undefined ? undefined : vscode.l10n.t('perplexity {0}', perplexity.toPrecision(4)),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Two files that were selected in the Explorer, as one text: what is in them can be compared. */
async function ofBoth(uris: readonly vscode.Uri[]): Promise<TokenText> {
  const texts: string[] = [];
  for (const uri of uris) {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_COMPARED)
      throw new Error(
        vscode.l10n.t(
          '{0} is too large to compare ({1}). The limit is {2}.',
          shortName(fileName(uri)),
          bytesText(size),
          bytesText(MAX_COMPARED),
        ),
      );
    texts.push(textOfFile(await vscode.workspace.fs.readFile(uri)));
  }
  const [first, second] = uris.map((uri) => shortName(fileName(uri)));
  return {
    content: { text: texts.join('\n') },
    origin: vscode.l10n.t('{0} and {1}', first, second),
    sequence: 0,
  };
}

const MAX_COMPARED = 64 << 20;

function isPair(value: unknown): value is vscode.Uri[] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => one instanceof vscode.Uri);
}

async function textMeant(kernels: KernelTokenizers, argument: unknown): Promise<TokenText> {
  if (isOutput(argument))
    return {
      content: { text: argument.text },
      origin: vscode.l10n.t('notebook output'),
      sequence: argument.sequence,
    };
  if (argument instanceof vscode.Uri) return ofFile(argument);
  if (isLine(argument)) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri, true));
    return ofDocument(document, argument.line);
  }
  return (await inFocus()) ?? (await ofClipboard()) ?? (await ofKernel(kernels)) ?? nothing();
}

async function inFocus(): Promise<TokenText | undefined> {
  const editor = vscode.window.activeTextEditor;
  const notebook = vscode.window.activeNotebookEditor;
  if (editor) {
    const { document, selections } = editor;
    const selected = selections.filter(({ isEmpty }) => !isEmpty).map((one) => document.getText(one));
    if (selected.length > 0)
      return {
        content: { text: selected.join('\n') },
        origin: vscode.l10n.t('selection in {0}', shortName(fileName(document.uri))),
      };
    if (!notebook) {
      if (!document.isDirty && FILES.test(document.uri.path)) return ofFile(document.uri);
      // Any other text is not meant unless it has some.
      if (mayHoldTokens(document.getText())) return ofDocument(document);
    }
  }
  if (!notebook) return undefined;
  const index = notebook.selections[0]?.start ?? 0;
  const text = cellOutputs(notebook.notebook.cellAt(index))
    .map((output) => output.text)
    .filter(mayHoldTokens)
    .join('\n');
  return text === ''
    ? undefined
    : { content: { text }, origin: vscode.l10n.t('output of cell {0}', index + 1) };
}

const FILES = /\.(?:jsonl?|ndjson|txt|sse|log)(?:\.gz)?$/i;

/** Whether a file is a response of a language model with log-probabilities, and small enough to be read at once. */
export async function hasTokens(client: WorkerClient, uri: vscode.Uri): Promise<boolean> {
  if (!FILES.test(uri.path)) return false;
  const { content, inLines, origin } = await ofFile(uri);
  if (inLines) return false;
  const { held } = await hold(client, content);
  try {
    await read(client, held, origin);
    return true;
  } catch {
    return false;
  } finally {
    await client.call('drop', { held });
  }
}

async function ofFile(uri: vscode.Uri): Promise<TokenText> {
  if (uri.scheme === 'untitled') return ofDocument(await vscode.workspace.openTextDocument(uri));
  const { size } = await vscode.workspace.fs.stat(uri);
  return {
    content: { file: await dumpFile(uri), address: uri },
    origin: shortName(fileName(uri)),
    inLines: size > (uri.path.endsWith('.gz') ? MAX_TOKEN_BYTES / COMPRESSED : MAX_TOKEN_BYTES),
  };
}

/** How much smaller a compressed file of responses may be. */
const COMPRESSED = 16;

function ofDocument(document: vscode.TextDocument, line?: number): TokenText {
  const name = shortName(fileName(document.uri));
  if (line === undefined || line >= document.lineCount)
    return { content: { text: document.getText() }, origin: name };
  return {
    content: { text: document.lineAt(line).text },
    origin: vscode.l10n.t('line {0} of {1}', line + 1, name),
  };
}

async function ofClipboard(): Promise<TokenText | undefined> {
  const text = await vscode.env.clipboard.readText();
  return mayHoldTokens(text) ? { content: { text }, origin: vscode.l10n.t('clipboard') } : undefined;
}

/** Rows of logits with token ids in the kernel of the notebook in front. */
async function ofKernel(kernels: KernelTokenizers): Promise<TokenText | undefined> {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  if (!notebook || !vscode.workspace.isTrusted || !(await kernels.kernel(notebook))) return undefined;
  const rows = await kernels.tokenRows(notebook);
  if (!rows) return undefined;
  const { logits, ids } = rows.names;
  const origin = vscode.l10n.t('“{0}” with “{1}” in the kernel', shortName(logits), shortName(ids));
  return { content: { rows }, notebook, origin };
}

function nothing(): never {
  throw new Error(
    vscode.l10n.t(
      'No token log-probabilities found. Select a response of a language model, open a file that holds some, or copy one.',
    ),
  );
}

function isOutput(value: unknown): value is { text: string; sequence: number } {
  const { text, sequence } = (value ?? {}) as Record<string, unknown>;
  return typeof text === 'string' && Number.isInteger(sequence);
}

function isLine(value: unknown): value is TokenLine {
  const { uri, line } = (value ?? {}) as Record<string, unknown>;
  return typeof uri === 'string' && (line === undefined || Number.isInteger(line));
}
