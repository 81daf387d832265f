/** What other extensions get from `activate()`. */
import { describe, toNDArray, type ArrayInput, type NDArray } from './arrays/ndarray';
import { checkOptionNames } from './arrays/words/optionNames';
import type { FoundArray } from './arrays/types';
import type {
  BatchSummary,
  Evaluation,
  EvaluationOptions,
  LossOptions,
  LossResult,
  Mending,
} from './loss/types';
import { broadcastShape } from './numerics/broadcast';
import {
  AXIS_OPTIONS,
  checkTemperature,
  CROSS_ENTROPY_OPTIONS,
  type OptionTable,
  type Resolved,
  resolveOptions,
} from './numerics/options';
import type { TokenSequence } from './tokens/model';
import type { CodeFile, LossCodeFinding } from './losscode/types';
import type { WorkerClient } from './worker/client';
import { MAX_RESAMPLES, type EvaluationSource, type Explained, type NamedFields } from './worker/protocol';

export type { ArrayInput, NDArray, NestedNumbers } from './arrays/ndarray';
export type { Container, FoundArray, Reading, ReadingKind } from './arrays/types';
export type { BatchSummary, Evaluation, LossOptions, LossResult, RowFlag } from './loss/types';
export type { Token, TokenFigures, TokenFinding, TokenSequence } from './tokens/model';

/** An array of a text, and what strip and inspector show for it. Labels, their source and a printed loss are with the array. */
export interface ExplainedArray extends FoundArray {
  /** Whether a notebook output that holds it gets a strip. */
  offered: boolean;
  /** Over its rows, with the labels beside it; absent without labels. */
  figures?: BatchSummary;
  /** The gravest first. */
  findings: readonly ExplainedFinding[];
}

export interface ExplainedFinding {
  /** Stable: `double-softmax`, `labels-out-of-range`. */
  id: string;
  severity: 'error' | 'warning' | 'info';
  /** What is the case, and the numbers it rests on. */
  sentence: string;
  /** What to do. */
  remedy?: string;
  /** Options of the loss, or the class axis, under which it is mended. */
  settings?: Mending;
  /** Rules of `checkLossCode`: a mistake that one of them finds in the code beside the rows leads to this. */
  codeRules?: readonly string[];
}

/**
 * Python: a text, the code cells of a notebook in their order, or a file or notebook, which is read as it is open, with what
 * it imports inside the workspace.
 */
export type LossCode =
  { text: string; language?: 'python' } | { cells: readonly string[] } | { uri: FileUri };

/** A mistake around the loss. Ranges are UTF-16 offsets in the text, or in one cell of the notebook, counted from 0. */
export type LossCodeProblem = Omit<LossCodeFinding, 'uri'>;

/** A `vscode.Uri`. */
export interface FileUri {
  readonly scheme: string;
  readonly path: string;
}

/** What only the editor can do for the API. */
export interface EditorPart<U extends FileUri> {
  isUri(value: unknown): value is U;
  explainFile(uri: U, fields?: NamedFields, signal?: AbortSignal): Promise<Explained[]>;
  /** A file as the worker gets it; of a notebook the values of its outputs. */
  evaluationSource(uri: U): Promise<EvaluationSource>;
  /** A Python file or notebook, then those it imports. */
  codeFiles(uri: U): Promise<CodeFile[]>;
}

/** Rows of logits with the label of each: class ids, or a row of 0 and 1 per class; of one score a row 0 and 1. */
export interface LabelledLogits {
  logits: ArrayInput;
  labels: ArrayInput;
  /** One for each row: by what rows are sliced, and by what they are joined to another's. */
  groups?: readonly (string | number)[];
  ids?: readonly (string | number)[];
  classNames?: readonly string[];
}

export interface EvaluateOptions extends Omit<EvaluationOptions, 'labels' | 'calibration' | 'selection'> {
  /** The field or array of the labels, or the file that holds them. */
  labels?: string | { file: FileUri; labels?: string };
  /** What is compared with it, row by row or by the values of `id`. */
  against?: FileUri | LabelledLogits;
  /** Aborting it ends the work as well, and the promise rejects with its reason. */
  signal?: AbortSignal;
}

