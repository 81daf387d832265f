/** What other extensions get from `activate()`. */
import { describe, toNDArray, type ArrayInput, type NDArray } from './arrays/ndarray';
import { checkOptionNames } from './arrays/optionNames';
import type { FoundArray } from './arrays/types';
import type { BatchSummary, LossOptions, LossResult, Mending } from './loss/types';
import { broadcastShape } from './numerics/broadcast';
import {
  AXIS_OPTIONS,
  CROSS_ENTROPY_OPTIONS,
  type OptionTable,
  type Resolved,
  resolveOptions,
} from './numerics/options';
import type { WorkerClient } from './worker/client';
import type { Explained, NamedFields } from './worker/protocol';

export type { ArrayInput, NDArray, NestedNumbers } from './arrays/ndarray';
export type { Container, FoundArray, Reading, ReadingKind } from './arrays/types';
export type { BatchSummary, LossOptions, LossResult, RowFlag } from './loss/types';

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
}

/** A `vscode.Uri`. */
export interface FileUri {
  readonly scheme: string;
  readonly path: string;
}

/** What only the editor can do for the API. */
export interface EditorPart<U extends FileUri> {
  isUri(value: unknown): value is U;
  explainFile(uri: U, fields?: NamedFields): Promise<Explained[]>;
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
   * What would be shown for a file, over the whole of it, without showing it: the logits of a file of records or arrays
   * that are opened first, all arrays of any other text or notebook. Everything is closed afterwards.
   * @param file its URI
   * @param options fields of its records, or arrays of it, to take instead: `outputs.logits`
   */
  explainFile(
    file: FileUri,
    options?: { logits?: string; labels?: string },
  ): Promise<{ arrays: ExplainedArray[] }>;
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
      checkTexts(options, ['logits', 'labels'], 'options');
      return { arrays: (await editor.explainFile(file, options)).map(asExplained) };
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

function asExplained({ found, offered, batch, findings }: Explained): ExplainedArray {
  return {
    ...found,
    offered,
    ...(batch && { figures: batch }),
    findings: findings.map(({ id, severity, message, evidence, remedy, settings }) => ({
      id,
      severity,
      sentence: evidence ? `${message} ${evidence}.` : message,
      ...(remedy && { remedy }),
      ...(settings && { settings }),
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
