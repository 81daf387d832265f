/** What other extensions get from `activate()`. */
import { describe, toNDArray, type ArrayInput, type NDArray } from './arrays/ndarray';
import { checkOptionNames } from './arrays/optionNames';
import type { FoundArray } from './arrays/types';
import type { LossOptions, LossResult } from './loss/types';
import { broadcastShape } from './numerics/broadcast';
import {
  AXIS_OPTIONS,
  CROSS_ENTROPY_OPTIONS,
  type OptionTable,
  type Resolved,
  resolveOptions,
} from './numerics/options';
import type { WorkerClient } from './worker/client';

export type { ArrayInput, NDArray, NestedNumbers } from './arrays/ndarray';
export type { Container, FoundArray, Reading, ReadingKind } from './arrays/types';
export type { LossOptions, LossResult, RowFlag } from './loss/types';

export interface LogitscopeApi {
  readonly apiVersion: 1;
  /**
   * Every array printed in a text, with its values, name and reading.
   * @param context.source the code that printed the text, as evidence for the readings
   */
  findArrays(text: string, context?: { source?: string }): Promise<FoundArray[]>;
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
export function createApi(client: WorkerClient): LogitscopeApi {
  return {
    apiVersion: 1,
    async findArrays(text, context = {}) {
      if (typeof text !== 'string') throw new Error(`text: expected a string, got ${typeof text}`);
      checkOptionNames(context, ['source'], 'context');
      const { source } = context;
      if (source !== undefined && typeof source !== 'string')
        throw new Error(`context.source: expected a string, got ${describe(source)}`);
      return client.call('find', { text, source });
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