export interface LogitscopeApi {
  readonly apiVersion: 1;
  /**
   * Every array printed in a text, with its values, name and reading.
   * @param context.source the code that printed the text, as evidence for the readings
   */
  findArrays(text: string, context?: { source?: string }): Promise<FoundArray[]>;
  /**
   * What would be shown for a text, without showing it: its arrays with readings and the sentences they rest on, labels and
   * losses beside them, figures and findings.
   * @param context.source the code that printed the text
   * @param context.mime MIME type or language id: HTML tables are read only in `text/html`
   */
  explain(text: string, context?: { source?: string; mime?: string }): Promise<{ arrays: ExplainedArray[] }>;
  /**
   * What would be shown for a file, over the whole of it, without showing it: the logits of a file of records, the logits of
   * a file of arrays and then its other arrays, all arrays of any other text or notebook. Everything is closed afterwards.
   * @param file its URI
   * @param options fields of its records, or arrays of it, to take instead: `outputs.logits`
   * @param options.signal aborting it ends the work as well, and the promise rejects with its reason
   */
  explainFile(
    file: FileUri,
    options?: { logits?: string; labels?: string; signal?: AbortSignal },
  ): Promise<{ arrays: ExplainedArray[] }>;
  /**
   * Every figure of an evaluation with its 95 % interval: how good, how sure, how honest, where it fails. Nothing is
   * opened, and the result is plain JSON.
   * @param source a file of records or arrays, or values
   * @param options fields of the records or arrays of the file, the loss, the seed; what it is compared with
   */
  evaluate(source: FileUri | LabelledLogits, options?: EvaluateOptions): Promise<Evaluation>;
  /**
   * An evaluation as one document: Markdown, HTML that needs neither scripts nor a network, or JSON with every figure,
   * the file's SHA-256 and the options.
   * @param options.origin what its title calls it; the file's name by default
   */
  evaluationReport(
    evaluation: Evaluation,
    options?: { format?: 'markdown' | 'html' | 'json'; origin?: string },
  ): Promise<string>;
  /**
   * Every sequence of tokens with log-probabilities in a text: a language model's response, or several, as JSON, JSON Lines,
   * the events of a stream or a Python print, in the shapes of docs/tokens.md. Logs are natural; a server's floor is no
   * value; what is not known is absent.
   */
  findTokens(text: string): Promise<TokenSequence[]>;
  /**
   * Mistakes around the loss in Python code: a softmax before a loss that takes logits, the logarithm of a softmax, with
   * edits that mend them. docs/losscode has the rules. The severity is the rule's own, whatever the settings say.
   */
  checkLossCode(code: LossCode): Promise<LossCodeProblem[]>;
  /** softmax along one axis (the last by default), after dividing by a temperature > 0. Same shape and dtype. */
  softmax(logits: ArrayInput, options?: { axis?: number; temperature?: number }): Promise<NDArray>;
  /** x − logSumExp(x), never log(softmax(x)). Same shape and dtype. */
  logSoftmax(logits: ArrayInput, options?: { axis?: number; temperature?: number }): Promise<NDArray>;
  /** log Σ exp(x/T) in nats; the shape without the axis. */
  logSumExp(logits: ArrayInput, options?: { axis?: number; temperature?: number }): Promise<NDArray>;
  /** Cross-entropy in nats with a distribution per row, as `tf.nn.softmax_cross_entropy_with_logits`. */
  softmaxCrossEntropy(logits: ArrayInput, labels: ArrayInput, options?: LossOptions): Promise<LossResult>;
  /** Cross-entropy in nats with class ids, as `tf.nn.sparse_softmax_cross_entropy_with_logits`. */
  sparseSoftmaxCrossEntropy(
    logits: ArrayInput,
    classIds: ArrayInput,
    options?: LossOptions,
  ): Promise<LossResult>;
}

