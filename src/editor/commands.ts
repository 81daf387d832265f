import * as vscode from 'vscode';
import type { EvaluateOptions, LabelledLogits, LogitscopeApi } from '../api';
import { codeBeside, type CodeBeside } from '../arrays/wire/inCode';
import { optional } from '../arrays/wire/schema';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { Evaluation, LossOptions, LossResult } from '../loss/types';
import { toNDArray, type ArrayInput } from '../arrays/ndarray';
import type { Panels } from '../panel/panels';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { reportingErrors, showInformation } from '../ui/notifications';
import { showInStatusBar } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import type { InspectorState, ReportFormat } from '../worker/protocol';
import { showArrayFile } from './arrayFile';
import { DumpCheck } from './checkDump';
import { saveEvaluationReport } from './evaluationReport';
import { compareArrays } from './compareCommand';
import { showDump } from './dumps';
import { activeFile, isArrayFile, isDump, openFile, openFileInFocus } from './files';
import { askForLabels } from './labelsInput';
import type { TokenNames } from './tokenNames';
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

interface LossArguments extends LossOptions {
  logits: ArrayInput;
  labels: ArrayInput;
}

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
  const sourceOf = async (argument: unknown): Promise<Source> => {
    if (isFound(argument))
      return { found: [argument.found], origin: vscode.l10n.t('notebook output'), code: argument.code };
    if (!isPlace(argument)) return arraysInFocus(client);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri, true));
    const found = await arrayAt(client, document, argument.offset);
    if (!found) throw new Error(vscode.l10n.t('The array is no longer there: the text has changed.'));
    return { found: [found], origin: shortName(fileName(document.uri)), code: codeOf(document) };
  };

  /** One array of a source; of one that is printed in part, the whole is offered instead. */
  const choose = async (source: Source, title: string): Promise<FoundArray | undefined> => {
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
        return reportingErrors(async () => {
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
        });
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

/** Who asks for the softmax of an array of which nothing is known has said what it is: it is read so, and says so. */
function takenAsLogits(found: FoundArray, kinds: readonly ReadingKind[]): FoundArray {
  const { kind, evidence } = found.reading;
  if (!kinds.includes(kind)) return found;
  const said = vscode.l10n.t('read as logits because you asked for its softmax; nothing in the text says so');
  return { ...found, reading: { kind: 'logits', confidence: 0, evidence: [said, ...evidence] } };
}

/** A file or arrays, as a command gets them. */
interface EvaluationArguments {
  uri?: unknown;
  options?: EvaluateOptions;
}

function evaluate(api: LogitscopeApi, { uri, options, ...arrays }: EvaluationArguments): Promise<Evaluation> {
  return api.evaluate((uri === undefined ? arrays : asUri(uri)) as LabelledLogits, withUris(options));
}

function isRequest(argument: unknown): argument is EvaluationArguments & { format?: ReportFormat } {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    !(argument instanceof vscode.Uri) &&
    ('uri' in argument || 'logits' in argument)
  );
}

async function reportOf(
  api: LogitscopeApi,
  { format, ...evaluated }: EvaluationArguments & { format?: ReportFormat },
): Promise<string> {
  return api.evaluationReport(await evaluate(api, evaluated), { format });
}

/** A `vscode.Uri`, its text, or what is left of one that came as JSON. */
function asUri(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('/') ? vscode.Uri.file(value) : vscode.Uri.parse(value, true);
  const isParts = typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
  return isParts && !(value instanceof vscode.Uri) ? vscode.Uri.from(value as vscode.Uri) : value;
}

function withUris(options: EvaluateOptions | undefined): EvaluateOptions | undefined {
  if (typeof options !== 'object' || options === null) return options;
  const { against, labels } = options;
  const isElsewhere = typeof labels === 'object' && labels !== null;
  return {
    ...options,
    ...(against !== undefined && { against: asUri(against) as EvaluateOptions['against'] }),
    ...(isElsewhere && { labels: { ...labels, file: asUri(labels.file) as vscode.Uri } }),
  };
}

function hasLogits(argument: unknown): argument is LossArguments {
  return typeof argument === 'object' && argument !== null && 'logits' in argument;
}

async function computeLoss(
  api: LogitscopeApi,
  { logits, labels, ...options }: LossArguments,
): Promise<LossResult> {
  if (labels === undefined)
    throw new Error('labels: expected class ids or a distribution per row, got nothing');
  const x = toNDArray(logits, 'logits');
  const y = toNDArray(labels, 'labels');
  // Class ids have one axis less than the logits; a distribution per row has as many.
  return y.shape.length < x.shape.length
    ? api.sparseSoftmaxCrossEntropy(x, y, options)
    : api.softmaxCrossEntropy(x, y, options);
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
  if (!notebook || at === undefined || at >= notebook.cellCount) {
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
