import * as vscode from 'vscode';
import type { LogitscopeApi } from '../api';
import { codeBeside, type CodeBeside } from '../arrays/wire/inCode';
import { optional } from '../arrays/wire/schema';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { LossResult } from '../loss/types';
import type { Panels } from '../panel/panels';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { reportingErrors, showInformation } from '../ui/notifications';
import { showInStatusBar } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import type { InspectorState } from '../worker/protocol';
import { computeLoss, evaluate, hasLogits, isRequest, reportOf } from './apiCommands';
import { showArrayFile } from './files/arrayFile';
import { DumpCheck } from './files/checkDump';
import { saveEvaluationReport } from './files/evaluationReport';
import { compareArrays } from './compareCommand';
import { showDump } from './files/dumps';
import { activeFile, isArrayFile, isDump, openFile, openFileInFocus } from './files/files';
import { askForLabels } from './labelsInput';
import type { TokenNames } from './tokens/tokenNames';
import {
  arrayAt,
  arraysInFocus,
  chooseArray,
  codeOf,
  isPlace,
  PrintedInPart,
  sourceOfCell,
  type Source,
} from './sources';

/** Opens the whole of an array that the output of a cell shows in part. */
type FetchPrinted = (cell: vscode.NotebookCell, found: FoundArray) => Promise<void>;

export function registerCommands(
  client: WorkerClient,
  api: LogitscopeApi,
  panels: Panels,
  memory: vscode.Memento,
  fetchPrinted: FetchPrinted,
  tokenNames: TokenNames,
): vscode.Disposable[] {
  /** The array with the tokens of its vocabulary, where a person gives them. */
  const withTokenNames = (found: FoundArray) =>
    tokenNames.of(found, vscode.window.activeNotebookEditor?.notebook.uri);
  const check = new DumpCheck(client, memory);
  const sourceOf = (argument: unknown) => sourceIn(client, argument);
  const choose = (source: Source, title: string) => chosenIn(source, title, fetchPrinted);

  /** Shows what a file or text holds with the labels that are there, or that a person types. */
  const askForLoss = async (argument: unknown): Promise<undefined> => {
    const opened =
      argument instanceof vscode.Uri
        ? await openFile(client, memory, argument)
        : argument === undefined
          ? await openFileInFocus(client, memory)
          : await sourceOf(argument);
    if (!opened) return undefined;
    if (isArrayFile(opened)) {
      await showArrayFile(opened);
      return undefined;
    }
    if (isDump(opened)) {
      await showDump(client, panels, memory, opened);
      return undefined;
    }
    const source = opened;
    const found = await choose(source, vscode.l10n.t('Compute softmax loss'));
    if (!found) return undefined;
    const logits = takenAsLogits(found, ['other', 'class-labels']);
    const labelled = logits.labels ? logits : await askForLabels(client, logits);
    const origin = source.places?.get(found) ?? source.origin;
    if (labelled)
      panels.show({
        found: await withTokenNames(labelled),
        origin,
        left: leftOf(argument),
        code: source.code,
      });
    return undefined;
  };

  return [
    check,
    vscode.commands.registerCommand('logitscope.checkDump', (argument?: unknown) =>
      reportingErrors(async () => {
        const uri = argument instanceof vscode.Uri ? argument : activeFile();
        if (!uri) throw new Error(vscode.l10n.t('Open an evaluation file, or select one in the Explorer.'));
        await check.run(uri);
      }),
    ),
    vscode.commands.registerCommand('logitscope.compareArrays', (_?: unknown, all?: unknown) =>
      reportingErrors(() =>
        compareArrays(
          client,
          memory,
          Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri) : undefined,
        ),
      ),
    ),
    vscode.commands.registerCommand(
      'logitscope.computeSoftmaxLoss',
      async (argument?: unknown): Promise<LossResult | undefined> => {
        // A caller with data gets the result or the error itself, and nothing is opened.
        if (hasLogits(argument)) return computeLoss(api, argument);
        return reportingErrors(() => askForLoss(argument));
      },
    ),
    vscode.commands.registerCommand('logitscope.evaluate', (argument?: unknown) => {
      // A caller with nothing to evaluate gets the same error as one of the API.
      return evaluate(api, argument ?? {});
    }),
    vscode.commands.registerCommand('logitscope.evaluationReport', async (argument?: unknown) => {
      // A caller with options gets the document or the error itself, and nothing is opened.
      if (isRequest(argument)) return reportOf(api, argument);
      return reportingErrors(() => saveEvaluationReport(api, argument));
    }),
    vscode.commands.registerCommand('logitscope.inspect', (argument?: unknown) =>
      reportingErrors(async () => {
        const source = await sourceOf(argument);
        const found = await choose(source, vscode.l10n.t('Inspect array'));
        if (!found) return;
        const named = await withTokenNames(takenAsLogits(found, ['other']));
        const { origin, code } = source;
        panels.show({ found: named, origin, left: leftOf(argument), code });
      }),
    ),
    vscode.commands.registerCommand('logitscope.inspectCell', (argument?: unknown) =>
      reportingErrors(async () => {
        const source = await sourceOfCell(client, cellOf(argument));
        const found = await choose(source, vscode.l10n.t('Inspect arrays in cell output'));
        const { origin, code } = source;
        if (found) panels.show({ found: await withTokenNames(found), origin, code });
      }),
    ),
    vscode.commands.registerCommand('logitscope.copyProbabilities', (argument?: unknown) =>
      reportingErrors(async () => {
        const source = await sourceOf(argument);
        const found = await choose(source, vscode.l10n.t('Copy probabilities'));
        if (found) await copyProbabilities(client, found);
      }),
    ),
  ];
}