/** Bad input rejects with an Error that names the value and what was expected, before anything is posted to the worker. */
export function createApi<U extends FileUri>(client: WorkerClient, editor: EditorPart<U>): LogitscopeApi {
  return {
    apiVersion: 1,
    findArrays: async (text, context) => client.call('find', printed(text, context, ['source'])),
    async explain(text, context) {
      const explained = await client.call('explain', printed(text, context, ['source', 'mime']));
      return { arrays: explained.map(asExplained) };
    },
    async explainFile(file, options = {}) {
      if (!editor.isUri(file)) throw new Error(`file: expected a vscode.Uri, got ${describe(file)}`);
      checkOptionNames(options, ['logits', 'labels', 'signal']);
      const { signal, ...fields } = options;
      checkTexts(fields, ['logits', 'labels'], 'options');
      checkSignal(signal);
      return { arrays: (await editor.explainFile(file, fields, signal)).map(asExplained) };
    },
    async evaluate(source, options = {}) {
      const { against, labels, signal, ...rest } = checkedEvaluation(options);
      const sourceOf = async (given: unknown, what: string): Promise<EvaluationSource> =>
        editor.isUri(given) ? editor.evaluationSource(given) : labelledLogits(given, what);
      const first = await sourceOf(source, 'source');
      if (!('file' in first)) checkOfFiles(options);
      const named = typeof labels === 'string' ? { labels } : {};
      const labelsFile = typeof labels === 'object' ? labels : undefined;
      if (labelsFile && !editor.isUri(labelsFile.file))
        throw new Error(`options.labels.file: expected a vscode.Uri, got ${describe(labelsFile.file)}`);
      const elsewhere = labelsFile && (await editor.evaluationSource(labelsFile.file as U));
      const request = {
        source:
          'file' in first && elsewhere && 'file' in elsewhere
            ? { ...first, labels: { file: elsewhere.file, labels: labelsFile?.labels } }
            : first,
        ...(against !== undefined && { against: await sourceOf(against, 'options.against') }),
        options: { ...rest, ...named },
      };
      return client.call('evaluate', request, { signal });
    },
    async evaluationReport(evaluation, options = {}) {
      const given: { version?: unknown } | null | undefined = evaluation;
      if (given?.version !== 1)
        throw new Error(`evaluation: expected what evaluate() resolves to, got ${describe(evaluation)}`);
      checkTexts(options, ['format', 'origin'], 'options');
      const { format = 'markdown', origin = evaluation.file?.name ?? 'arrays' } = options;
      return client.call('evaluationReport', { evaluation, origin, format });
    },
    findTokens: async (text) => client.call('findTokens', printed(text, {}, [])),
    async checkLossCode(code) {
      const files = await codeFiles(code, editor);
      const [{ uri }] = files;
      const found = await client.call('checkLossCode', { files, only: [uri] });
      return found.map(({ rule, severity, message, range, related, fixes }) => ({
        rule,
        severity,
        message,
        range,
        related,
        fixes,
      }));
    },
    softmax: async (logits, options) => client.call('softmax', alongAxis(logits, options)),
    logSoftmax: async (logits, options) => client.call('logSoftmax', alongAxis(logits, options)),
    logSumExp: async (logits, options) => client.call('logSumExp', alongAxis(logits, options)),
    async softmaxCrossEntropy(logits, labels, options) {
      const [x, y] = [input(logits, 'logits'), input(labels, 'labels')];
      const shape = broadcastShape(x.shape, y.shape);
      return client.call('softmaxCrossEntropy', {
        logits: x,
        labels: y,
        options: checkedOptions(CROSS_ENTROPY_OPTIONS, options, shape),
      });
    },
    async sparseSoftmaxCrossEntropy(logits, classIds, options) {
      const [x, ids] = [input(logits, 'logits'), input(classIds, 'classIds')];
      return client.call('sparseSoftmaxCrossEntropy', {
        logits: x,
        classIds: ids,
        options: checkedOptions(CROSS_ENTROPY_OPTIONS, options, x.shape),
      });
    },
  };
}

