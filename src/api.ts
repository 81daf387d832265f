/** What other extensions get from `activate()`. */
import { toNDArray, type ArrayInput, type NDArray } from './arrays/ndarray';
import type { FoundArray } from './arrays/types';
import type { LossOptions, LossResult } from './loss/types';
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
  /** log Σ exp(x) in nats; the shape without the axis. */
  logSumExp(logits: ArrayInput, options?: { axis?: number }): Promise<NDArray>;
  /** Cross-entropy in nats with a distribution per row, as `tf.nn.softmax_cross_entropy_with_logits`. */
  softmaxCrossEntropy(logits: ArrayInput, labels: ArrayInput, options?: LossOptions): Promise<LossResult>;
  /** Cross-entropy in nats with class ids, as `tf.nn.sparse_softmax_cross_entropy_with_logits`. */
  sparseSoftmaxCrossEntropy(
    logits: ArrayInput,
    classIds: ArrayInput,
    options?: LossOptions,
  ): Promise<LossResult>;
}

/** Bad input rejects with an Error that names the value and what was expected. */
export function createApi(client: WorkerClient): LogitscopeApi {
  return {
    apiVersion: 1,
    async findArrays(text, context = {}) {
      if (typeof text !== 'string') throw new Error(`text: expected a string, got ${typeof text}`);
      return client.call('find', { text, source: context.source });
    },
    softmax: async (logits, options) => client.call('softmax', { logits: input(logits, 'logits'), options }),
    logSoftmax: async (logits, options) =>
      client.call('logSoftmax', { logits: input(logits, 'logits'), options }),
    logSumExp: async (logits, options) =>
      client.call('logSumExp', { logits: input(logits, 'logits'), options }),
    softmaxCrossEntropy: async (logits, labels, options) =>
      client.call('softmaxCrossEntropy', {
        logits: input(logits, 'logits'),
        labels: input(labels, 'labels'),
        options,
      }),
    sparseSoftmaxCrossEntropy: async (logits, classIds, options) =>
      client.call('sparseSoftmaxCrossEntropy', {
        logits: input(logits, 'logits'),
        classIds: input(classIds, 'classIds'),
        options,
      }),
  };
}

/** Checked here, where the caller's stack is; a view into a larger buffer is cut out, for a message copies whole buffers. */
function input(value: ArrayInput, what: string): NDArray {
  const array = toNDArray(value, what);
  const { data } = array;
  return data.byteLength < data.buffer.byteLength ? { ...array, data: data.slice() } : array;
}
