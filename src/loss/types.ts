/** Types of results, importable everywhere: they carry no code. */
import type { NDArray } from '../ndarray';

export type {
  AxisOptions,
  CrossEntropyOptions as LossOptions,
  CrossEntropyResult as LossResult,
  RowFlag,
} from '../numerics';
import type { CrossEntropyOptions, RowFlag } from '../numerics';

/** How losses of rows are computed: PyTorch's options, and which loss. */
export interface LossSettings extends Omit<CrossEntropyOptions, 'axis' | 'gradient'> {
  temperature: number;
  /** sigmoid: each class its own yes or no (multi-label). Default softmax. */
  loss?: 'softmax' | 'sigmoid';
}

/** Labels read from text, or one sentence that says what is wrong with them. */
export type LabelsRead =
  { labels: NDArray; kind: 'class-ids' | 'dense'; summary: string } | { problem: string };

/** A batch with labels in figures. Rows left out by the ignore index or without a distribution are not counted. */
export interface BatchSummary {
  rows: number;
  counted: number;
  ignored: number;
  /** Mean or sum, as the settings say; absent without labels. */
  reduced?: number;
  /** What the printed precision of the logits leaves open. */
  interval?: readonly [number, number];
  /** exp of the mean loss. */
  perplexity?: number;
  accuracy?: number;
  /** Absent with five classes or fewer. */
  topFive?: number;
  /** Expected calibration error over equal-width bins. */
  calibrationError?: number;
  lossHistogram?: { edges: Float64Array; counts: Int32Array };
  reliability?: readonly ReliabilityBin[];
  confusion?: readonly ConfusionCell[];
  flags: readonly RowFlag[];
}

export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  meanConfidence: number;
  accuracy: number;
}

export interface ConfusionCell {
  label: number;
  predicted: number;
  count: number;
}

/** What hand-written float32 code would have given on the same rows. */
export interface NaiveReport {
  /** Sentences for a person, the gravest first. */
  findings: readonly NaiveFinding[];
  /** The first so many of `rows` were examined. */
  examined: number;
  rows: number;
}

export interface NaiveFinding {
  kind: 'overflow' | 'underflow' | 'infinite-loss' | 'epsilon-cap' | 'lost-digits';
  message: string;
  rows: readonly number[];
}