const EVALUATION_OPTIONS = {
  logits: 'string',
  labels: 'string',
  group: 'string',
  id: 'string',
  loss: 'string',
  temperature: 'number',
  ignoreIndex: 'number',
  labelOffset: 'number',
  shifted: 'boolean',
  resamples: 'number',
  seed: 'number',
  coverage: 'number',
} as const;

/** The options of an evaluation, each of its kind and within its range. */
function checkedEvaluation(options: EvaluateOptions): EvaluateOptions {
  const given: unknown = options;
  checkOptionNames(given, [...Object.keys(EVALUATION_OPTIONS), 'against', 'signal']);
  checkSignal(given.signal);
  for (const [name, kind] of Object.entries(EVALUATION_OPTIONS)) {
    const value = given[name];
    const isElsewhere = name === 'labels' && typeof value === 'object' && value !== null;
    if (value !== undefined && typeof value !== kind && !isElsewhere)
      throw new Error(`options.${name}: expected a ${kind}, got ${describe(value)}`);
  }
  const { loss, temperature = 1, resamples = 1000, seed = 0, coverage = 0.9 } = options;
  if (loss !== undefined && loss !== 'softmax' && loss !== 'sigmoid')
    throw new Error(`options.loss: expected 'softmax' or 'sigmoid', got ${describe(loss)}`);
  checkTemperature(temperature);
  if (!Number.isInteger(resamples) || resamples < 0 || resamples > MAX_RESAMPLES)
    throw new Error(
      `options.resamples: expected an integer from 0 to ${MAX_RESAMPLES}, got ${describe(resamples)}`,
    );
  if (!Number.isInteger(seed) || Math.abs(seed) > 2 ** 31)
    throw new Error(`options.seed: expected an integer, got ${describe(seed)}`);
  for (const name of ['ignoreIndex', 'labelOffset'] as const)
    if (options[name] !== undefined && !Number.isSafeInteger(options[name]))
      throw new Error(`options.${name}: expected an integer, got ${describe(options[name])}`);
  if (!(coverage > 0 && coverage < 1))
    throw new Error(`options.coverage: expected a number between 0 and 1, got ${describe(coverage)}`);
  return options;
}

/** Values are the logits and labels themselves, and have their groups and ids beside them. */
function checkOfFiles(options: EvaluateOptions): void {
  for (const name of ['logits', 'labels', 'group', 'id'] as const)
    if (options[name] !== undefined)
      throw new Error(`options.${name}: expected nothing, since the source is no file`);
}

/** A name for each class; of one score a row there are two. */
function checkClassNames(
  names: readonly string[] | undefined,
  [{ shape }, labels]: readonly [NDArray, NDArray],
  what: string,
): void {
  if (!names) return;
  const isOneScore = shape.at(-1) === 1 || (shape.length === 1 && labels.shape.length > 0);
  const classes = isOneScore ? 2 : shape[shape.length - 1];
  if (names.length !== classes)
    throw new Error(`${what}.classNames: expected ${classes}, one for each class, got ${names.length}`);
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw new Error(`${what}.classNames: expected different names, got ${describe(twice)} twice`);
}

function labelledLogits(value: unknown, what: string): EvaluationSource {
  checkOptionNames(value, ['logits', 'labels', 'groups', 'ids', 'classNames'], what);
  const { logits, labels, groups, ids, classNames } = value as unknown as LabelledLogits;
  const texts = (list: readonly unknown[] | undefined, name: string) => {
    if (list !== undefined && !Array.isArray(list))
      throw new Error(`${what}.${name}: expected a list, got ${describe(list)}`);
    return list?.map((one, at) => {
      if (
        typeof one === 'object' ||
        typeof one === 'function' ||
        typeof one === 'symbol' ||
        one === undefined
      )
        throw new Error(`${what}.${name}[${at}]: expected a text or a number, got ${describe(one)}`);
      return String(one);
    });
  };
  const arrays = [input(logits, `${what}.logits`), input(labels, `${what}.labels`)] as const;
  const names = texts(classNames, 'classNames');
  checkClassNames(names, arrays, what);
  return {
    logits: arrays[0],
    labels: arrays[1],
    ...(groups && { groups: texts(groups, 'groups') }),
    ...(ids && { ids: texts(ids, 'ids') }),
    ...(names && { classNames: names }),
  };
}

