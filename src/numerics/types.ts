import type { NDArray } from '../arrays/ndarray';

export interface AxisOptions {
  /** The class axis; negative counts from the end. Default -1. */
  axis?: number;
  /** Logits are divided by it. Finite and above 0. Default 1. */
  temperature?: number;
}

export type Reduction = 'none' | 'mean' | 'sum';

/** PyTorch's options of `torch.nn.functional.cross_entropy`, and a temperature. */
export interface CrossEntropyOptions extends AxisOptions {
  /** Default 'mean'. */
  reduction?: Reduction;
  /** ε in [0, 1]: (1 − ε) · loss + ε/C · Σ w · (−log p). Default 0. */
  labelSmoothing?: number;
  /** One weight per class, finite and not negative. */
  classWeights?: readonly number[];
  /** Rows with this class id count for nothing. Only class ids have it. Default -100. */
  ignoreIndex?: number;
  /** Also return the gradient with respect to the logits. Default false. */
  gradient?: boolean;
}

export type RowFlagReason =
  /** A logit of the row is NaN: so is its result. */
  | 'nan'
  /** A logit of the row is +∞: the result is NaN. */
  | 'positive-infinity'
  /** Every logit of the row is −∞: the result is NaN. */
  | 'all-masked'
  /** The loss is +∞: the label stands on a class whose logit is −∞. */
  | 'masked-label'
  /** The labels of the row do not sum to 1, or one is negative or NaN. */
  | 'label-distribution';

/** What a person must be told of one row. */
export interface RowFlag {
  /** Index in the logits' shape without the class axis, row-major. */
  row: number;
  reason: RowFlagReason;
  message: string;
}

export interface CrossEntropyResult {
  /** One loss per row, in nats; the logits' shape without the class axis, the logits' dtype. */
  perExample: NDArray;
  /** Computed in float64 from unrounded losses; absent when the reduction is 'none'. */
  reduced?: number;
  /** The logits' shape and dtype. */
  gradient?: NDArray;
  flags: RowFlag[];
}