/** The arrays that a command is called with, else those in focus. */
async function sourceIn(client: WorkerClient, argument: unknown): Promise<Source> {
  if (isFound(argument))
    return { found: [argument.found], origin: vscode.l10n.t('notebook output'), code: argument.code };
  if (!isPlace(argument)) return arraysInFocus(client);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri, true));
  const found = await arrayAt(client, document, argument.offset);
  if (!found) throw new Error(vscode.l10n.t('The array is no longer there: the text has changed.'));
  return { found: [found], origin: shortName(fileName(document.uri)), code: codeOf(document) };
}

/** One array of a source; of one that is printed in part, the whole is offered instead. */
async function chosenIn(
  source: Source,
  title: string,
  fetchPrinted: FetchPrinted,
): Promise<FoundArray | undefined> {
  try {
    return await chooseArray(source, title);
  } catch (error) {
    const { cell } = source;
    if (!(error instanceof PrintedInPart) || !cell || !vscode.workspace.isTrusted) throw error;
    // Nobody waits for an answer: the command has ended.
    void reportingErrors(async () => {
      const fetch = vscode.l10n.t('Fetch whole array');
      if ((await showInformation(error.message, fetch)) === fetch) await fetchPrinted(cell, error.found);
    });
    return undefined;
  }
}

/** Who asks for the softmax of an array of which nothing is known has said what it is: it is read so, and says so. */
function takenAsLogits(found: FoundArray, kinds: readonly ReadingKind[]): FoundArray {
  const { kind, evidence } = found.reading;
  if (!kinds.includes(kind)) return found;
  const said = vscode.l10n.t('read as logits because you asked for its softmax; nothing in the text says so');
  return { ...found, reading: { kind: 'logits', confidence: 0, evidence: [said, ...evidence] } };
}

/** An array that a notebook output's strip hands over. */
function isFound(
  argument: unknown,
): argument is { found: FoundArray; left?: InspectorState; code?: CodeBeside } {
  const { code } = (argument ?? {}) as { code?: unknown };
  return (
    typeof argument === 'object' && argument !== null && 'found' in argument && optional(codeBeside)(code)
  );
}

/** How the strip's inspector was left. */
function leftOf(argument: unknown): InspectorState | undefined {
  return isFound(argument) ? argument.left : undefined;
}

function cellOf(argument: unknown): vscode.NotebookCell {
  const editor = vscode.window.activeNotebookEditor;
  const index =
    typeof argument === 'number' ? argument : (argument as vscode.NotebookCell | undefined)?.index;
  const notebook = (argument as vscode.NotebookCell | undefined)?.notebook ?? editor?.notebook;
  const at = index ?? editor?.selections[0]?.start;
  // A cell that was deleted is at -1, where VS Code takes the first.
  if (!notebook || at === undefined || at < 0 || at >= notebook.cellCount) {
    throw new Error(vscode.l10n.t('Select a notebook cell with an array in its output.'));
  }
  return notebook.cellAt(at);
}

/** The probabilities that the array stands for under its reading; only logits are put through softmax. */
async function copyProbabilities(client: WorkerClient, found: FoundArray): Promise<void> {
  const { kind } = found.reading;
  const { data, shape } = await client.call('distribution', { array: found.array!, reading: kind });
  await vscode.env.clipboard.writeText(JSON.stringify(nest(Array.from(data), shape)));
  showInStatusBar(vscode.l10n.t('Probabilities copied'));
}

/** Row-major numbers as lists in lists. */
function nest(values: unknown[], shape: readonly number[]): unknown {
  for (const size of shape.slice(1).reverse()) {
    values = Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
  }
  return values;
}