async function codeFiles<U extends FileUri>(code: LossCode, editor: EditorPart<U>): Promise<CodeFile[]> {
  const given: Partial<Record<'text' | 'language' | 'cells' | 'uri', unknown>> = code;
  checkOptionNames(given, ['text', 'language', 'cells', 'uri'], 'code');
  const { text, language, cells, uri } = given;
  if ([text, cells, uri].filter((one) => one !== undefined).length !== 1)
    throw new Error(`code: expected text, cells or uri, got ${describe(code)}`);
  if (language !== undefined && language !== 'python')
    throw new Error(`code.language: expected "python", got ${describe(language)}`);
  if (uri !== undefined) {
    if (!editor.isUri(uri)) throw new Error(`code.uri: expected a vscode.Uri, got ${describe(uri)}`);
    return editor.codeFiles(uri);
  }
  if (text !== undefined) {
    if (typeof text !== 'string') throw new Error(`code.text: expected a string, got ${describe(text)}`);
    return [{ uri: 'code.py', text }];
  }
  if (!Array.isArray(cells))
    throw new Error(`code.cells: expected a list of strings, got ${describe(cells)}`);
  const wrong = cells.findIndex((cell) => typeof cell !== 'string');
  if (wrong >= 0)
    throw new Error(`code.cells[${wrong}]: expected a string, got ${describe((cells as unknown[])[wrong])}`);
  return [{ uri: 'code.ipynb', cells: [...(cells as string[])] }];
}

/** A text with what is known of it. */
function printed<K extends 'source' | 'mime'>(
  text: string,
  context: { [N in K]?: string } = {},
  names: readonly K[],
): { text: string } & { [N in K]?: string } {
  if (typeof text !== 'string') throw new Error(`text: expected a string, got ${describe(text)}`);
  checkTexts(context, names, 'context');
  return { text, ...context };
}

function checkTexts<K extends string>(
  given: { [N in K]?: unknown },
  names: readonly K[],
  what: string,
): void {
  checkOptionNames(given, names, what);
  for (const name of names)
    if (given[name] !== undefined && typeof given[name] !== 'string')
      throw new Error(`${what}.${name}: expected a string, got ${describe(given[name])}`);
}

function checkSignal(given: unknown): void {
  if (given !== undefined && !(given instanceof AbortSignal))
    throw new Error(`options.signal: expected an AbortSignal, got ${describe(given)}`);
}

function asExplained({ found, offered, batch, findings }: Explained): ExplainedArray {
  return {
    ...found,
    offered,
    ...(batch && { figures: batch }),
    findings: findings.map(({ id, severity, message, evidence, remedy, settings, codeRules }) => ({
      id,
      severity,
      sentence: evidence ? `${message} ${evidence}.` : message,
      ...(remedy && { remedy }),
      ...(settings && { settings }),
      ...(codeRules && { codeRules }),
    })),
  };
}

function alongAxis(logits: ArrayInput, options: unknown) {
  const x = input(logits, 'logits');
  return { logits: x, options: checkedOptions(AXIS_OPTIONS, options, x.shape) };
}

/** The options of a table and nothing else, as values that a message can carry. */
function checkedOptions<T extends OptionTable>(
  table: T,
  options: unknown = {},
  shape: readonly number[],
): Resolved<T> {
  checkOptionNames(options, Object.keys(table));
  return resolveOptions(table, options, shape);
}

/** Checked here, where the caller's stack is; a view into a larger buffer is cut out, for a message copies whole buffers. */
function input(value: ArrayInput, what: string): NDArray {
  const array = toNDArray(value, what);
  const { data } = array;
  return data.byteLength < data.buffer.byteLength ? { ...array, data: data.slice() } : array;
}
