import type { Place } from './source';
import type { Args, Axis, Tensor, Value } from './values';

/** What a loss takes as its scores. */
export type Takes =
  'logits' | 'log-probabilities' | 'probabilities' | 'binary-logits' | 'binary-probabilities';

export type Labels = 'ids' | 'one-hot' | 'ids-or-probabilities' | 'binary';

/** A loss, a distribution or a sampler at work. */
export interface LossEvent {
  readonly type: 'loss';
  readonly name: string;
  readonly framework: Framework;
  readonly takes: Takes;
  readonly labels?: Labels;
  readonly scores?: Value;
  readonly scoresAt?: Place;
  readonly targets?: Value;
  readonly targetsAt?: Place;
  readonly ignoreIndex?: Value;
  readonly smoothing?: Value;
  readonly at: Place;
  /** Where the loss is made, if elsewhere. */
  readonly madeAt?: Place;
  readonly options: Args;
  /** What the finding may call it by: a loss, or what samples. */
  readonly role?: 'loss' | 'sampler';
  /** What a value of this scope is called at the place. */
  readonly nameOf: (value: Value) => string | undefined;
}

export type Framework = 'torch' | 'keras' | 'jax' | 'numpy' | 'sklearn' | 'mlx' | 'paddle' | 'mxnet';

/** A function of a tensor. */
export interface FunctionEvent {
  readonly type:
    | 'log'
    | 'softmax'
    | 'argmax'
    /** One class of each row: `p[range(n), y]`. */
    | 'picked'
    | 'sampled'
    | 'mean'
    | 'smoothed'
    | 'sigmoid'
    | 'regression'
    | 'softmax-made';
  readonly framework?: Framework;
  readonly of: Value;
  readonly ofAt?: Place;
  readonly axis?: Axis;
  readonly result?: Tensor;
  readonly at: Place;
  /** Where the layer is made that does it. */
  readonly madeAt?: Place;
  readonly nameOf: (value: Value) => string | undefined;
}

/** Arithmetic by hand. */
interface ArithmeticEvent {
  readonly type: 'minus-one' | 'divided';
  readonly of: Value;
  readonly ofAt: Place;
  readonly by?: Place;
  readonly at: Place;
}

export type Event = LossEvent | FunctionEvent | ArithmeticEvent;
