/** Types of results, importable everywhere: they carry no code. */
import type { NDArray } from '../arrays/ndarray';

export type {
  AxisOptions,
  CrossEntropyOptions as LossOptions,
  CrossEntropyResult as LossResult,
  Reduction,
  RowFlag,
} from '../numerics';
export type * from '../records/types';
export type * from './evaluation/types';
import type { CrossEntropyOptions, RowFlag } from '../numerics';
import type { TemperatureFit } from './temperature';

/** How losses of rows are computed: PyTorch's options, and which loss. */
export interface LossSettings extends Omit<CrossEntropyOptions, 'axis' | 'gradient'> {
  temperature: number;
  /** sigmoid: each class its own yes or no (multi-label). Default softmax. */
  loss?: 'softmax' | 'sigmoid';
  /** Labels of a language model: the logits at t belong to the label at t + 1. For class ids of sequences. */
  shifted?: boolean;
  /** Subtracted from class ids, ignored ones excepted: 1 where they count from 1. */
  labelOffset?: number;
}

/** Labels read from text, or one sentence that says what is wrong with them. */
export type LabelsRead =
  { labels: NDArray; kind: 'class-ids' | 'dense'; summary: string } | { problem: string };

/** A batch with labels in figures. Rows left out by the ignore index or without a distribution are not counted. */
export interface BatchSummary {
  rows: number;
  counted: number;
  ignored: number;
  /** Mean probability of the top class over all rows with a distribution, labelled or not; absent without any. */
  meanConfidence?: number;
  /** Mean or sum, as the settings say; absent without labels. */
  reduced?: number;
  /** What the printed precision of the logits leaves open. */
  interval?: readonly [number, number];
  /** exp of the mean loss. */
  perplexity?: number;
  accuracy?: number;
  /** Where each class is a yes or no of its own: how many are above one half, over all rows. */
  above?: number;
  /** Of those that are answered, `right` of `all` are on the right side of one half; `exact` rows have none that is not. */
  yesOrNo?: {
    right: number;
    all: number;
    exact: number;
    /** 2 TP / (2 TP + FP + FN) over all of them; absent where there is none of these. */
    f1?: number;
  };
  /** Absent with five classes or fewer. */
  topFive?: number;
  /** Expected calibration error over equal-width bins. */
  calibrationError?: number;
  /** `wrong`: how many rows of each bin have another top class than their label; absent where rows have no single class. */
  lossHistogram?: { edges: Float64Array; counts: Int32Array; wrong?: Int32Array };
  /** Each counted row by itself, where they are few. */
  fewLosses?: readonly RowLoss[];
  reliability?: readonly ReliabilityBin[];
  confusion?: readonly ConfusionCell[];
  flags: readonly RowFlag[];
}

export interface RowLoss {
  row: number;
  loss: number;
  wrong: boolean;
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
  /** How many of them have a loss to compare. */
  losses: number;
}

export interface NaiveFinding {
  kind: 'overflow' | 'underflow' | 'infinite-loss' | 'epsilon-cap' | 'lost-digits';
  /** By how much it changes the loss of the row it changes most, as a share; absent where that has no measure. */
  change?: number;
  message: string;
  rows: readonly number[];
}

/** One class of a labelled batch. */
export interface ClassFigures {
  id: number;
  /** Counted rows with this label. */
  support: number;
  /** Counted rows whose top class it is. */
  predicted: number;
  /** NaN where the class is no label. */
  recall: number;
  /** NaN where it is never predicted. */
  precision: number;
  meanLoss: number;
}

/** What one click changes so that a finding is mended: options of the loss, or the class axis. */
export interface Mending extends Partial<LossSettings> {
  axis?: number;
}

/** Something wrong, or worth knowing, about a batch and its loss. */
export interface Finding {
  /** What it is, whatever the sentences say: stable from version to version. */
  id: string;
  severity: 'error' | 'warning' | 'info';
  /** What is the case. */
  message: string;
  /** The numbers it rests on. */
  evidence: string;
  /** What to do. */
  remedy: string;
  /** Settings under which the remedy can be seen at once, and what a button says that applies them. */
  settings?: Mending;
  action?: string;
  /** Rows it is about, the first ones. */
  rows?: readonly number[];
  /** Rules of the checker of loss code: in the code beside the rows, a mistake that one of them finds leads to this. */
  codeRules?: readonly string[];
}

/** Two arrays of one shape, row by row; p is the softmax of the first, q of the second. In nats. */
export interface Comparison {
  rows: number;
  /** Rows that have no distribution on one side; they are in no figure. */
  undefinedRows: number;
  /** Mean of KL(p‖q) and KL(q‖p); +∞ where one side has a 0 that the other has not. */
  meanKl: number;
  meanReverseKl: number;
  meanJensenShannon: number;
  /** Rows whose top class differs. */
  flipCount: number;
  /** Rows in which another class of the second array ranks before the first's top class. */
  rankMoved: number;
  /** Flips to, and away from, the label. */
  becameRight: number;
  becameWrong: number;
  /** The first ones. */
  flips: readonly { row: number; from: number; to: number; rankOfOld: number; label?: number }[];
  /** The ten rows of largest Jensen–Shannon divergence, largest first. */
  farthest: readonly { row: number; jensenShannon: number; kl: number }[];
  /** Mean losses over the rows that have a label. */
  loss?: { rows: number; first: number; second: number };
}

/** Calibration of a labelled batch, before and after its best temperature. */
export interface Calibration {
  fit: TemperatureFit;
  /** Expected calibration error at temperature 1 and at the fitted one. */
  before?: number;
  after?: number;
}
