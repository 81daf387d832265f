import * as vscode from 'vscode';
import type { EvaluateOptions, LabelledLogits, LogitscopeApi } from '../api';
import { toNDArray, type ArrayInput } from '../arrays/ndarray';
import type { Evaluation, LossOptions, LossResult } from '../loss/types';
import type { ReportFormat } from '../worker/protocol';

interface LossArguments extends LossOptions {
  logits: ArrayInput;
  labels: ArrayInput;
}

/** A file or arrays, as a command gets them. */
interface EvaluationArguments {
  uri?: unknown;
  options?: EvaluateOptions;
}

/** The API's evaluation of what a command was called with. */
export function evaluate(
  api: LogitscopeApi,
  { uri, options, ...arrays }: EvaluationArguments,
): Promise<Evaluation> {
  return api.evaluate((uri === undefined ? arrays : asUri(uri)) as LabelledLogits, withUris(options));
}

/** Whether a command was called by a program that wants its report, and not by a person. */
export function isRequest(argument: unknown): argument is EvaluationArguments & { format?: ReportFormat } {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    !(argument instanceof vscode.Uri) &&
    ('uri' in argument || 'logits' in argument)
  );
}

/** The API's report of what a command was called with. */
export async function reportOf(
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

/** Whether a command was called by a program that wants the loss of its own data. */
export function hasLogits(argument: unknown): argument is LossArguments {
  return typeof argument === 'object' && argument !== null && 'logits' in argument;
}

/** The API's loss of the data that a command was called with. */
export async function computeLoss(
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
